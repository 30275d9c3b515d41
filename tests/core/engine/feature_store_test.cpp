#include "core/engine/feature_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/weights/safetensors.h"
#include "tests/core/engine/toy_cells.h"

namespace leukolens::engine {
namespace {

class FeatureStoreTest : public ToyCells {
protected:
    FeatureStoreTest() : m_weights(weightsOf(*pretrained())) { m_settings.frozenUpTo = kWholeTrunk; }

    std::unique_ptr<Trainer> pretrained() {
        auto t = trainer();
        step(*t, 1e-3, 3);
        return t;
    }

    std::unique_ptr<FeatureStore> compute(int copies) {
        NoProgress progress;
        auto made = computeFeatures({m_settings, copies, m_weights}, m_store, progress, {});
        EXPECT_TRUE(made) << made.error().message();
        return std::move(*made);
    }

    std::unique_ptr<Trainer> headTrainer(const FeatureStore& features) {
        auto made = Trainer::create(m_settings, features, m_labels);
        EXPECT_TRUE(made);
        EXPECT_TRUE((*made)->loadWeights(m_weights));
        return std::move(*made);
    }

    weights::WeightsFile m_weights;
    TrainerSettings m_settings;
};

double distance(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
    return sum;
}

TEST_F(FeatureStoreTest, HeadOnVectorsAnswersAsTheWholeNetwork) {
    const auto features = compute(0);
    EXPECT_EQ(features->cells(), 8);
    EXPECT_EQ(features->length(), 2048);
    auto whole = trainer();
    ASSERT_TRUE(whole->loadWeights(m_weights));
    auto head = headTrainer(*features);
    const auto a = evaluate(*whole), b = evaluate(*head);
    ASSERT_EQ(a.probabilities.size(), b.probabilities.size());
    for (std::size_t i = 0; i < a.probabilities.size(); ++i) EXPECT_NEAR(a.probabilities[i], b.probabilities[i], 1e-4);
}

TEST_F(FeatureStoreTest, CopiesAreAugmentedAndRepeatThemselves) {
    const auto first = compute(2), second = compute(2);
    EXPECT_TRUE(std::ranges::equal(first->all(), second->all()));
    for (int cell = 0; cell < 8; ++cell) {
        EXPECT_GT(distance(first->vector(0, cell), first->vector(1, cell)), 0.1);
        EXPECT_GT(distance(first->vector(1, cell), first->vector(2, cell)), 0.1);
    }
    m_settings.augment = false;
    EXPECT_EQ(compute(2)->copies(), 0) << "without augmentation every copy would be the same";
}

TEST_F(FeatureStoreTest, TrainingMovesTheHeadAlone) {
    const auto features = compute(1);
    auto t = headTrainer(*features);
    const auto before = weightsOf(*t);
    step(*t, 1e-2, 30);
    const double early = t->takeTotals().meanLoss;
    step(*t, 1e-2, 30);
    EXPECT_LT(t->takeTotals().meanLoss, early);
    const auto after = weightsOf(*t);
    for (const auto& record : before.tensors())
        EXPECT_EQ(std::ranges::equal(record.bytes, after.find(record.name)->bytes), !record.name.starts_with("fc.")) << record.name;
    EXPECT_LT(t->checkpoint().size(), 1u << 20) << "what is frozen is not in a checkpoint";
}

TEST_F(FeatureStoreTest, CheckpointGoesOnBitByBit) {
    const auto features = compute(2);
    auto a = headTrainer(*features), b = headTrainer(*features);
    step(*a, 1e-2, 3);
    a->keepWeights();
    ASSERT_TRUE(b->restore(a->checkpoint()));
    for (auto* t : {a.get(), b.get()}) step(*t, 1e-2, 3);
    EXPECT_EQ(a->serialised(), b->serialised());
}

TEST_F(FeatureStoreTest, StopsWhenCancelled) {
    CancelSource source;
    source.cancel();
    NoProgress progress;
    const auto made = computeFeatures({m_settings, 1, m_weights}, m_store, progress, source.token());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::Cancelled);
}

TEST_F(FeatureStoreTest, RefusesATrunkWithHoles) {
    // Only the last layer: the trunk would be random.
    const auto* fc = m_weights.find("fc.weight");
    const auto bytes = std::make_shared<const Bytes>(weights::writeSafetensors(std::vector{*fc}));
    const auto part = *weights::WeightsFile::fromBytes(bytes, *bytes, "part.safetensors");
    NoProgress progress;
    const auto made = computeFeatures({m_settings, 0, part}, m_store, progress, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::WeightsMismatch);
    EXPECT_EQ(made.error().file, "part.safetensors");
}

}  // namespace
}  // namespace leukolens::engine
