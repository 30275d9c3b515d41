// Answers on a GPU, where there is one: recorded ones against others, and beside a training.
#include <ATen/Context.h>
#include <gtest/gtest.h>

#include <algorithm>
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

const std::vector<std::string> none;

/// By number format. The network's batch norms have seen nothing, so that its features, and what bf16 takes off them, are large; other
/// threads may have other kernels of cuDNN, which round elsewhere.
class AnswersOnGpu : public PredictorTest, public testing::WithParamInterface<std::string> {
protected:
    void SetUp() override {
        if (!gpu) GTEST_SKIP() << "no GPU here";
        ASSERT_EQ(engine::cudaNotice(), "") << "the program's own code is not used";
        at::globalContext().setAllowTF32CuDNN(false);
        at::globalContext().setAllowTF32CuBLAS(false);
    }

    std::unique_ptr<Predictor> loaded(bool recorded) {
        const auto* operations = engine::answerOperations(at::kCUDA);
        if (!recorded) engine::setAnswerOperations(at::kCUDA, nullptr);
        auto predictor = Predictor::load(m_model, "cuda", GetParam());
        engine::setAnswerOperations(at::kCUDA, operations);
        EXPECT_TRUE(predictor);
        return std::move(*predictor);
    }

    static double farthest() { return GetParam() == "bf16" ? 4e-2 : 1e-3; }

    static void expectAlike(const std::vector<Prediction>& found, const std::vector<Prediction>& expected) {
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_NEAR(found[i].probabilities[0], expected[i].probabilities[0], farthest()) << i;
            // A probability of one half may fall on either side.
            if (std::abs(expected[i].probability - 0.5) > farthest()) {
                EXPECT_EQ(found[i].classIndex, expected[i].classIndex) << i;
            }
        }
    }
};

TEST_P(AnswersOnGpu, RecordedAreThoseOfOneOperationAfterAnother) {
    const auto plain = loaded(false), recorded = loaded(true);
    const int batch = recorded->batch();
    const auto cells = pictures(batch);
    const auto expected = plain->predict(cells);
    ASSERT_TRUE(expected);
    // Full, and full again: recorded. Then replayed, filled up, from one picture on.
    for (const int count : {batch, batch, batch, batch - 1, batch / 2, 3, 1, batch}) {
        const auto found = recorded->predict(std::span(cells).first(static_cast<std::size_t>(count)));
        ASSERT_TRUE(found);
        expectAlike(*found, std::vector(expected->begin(), expected->begin() + count));
    }
    EXPECT_EQ(recorded->takeNotices(), none) << "the answers were recorded";
}

/// Else a picture that got another one's answer would pass.
TEST_P(AnswersOnGpu, TellPicturesApart) {
    const auto predictor = loaded(true);
    const auto found = predictor->predict(pictures(predictor->batch()));
    ASSERT_TRUE(found);
    const auto [least, most] = std::ranges::minmax(*found, {}, [](const Prediction& prediction) { return prediction.probabilities[0]; });
    EXPECT_GT(most.probabilities[0] - least.probabilities[0], 5e-2);
}

TEST_P(AnswersOnGpu, StayRightOnManyThreads) {
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
    EXPECT_EQ(recorded->takeNotices(), none);
}

INSTANTIATE_TEST_SUITE_P(NumberFormats, AnswersOnGpu, testing::Values("fp32", "bf16"), [](const auto& format) { return format.param; });

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
            EXPECT_EQ(predictor->takeNotices(), none);
        }
    });
    step(*training, 1e-4, 60);
    asking.join();
    EXPECT_EQ(training->takeNotices(), none);
    EXPECT_TRUE(training->lossIsFinite());
}

}  // namespace
}  // namespace leukolens::inference
