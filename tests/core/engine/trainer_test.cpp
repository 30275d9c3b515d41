#include "core/engine/trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "tests/support/temp_folder.h"

namespace leukolens::engine {
namespace {

constexpr int kPx = 75;

/// Cells that anyone can tell apart: the first half are mostly red, the others mostly blue.
class TrainerTest : public testing::Test {
protected:
    TrainerTest() : m_store(8, kPx), m_labels(8), m_all(8) {
        Random random(1);
        for (int i = 0; i < 8; ++i) {
            m_labels[static_cast<std::size_t>(i)] = i < 4 ? 0 : 1;
            auto pixels = m_store.cell(i);
            for (std::size_t p = 0; p < pixels.size(); ++p)
                pixels[p] = static_cast<std::uint8_t>(random.below(60) + (p % 3 == (i < 4 ? 0u : 2u) ? 180 : 10));
        }
        std::iota(m_all.begin(), m_all.end(), 0);
    }

    std::unique_ptr<Trainer> trainer(TrainerSettings settings = {}) {
        settings.batch = 3;
        auto made = Trainer::create(settings, m_store, m_labels);
        EXPECT_TRUE(made);
        return std::move(*made);
    }

    Evaluation evaluate(Trainer& trainer) { return *trainer.evaluate(m_all, {}); }

    PixelStore m_store;
    std::vector<int> m_labels, m_all;
};

TEST_F(TrainerTest, LearnsWhatIsPlainToSee) {
    auto t = trainer();
    for (int i = 0; i < 12; ++i) t->step(m_all, 1e-3);
    const auto totals = t->takeTotals();
    EXPECT_EQ(totals.cells, 96);
    EXPECT_TRUE(std::isfinite(totals.meanLoss));
    for (int i = 0; i < 4; ++i) t->step(m_all, 1e-4);
    EXPECT_LT(t->takeTotals().meanLoss, totals.meanLoss);
}

TEST_F(TrainerTest, RepeatsItselfFromTheSameSeed) {
    auto a = trainer(), b = trainer();
    for (auto* t : {a.get(), b.get()})
        for (int i = 0; i < 2; ++i) t->step(m_all, 1e-3);
    EXPECT_EQ(a->serialised(), b->serialised());
    EXPECT_EQ(evaluate(*a).probabilities, evaluate(*b).probabilities);
    TrainerSettings other;
    other.seed = 2;
    EXPECT_NE(trainer(other)->serialised(), trainer()->serialised());
}

TEST_F(TrainerTest, EvaluationIsAverageOverBatchesAndChangesNothing) {
    auto t = trainer();
    for (int i = 0; i < 25; ++i) t->step(m_all, 1e-4);  // until the running statistics are of use
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
    t->step(m_all, 1e-2);
    EXPECT_NE(t->serialised(), before);
    t->restoreKept();
    EXPECT_EQ(t->serialised(), before);
}

TEST_F(TrainerTest, WeightsLoadIntoAnotherTrainer) {
    auto a = trainer();
    a->step(m_all, 1e-3);
    const auto bytes = std::make_shared<const Bytes>(a->serialised());
    TrainerSettings other;
    other.seed = 99;
    auto b = trainer(other);
    const auto fit = b->loadWeights(*weights::WeightsFile::fromBytes(bytes, *bytes, "w.safetensors"));
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
    t->step(m_all, 1e-3);
    EXPECT_TRUE(std::isfinite(t->takeTotals().meanLoss));
    const auto fp32 = evaluate(*trainer()), bf16 = evaluate(*trainer(settings));
    EXPECT_NEAR(fp32.totals.meanLoss, bf16.totals.meanLoss, 0.1 * fp32.totals.meanLoss + 0.05);
}

TEST_F(TrainerTest, RefusesPicturesThatAreTooSmall) {
    PixelStore small(2, 60);
    const std::vector<int> labels = {0, 1};
    const auto made = Trainer::create({}, small, labels);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(made.error().what.find("75"), std::string::npos);
}

TEST_F(TrainerTest, SaysWhetherTheAuxiliaryHeadRuns) { EXPECT_FALSE(trainer()->auxiliaryRuns()); }

}  // namespace
}  // namespace leukolens::engine
