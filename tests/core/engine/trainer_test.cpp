#include "core/engine/trainer.h"

#include <gtest/gtest.h>

#include <limits>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>

#include "tests/core/engine/toy_cells.h"
#include "tests/support/temp_folder.h"

namespace leukolens::engine {
namespace {

using TrainerTest = ToyCells;

TEST_F(TrainerTest, LearnsWhatIsPlainToSee) {
    auto t = trainer();
    step(*t, 1e-3, 3);
    const auto totals = t->takeTotals();
    EXPECT_EQ(totals.cells, 24);
    EXPECT_TRUE(std::isfinite(totals.meanLoss));
    step(*t, 1e-3, 12);
    step(*t, 1e-4, 4);
    t->takeTotals();
    step(*t, 1e-4, 4);
    EXPECT_LT(t->takeTotals().meanLoss, totals.meanLoss);
}

TEST_F(TrainerTest, RepeatsItselfFromTheSameSeed) {
    auto a = trainer(), b = trainer();
    for (auto* t : {a.get(), b.get()}) step(*t, 1e-3, 2);
    EXPECT_EQ(a->serialised(), b->serialised());
    EXPECT_EQ(evaluate(*a).probabilities, evaluate(*b).probabilities);
    TrainerSettings other;
    other.seed = 2;
    EXPECT_NE(trainer(other)->serialised(), trainer()->serialised());
}

TEST_F(TrainerTest, EvaluationIsAverageOverBatchesAndChangesNothing) {
    auto t = trainer();
    step(*t, 1e-4, 25);  // until the running statistics are of use
    int seen = 0;
    const auto first = *t->evaluate(m_all, {}, [&](int n) { seen += n; });
    EXPECT_EQ(seen, 8);
    ASSERT_EQ(first.probabilities.size(), 16u);
    double loss = 0;
    int right = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        const float p = first.probabilities[2 * i + static_cast<std::size_t>(m_labels[i])];
        loss -= std::log(p) / 8;
        right += p > 0.5f ? 1 : 0;
        EXPECT_NEAR(first.probabilities[2 * i] + first.probabilities[2 * i + 1], 1, 1e-5);
    }
    EXPECT_NEAR(first.totals.meanLoss, loss, 1e-4);
    EXPECT_NEAR(first.totals.accuracy, right / 8.0, 1e-9);
    EXPECT_EQ(evaluate(*t).probabilities, first.probabilities);
}

TEST_F(TrainerTest, GoesBackToTheKeptWeights) {
    auto t = trainer();
    t->keepWeights();
    const auto before = t->serialised();
    step(*t, 1e-2);
    EXPECT_NE(t->serialised(), before);
    t->restoreKept();
    EXPECT_EQ(t->serialised(), before);
}

TEST_F(TrainerTest, WeightsLoadIntoAnotherTrainer) {
    auto a = trainer();
    step(*a, 1e-3);
    TrainerSettings other;
    other.seed = 99;
    auto b = trainer(other);
    const auto fit = b->loadWeights(weightsOf(*a));
    ASSERT_TRUE(fit);
    EXPECT_TRUE(fit->missing.empty() && fit->unexpected.empty());
    EXPECT_EQ(evaluate(*a).probabilities, evaluate(*b).probabilities);
}

TEST_F(TrainerTest, StopsWithinABatchOfEvaluation) {
    CancelSource source;
    int batches = 0;
    const auto stopped = trainer()->evaluate(m_all, source.token(), [&](int) {
        ++batches;
        source.cancel();
    });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(batches, 1);
}

TEST_F(TrainerTest, Bf16TrainsToo) {
    TrainerSettings settings;
    settings.precision = "bf16";
    auto t = trainer(settings);
    step(*t, 1e-3);
    EXPECT_TRUE(std::isfinite(t->takeTotals().meanLoss));
    const auto fp32 = evaluate(*trainer()), bf16 = evaluate(*trainer(settings));
    EXPECT_NEAR(fp32.totals.meanLoss, bf16.totals.meanLoss, 0.1 * fp32.totals.meanLoss + 0.05);
}

class SmallNetworks : public ToyCells, public testing::WithParamInterface<std::tuple<const char*, const char*>> {};

TEST_P(SmallNetworks, LearnWhatIsPlainToSee) {
    TrainerSettings settings;
    settings.network = std::get<0>(GetParam());
    settings.precision = std::get<1>(GetParam());
    settings.dropout = 0;
    settings.augment = false;
    auto t = trainer(settings);
    step(*t, 2e-3);
    const auto before = t->takeTotals();
    step(*t, 2e-3, 30);
    t->takeTotals();
    step(*t, 1e-4);
    EXPECT_LT(t->takeTotals().meanLoss, before.meanLoss / 2);
    EXPECT_EQ(evaluate(*t).totals.accuracy, 1);
}
INSTANTIATE_TEST_SUITE_P(, SmallNetworks, testing::Combine(testing::Values("leuknet", "lstm_rows"), testing::Values("fp32", "bf16")),
                         [](const auto& test) { return std::string(std::get<0>(test.param)) + "_" + std::get<1>(test.param); });

TEST_F(TrainerTest, RefusesPicturesThatAreTooSmall) {
    PixelStore small(2, 60);
    const std::vector<int> labels = {0, 1};
    const auto made = Trainer::create({}, small, labels);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(made.error().what.find("75"), std::string::npos);
}

TEST_F(TrainerTest, SaysWhetherTheAuxiliaryHeadRuns) { EXPECT_FALSE(trainer()->auxiliaryRuns()); }

/// Mean absolute change of each of the network's tensors whose names begin with `prefix`, by a few steps.
std::map<std::string, double> changes(Trainer& trainer, const std::function<void()>& train) {
    const auto before = weightsOf(trainer);
    train();
    const auto after = weightsOf(trainer);
    std::map<std::string, double> changes;
    for (const auto& record : before.tensors()) {
        const auto* other = after.find(record.name);
        double change = 0;
        for (std::size_t i = 0; i < record.bytes.size(); ++i) change += std::abs(record.bytes[i] - other->bytes[i]);
        changes[record.name] = change;
    }
    return changes;
}

TEST_F(TrainerTest, FreezesUpToABlockWithItsStatistics) {
    TrainerSettings settings;
    settings.frozenUpTo = "Mixed_6e";
    auto t = trainer(settings);
    const auto changed = changes(*t, [&] { step(*t, 1e-3, 2); });
    for (const auto& [name, change] : changed) {
        const bool later = name.starts_with("Mixed_7") || name.starts_with("fc.");
        if (name.starts_with("AuxLogits")) continue;  // not run at this size
        EXPECT_EQ(change > 0, later) << name;
    }
}

TEST_F(TrainerTest, FreezesNestedBlocksWithTheirStatistics) {
    TrainerSettings settings;
    settings.network = "mobilenet_v3_small";
    settings.frozenUpTo = "features.6";
    auto t = trainer(settings);
    const auto changed = changes(*t, [&] { step(*t, 1e-3, 2); });
    for (const auto& [name, change] : changed) {
        const auto block = name.starts_with("features.") ? std::stoi(name.substr(9)) : 99;
        if (block <= 6) {
            EXPECT_EQ(change, 0) << name;
        } else if (name.ends_with("running_var")) {
            EXPECT_GT(change, 0) << name;
        }
    }
    EXPECT_GT(changed.at("classifier.3.weight"), 0);
}

TEST_F(TrainerTest, RefusesToFreezeABlockThatIsNone) {
    TrainerSettings settings;
    settings.frozenUpTo = "Mixed_9z";
    const auto made = Trainer::create(settings, m_store, m_labels);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
}

TEST_F(TrainerTest, TwoRatesMoveTheHeadAloneWhenTheTrunksIsNothing) {
    TrainerSettings settings;
    settings.trunkRate = 0;
    auto t = trainer(settings);
    const auto changed = changes(*t, [&] { step(*t, 1e-3); });
    EXPECT_GT(changed.at("fc.weight"), 0);
    EXPECT_EQ(changed.at("Mixed_7c.branch1x1.conv.weight"), 0);
}

TEST_F(TrainerTest, EvaluatesAndSavesTheRunningMean) {
    TrainerSettings settings;
    settings.emaDecay = 0.999;
    auto averaged = trainer(settings), plain = trainer();
    for (auto* t : {averaged.get(), plain.get()}) step(*t, 1e-3, 3);
    EXPECT_NE(evaluate(*averaged).probabilities, evaluate(*plain).probabilities);
    EXPECT_NE(averaged->serialised(), plain->serialised());
    // The steps themselves know nothing of the mean.
    for (auto* t : {averaged.get(), plain.get()}) t->takeTotals(), step(*t, 1e-3);
    EXPECT_EQ(averaged->takeTotals().meanLoss, plain->takeTotals().meanLoss);
    averaged->keepWeights();
    const auto kept = averaged->serialised();
    step(*averaged, 1e-3);
    averaged->restoreKept();
    EXPECT_EQ(averaged->serialised(), kept);
}

TEST_F(TrainerTest, ReportsThePlainLossUnderSmoothingAndClassWeights) {
    TrainerSettings settings;
    settings.labelSmoothing = 0.2;
    settings.classWeights = {5, 1};
    auto changed = trainer(settings), plain = trainer();
    for (auto* t : {changed.get(), plain.get()}) step(*t, 1e-3);
    EXPECT_EQ(changed->takeTotals().meanLoss, plain->takeTotals().meanLoss) << "first step, same weights";
    for (auto* t : {changed.get(), plain.get()}) step(*t, 1e-3);
    EXPECT_NE(changed->takeTotals().meanLoss, plain->takeTotals().meanLoss) << "but the gradients differ";
}

TEST_F(TrainerTest, NoticesALossThatIsNoNumber) {
    auto t = trainer();
    step(*t, 1e-3);
    EXPECT_TRUE(t->lossIsFinite());
    step(*t, 1e30, 3);
    EXPECT_FALSE(t->lossIsFinite());
}

TEST_F(TrainerTest, NoticesWeightsThatTheLastStepSpoilt) {
    auto t = trainer();
    step(*t, 1e-3);
    EXPECT_TRUE(t->weightsAreFinite());
    step(*t, std::numeric_limits<double>::infinity());
    EXPECT_TRUE(t->lossIsFinite()) << "the loss was that of the weights before";
    EXPECT_FALSE(t->weightsAreFinite());
}

TEST_F(TrainerTest, StreamedCellsTrainAsResidentOnes) {
    const PixelStore streamed(
        8, kToyPx,
        [this](std::int64_t cell, std::span<std::uint8_t> rgb) -> Result<void> {
            std::ranges::copy(m_store.cell(cell), rgb.begin());
            return {};
        },
        2, 0);
    TrainerSettings settings;
    settings.batch = 3;
    auto other = *Trainer::create(settings, streamed, m_labels);
    auto resident = trainer();
    other->announce(m_all);
    for (auto* t : {other.get(), resident.get()}) step(*t, 1e-3, 2);
    EXPECT_EQ(other->serialised(), resident->serialised());
}

}  // namespace
}  // namespace leukolens::engine
