#include "ui/training/run_state.h"

namespace leukolens::ui {
namespace {

/// However a job is told to end, it may also end by itself first.
std::optional<RunState> ended(RunEvent event) {
    switch (event) {
        case RunEvent::Done: return RunState::Finished;
        case RunEvent::Cancelled: return RunState::Stopped;
        case RunEvent::Failure: return RunState::Failed;
        default: return std::nullopt;
    }
}

std::optional<RunState> whileResting(RunEvent event) {
    switch (event) {
        case RunEvent::Start: return RunState::Preparing;
        case RunEvent::OpenedFinished: return RunState::Finished;
        case RunEvent::OpenedUnfinished: return RunState::Stopped;
        default: return std::nullopt;
    }
}

}  // namespace

bool isActive(RunState state) {
    switch (state) {
        case RunState::Preparing:
        case RunState::Running:
        case RunState::Pausing:
        case RunState::Paused:
        case RunState::Stopping: return true;
        case RunState::Idle:
        case RunState::Stopped:
        case RunState::Finished:
        case RunState::Failed: return false;
    }
    return false;
}

std::optional<RunState> nextState(RunState state, RunEvent event) {
    if (!isActive(state)) return whileResting(event);
    if (const auto end = ended(event)) return end;
    if (state == RunState::Stopping) return std::nullopt;  // what the run still tells of itself comes too late
    if (event == RunEvent::StopAsked) return RunState::Stopping;
    if (event == RunEvent::Rested) return RunState::Paused;
    if (event == RunEvent::PauseAsked && state == RunState::Running) return RunState::Pausing;
    if (event == RunEvent::ResumeAsked && (state == RunState::Pausing || state == RunState::Paused)) return RunState::Running;
    // A run that was asked to rest may say that it is ready before it rests.
    if (event == RunEvent::Ready && state != RunState::Pausing) return RunState::Running;
    return std::nullopt;
}

RunActions actionsIn(RunState state) {
    switch (state) {
        case RunState::Idle: return {.start = true, .openAnother = true};
        case RunState::Preparing: return {.stop = true};
        case RunState::Running: return {.pause = true, .stop = true};
        case RunState::Pausing:
        case RunState::Paused: return {.resume = true, .stop = true};
        case RunState::Stopping: return {};
        case RunState::Stopped:
        case RunState::Failed: return {.start = true, .goOn = true, .openAnother = true};
        case RunState::Finished: return {.start = true, .extend = true, .openAnother = true};
    }
    return {};
}

}  // namespace leukolens::ui
