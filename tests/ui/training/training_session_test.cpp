#include "ui/training/training_session.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QThread>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "core/base/files.h"
#include "tests/support/demo_data.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/app_context.h"
#include "ui/training/live_run.h"
#include "ui/training/run_bar.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

/// A run that does what the test tells it to, on the real worker.
class ScriptedRun {
public:
    std::atomic<int> starts{0}, resumes{0}, extraEpochs{0};
    std::atomic<int> cells{0}, knownAges{0};  ///< of the data that a resumed run was given
    std::atomic<bool> prepared{false}, finish{false}, diskFull{false}, onGuiThread{false};
    std::atomic<int> niceness{0};
    std::atomic<ErrorCode> failure{ErrorCode::Internal};
    std::atomic<bool> fails{false};

    TrainingCalls calls() {
        TrainingCalls calls;
        calls.train = [this](const dataset::Dataset&, const experiment::TrainSettings&, const std::filesystem::path& folder, const experiment::RunControl& control, const experiment::TrainOptions&) {
            ++starts;
            std::filesystem::create_directories(folder);
            return run(folder, control);
        };
        calls.resume = [this](const dataset::Dataset& dataset, const std::filesystem::path& folder, const experiment::ResumeOptions& options, const experiment::RunControl& control) {
            ++resumes;
            extraEpochs = options.extraEpochs;
            cells = static_cast<int>(dataset.cells.size());
            knownAges = static_cast<int>(std::ranges::count_if(dataset.facts, [](const dataset::SubjectFacts& facts) { return facts.ageYears.has_value(); }));
            return run(folder, control);
        };
        return calls;
    }

private:
    Result<experiment::RunResult> run(const std::filesystem::path& folder, const experiment::RunControl& control) {
        onGuiThread = QThread::currentThread() == QCoreApplication::instance()->thread();
        niceness = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
        while (!prepared && !control.cancel.cancelled()) std::this_thread::yield();
        if (control.cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        QFile settings(test::qpath(folder / "settings.json"));
        if (settings.open(QIODevice::WriteOnly)) settings.write("{}");
        control.observer.onRunning();
        while (!finish) {
            if (control.cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            if (fails) return fail(failure, "it went wrong");
            if (control.pause.paused()) {
                control.observer.onPaused({});
                control.pause.wait(control.cancel);
                if (!control.cancel.cancelled()) control.observer.onRunning();
            }
            if (diskFull) {
                control.observer.onPaused({Error{ErrorCode::DiskFull, "the disk is full", folder, "Free some space."}});
                while (diskFull && !control.cancel.cancelled()) std::this_thread::yield();
                if (!control.cancel.cancelled()) control.observer.onRunning();
            }
            std::this_thread::yield();
        }
        experiment::RunResult result;
        result.folder = folder;
        return result;
    }
};

class TrainingSessionTest : public testing::Test {
protected:
    void SetUp() override {
        bar.show();
        data->classes = {"all", "hem"};
        QObject::connect(&session, &TrainingSession::ended, &session, [this] { ++ended; });
    }
    void start() { session.start(data, {}, test::qpath(folder / "run")); }
    bool reaches(RunState state) {
        return waitFor([&] { return session.state() == state; });
    }
    void run() {
        script.prepared = true;
        start();
        ASSERT_TRUE(reaches(RunState::Running));
    }
    bool offers(const char* button) {
        auto* widget = find<QPushButton>(bar, button);
        return widget->isVisible() && widget->isEnabled();
    }
    QString word() { return find<QLabel>(bar, "runStateWord")->text(); }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    ScriptedRun script;
    AppContext context{settings};
    TrainingSession session{context, script.calls()};
    RunBar bar{session, context.trainingWorker};
    std::shared_ptr<dataset::Dataset> data = std::make_shared<dataset::Dataset>();
    int ended = 0;
};

TEST_F(TrainingSessionTest, GoesFromIdleThroughPreparingAndRunningToFinished) {
    EXPECT_EQ(word(), "Ready");
    start();
    EXPECT_EQ(session.state(), RunState::Preparing);
    EXPECT_TRUE(offers("stopRun"));
    EXPECT_FALSE(offers("pauseRun"));
    script.prepared = true;
    ASSERT_TRUE(reaches(RunState::Running));
    EXPECT_TRUE(offers("pauseRun"));
    script.finish = true;
    ASSERT_TRUE(reaches(RunState::Finished));
    EXPECT_TRUE(offers("extendRun"));
    EXPECT_FALSE(offers("stopRun"));
    EXPECT_EQ(ended, 1);
    EXPECT_TRUE(session.outcome());
}

TEST_F(TrainingSessionTest, StopAtOnceAfterStartEndsStopped) {
    start();
    test::click(bar, "stopRun");
    EXPECT_EQ(session.state(), RunState::Stopping);
    EXPECT_FALSE(offers("stopRun"));
    ASSERT_TRUE(reaches(RunState::Stopped));
    EXPECT_FALSE(offers("continueRun")) << "nothing was written yet";
    EXPECT_EQ(session.outcome().error().code, ErrorCode::Cancelled);
}

TEST_F(TrainingSessionTest, PausesAndResumes) {
    run();
    test::click(bar, "pauseRun");
    EXPECT_TRUE(session.state() == RunState::Pausing || session.state() == RunState::Paused);
    ASSERT_TRUE(reaches(RunState::Paused));
    EXPECT_EQ(word(), "Paused");
    test::click(bar, "resumeRun");
    EXPECT_EQ(session.state(), RunState::Running);
    script.finish = true;
    ASSERT_TRUE(reaches(RunState::Finished));
}

TEST_F(TrainingSessionTest, StopsWhilePaused) {
    run();
    test::click(bar, "pauseRun");
    ASSERT_TRUE(reaches(RunState::Paused));
    test::click(bar, "stopRun");
    ASSERT_TRUE(reaches(RunState::Stopped));
    EXPECT_TRUE(offers("continueRun"));
}

TEST_F(TrainingSessionTest, ClosingWhilePausedEndsTheRun) {
    run();
    session.pause();
    ASSERT_TRUE(reaches(RunState::Paused));
    context.stopAllAndWait();
    EXPECT_EQ(session.state(), RunState::Stopped);
    EXPECT_FALSE(context.anyBusy());
}

TEST_F(TrainingSessionTest, TheStatusBarsStopIsSeenToo) {
    run();
    context.trainingWorker.stop();
    EXPECT_EQ(session.state(), RunState::Stopping);
    ASSERT_TRUE(reaches(RunState::Stopped));
}

TEST_F(TrainingSessionTest, ASecondStartWhileOneRunsDoesNothing) {
    run();
    start();
    script.finish = true;
    ASSERT_TRUE(reaches(RunState::Finished));
    EXPECT_EQ(script.starts, 1);
    EXPECT_EQ(ended, 1);
}

TEST_F(TrainingSessionTest, AFullDiskIsToldAndTheRunGoesOnByItself) {
    run();
    script.diskFull = true;
    ASSERT_TRUE(reaches(RunState::Paused));
    ASSERT_TRUE(session.trouble());
    EXPECT_EQ(session.trouble()->code, ErrorCode::DiskFull);
    EXPECT_EQ(word(), "Waiting");
    EXPECT_TRUE(find<QLabel>(bar, "runStateDetail")->toolTip().contains("disk is full"));
    EXPECT_FALSE(offers("resumeRun"));
    script.diskFull = false;
    ASSERT_TRUE(reaches(RunState::Running));
    EXPECT_FALSE(session.trouble());
}

TEST_F(TrainingSessionTest, AFailureOffersToGoOnFromTheLastCheckpoint) {
    run();
    script.failure = ErrorCode::OutOfMemory;
    script.fails = true;
    ASSERT_TRUE(reaches(RunState::Failed));
    EXPECT_EQ(word(), "Failed");
    EXPECT_TRUE(offers("continueRun"));
    script.fails = false;
    session.goOn({}, data, {});
    ASSERT_TRUE(reaches(RunState::Running));
    EXPECT_EQ(script.resumes, 1);
}

TEST_F(TrainingSessionTest, AnOpenedRunIsContinuedOrExtended) {
    QDir().mkpath(test::qpath(folder / "old"));
    QFile file(test::qpath(folder / "old" / "settings.json"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    session.show(test::qpath(folder / "old"), false);
    EXPECT_EQ(session.state(), RunState::Stopped);
    EXPECT_TRUE(offers("continueRun"));
    session.show(test::qpath(folder / "old"), true);
    EXPECT_TRUE(offers("extendRun"));
    EXPECT_FALSE(offers("continueRun"));
    script.prepared = true;
    session.goOn({}, data, {.extraEpochs = 5});
    ASSERT_TRUE(reaches(RunState::Running));
    EXPECT_EQ(script.extraEpochs, 5);
    session.show(test::qpath(folder / "elsewhere"), true);
    EXPECT_TRUE(session.folder().endsWith("old")) << "not while one runs";
}

TEST_F(TrainingSessionTest, AnOpenedRunReadsItsDataAsItDidThen) {
    const dataset::Dataset cells = test::demoData(folder / "cells", 1, 64);
    std::string table = "where,what,who\n";
    for (const auto& cell : cells.cells)
        table += cell.path.string() + "," + std::to_string(cell.classIndex) + "," + cells.subjects[static_cast<std::size_t>(cell.subjectIndex)] + "\n";
    std::filesystem::create_directory(folder / "old");
    ASSERT_TRUE(writeFileAtomically(folder / "cells.csv", table));
    ASSERT_TRUE(writeFileAtomically(folder / "old/settings.json", std::string_view("{}")));
    ASSERT_TRUE(writeFileAtomically(folder / "old/facts.json", R"({"version":1,"subjects":{")" + cells.subjects[3] + R"(":{"ageYears":4}}})"));
    experiment::RunRecord record;
    record.result.folder = folder / "old";
    record.dataSource = folder / "cells.csv";
    record.readAs.columns = {"where", "what", "who", false};
    // The same table is open, but was read otherwise.
    data->source = record.dataSource;
    session.show(test::qpath(folder / "old"), false);
    script.prepared = true;
    session.goOn(record, data, {});
    ASSERT_TRUE(reaches(RunState::Running));
    EXPECT_EQ(script.cells, static_cast<int>(cells.cells.size()));
    EXPECT_EQ(script.knownAges, 1);
}

TEST_F(TrainingSessionTest, TrainsOffTheGuiThreadAndGivesWay) {
    run();
    EXPECT_FALSE(script.onGuiThread);
    EXPECT_EQ(script.niceness, std::min(19, ::getpriority(PRIO_PROCESS, 0) + 10));
}

TEST(LiveRun, HandsOnWhatTheFoldsAreValidatedOnOnce) {
    LiveRun live;
    EXPECT_TRUE(live.drain().empty());
    live.onValidation({{3, 4}, {5, 6}});
    EXPECT_EQ(live.drain().validationClasses, (std::vector<std::vector<int>>{{3, 4}, {5, 6}}));
    EXPECT_TRUE(live.drain().empty());
}

TEST_F(TrainingSessionTest, NoWorkersJobRunsOnTheGuiThread) {
    for (JobRunner* worker : context.workers()) {
        bool onGui = true;
        worker->run<bool>(
            "where", [](ProgressSink&, const CancelToken&) -> Result<bool> { return QThread::currentThread() == QCoreApplication::instance()->thread(); }, &session,
            [&](const Result<bool>& answer) { onGui = answer.value_or(true); });
        ASSERT_TRUE(waitFor([&] { return !worker->busy(); }));
        EXPECT_FALSE(onGui);
    }
}

}  // namespace
}  // namespace leukolens::ui
