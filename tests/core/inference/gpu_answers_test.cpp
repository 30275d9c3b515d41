// Answers on a GPU, where there is one: recorded ones against others, and beside a training.
#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "core/engine/answer_operations.h"
#include "core/engine/device.h"
#include "tests/core/engine/toy_cells.h"
#include "tests/core/inference/predictor_fixture.h"

namespace leukolens::inference {
namespace {

/// Asked for before anything else: LibTorch looks for GPUs once.
const bool gpu = engine::cudaAvailable();

class AnswersOnGpu : public PredictorTest {
protected:
    void SetUp() override {
        if (!gpu) GTEST_SKIP() << "no GPU here";
        ASSERT_EQ(engine::cudaNotice(), "") << "the program's own code is not used";
    }

    std::unique_ptr<Predictor> loaded(bool recorded) {
        const auto* operations = engine::answerOperations(at::kCUDA);
        if (!recorded) engine::setAnswerOperations(at::kCUDA, nullptr);
        auto predictor = Predictor::load(m_model, "cuda", "bf16");
        engine::setAnswerOperations(at::kCUDA, operations);
        EXPECT_TRUE(predictor);
        return std::move(*predictor);
    }

    static void expectAlike(const std::vector<Prediction>& found, const std::vector<Prediction>& expected) {
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_NEAR(found[i].probabilities[0], expected[i].probabilities[0], 1e-2) << i;
            // A probability of one half may fall on either side.
            if (std::abs(expected[i].probability - 0.5) > 1e-2) {
                EXPECT_EQ(found[i].classIndex, expected[i].classIndex) << i;
            }
        }
    }
};

TEST_F(AnswersOnGpu, RecordedAreThoseOfOneOperationAfterAnother) {
    const auto plain = loaded(false), recorded = loaded(true);
    const int batch = recorded->batch();
    // Full, and full again: recorded. Then replayed, filled up, and too few.
    for (const int count : {batch, batch, batch, batch - 1, batch / 2, 3, batch}) {
        const auto cells = pictures(count);
        const auto found = recorded->predict(cells), expected = plain->predict(cells);
        ASSERT_TRUE(found && expected);
        expectAlike(*found, *expected);
    }
    EXPECT_TRUE(recorded->takeNotices().empty()) << "the answers were recorded";
}

TEST_F(AnswersOnGpu, StayRightOnManyThreads) {
    const auto plain = loaded(false), recorded = loaded(true);
    auto cells = pictures(2 * recorded->batch());
    const auto expected = plain->predict(cells);
    ASSERT_TRUE(expected);
    const auto ask = [&](std::size_t begin) {
        const auto count = static_cast<std::size_t>(recorded->batch());
        for (int i = 0; i < 10; ++i) {
            const auto found = recorded->predict(std::span(cells).subspan(begin, count));
            ASSERT_TRUE(found);
            expectAlike(*found, std::vector(expected->begin() + static_cast<std::ptrdiff_t>(begin), expected->begin() + static_cast<std::ptrdiff_t>(begin + count)));
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t t = 0; t < 4; ++t) threads.emplace_back(ask, t * 16);
    }
    EXPECT_TRUE(recorded->takeNotices().empty());
}

class AnswersBesideTraining : public engine::ToyCells {};

TEST_F(AnswersBesideTraining, BothAreRecorded) {
    if (!gpu) GTEST_SKIP() << "no GPU here";
    ASSERT_EQ(engine::cudaNotice(), "");
    engine::TrainerSettings settings;
    settings.device = "cuda";
    settings.precision = "bf16";
    auto training = trainer(settings);
    const test::TempFolder folder;
    const auto model = test::makeTinyModel(folder.path());
    std::jthread asking([&] {
        for (int round = 0; round < 3; ++round) {
            const auto predictor = *Predictor::load(model, "cuda", "bf16");
            const auto cells = pictures(predictor->batch());
            for (int i = 0; i < 5; ++i) EXPECT_TRUE(predictor->predict(cells));
            EXPECT_TRUE(predictor->takeNotices().empty());
        }
    });
    step(*training, 1e-4, 60);
    asking.join();
    EXPECT_TRUE(training->takeNotices().empty());
    EXPECT_TRUE(training->lossIsFinite());
}

}  // namespace
}  // namespace leukolens::inference
