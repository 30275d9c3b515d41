#include "ui/shell/job_runner.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QThread>

#include <gtest/gtest.h>

#include <latch>
#include <new>
#include <stdexcept>

#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

using test::waitFor;

/// Waits in the worker until cancelled: a job that would run for ever.
Result<int> untilCancelled(std::latch& started, const CancelToken& cancel) {
    started.count_down();
    while (!cancel.cancelled()) std::this_thread::yield();
    return fail(ErrorCode::Cancelled, "stopped");
}

TEST(JobRunner, DeliversTheResultInTheGuiThread) {
    JobRunner runner("test");
    QThread* jobThread = nullptr;
    QThread* doneThread = nullptr;
    int value = 0;
    runner.run<int>(
        "job",
        [&](ProgressSink&, const CancelToken&) -> Result<int> {
            jobThread = QThread::currentThread();
            return 42;
        },
        nullptr,
        [&](const Result<int>& result) {
            doneThread = QThread::currentThread();
            value = result.value_or(-1);
        });
    EXPECT_TRUE(runner.busy());
    ASSERT_TRUE(waitFor([&] { return value != 0; }));
    EXPECT_EQ(value, 42);
    EXPECT_NE(jobThread, QCoreApplication::instance()->thread());
    EXPECT_EQ(doneThread, QCoreApplication::instance()->thread());
    EXPECT_FALSE(runner.busy());
}

TEST(JobRunner, RunsJobsInOrderOnOneThread) {
    JobRunner runner("test");
    std::vector<int> order;
    std::vector<QThread*> threads;
    for (int i = 0; i < 5; ++i) {
        runner.run<int>(
            "job",
            [&threads, i](ProgressSink&, const CancelToken&) -> Result<int> {
                threads.push_back(QThread::currentThread());
                return i;
            },
            nullptr, [&](const Result<int>& result) { order.push_back(*result); });
    }
    ASSERT_TRUE(waitFor([&] { return order.size() == 5; }));
    EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
    EXPECT_EQ(std::count(threads.begin(), threads.end(), threads.front()), 5);
}

TEST(JobRunner, TurnsAnExceptionIntoAFailure) {
    JobRunner runner("test");
    std::vector<ErrorCode> codes;
    auto collect = [&](const Result<int>& result) { codes.push_back(result ? ErrorCode::Cancelled : result.error().code); };
    runner.run<int>(
        "throws", [](ProgressSink&, const CancelToken&) -> Result<int> { throw std::runtime_error("broken"); }, nullptr,
        collect);
    runner.run<int>(
        "memory", [](ProgressSink&, const CancelToken&) -> Result<int> { throw std::bad_alloc(); }, nullptr, collect);
    ASSERT_TRUE(waitFor([&] { return codes.size() == 2; }));
    EXPECT_EQ(codes[0], ErrorCode::Internal);
    EXPECT_EQ(codes[1], ErrorCode::OutOfMemory);
}

TEST(JobRunner, StopCancelsTheRunningJobAndDropsTheWaiting) {
    JobRunner runner("test");
    std::latch started(1);
    std::vector<ErrorCode> codes;
    bool secondRan = false;
    auto collect = [&](const Result<int>& result) { codes.push_back(result ? ErrorCode::Internal : result.error().code); };
    runner.run<int>(
        "first", [&](ProgressSink&, const CancelToken& cancel) { return untilCancelled(started, cancel); }, nullptr,
        collect);
    runner.run<int>(
        "second",
        [&](ProgressSink&, const CancelToken&) -> Result<int> {
            secondRan = true;
            return 1;
        },
        nullptr, collect);
    started.wait();
    EXPECT_EQ(runner.status().name, "first");
    runner.stop();
    EXPECT_TRUE(runner.status().stopping || !runner.status().running || codes.empty());
    ASSERT_TRUE(waitFor([&] { return codes.size() == 2; }));
    EXPECT_EQ(codes, (std::vector<ErrorCode>{ErrorCode::Cancelled, ErrorCode::Cancelled}));
    EXPECT_FALSE(secondRan);
    bool ranAfterwards = false;
    runner.run<int>(
        "third", [](ProgressSink&, const CancelToken&) -> Result<int> { return 3; }, nullptr,
        [&](const Result<int>& result) { ranAfterwards = result.has_value(); });
    EXPECT_TRUE(waitFor([&] { return ranAfterwards; }));
}

