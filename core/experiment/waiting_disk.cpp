#include "core/experiment/waiting_disk.h"

#include <thread>

namespace leukolens::experiment {
namespace {

constexpr std::chrono::milliseconds kLookAtCancel{50};

void rest(std::chrono::milliseconds time, const CancelToken& cancel) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!cancel.cancelled() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(kLookAtCancel);
}

}  // namespace

Result<void> WaitingDisk::write(const std::function<Result<void>()>& write) const {
    auto written = write();
    if (written || written.error().code != ErrorCode::DiskFull) return written;
    if (!m_control.cancel.cancelled()) {
        m_log("paused: " + written.error().message());
        m_control.observer.onPaused({written.error()});
    }
    while (!m_control.cancel.cancelled()) {
        rest(m_retry, m_control.cancel);
        written = write();
        if (!written && written.error().code == ErrorCode::DiskFull) continue;
        m_log("goes on");
        m_control.observer.onRunning();
        return written;
    }
    return fail(ErrorCode::Cancelled, "stopped; the disk is full, and this could not be written", written.error().file, "Free some space, then resume the run.");
}

}  // namespace leukolens::experiment
