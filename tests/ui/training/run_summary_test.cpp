#include "ui/training/run_summary.h"

#include <gtest/gtest.h>

#include "core/experiment/run_estimate.h"

namespace leukolens::ui {
namespace {

experiment::RunCounts threeFolds() {
    experiment::RunCounts counts;
    counts.cells = 9000;
    counts.folds = 3;
    counts.trainCells = 15'000;
    counts.validationCells = 3000;
    counts.testCells = 9000;
    counts.batchesAnEpoch = 313;
    counts.steps = 3 * 313 * 10;
    return counts;
}

TEST(RunSummary, SaysHowMuchWorkARunIs) {
    experiment::TrainSettings settings;
    settings.epochs = 10;
    const QString words = workWords(threeFolds(), settings);
    EXPECT_TRUE(words.contains("313 batches an epoch")) << words.toStdString();
    EXPECT_TRUE(words.contains("9,390 steps at most")) << words.toStdString();
    settings.frozenUpTo = "trunk";
    settings.featureCopies = 4;
    EXPECT_TRUE(workWords(threeFolds(), settings).contains("5 times"));
    settings.augment = false;
    EXPECT_TRUE(workWords(threeFolds(), settings).contains("1 time"));
    settings.network = "inception_features+svm";
    EXPECT_TRUE(workWords(threeFolds(), settings).contains("then the classifier is fitted"));
    EXPECT_FALSE(workWords(threeFolds(), settings).contains("steps"));
}

TEST(RunSummary, AddsUpTheTimeOfAllFolds) {
    experiment::TrainSettings settings;
    settings.epochs = 10;
    experiment::Speed speed;
    speed.trainSeconds = 0.1;
    speed.evaluateSeconds = 0.01;
    speed.device = "cpu";
    speed.precision = "bf16";
    // 10 · (15,000 · 0.1 + 3,000 · 0.01) + 27,000 · 0.01: at the end of a fold all parts are evaluated
    EXPECT_NEAR(experiment::secondsOf(threeFolds(), settings, speed), 15'570, 1e-6);
    EXPECT_TRUE(timeWords(threeFolds(), settings, speed).startsWith("About 4 h 20 min on this CPU (bf16)")) << timeWords(threeFolds(), settings, speed).toStdString();
    settings.frozenUpTo = "trunk";
    settings.featureCopies = 4;
    speed.trunkSeconds = 0.02;
    EXPECT_NEAR(experiment::secondsOf(threeFolds(), settings, speed), 900, 1e-6);
}

TEST(RunSummary, RoundsATimeAsAGuessDeserves) {
    EXPECT_EQ(roughDuration(12), "less than a minute");
    EXPECT_EQ(roughDuration(200), "3 min");
    EXPECT_EQ(roughDuration(33 * 60), "35 min");
    EXPECT_EQ(roughDuration(59.9 * 60), "60 min");
    EXPECT_EQ(roughDuration(3 * 3600 + 21 * 60), "3 h 20 min");
    EXPECT_EQ(roughDuration(3 * 3600 + 58 * 60), "4 h 0 min");
    EXPECT_EQ(roughDuration(26 * 3600), "26 h");
    EXPECT_EQ(roughDuration(100 * 3600), "4 days");
}

}  // namespace
}  // namespace leukolens::ui
