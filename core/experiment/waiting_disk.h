// A full disk in the middle of a run: training rests until there is space again.
#pragma once

#include <functional>

#include "core/experiment/run.h"

namespace leukolens::experiment {

class WaitingDisk {
public:
    /// log: gets a line when the waiting begins and when it ends.
    WaitingDisk(const RunControl& control, std::function<void(const std::string&)> log) : m_control(control), m_log(std::move(log)) {}

    /// Calls `write` until it does not fail with DiskFull, every five seconds; the observer is told that the run rests and that it goes on.
    /// Cancelled meanwhile: fails with Cancelled, saying what was not written. Cancelled before: one try.
    Result<void> write(const std::function<Result<void>()>& write) const;

private:
    const RunControl& m_control;
    std::function<void(const std::string&)> m_log;
};

}  // namespace leukolens::experiment
