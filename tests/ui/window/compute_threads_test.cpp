#include "ui/window/compute_threads.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/base/cores.h"
#include "core/engine/device.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/app_settings.h"
#include "ui/shell/job_runner.h"

namespace leukolens::ui {
namespace {

TEST(ComputeThreads, AreThoseOfWorkersThatBeginAfterwards) {
    const int before = engine::threads(), wanted = before > 1 ? 1 : 2;
    if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "one core: nothing to choose from";
    test::TempFolder folder;
    AppSettings settings(test::qpath(folder / "settings.ini"));
    useComputeThreads(settings);
    EXPECT_EQ(engine::threads(), before) << "automatic changes nothing";
    settings.set(SettingKey::ComputeThreads, wanted);
    ASSERT_EQ(settings.number(SettingKey::ComputeThreads), wanted);
    useComputeThreads(settings);
    EXPECT_EQ(usableCores(), wanted);
    {
        JobRunner worker("inference");
        int seen = 0;
        worker.run<int>(
            "Counting", [](ProgressSink&, const CancelToken&) -> Result<int> { return engine::threads(); }, nullptr, [&seen](const Result<int>& count) { seen = *count; });
        EXPECT_TRUE(test::waitFor([&seen] { return seen > 0; }));
        EXPECT_EQ(seen, wanted) << "what Predictor compiles for, and a training computes with";
    }
    limitCores(0);
    engine::useThreads(before);
}

TEST(ComputeThreads, MoreThanThereAreIsAutomatic) {
    test::TempFolder folder;
    AppSettings settings(test::qpath(folder / "settings.ini"));
    settings.set(SettingKey::ComputeThreads, static_cast<int>(std::thread::hardware_concurrency()) + 1);
    EXPECT_EQ(settings.number(SettingKey::ComputeThreads), 0);
}

}  // namespace
}  // namespace leukolens::ui
