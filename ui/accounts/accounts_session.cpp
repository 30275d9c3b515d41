#include "ui/accounts/accounts_session.h"

#include "core/base/files.h"
#include "ui/shell/core_texts.h"

namespace leukolens::ui {
namespace {

constexpr int kRetryMs = 5000;

}  // namespace

AccountsSession::AccountsSession(AppContext& context, CaseWriter& writer, QObject* parent)
    : QObject(parent), m_context(context), m_writer(writer), m_inUse(context.settings.value(SettingKey::StoresWithAccounts).toStringList().contains(store())) {
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryMs);
    connect(&m_retry, &QTimer::timeout, this, &AccountsSession::refresh);
    connect(&writer, &CaseWriter::failed, this, [this](const Error& error) {
        if (error.code == ErrorCode::NotAllowed) refresh();  // accounts came into being at another seat, or this one is active no more
    });
    connect(&writer, &CaseWriter::opened, this, &AccountsSession::refresh);
    refresh();
}

void AccountsSession::refresh() {
    m_retry.stop();
    m_asking = true;
    if (!m_known) Q_EMIT changed();
    struct Known {
        bool inUse = false;
        casebook::StoreRules rules;
        std::vector<casebook::Account> all;
    };
    m_writer.read<Known>(
        tr("Reading the accounts"),
        [](casebook::CaseStore& store) -> Result<Known> {
            casebook::Accounts accounts(store);
            auto all = accounts.list();
            if (!all) return fail(all.error());
            const auto rules = accounts.rules();
            if (!rules) return fail(rules.error());
            return Known{!all->empty(), *rules, std::move(*all)};
        },
        this,
        [this](Result<Known> known) {
            m_asking = false;
            if (!known) {
                if (known.error().code == ErrorCode::Cancelled) return;
                m_retry.start();
                if (m_known) return;  // whoever works with the store is told by its own failures
                m_why = errorWords(known.error());
                return Q_EMIT changed();
            }
            setInUse(known->inUse);
            m_rules = known->rules;
            if (const auto& person = m_context.person()) {
                for (const casebook::Account& account : known->all) {
                    if (account.name != person->name.toStdString()) continue;
                    if (!account.active) m_locked = true;
                    setPerson(account);
                }
            }
            Q_EMIT changed();
        });
}

void AccountsSession::setInUse(bool inUse) {
    m_inUse = inUse;
    m_known = true;
    m_why.clear();
    auto stores = m_context.settings.value(SettingKey::StoresWithAccounts).toStringList();
    const QString here = store();
    if (stores.contains(here) == inUse) return;
    if (inUse) stores.prepend(here);
    else stores.removeAll(here);
    m_context.settings.set(SettingKey::StoresWithAccounts, stores);
}

QString AccountsSession::store() const {
    const auto address = m_writer.address();
    return address ? QString::fromStdString(toUtf8(address->shown())) : QString();
}

void AccountsSession::setPerson(const casebook::Account& account) {
    m_context.setPerson(Person{QString::fromStdString(account.name), account.active && account.role != casebook::Role::Technician, account.active && account.role == casebook::Role::Administrator});
}

bool AccountsSession::workUnderWay() const { return m_context.intakeWorker.stoppable() || m_context.inferenceWorker.stoppable() || m_context.slideWorker.stoppable(); }

void AccountsSession::logIn(const QString& name, const QString& passphrase) {
    if (m_checking) return;
    const auto& person = m_context.person();
    const bool same = person && person->name.compare(name.trimmed(), Qt::CaseInsensitive) == 0;
    if (person && !same && workUnderWay())
        return Q_EMIT logInFailed(tr("Work of %1 is still under way, and is saved as theirs. Wait until it has ended, or have %1 log in.").arg(person->name));
    m_checking = true;
    Q_EMIT changed();
    m_writer.read<casebook::Account>(
        tr("Logging in"), [name = name.trimmed().toStdString(), passphrase = passphrase.toStdString()](casebook::CaseStore& store) { return casebook::Accounts(store).logIn(name, passphrase); }, this,
        [this](Result<casebook::Account> account) {
            m_checking = false;
            if (account) {
                setInUse(true);
                m_locked = false;
                setPerson(*account);
            }
            Q_EMIT changed();
            if (account) return refresh();
            Q_EMIT logInFailed(errorWords(account.error()));
        });
}

void AccountsSession::lock() {
    if (!m_inUse || m_locked) return;
    m_locked = true;
    Q_EMIT changed();
}

void AccountsSession::createFirst(const QString& name, const QString& passphrase, QObject* receiver, std::function<void(Result<void>)> done) {
    m_writer.read<casebook::Account>(
        tr("Adding the account"),
        [name = name.trimmed().toStdString(), passphrase = passphrase.toStdString()](casebook::CaseStore& store) -> Result<casebook::Account> {
            casebook::Accounts accounts(store);
            if (auto created = accounts.create(name, casebook::Role::Administrator, passphrase); !created) return fail(created.error());
            return accounts.logIn(name, passphrase);
        },
        receiver,
        [this, done = std::move(done)](Result<casebook::Account> account) {
            if (!account) return done(fail(account.error()));
            setInUse(true);
            m_locked = false;
            setPerson(*account);
            refresh();
            done({});
        });
}

void AccountsSession::change(const QString& jobName, std::function<Result<void>(casebook::Accounts&)> work, QObject* receiver, std::function<void(Result<void>)> done) {
    m_writer.read<void>(
        jobName,
        [work = std::move(work)](casebook::CaseStore& store) -> Result<void> {
            casebook::Accounts accounts(store);
            return work(accounts);
        },
        receiver,
        [this, done = std::move(done)](Result<void> result) {
            if (result) refresh();
            done(std::move(result));
        });
}

void AccountsSession::readList(QObject* receiver, std::function<void(Result<std::vector<casebook::Account>>)> done) {
    m_writer.read<std::vector<casebook::Account>>(tr("Reading the accounts"), [](casebook::CaseStore& store) { return casebook::Accounts(store).list(); }, receiver, std::move(done));
}

}  // namespace leukolens::ui
