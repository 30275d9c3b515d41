// Who is logged in, at the foot of the window, and the button that locks it.
#pragma once

#include <QWidget>

class QPushButton;

namespace leukolens::ui {

class AccountsSession;
class AppContext;
class ElidedLabel;

/// Hidden while the store has no accounts. GUI thread only.
class AccountBadge : public QWidget {
    Q_OBJECT
public:
    AccountBadge(AppContext& context, AccountsSession& session, QWidget* parent = nullptr);

private:
    void update();

    AppContext& m_context;
    AccountsSession& m_session;
    ElidedLabel* m_name = nullptr;
    QPushButton* m_lock = nullptr;
};

}  // namespace leukolens::ui
