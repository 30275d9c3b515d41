// A full disk in the middle of a run: training rests until there is space again.
#pragma once

#include <chrono>
#include <functional>

#include "core/experiment/run.h"

namespace leukolens::experiment {

class WaitingDisk {
public:
    /// log: gets a line when the waiting begins and when it ends. retry: the time between two tries.
    WaitingDisk(const RunControl& control, std::function<void(const std::string&)> log, std::chrono::milliseconds retry = std::chrono::seconds(5))
        : m_control(control), m_log(std::move(log)), m_retry(retry) {}

    /// Calls `write` again and again until it does not fail with DiskFull; the observer is told that the run rests and that it goes on.
    /// Cancelled meanwhile: fails with Cancelled, saying what was not written. Cancelled before: one try.
    Result<void> write(const std::function<Result<void>()>& write) const;

private:
    const RunControl& m_control;
    std::function<void(const std::string&)> m_log;
    std::chrono::milliseconds m_retry;
};

}  // namespace leukolens::experiment
