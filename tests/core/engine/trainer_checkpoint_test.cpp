// Trainer::checkpoint() and restore().
#include <gtest/gtest.h>

#include "tests/core/engine/toy_cells.h"

namespace leukolens::engine {
namespace {

class TrainerCheckpoint : public ToyCells, public testing::WithParamInterface<OptimizerKind> {
protected:
    TrainerSettings settings() const {
        TrainerSettings settings;
        settings.optimizer = GetParam();
        settings.emaDecay = 0.9;
        return settings;
    }
};
INSTANTIATE_TEST_SUITE_P(Optimizers, TrainerCheckpoint, testing::Values(OptimizerKind::AdamW, OptimizerKind::Sgd, OptimizerKind::RmsProp));

TEST_P(TrainerCheckpoint, GoesOnBitByBit) {
    auto a = trainer(settings()), b = trainer(settings());
    step(*a, 1e-3, 2);
    a->keepWeights();
    step(*a, 1e-3);
    const auto checkpoint = a->checkpoint();
    ASSERT_TRUE(b->restore(checkpoint));
    EXPECT_EQ(b->checkpoint(), checkpoint);
    for (auto* t : {a.get(), b.get()}) step(*t, 5e-4, 2);
    const auto totalsA = a->takeTotals(), totalsB = b->takeTotals();
    EXPECT_EQ(totalsA.meanLoss, totalsB.meanLoss);
    EXPECT_EQ(totalsA.cells, 40) << "what was counted before the checkpoint is counted after it";
    EXPECT_EQ(totalsA.cells, totalsB.cells);
    EXPECT_EQ(a->serialised(), b->serialised());
    for (auto* t : {a.get(), b.get()}) t->restoreKept();
    EXPECT_EQ(a->serialised(), b->serialised());
}

class TrainerCheckpointRefusal : public ToyCells {};

TEST_F(TrainerCheckpointRefusal, NothingChangesForAnotherTrainersOrDamagedBytes) {
    auto a = trainer();
    TrainerSettings other;
    other.optimizer = OptimizerKind::Sgd;
    auto b = trainer(other);
    step(*a, 1e-3);
    b->keepWeights();
    const auto before = b->checkpoint();
    auto bytes = a->checkpoint();
    const auto refused = b->restore(bytes);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::WeightsMismatch);
    bytes.resize(bytes.size() / 2);
    EXPECT_FALSE(a->restore(bytes));
    EXPECT_FALSE(a->restore({}));
    EXPECT_EQ(b->checkpoint(), before);
}

}  // namespace
}  // namespace leukolens::engine
