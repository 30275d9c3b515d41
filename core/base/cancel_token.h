// Asking a job to stop. The owner keeps the CancelSource, the job gets a CancelToken. Thread-safe.
#pragma once

#include <atomic>
#include <memory>

namespace leukolens {

class CancelToken {
public:
    /// A token that is never cancelled.
    CancelToken() = default;

    bool cancelled() const { return m_flag && m_flag->load(std::memory_order_relaxed); }

private:
    friend class CancelSource;
    explicit CancelToken(std::shared_ptr<std::atomic<bool>> flag) : m_flag(std::move(flag)) {}
    std::shared_ptr<std::atomic<bool>> m_flag;
};

class CancelSource {
public:
    CancelToken token() const { return CancelToken(m_flag); }

    /// Safe to call from a signal handler: the atomic is lock-free.
    void cancel() { m_flag->store(true, std::memory_order_relaxed); }
    bool cancelled() const { return m_flag->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace leukolens
