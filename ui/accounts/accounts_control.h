// Puts accounts into the window: lock page, badge at the foot, automatic lock, and the dialog.
#pragma once

#include <QObject>

namespace leukolens::ui {

class AccountsSession;
class AppContext;
class CaseWriter;
class IdleLock;
class MainWindow;

/// Lives as long as the window. GUI thread only.
class AccountsControl : public QObject {
    Q_OBJECT
public:
    /// writer: the window's connection to the case store; has to outlive its jobs only.
    AccountsControl(AppContext& context, CaseWriter& writer, MainWindow& window);

    bool eventFilter(QObject* watched, QEvent* event) override;  ///< of the program: Ctrl+L locks from wherever it is pressed

private:
    void update();
    void showDialog();

    AppContext& m_context;
    AccountsSession* m_session;
    MainWindow& m_window;
    IdleLock* m_idle;
};

}  // namespace leukolens::ui
