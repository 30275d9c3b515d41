// Letting a job rest. One side opens and closes the gate, the job waits at it. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "core/base/cancel_token.h"

namespace leukolens {

class PauseGate {
public:
    void pause() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }

    void resume() {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = false;
        }
        m_opened.notify_all();
    }

    bool paused() const {
        const std::lock_guard lock(m_mutex);
        return m_closed;
    }

    /// Returns once the gate is open or `cancel` is cancelled; at once if the gate is open. The thread sleeps meanwhile.
    void wait(const CancelToken& cancel) const { waitUntil(cancel, std::chrono::steady_clock::time_point::max()); }

    /// As wait(), but no longer than `time`.
    void waitFor(const CancelToken& cancel, std::chrono::milliseconds time) const { waitUntil(cancel, std::chrono::steady_clock::now() + time); }

private:
    /// A cancelled token wakes nobody: it is looked at now and then.
    static constexpr std::chrono::milliseconds kLookAtCancel{50};

    void waitUntil(const CancelToken& cancel, std::chrono::steady_clock::time_point end) const {
        std::unique_lock lock(m_mutex);
        while (m_closed && !cancel.cancelled() && std::chrono::steady_clock::now() < end) m_opened.wait_for(lock, kLookAtCancel);
    }

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_opened;
    bool m_closed = false;
};

}  // namespace leukolens
