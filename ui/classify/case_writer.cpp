#include "ui/classify/case_writer.h"

#include <QDebug>

#include <atomic>
#include <deque>

#include "core/base/files.h"
#include "core/casebook/server_login.h"

namespace leukolens::ui {

/// Shared with jobs on the worker, which may outlive the writer.
struct CaseWriter::Shelf {
    std::string address;    // a file or a server, as StoreAddress::parse() takes it
    std::string firstUser;  // whom the audit trail names when the store is opened
    std::mutex storeMutex;  // held while the store is used
    std::unique_ptr<casebook::CaseStore> store;
    std::optional<Error> refusal;            // asking a server again and again would shut the user out
    std::atomic<bool> wantsPassword{false};  // the same, for the GUI thread
    std::mutex queueMutex;
    std::deque<Change> waiting;
};

CaseWriter::CaseWriter(AppContext& context, QObject* parent)
    : QObject(parent), m_context(context), m_shelf(std::make_shared<Shelf>()), m_address(context.caseStore()) {
    m_shelf->address = m_address;
    m_shelf->firstUser = context.settings.text(SettingKey::UserName).toStdString();
    connect(&context.settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key != SettingKey::UserName) return;
        change([user = m_context.settings.text(SettingKey::UserName).toStdString()](
                   casebook::CaseStore& store) -> Result<void> {
            store.setUser(user);
            return {};
        });
    });
}

CaseWriter::~CaseWriter() {
    // Nothing waits unless the program closes in the middle of its work: then nobody is left to show a failure to.
    if (const auto applied = applyWaiting(*m_shelf); !applied)
        qWarning() << "case file:" << QString::fromStdString(applied.error().message());
}

void CaseWriter::change(Change change) {
    {
        const std::lock_guard lock(m_shelf->queueMutex);
        m_shelf->waiting.push_back(std::move(change));
    }
    ++m_running;
    m_context.fileWorker.run<void>(
        tr("Saving"), [shelf = m_shelf](ProgressSink&, const CancelToken&) { return applyWaiting(*shelf); }, this,
        [this](Result<void> applied) {
            --m_running;
            if (!applied && m_refusal) askAgain();  // whoever wants to save wants the store
            if (!applied) noteRefusal(applied.error());
            if (!applied &&
                applied.error().code != ErrorCode::Cancelled) {  // cancelled: closing, the destructor applies the rest
                Q_EMIT failed(applied.error());
            } else if (m_running == 0) {
                Q_EMIT saved();
            }
        },
        JobPolicy::MustFinish);
}

Result<casebook::StoreAddress> CaseWriter::address() const { return casebook::StoreAddress::parse(m_address); }

void CaseWriter::noteRefusal(const Error& error) {
    if (m_refusal || !m_shelf->wantsPassword || !casebook::wantsPassword(error)) return;
    m_refusal = error;
    Q_EMIT passwordNeeded(error);
}

void CaseWriter::askAgain() {
    if (m_refusal) Q_EMIT passwordNeeded(*m_refusal);
}

void CaseWriter::reopen(QObject* receiver, std::function<void(Result<void>)> done) {
    m_address = m_context.caseStore();
    m_context.fileWorker.run<void>(
        tr("Opening the case store"),
        [shelf = m_shelf, address = m_address](ProgressSink&, const CancelToken&) -> Result<void> {
            const auto storeLock = lockStore(*shelf);
            if (shelf->store) return {};
            shelf->address = address;
            shelf->refusal.reset();
            const auto store = openStore(*shelf);
            if (!store) return fail(store.error());
            return {};
        },
        receiver,
        [writer = QPointer<CaseWriter>(this), done = std::move(done)](Result<void> opened) {
            if (writer) writer->m_refusal = opened || !casebook::wantsPassword(opened.error()) ? std::nullopt : std::optional(opened.error());
            if (writer && opened) Q_EMIT writer->opened();
            done(std::move(opened));
        },
        JobPolicy::MustFinish);
}

std::unique_lock<std::mutex> CaseWriter::lockStore(Shelf& shelf) {
    return std::unique_lock(shelf.storeMutex);
}

Result<casebook::CaseStore*> CaseWriter::openStore(Shelf& shelf) {
    if (!shelf.store) {
        if (shelf.refusal) return fail(*shelf.refusal);
        const auto address = casebook::StoreAddress::parse(shelf.address);
        if (!address) return fail(address.error());
        if (address->file().has_parent_path())
            if (auto made = createFolder(address->file().parent_path()); !made) return fail(made.error());
        auto opened = casebook::CaseStore::open(*address);
        shelf.wantsPassword = !opened && casebook::wantsPassword(opened.error());
        if (shelf.wantsPassword) shelf.refusal = opened.error();
        if (!opened) return fail(opened.error());
        shelf.store = std::move(*opened);
        if (const auto& backup = shelf.store->backupMade(); !backup.empty())
            qInfo().noquote() << "case file: brought up to date; the file as it was is kept as" << QString::fromStdString(toUtf8(backup));
        shelf.store->setUser(shelf.firstUser);
    }
    return shelf.store.get();
}

Result<void> CaseWriter::applyWaiting(Shelf& shelf) {
    const auto storeLock = lockStore(shelf);
    for (;;) {
        Change next;
        {
            const std::lock_guard lock(shelf.queueMutex);
            if (shelf.waiting.empty()) return {};
            next = std::move(shelf.waiting.front());
            shelf.waiting.pop_front();
        }
        const Result<casebook::CaseStore*> store = openStore(shelf);
        Result<void> applied = store ? next(**store) : Result<void>(fail(store.error()));
        if (applied) continue;
        const std::lock_guard lock(shelf.queueMutex);
        shelf.waiting.clear();
        return applied;
    }
}

}  // namespace leukolens::ui
