// Where the run stands, in a line with a bar, and the buttons that fit: Pause or Resume, Stop, Go on or Extend.
#pragma once

#include <QFrame>

#include "ui/training/run_state.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace leukolens::ui {

class ElidedLabel;
class JobRunner;
enum class ShortcutId;
class TrainingSession;

class RunBar : public QFrame {
    Q_OBJECT
public:
    RunBar(TrainingSession& session, JobRunner& worker, QWidget* parent = nullptr);

    /// What is known of a run that rests in its folder: "2 of 3 folds, epoch 7".
    void setRestingWords(const QString& words);

Q_SIGNALS:
    void goOnRequested();
    void extendRequested();

private:
    QPushButton* addButton(const char* name, const char* icon, const QString& text, const QString& help, ShortcutId keys);
    void refresh();
    QString stateWord() const;
    QString detail() const;

    TrainingSession& m_session;
    JobRunner& m_worker;
    QString m_resting;
    QLabel* m_icon = nullptr;
    QLabel* m_heading = nullptr;
    ElidedLabel* m_detail = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_goOn = nullptr;
    QPushButton* m_extend = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_resume = nullptr;
    QPushButton* m_stop = nullptr;
};

}  // namespace leukolens::ui
