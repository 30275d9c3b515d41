// Training on a GPU, where there is one: against the CPU, recorded steps against others, checkpoints.
#include <ATen/Context.h>
#include <gtest/gtest.h>

#include "core/engine/device.h"
#include "core/engine/step_graph.h"
#include "tests/core/engine/toy_cells.h"

namespace leukolens::engine {
namespace {

/// Asked for before anything else: LibTorch looks for GPUs once.
const bool gpu = cudaAvailable();

class TrainingOnGpu : public ToyCells {
protected:
    void SetUp() override {
        if (!gpu) GTEST_SKIP() << "no GPU here";
        ASSERT_EQ(cudaNotice(), "") << "the program's own code is not used";
        at::globalContext().setAllowTF32CuDNN(false);
        at::globalContext().setAllowTF32CuBLAS(false);
    }

    static TrainerSettings onGpu() {
        TrainerSettings settings;
        settings.device = "cuda";
        settings.dropout = 0;
        return settings;
    }
};

TEST_F(TrainingOnGpu, BeginsAsOnTheCpu) {
    auto settings = onGpu();
    auto there = trainer(settings);
    settings.device = "cpu";
    auto here = trainer(settings);
    EXPECT_EQ(there->serialised(), here->serialised()) << "the same seed, the same network";
    for (auto* t : {there.get(), here.get()}) step(*t, 1e-4);
    EXPECT_NEAR(there->takeTotals().meanLoss, here->takeTotals().meanLoss, 1e-3);
    const auto a = evaluate(*there), b = evaluate(*here);
    ASSERT_EQ(a.probabilities.size(), b.probabilities.size());
    for (std::size_t i = 0; i < a.probabilities.size(); ++i) EXPECT_NEAR(a.probabilities[i], b.probabilities[i], 0.05) << i;
}

TEST_F(TrainingOnGpu, LearnsInBf16AndRecordsItsSteps) {
    auto settings = onGpu();
    settings.precision = "bf16";
    settings.emaDecay = 0.9;
    settings.clipNorm = 1;
    auto t = trainer(settings);
    step(*t, 1e-3, 12);
    const double early = t->takeTotals().meanLoss;
    step(*t, 1e-4, 40);
    EXPECT_LT(t->takeTotals().meanLoss, early);
    EXPECT_TRUE(t->takeNotices().empty()) << "the steps were recorded";
    EXPECT_TRUE(t->lossIsFinite());
    EXPECT_GT(evaluate(*t).totals.accuracy, 0.7);
}

TEST_F(TrainingOnGpu, RecordedStepsTrainAsOthers) {
    auto settings = onGpu();
    settings.augment = false;
    const auto lossAfter = [&](bool recorded) {
        const auto graphs = stepGraphs(at::kCUDA);
        if (!recorded) setStepGraphs(at::kCUDA, nullptr);
        auto t = trainer(settings);
        setStepGraphs(at::kCUDA, graphs);
        for (int i = 0; i < 30; ++i) step(*t, 1e-5 * (1 + i % 3));  // a recorded rate would stay what it was
        t->takeTotals();
        step(*t, 1e-5);
        EXPECT_TRUE(t->takeNotices().empty());
        return t->takeTotals().meanLoss;
    };
    const double plain = lossAfter(false), again = lossAfter(false), recorded = lossAfter(true);
    EXPECT_NEAR(recorded, plain, 3 * std::abs(plain - again) + 0.02 * plain);
}

TEST_F(TrainingOnGpu, GoesOnFromACheckpoint) {
    auto settings = onGpu();
    settings.emaDecay = 0.9;
    auto a = trainer(settings), b = trainer(settings);
    step(*a, 1e-4, 20);
    ASSERT_TRUE(b->restore(a->checkpoint()));
    EXPECT_EQ(b->checkpoint(), a->checkpoint());
    for (auto* t : {a.get(), b.get()}) {
        t->takeTotals();
        step(*t, 1e-5, 2);
    }
    const double loss = a->takeTotals().meanLoss;
    EXPECT_NEAR(b->takeTotals().meanLoss, loss, 0.02 * loss);
}

TEST_F(TrainingOnGpu, TakesCellsThatAreReadWhileItTrains) {
    const std::int64_t bytes = m_store.cellBytes();
    const PixelStore streamed(8, kToyPx, [&](int cell, std::span<std::uint8_t> into) -> Result<void> {
        const auto from = m_store.cell(cell);
        std::copy(from.begin(), from.end(), into.begin());
        return {};
    }, 2, static_cast<std::uint64_t>(bytes) * 16);
    auto settings = onGpu();
    settings.augment = false;
    auto resident = trainer(settings);
    settings.batch = 3;
    const auto made = Trainer::create(settings, streamed, m_labels);
    ASSERT_TRUE(made);
    for (auto* t : {resident.get(), made->get()}) step(*t, 1e-5, 2);
    const double loss = resident->takeTotals().meanLoss;
    EXPECT_NEAR((*made)->takeTotals().meanLoss, loss, 0.02 * loss);
}

}  // namespace
}  // namespace leukolens::engine
