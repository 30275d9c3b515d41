#include "core/inference/predictor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/inference/colour_check.h"
#include "core/stain/stain_target.h"
#include "tests/core/inference/predictor_fixture.h"

namespace leukolens::inference {
namespace {

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

TEST_F(PredictorTest, GivesWhatTheLastLayerSawWhereAskedFor) {
    const auto predictor = Predictor::load(m_model);
    ASSERT_TRUE(predictor);
    const auto images = pictures(2);
    const auto plain = (*predictor)->predict(images), with = (*predictor)->predict(images, {.features = true});
    ASSERT_TRUE(plain && with);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_TRUE((*plain)[i].features.empty());
        EXPECT_EQ((*with)[i].features.size(), 2048u);
        EXPECT_EQ((*with)[i].probabilities, (*plain)[i].probabilities);
    }
    EXPECT_NE((*with)[0].features, (*with)[1].features);
}

TEST_F(PredictorTest, NoPicturesNoPredictions) { EXPECT_TRUE((*Predictor::load(m_model))->predict({})->empty()); }

TEST_F(PredictorTest, FlagsWhatIsUncertain) {
    rewrite("strict.leukomodel", [](ModelCard& card) { card.uncertainBelow = 1; });
    const auto images = pictures(1);
    const auto predictions = (*Predictor::load(m_folder / "strict.leukomodel"))->predict(images);
    EXPECT_EQ(predictions->front().flags, std::vector<std::string>{kUncertainFlag});
}

TEST_F(PredictorTest, BringsPicturesToTheCardsStain) {
    for (const auto method : {stain::StainMethod::Reinhard, stain::StainMethod::Macenko}) {
        // Numbers of the card's own, not those that this program trains with.
        auto images = pictures(2);
        const auto reference = *stain::fitStain(std::span(images).first(1), method);
        rewrite("stained.leukomodel", [&](ModelCard& card) { card.stain = reference; });
        const auto found = *(*Predictor::load(m_folder / "stained.leukomodel"))->predict(images);
        const auto plain = *(*Predictor::load(m_model))->predict(images);
        for (auto& image : images) ASSERT_EQ(stain::applyStain(image, reference), stain::StainOutcome::Applied);
        const auto expected = *(*Predictor::load(m_model))->predict(images);
        EXPECT_EQ(found[1].probabilities, expected[1].probabilities);
        EXPECT_NE(found[1].probabilities, plain[1].probabilities);
        EXPECT_TRUE(found[1].flags.empty());
    }
}

TEST_F(PredictorTest, FlagsWhatCannotBeBroughtToTheStain) {
    rewrite("stained.leukomodel", [](ModelCard& card) { card.stain = stain::fixedReference(stain::StainMethod::Macenko); });
    auto images = pictures(2);
    std::fill(images[0].rgb.begin(), images[0].rgb.end(), std::uint8_t{0});
    const auto found = *(*Predictor::load(m_folder / "stained.leukomodel"))->predict(images);
    EXPECT_EQ(found[0].flags, std::vector<std::string>{kNotNormalisedFlag});
    EXPECT_FALSE(found[0].colours);
    EXPECT_TRUE(found[1].flags.empty());
    EXPECT_EQ(found[0].probabilities, (*Predictor::load(m_model))->predict(images)->front().probabilities) << "classified as it is";
}

TEST_F(PredictorTest, TellsForeignColoursFromThoseOfTheTraining) {
    auto images = pictures(30);
    std::vector<stain::ColourStatistics> colours;
    for (const auto& image : images) colours.push_back(*stain::colourStatistics(image));
    rewrite("knowing.leukomodel", [&](ModelCard& card) { card.colours = *stain::fitShift(colours); });
    const auto knowing = *Predictor::load(m_folder / "knowing.leukomodel");
    const auto own = *knowing->predict(images);
    // Another stain: red and green change places.
    for (auto& image : images)
        for (std::size_t i = 0; i < image.rgb.size(); i += 3) std::swap(image.rgb[i], image.rgb[i + 1]);
    const auto foreign = *knowing->predict(images);
    ColourCheck ownCheck(knowing->card()), foreignCheck(knowing->card()), unknown((*Predictor::load(m_model))->card()), none(knowing->card());
    for (const auto& prediction : own) {
        ownCheck.add(prediction);
        unknown.add(prediction);
        EXPECT_TRUE(prediction.flags.empty());
    }
    for (const auto& prediction : foreign) {
        foreignCheck.add(prediction);
        EXPECT_EQ(prediction.flags, std::vector<std::string>{kForeignColoursFlag});
    }
    EXPECT_EQ(ownCheck.shift()->verdict, stain::ShiftVerdict::Alike);
    EXPECT_EQ(ownCheck.words(), "");
    EXPECT_EQ(foreignCheck.shift()->verdict, stain::ShiftVerdict::Foreign);
    EXPECT_NE(foreignCheck.words().find("foreign to the model"), std::string::npos);
    EXPECT_EQ(foreignCheck.json().at("verdict"), "foreign");
    EXPECT_EQ(foreignCheck.json().at("foreign"), 30);
    EXPECT_FALSE(unknown.shift());
    EXPECT_EQ(unknown.json().at("verdict"), "unknown");
    EXPECT_NE(unknown.words().find("unknown"), std::string::npos);
    EXPECT_EQ(none.json().at("verdict"), "unknown") << "no picture shows stain";
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
    rewrite("wrong.leukomodel", [](ModelCard& card) { card.classes.push_back({"third", {}, {}, {}, {}}); });
    EXPECT_EQ(Predictor::load(m_folder / "wrong.leukomodel").error().code, ErrorCode::WeightsMismatch);
    rewrite("unknown.leukomodel", [](ModelCard& card) { card.network = "unknown_net"; });
    EXPECT_EQ(Predictor::load(m_folder / "unknown.leukomodel").error().code, ErrorCode::NotAModel);
}

TEST_F(PredictorTest, TemperatureAndThresholdOfTheCardDecide) {
    const auto images = pictures(3);
    const auto answers = [&](const std::filesystem::path& model) { return (*Predictor::load(model))->predict(images).value(); };
    const auto plain = answers(m_model);
    rewrite("warm.leukomodel", [](ModelCard& card) { card.temperature = 4.0; });
    const auto warm = answers(m_folder / "warm.leukomodel");
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto logOdds = [](const Prediction& p) { return std::log(p.probabilities[0] / p.probabilities[1]); };
        EXPECT_NEAR(logOdds(warm[i]), logOdds(plain[i]) / 4, 1e-4);
    }
    rewrite("eager.leukomodel", [](ModelCard& card) { card.threshold = 0.0; });
    rewrite("never.leukomodel", [](ModelCard& card) { card.threshold = 1.0; });
    const auto eager = answers(m_folder / "eager.leukomodel"), never = answers(m_folder / "never.leukomodel");
    for (const auto& p : eager) {
        EXPECT_EQ(p.classIndex, 0);  // all, the blast class
        EXPECT_EQ(p.probability, p.probabilities[0]);
    }
    for (const auto& p : never) EXPECT_EQ(p.classIndex, 1);
}

TEST_F(PredictorTest, AStartingPointForTrainingClassifiesNothing) {
    rewrite("trunk.leukomodel", [](ModelCard& card) {
        card.kind = ModelKind::Trunk;
        card.classes.clear();
        card.blastClass.clear();
    });
    const auto predictor = Predictor::load(m_folder / "trunk.leukomodel");
    ASSERT_FALSE(predictor);
    EXPECT_EQ(predictor.error().code, ErrorCode::NotAModel);
    EXPECT_NE(predictor.error().what.find("starting point"), std::string::npos);
}

TEST_F(PredictorTest, UnknownDeviceIsAnError) { EXPECT_FALSE(Predictor::load(m_model, "abacus")); }

}  // namespace
}  // namespace leukolens::inference
