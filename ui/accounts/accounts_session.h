// Who works with the case store, and whether the window is locked; without widgets.
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

#include "core/casebook/accounts.h"
#include "ui/classify/case_writer.h"

namespace leukolens::ui {

/// GUI thread only. Passphrases are checked on the context's file worker, by the connection that everything is saved with; who is logged in stands in AppContext::person().
/// Until the store has answered it counts as having accounts where it had some the last time; elsewhere nothing is locked, so that a store without accounts never shows a lock.
/// Locking covers the window; jobs under way go on, and what they save is the work of who started them. So another person logs in only when they have ended.
class AccountsSession : public QObject {
    Q_OBJECT
public:
    AccountsSession(AppContext& context, CaseWriter& writer, QObject* parent = nullptr);

    bool inUse() const { return m_inUse; }  ///< whether the store has accounts
    bool locked() const { return m_inUse && m_locked; }
    bool checking() const { return m_checking; }
    bool known() const { return m_known; }               ///< whether the store has answered
    bool asking() const { return m_asking; }             ///< whether it is being asked now
    const QString& whyUnknown() const { return m_why; }  ///< why it did not answer, in sentences; empty: it was not asked before, or known()
    const casebook::StoreRules& rules() const { return m_rules; }

    void refresh();  ///< what the store says of accounts and rules; asked again while it does not answer
    void logIn(const QString& name, const QString& passphrase);
    void lock();

    /// The first account, who is logged in then. `done` as in change().
    void createFirst(const QString& name, const QString& passphrase, QObject* receiver, std::function<void(Result<void>)> done);
    /// By an administrator. What is known here is read anew where it succeeded; `done` is not called when `receiver` is gone.
    void change(const QString& jobName, std::function<Result<void>(casebook::Accounts&)> work, QObject* receiver, std::function<void(Result<void>)> done);
    void readList(QObject* receiver, std::function<void(Result<std::vector<casebook::Account>>)> done);

Q_SIGNALS:
    void changed();  ///< inUse(), locked(), checking(), known(), asking() while it is not known, whyUnknown() or rules()
    void logInFailed(const QString& why);

private:
    void setInUse(bool inUse);
    QString store() const;  ///< address of the store that is used, without its password
    void setPerson(const casebook::Account& account);
    bool workUnderWay() const;

    AppContext& m_context;
    CaseWriter& m_writer;
    casebook::StoreRules m_rules;
    QTimer m_retry;
    QString m_why;
    bool m_inUse = false, m_locked = true, m_checking = false, m_known = false, m_asking = false;
};

}  // namespace leukolens::ui
