// Where a training stands, and what can be done then. Without widgets.
#pragma once

#include <optional>

namespace leukolens::ui {

enum class RunState {
    Idle,       ///< no run is shown
    Preparing,  ///< cells are loaded; no step yet
    Running,
    Pausing,    ///< asked to rest; the batch is ended first
    Paused,     ///< rests: asked to, or because the disk is full
    Stopping,   ///< asked to end; the batch is ended and a checkpoint written
    Stopped,    ///< a run that ended before its last fold, or was found so in its folder
    Finished,   ///< a run with all folds
    Failed,
};

enum class RunEvent {
    Start,             ///< begin a run, or go on with a stopped or finished one
    Ready,             ///< from the run: preparation, or a rest, is over
    PauseAsked,
    Rested,            ///< from the run
    ResumeAsked,
    StopAsked,
    Done,              ///< the run ended with all its folds
    Cancelled,         ///< the run ended because it was told to
    Failure,           ///< the run ended with an error
    OpenedFinished,    ///< a run's folder was opened to look at
    OpenedUnfinished,
};

/// Empty where the event cannot be then: nothing changes.
std::optional<RunState> nextState(RunState state, RunEvent event);

/// A job runs.
bool isActive(RunState state);

/// What the buttons offer.
struct RunActions {
    bool start = false, pause = false, resume = false, stop = false;
    bool extend = false;      ///< a finished run by some epochs
    bool goOn = false;        ///< with an unfinished run, from its last checkpoint
    bool openAnother = false;
    friend bool operator==(const RunActions&, const RunActions&) = default;
};
RunActions actionsIn(RunState state);

}  // namespace leukolens::ui
