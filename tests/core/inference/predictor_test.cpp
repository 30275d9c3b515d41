#include "core/inference/predictor.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/dataset/demo_cells.h"
#include "core/inference/model_bundle.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens::inference {
namespace {

std::vector<image::Image> pictures(int count) {
    dataset::DemoSettings settings;
    settings.sizePx = 120;
    std::vector<image::Image> drawn;
    for (int i = 0; i < count; ++i) drawn.push_back(dataset::drawDemoCell(settings, i % 12, i % 2 == 0, i));
    return drawn;
}

class PredictorTest : public testing::Test {
protected:
    test::TempFolder m_folder;
    std::filesystem::path m_model = test::makeTinyModel(m_folder.path());
};

TEST_F(PredictorTest, GivesProbabilitiesThatSumToOne) {
    const auto predictor = Predictor::load(m_model);
    ASSERT_TRUE(predictor) << predictor.error().message();
    const auto images = pictures(3);
    const auto predictions = (*predictor)->predict(images);
    ASSERT_TRUE(predictions);
    ASSERT_EQ(predictions->size(), 3u);
    for (const auto& p : *predictions) {
        EXPECT_NEAR(p.probabilities[0] + p.probabilities[1], 1, 1e-4);
        EXPECT_EQ(p.probability, p.probabilities[static_cast<std::size_t>(p.classIndex)]);
        EXPECT_GE(p.probability, 0.5);
        EXPECT_TRUE(p.flags.empty());
    }
    EXPECT_EQ((*predictor)->modelSha256().size(), 64u);
}

TEST_F(PredictorTest, APictureAnswersTheSameAloneAndInABatch) {
    const auto predictor = Predictor::load(m_model);
    const auto images = pictures(4);
    const auto together = *(*predictor)->predict(images);
    for (std::size_t i = 0; i < images.size(); ++i)
        EXPECT_NEAR((*predictor)->predict(std::span(&images[i], 1))->front().probabilities[0], together[i].probabilities[0], 0.02);
}

TEST_F(PredictorTest, NoPicturesNoPredictions) { EXPECT_TRUE((*Predictor::load(m_model))->predict({})->empty()); }

TEST_F(PredictorTest, FlagsWhatIsUncertain) {
    auto bundle = *readModelBundle(m_model);
    bundle.card.uncertainBelow = 1;
    ASSERT_TRUE(writeModelBundle(m_folder / "strict.leukomodel", bundle));
    const auto images = pictures(1);
    const auto predictions = (*Predictor::load(m_folder / "strict.leukomodel"))->predict(images);
    EXPECT_EQ(predictions->front().flags, std::vector<std::string>{kUncertainFlag});
}

TEST_F(PredictorTest, AnswersFromSeveralThreads) {
    const auto predictor = Predictor::load(m_model);
    const auto images = pictures(1);
    const double alone = (*predictor)->predict(images)->front().probabilities[0];
    std::vector<double> answers(3);
    {
        std::vector<std::jthread> threads;
        for (auto& answer : answers) threads.emplace_back([&] { answer = (*predictor)->predict(images)->front().probabilities[0]; });
    }
    for (const double answer : answers) EXPECT_NEAR(answer, alone, 1e-6);
}

TEST_F(PredictorTest, RefusesWeightsThatDoNotFitTheCard) {
    auto bundle = *readModelBundle(m_model);
    bundle.card.classes = {"a", "b", "c"};
    bundle.card.blastClass = "";
    ASSERT_TRUE(writeModelBundle(m_folder / "wrong.leukomodel", bundle));
    EXPECT_EQ(Predictor::load(m_folder / "wrong.leukomodel").error().code, ErrorCode::WeightsMismatch);
    bundle = *readModelBundle(m_model);
    bundle.card.network = "unknown_net";
    ASSERT_TRUE(writeModelBundle(m_folder / "unknown.leukomodel", bundle));
    EXPECT_EQ(Predictor::load(m_folder / "unknown.leukomodel").error().code, ErrorCode::NotAModel);
}

TEST_F(PredictorTest, UnknownDeviceIsAnError) { EXPECT_FALSE(Predictor::load(m_model, "abacus")); }

}  // namespace
}  // namespace leukolens::inference
