#include "core/engine/throughput.h"

#include <gtest/gtest.h>

namespace leukolens::engine {
namespace {

ThroughputRequest smallest(bool training) {
    ThroughputRequest request;
    request.training = training;
    request.inputPx = 75;
    request.settings.batch = 2;
    request.seconds = 0.1;
    return request;
}

TEST(Throughput, MeasuresTrainingAndAnswers) {
    NoProgress progress;
    for (const bool training : {true, false}) {
        const auto measured = measureThroughput(smallest(training), progress, {});
        ASSERT_TRUE(measured) << measured.error().message();
        EXPECT_GE(measured->parts, 3);
        EXPECT_GT(measured->min, 0);
        EXPECT_LE(measured->min, measured->median);
        EXPECT_LE(measured->median, measured->max);
    }
}

TEST(Throughput, StopsAndRefuses) {
    NoProgress progress;
    CancelSource source;
    source.cancel();
    EXPECT_EQ(measureThroughput(smallest(true), progress, source.token()).error().code, ErrorCode::Cancelled);
    auto tiny = smallest(true);
    tiny.inputPx = 60;
    EXPECT_EQ(measureThroughput(tiny, progress, {}).error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace leukolens::engine
