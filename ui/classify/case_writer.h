// The case store behind a queue: changes are applied one after another on the file worker, in the order they were made.
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/casebook/case_store.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {

/// GUI thread only; the functions given to it run on the file worker, never two at once. What still waits when this is
/// destroyed is applied then: no correction is lost by closing.
class CaseWriter : public QObject {
    Q_OBJECT
public:
    using Change = std::function<Result<void>(casebook::CaseStore&)>;

    /// The store (AppContext::caseStore()) is opened at the first use; the folder of a file is created if need be.
    explicit CaseWriter(AppContext& context, QObject* parent = nullptr);
    ~CaseWriter() override;

    /// Queues a change. When one fails, those queued after it are dropped (they build on it) and failed() follows.
    void change(Change change);

    /// Reads after every change queued so far. `done` is called here, unless `receiver` is gone.
    template <class R>
    void read(const QString& jobName, std::function<Result<R>(casebook::CaseStore&)> reading, QObject* receiver,
              std::function<void(Result<R>)> done) {
        m_context.fileWorker.run<R>(
            jobName,
            [shelf = m_shelf, reading = std::move(reading)](ProgressSink&, const CancelToken&) -> Result<R> {
                return withStore<R>(*shelf, reading);
            },
            receiver, watched<R>(std::move(done)), JobPolicy::MustFinish);
    }

    /// As read(), of what takes long: it can be stopped, and tells how far it is.
    template <class R>
    void readLong(const QString& jobName, std::function<Result<R>(casebook::CaseStore&, ProgressSink&, const CancelToken&)> reading, QObject* receiver, std::function<void(Result<R>)> done) {
        m_context.fileWorker.run<R>(
            jobName,
            [shelf = m_shelf, reading = std::move(reading)](ProgressSink& progress, const CancelToken& cancel) -> Result<R> {
                return withStore<R>(*shelf, [&](casebook::CaseStore& store) { return reading(store, progress, cancel); });
            },
            receiver, watched<R>(std::move(done)), JobPolicy::Stoppable);
    }

    /// A server let nobody in: nothing more is tried, and what is asked of the store fails, before reopen().
    bool refused() const { return m_refusal.has_value(); }
    void askAgain();  ///< passwordNeeded() once more where it is refused()
    /// Opens the store that AppContext::caseStore() names by now, unless one is open. opened() follows where it is.
    void reopen(QObject* receiver, std::function<void(Result<void>)> done);

    /// As it is used; fails where the setting is no address.
    Result<casebook::StoreAddress> address() const;
    bool saving() const { return m_running > 0; }

Q_SIGNALS:
    void saved();  ///< everything queued so far is in the file
    void failed(const leukolens::Error& error);
    void passwordNeeded(const leukolens::Error& error);  ///< before the store was ever open
    void opened();                                       ///< by reopen()

private:
    template <class R>
    std::function<void(Result<R>)> watched(std::function<void(Result<R>)> done) {
        return [writer = QPointer<CaseWriter>(this), done = std::move(done)](Result<R> result) {
            if (writer && !result) writer->noteRefusal(result.error());
            done(std::move(result));
        };
    }
    void noteRefusal(const Error& error);

    struct Shelf;
    static Result<void> applyWaiting(Shelf& shelf);
    static Result<casebook::CaseStore*> openStore(Shelf& shelf);
    static std::unique_lock<std::mutex> lockStore(Shelf& shelf);

    template <class R>
    static Result<R> withStore(Shelf& shelf, const std::function<Result<R>(casebook::CaseStore&)>& reading) {
        const auto lock = lockStore(shelf);
        const Result<casebook::CaseStore*> store = openStore(shelf);
        if (!store) return fail(store.error());
        return reading(**store);
    }

    AppContext& m_context;
    std::shared_ptr<Shelf> m_shelf;
    std::string m_address;  ///< of the store that is or will be opened
    std::optional<Error> m_refusal;
    int m_running = 0;
};

}  // namespace leukolens::ui