TEST(JobRunner, OneJobAloneIsStopped) {
    JobRunner runner("test");
    std::latch started(1);
    int stopped = 0, kept = 0;
    const auto count = [&](const Result<int>& result) { ++(result ? kept : stopped); };
    const auto one = [](ProgressSink&, const CancelToken&) -> Result<int> { return 1; };
    const JobId running = runner.run<int>("runs", [&](ProgressSink&, const CancelToken& cancel) { return untilCancelled(started, cancel); }, nullptr, count);
    const JobId waiting = runner.run<int>("waits", one, nullptr, count);
    runner.run<int>("stays", one, nullptr, count);
    const JobId saves = runner.run<int>("saves", one, nullptr, count, JobPolicy::MustFinish);
    started.wait();
    for (const JobId job : {waiting, saves, running}) runner.stop(job);
    ASSERT_TRUE(waitFor([&] { return !runner.busy(); }));
    EXPECT_EQ(stopped, 2);
    EXPECT_EQ(kept, 2);
    runner.stop(running);
    EXPECT_FALSE(runner.busy()) << "it is over";
}

TEST(JobRunner, StopLeavesAJobThatMustFinish) {
    JobRunner runner("test");
    std::latch started(1);
    int saved = 0;
    runner.run<int>(
        "long", [&](ProgressSink&, const CancelToken& cancel) { return untilCancelled(started, cancel); }, nullptr,
        [](const Result<int>&) {});
    runner.run<int>(
        "save", [](ProgressSink&, const CancelToken& cancel) -> Result<int> { return cancel.cancelled() ? -1 : 7; }, nullptr,
        [&](const Result<int>& result) { saved = result.value_or(-2); }, JobPolicy::MustFinish);
    started.wait();
    runner.stopAndWait();
    EXPECT_EQ(saved, 7);
    EXPECT_FALSE(runner.busy());
}

TEST(JobRunner, CallsNothingAfterItsReceiverIsGone) {
    JobRunner runner("test");
    std::latch started(1), receiverGone(1);
    bool called = false, laterDone = false;
    auto receiver = std::make_unique<QObject>();
    runner.run<int>(
        "job",
        [&](ProgressSink&, const CancelToken&) -> Result<int> {
            started.count_down();
            receiverGone.wait();
            return 1;
        },
        receiver.get(), [&](const Result<int>&) { called = true; });
    runner.run<int>(
        "later", [](ProgressSink&, const CancelToken&) -> Result<int> { return 2; }, nullptr,
        [&](const Result<int>&) { laterDone = true; });
    started.wait();
    receiver.reset();
    receiverGone.count_down();
    ASSERT_TRUE(waitFor([&] { return laterDone; }));
    EXPECT_FALSE(called);
}

TEST(JobRunner, DestructorCancelsAndJoins) {
    std::latch started(1);
    bool ended = false;
    {
        JobRunner runner("test");
        runner.run<int>(
            "job",
            [&](ProgressSink&, const CancelToken& cancel) {
                Result<int> result = untilCancelled(started, cancel);
                ended = true;
                return result;
            },
            nullptr, [](const Result<int>&) {});
        started.wait();
    }
    EXPECT_TRUE(ended);
}

TEST(JobRunner, AnswersCancelledAfterItWasJoined) {
    JobRunner runner("test");
    runner.stopAndWait();
    bool ran = false;
    ErrorCode code = ErrorCode::Internal;
    runner.run<int>(
        "late",
        [&](ProgressSink&, const CancelToken&) -> Result<int> {
            ran = true;
            return 1;
        },
        nullptr, [&](const Result<int>& result) { code = result ? ErrorCode::Internal : result.error().code; });
    ASSERT_TRUE(waitFor([&] { return !runner.busy(); }));
    EXPECT_EQ(code, ErrorCode::Cancelled);
    EXPECT_FALSE(ran);
}

TEST(JobRunner, TellsProgressWhileAJobRuns) {
    JobRunner runner("test");
    std::latch reported(1);
    QSignalSpy changes(&runner, &JobRunner::statusChanged);
    runner.run<int>(
        "count",
        [&](ProgressSink& progress, const CancelToken& cancel) {
            progress.report({"Reading cells", 3, 10});
            return untilCancelled(reported, cancel);
        },
        nullptr, [](const Result<int>&) {});
    reported.wait();
    const JobStatus status = runner.status();
    EXPECT_TRUE(status.running);
    EXPECT_EQ(status.name, "count");
    EXPECT_EQ(status.stage, "Reading cells");
    EXPECT_EQ(status.done, 3);
    EXPECT_EQ(status.total, 10);
    EXPECT_EQ(status.leftMs, -1) << "nothing was measured yet";
    const auto before = changes.count();
    EXPECT_TRUE(waitFor([&] { return changes.count() > before + 1; })) << "repeated while running";
    runner.stop();
    EXPECT_TRUE(waitFor([&] { return !runner.status().running; }));
}

}  // namespace
}  // namespace leukolens::ui
