// Who may use the case store, and its rules: for administrators, and for everybody their own passphrase.
#pragma once

#include <QDialog>

#include <functional>
#include <vector>

#include "core/casebook/accounts.h"

class QLabel;
class QTableWidget;

namespace leukolens::ui {

class AccountEditor;
class AccountForm;
class AccountsSession;
class AppContext;
class RulesPanel;

/// Changes hold at once. GUI thread only.
class AccountsDialog : public QDialog {
    Q_OBJECT
public:
    AccountsDialog(AppContext& context, AccountsSession& session, QWidget* parent = nullptr);

protected:
    bool event(QEvent* event) override;  ///< what is shown has changed: it grows with it

private:
    void createList();
    void createLayout();
    void connectParts();
    void update();  ///< what is offered, by who is logged in
    void readList();
    void showList();
    void showChosen();
    /// Sends a change, shows how it went, reads the list anew.
    void change(const QString& jobName, std::function<Result<void>(casebook::Accounts&)> work, const QString& done, std::function<void(bool done)> then = {});
    void showMessage(const QString& text, bool failure);

    AppContext& m_context;
    AccountsSession& m_session;
    std::vector<casebook::Account> m_accounts;
    QLabel *m_explanation = nullptr, *m_message = nullptr, *m_addTitle = nullptr;
    QTableWidget* m_list = nullptr;
    AccountEditor* m_editor = nullptr;
    AccountForm* m_form = nullptr;
    RulesPanel* m_rules = nullptr;
};

}  // namespace leukolens::ui
