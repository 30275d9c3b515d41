#include "app/cli/console.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace leukolens::cli {
namespace {

CancelSource& signalSource() {
    static CancelSource source;
    return source;
}

extern "C" void onStopSignal(int signal) {
    if (signalSource().cancelled()) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
    signalSource().cancel();
}

std::string timeText(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%d:%02d", static_cast<int>(seconds) / 60, static_cast<int>(seconds) % 60);
    return text;
}

}  // namespace

ProgressBar::ProgressBar() : m_terminal(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::report(const Progress& progress) {
    const std::lock_guard lock(m_mutex);
    const auto now = Clock::now();
    // Folds follow each other within one count: the clock runs on while the count does.
    if (progress.done == 0 || m_stage.empty() || (progress.stage != m_stage && progress.done <= 1)) m_stageStart = now;
    const bool newStage = progress.stage != m_stage;
    m_stage = progress.stage;
    if (!m_terminal) {
        if (newStage) say(progress.stage + " …");
        return;
    }
    const bool last = progress.total > 0 && progress.done >= progress.total;
    if (!newStage && !last && now - m_lastDraw < std::chrono::milliseconds(100)) return;
    m_lastDraw = now;
    draw(progress, now);
}

void ProgressBar::draw(const Progress& progress, Clock::time_point now) {
    constexpr int kWidth = 30;
    const double part = progress.total > 0 ? std::clamp(static_cast<double>(progress.done) / static_cast<double>(progress.total), 0.0, 1.0) : 0;
    std::string bar;
    for (int i = 0; i < kWidth; ++i) bar += i < part * kWidth ? "█" : "░";
    const double elapsed = std::chrono::duration<double>(now - m_stageStart).count();
    std::string left;
    if (part > 0.02 && part < 1) left = timeText(elapsed * (1 - part) / part) + " left";
    std::fprintf(stderr, "\r\033[K%-16s %s %3d %%  %s", progress.stage.c_str(), bar.c_str(), static_cast<int>(part * 100), left.c_str());
    std::fflush(stderr);
    m_drawn = true;
}

void ProgressBar::clear() {
    if (!m_drawn) return;
    std::fprintf(stderr, "\r\033[K");
    std::fflush(stderr);
    m_drawn = false;
}

CancelToken stopOnSignal() {
    signalSource();  // made before a signal can ask for it
    std::signal(SIGINT, onStopSignal);
    std::signal(SIGTERM, onStopSignal);
    return signalSource().token();
}

int reportFailure(const Error& error) {
    if (error.code == ErrorCode::Cancelled) {
        say("Stopped.");
        return kStopped;
    }
    say("leukolens: " + error.message());
    return error.code == ErrorCode::InvalidArgument ? kWrongUsage : kFailed;
}

void printJson(const nlohmann::json& json) {
    // A file name need not be UTF-8: what is not becomes a replacement character instead of an exception.
    std::printf("%s\n", json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

void say(const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }

}  // namespace leukolens::cli
