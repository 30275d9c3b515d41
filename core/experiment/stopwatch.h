// Time spent in pieces.
#pragma once

#include <chrono>
#include <optional>

namespace leukolens::experiment {

class Stopwatch {
public:
    explicit Stopwatch(double seconds = 0) : m_seconds(seconds) {}
    void start() {
        if (!m_started) m_started = Clock::now();
    }
    void stop() {
        m_seconds = seconds();
        m_started.reset();
    }
    double seconds() const { return m_seconds + (m_started ? std::chrono::duration<double>(Clock::now() - *m_started).count() : 0); }

private:
    using Clock = std::chrono::steady_clock;
    double m_seconds;
    std::optional<Clock::time_point> m_started;
};

}  // namespace leukolens::experiment
