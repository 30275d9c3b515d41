// One worker's running job in the status bar: name, stage, thin bar, time left, Stop.
#pragma once

#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace leukolens::ui {

class ElidedLabel;
class JobRunner;

/// Hidden while the worker rests, and for the first moments of a job: short ones never flicker.
class JobStrip : public QWidget {
    Q_OBJECT
public:
    JobStrip(JobRunner& worker, const QString& objectName, QWidget* parent = nullptr);

private:
    void refresh();

    JobRunner& m_worker;
    ElidedLabel* m_text = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel* m_left = nullptr;
    QToolButton* m_stop = nullptr;
    QElapsedTimer m_busySince;
};

}  // namespace leukolens::ui
