// How a verb talks to whoever called it: one JSON object or plain text on standard output, everything else on standard error.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <mutex>
#include <string>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace leukolens::cli {

enum ExitStatus { kDone = 0, kFailed = 1, kWrongUsage = 2, kStopped = 3 };

/// A bar on a terminal; elsewhere one line a stage. Thread-safe.
class ProgressBar final : public ProgressSink {
public:
    ProgressBar();
    ~ProgressBar() override;
    void report(const Progress& progress) override;

    /// Takes the bar off the line, so that a message can be written.
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    void draw(const Progress& progress, Clock::time_point now);

    std::mutex m_mutex;
    bool m_terminal;
    bool m_drawn = false;
    std::string m_stage;
    Clock::time_point m_stageStart, m_lastDraw;
};

/// Set by SIGINT and SIGTERM: the verb stops, tidies up and exits with kStopped. A second signal ends the program at once.
CancelToken stopOnSignal();

/// Says what failed on standard error and gives the exit status that fits.
int reportFailure(const Error& error);

void printJson(const nlohmann::json& json);

/// A line on standard error.
void say(const std::string& text);

}  // namespace leukolens::cli
