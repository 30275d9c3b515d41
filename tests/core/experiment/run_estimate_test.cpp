#include "core/experiment/run_estimate.h"

#include <gtest/gtest.h>

namespace leukolens::experiment {
namespace {

/// 4 subjects of each of two classes with 10 cells each.
dataset::Dataset eightSubjects() {
    dataset::Dataset data;
    data.classes = {"all", "hem"};
    for (int subject = 0; subject < 8; ++subject) {
        data.subjects.push_back(std::to_string(subject));
        for (int cell = 0; cell < 10; ++cell) {
            dataset::Cell one;
            one.path = std::to_string(subject) + "_" + std::to_string(cell) + ".png";
            one.classIndex = subject % 2;
            one.subjectIndex = subject;
            data.cells.push_back(one);
        }
    }
    return data;
}

TEST(RunEstimate, CountsWhatTheSplitGives) {
    const dataset::Dataset data = eightSubjects();
    TrainSettings settings;
    settings.folds = 2;
    settings.batch = 16;
    settings.epochs = 10;
    const auto counts = countRun(data, settings);
    ASSERT_TRUE(counts) << counts.error().message();
    EXPECT_EQ(counts->cells, 80);
    EXPECT_EQ(counts->subjects, 8);
    EXPECT_EQ(counts->folds, 2);
    EXPECT_EQ(counts->testCells, 80) << "each cell is tested once";
    EXPECT_EQ(counts->trainCells + counts->validationCells, 80);
    EXPECT_EQ(counts->batchesAnEpoch, (counts->trainCellsAFold() + 15) / 16);
    EXPECT_EQ(counts->steps, 2 * 10 * counts->batchesAnEpoch);
    settings.folds = 20;
    EXPECT_EQ(countRun(data, settings).error().code, ErrorCode::TooFewSubjects);
}

TEST(RunEstimate, MeasuresAStepAndStopsWhenTold) {
    TrainSettings settings;
    settings.inputPx = 75;
    settings.batch = 4;
    settings.device = "cpu";
    settings.precision = "fp32";
    const auto speed = measureSpeed(settings, 2, {});
    ASSERT_TRUE(speed) << speed.error().message();
    EXPECT_EQ(speed->device, "cpu");
    EXPECT_EQ(speed->precision, "fp32");
    EXPECT_GT(speed->evaluateSeconds, 0);
    EXPECT_GT(speed->trainSeconds, speed->evaluateSeconds) << "a step goes both ways";
    CancelSource cancel;
    cancel.cancel();
    const auto stopped = measureSpeed(settings, 2, cancel.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

TEST(RunEstimate, AFrozenTrunkWithoutWeightsIsSaid) {
    TrainSettings settings;
    settings.frozenUpTo = "trunk";
    settings.device = "cpu";
    EXPECT_EQ(measureSpeed(settings, 2, {}).error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace leukolens::experiment
