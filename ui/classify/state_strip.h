// What this case is just now, where it is not simply open: held by another program, or read by a second reader.
#pragma once

#include "ui/classify/classify_session.h"
#include "ui/classify/notice_strip.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace leukolens::ui {

/// Hidden while there is nothing to say. GUI thread only.
class StateStrip : public NoticeStrip {
    Q_OBJECT
public:
    explicit StateStrip(ClassifySession& session, QWidget* parent = nullptr);

    void askForReader(const QString& suggestion);  ///< in place: a name and "Start"

private:
    void update();
    void showProgress();

    ClassifySession& m_session;
    bool m_asking = false;
    QLabel* m_text = nullptr;
    QLineEdit* m_reader = nullptr;
    QPushButton *m_start = nullptr, *m_cancel = nullptr, *m_finish = nullptr, *m_leave = nullptr, *m_tryAgain = nullptr, *m_showAnswers = nullptr;
};

}  // namespace leukolens::ui
