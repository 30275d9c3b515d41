#include "ui/training/run_state.h"

#include <gtest/gtest.h>

#include <array>
#include <map>

namespace leukolens::ui {
namespace {

using S = RunState;
using E = RunEvent;

constexpr std::array kStates = {S::Idle, S::Preparing, S::Running, S::Pausing, S::Paused, S::Stopping, S::Stopped, S::Finished, S::Failed};
constexpr std::array kEvents = {E::Start,    E::Ready, E::PauseAsked, E::Rested,  E::ResumeAsked,    E::StopAsked,
                                E::Done, E::Cancelled, E::Failure,    E::OpenedFinished, E::OpenedUnfinished};

/// The whole table; what is not in it changes nothing.
const std::map<std::pair<S, E>, S> kTable = {
    {{S::Idle, E::Start}, S::Preparing},
    {{S::Idle, E::OpenedFinished}, S::Finished},
    {{S::Idle, E::OpenedUnfinished}, S::Stopped},

    {{S::Preparing, E::Ready}, S::Running},
    {{S::Preparing, E::Rested}, S::Paused},
    {{S::Preparing, E::StopAsked}, S::Stopping},
    {{S::Preparing, E::Done}, S::Finished},
    {{S::Preparing, E::Cancelled}, S::Stopped},
    {{S::Preparing, E::Failure}, S::Failed},

    {{S::Running, E::Ready}, S::Running},
    {{S::Running, E::PauseAsked}, S::Pausing},
    {{S::Running, E::Rested}, S::Paused},
    {{S::Running, E::StopAsked}, S::Stopping},
    {{S::Running, E::Done}, S::Finished},
    {{S::Running, E::Cancelled}, S::Stopped},
    {{S::Running, E::Failure}, S::Failed},

    {{S::Pausing, E::Rested}, S::Paused},
    {{S::Pausing, E::ResumeAsked}, S::Running},
    {{S::Pausing, E::StopAsked}, S::Stopping},
    {{S::Pausing, E::Done}, S::Finished},
    {{S::Pausing, E::Cancelled}, S::Stopped},
    {{S::Pausing, E::Failure}, S::Failed},

    {{S::Paused, E::Ready}, S::Running},
    {{S::Paused, E::Rested}, S::Paused},
    {{S::Paused, E::ResumeAsked}, S::Running},
    {{S::Paused, E::StopAsked}, S::Stopping},
    {{S::Paused, E::Done}, S::Finished},
    {{S::Paused, E::Cancelled}, S::Stopped},
    {{S::Paused, E::Failure}, S::Failed},

    {{S::Stopping, E::Done}, S::Finished},
    {{S::Stopping, E::Cancelled}, S::Stopped},
    {{S::Stopping, E::Failure}, S::Failed},

    {{S::Stopped, E::Start}, S::Preparing},
    {{S::Stopped, E::OpenedFinished}, S::Finished},
    {{S::Stopped, E::OpenedUnfinished}, S::Stopped},
    {{S::Finished, E::Start}, S::Preparing},
    {{S::Finished, E::OpenedFinished}, S::Finished},
    {{S::Finished, E::OpenedUnfinished}, S::Stopped},
    {{S::Failed, E::Start}, S::Preparing},
    {{S::Failed, E::OpenedFinished}, S::Finished},
    {{S::Failed, E::OpenedUnfinished}, S::Stopped},
};

TEST(RunState, EveryStateAnswersEveryEventAsTheTableSays) {
    for (const S state : kStates) {
        for (const E event : kEvents) {
            const auto found = kTable.find({state, event});
            const auto next = nextState(state, event);
            const auto where = ::testing::Message() << "state " << static_cast<int>(state) << ", event " << static_cast<int>(event);
            if (found == kTable.end()) {
                EXPECT_FALSE(next) << where;
            } else {
                EXPECT_EQ(next, found->second) << where;
            }
        }
    }
}

TEST(RunState, ButtonsOfferOnlyWhatTheTableKnows) {
    for (const S state : kStates) {
        const RunActions actions = actionsIn(state);
        const auto where = ::testing::Message() << "state " << static_cast<int>(state);
        EXPECT_EQ(actions.start || actions.extend || actions.goOn, nextState(state, E::Start).has_value()) << where;
        EXPECT_EQ(actions.openAnother, nextState(state, E::OpenedFinished).has_value()) << where;
        EXPECT_EQ(actions.stop, nextState(state, E::StopAsked).has_value()) << where;
        EXPECT_EQ(actions.pause, nextState(state, E::PauseAsked).has_value()) << where;
        EXPECT_EQ(actions.resume, nextState(state, E::ResumeAsked).has_value()) << where;
        EXPECT_FALSE(actions.pause && actions.resume) << where << ": they share a button";
        EXPECT_FALSE(actions.extend && actions.goOn) << where << ": they share a button";
        EXPECT_EQ(isActive(state), !actions.openAnother) << where;
    }
}

}  // namespace
}  // namespace leukolens::ui
