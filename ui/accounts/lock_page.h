// Covers the window until somebody has logged in.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace leukolens::ui {

class AccountsSession;
class AppContext;
class MainWindow;
class OtherWindows;
class PassphraseField;

/// Lies over everything but the status bar, where running jobs and the notice go on being shown, and disables what it covers. The other windows are hidden until it goes; dialogs come back to the person who opened them, and are given up
/// where another one logs in. What is under way keeps the window from being closed. GUI thread only.
class LockPage : public QWidget {
    Q_OBJECT
public:
    LockPage(AppContext& context, AccountsSession& session, MainWindow& window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  ///< of the window: its size and closing; of the program while this covers it: drops
    bool event(QEvent* event) override;                          ///< keys, clicks and the wheel stay here

private:
    QWidget* createCard();
    QWidget* createStoreButtons();
    void connectFields();
    void update();
    void cover();
    void uncover();
    void showState();
    void fit();
    void logIn();
    void refuse(const QString& why);
    void showProblem(const QString& why);
    void showSettings();
    QLineEdit* firstField() const;

    AppContext& m_context;
    AccountsSession& m_session;
    MainWindow& m_window;
    OtherWindows* m_others;
    QLabel *m_title = nullptr, *m_text = nullptr, *m_problem = nullptr;
    QLineEdit* m_name = nullptr;
    PassphraseField* m_passphrase = nullptr;
    QPushButton *m_logIn = nullptr, *m_again = nullptr;
    QWidget* m_storeButtons = nullptr;  ///< while the store does not answer
    QPointer<QWidget> m_focusBefore;
    QString m_personBefore;  ///< who was logged in when this appeared
    QString m_whyShown;
    QTimer m_slow;  ///< runs out when opening the store takes long enough to be told
};

}  // namespace leukolens::ui
