// A worker's running job large in the page: name, stage, bar, time left, Stop. The status bar shows the same small.
#pragma once

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace leukolens::ui {

class JobRunner;

class JobPanel : public QFrame {
    Q_OBJECT
public:
    JobPanel(JobRunner& worker, const QString& objectName, QWidget* parent = nullptr);

    /// Shown in place of the job's name; empty: the job's name.
    void setHeading(const QString& heading);

private:
    void refresh();

    JobRunner& m_worker;
    QString m_ownHeading;
    QLabel* m_heading = nullptr;
    QLabel* m_stage = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_stop = nullptr;
};

}  // namespace leukolens::ui
