// Covers the window until somebody has logged in.
#pragma once

#include <QPointer>
#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QMainWindow;
class QPushButton;

namespace leukolens::ui {

class AccountsSession;
class AppContext;
class PassphraseField;

/// Lies over everything but the status bar, where running jobs and the notice go on being shown, and disables what it covers. Dialogs are given up when it appears, other windows hidden until it goes. GUI thread only.
class LockPage : public QWidget {
    Q_OBJECT
public:
    LockPage(AppContext& context, AccountsSession& session, QMainWindow& window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  ///< of the window: its size; of the program while this covers it: drops
    bool event(QEvent* event) override;                          ///< keys, clicks and the wheel stay here

private:
    QWidget* createCard();
    void update();
    void cover();
    void uncover();
    void hideOtherWindows();
    void fit();
    void logIn();
    void showProblem(const QString& why);

    AppContext& m_context;
    AccountsSession& m_session;
    QMainWindow& m_window;
    QLabel *m_title = nullptr, *m_text = nullptr, *m_problem = nullptr;
    QLineEdit* m_name = nullptr;
    PassphraseField* m_passphrase = nullptr;
    QPushButton* m_logIn = nullptr;
    std::vector<QPointer<QWidget>> m_hidden;
    QPointer<QWidget> m_focusBefore;
};

}  // namespace leukolens::ui
