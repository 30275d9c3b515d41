// What a prediction says beside its class: doubts, other opinions, reasons.
#include <algorithm>
#include <cmath>

#include "tests/core/inference/predictor_fixture.h"

namespace leukolens::inference {
namespace {

using OpinionsTest = PredictorTest;

bool hasFlag(const Prediction& prediction, const char* flag) { return std::ranges::find(prediction.flags, flag) != prediction.flags.end(); }

image::Image turned(const image::Image& picture) {
    image::Image other{picture.height, picture.width, std::vector<std::uint8_t>(picture.rgb.size())};
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            for (int c = 0; c < 3; ++c)
                other.rgb[static_cast<std::size_t>((x * picture.height + (picture.height - 1 - y)) * 3 + c)] = picture.rgb[static_cast<std::size_t>((y * picture.width + x) * 3 + c)];
    return other;
}

image::Image smoothed(const image::Image& picture) {
    image::Image other = picture;
    for (int round = 0; round < 6; ++round) {
        const auto before = other;
        for (int y = 1; y + 1 < picture.height; ++y)
            for (int x = 1; x + 1 < picture.width; ++x)
                for (int c = 0; c < 3; ++c) {
                    int sum = 0;
                    for (int dy = -1; dy <= 1; ++dy)
                        for (int dx = -1; dx <= 1; ++dx) sum += before.rgb[static_cast<std::size_t>(((y + dy) * picture.width + x + dx) * 3 + c)];
                    other.rgb[static_cast<std::size_t>((y * picture.width + x) * 3 + c)] = static_cast<std::uint8_t>(sum / 9);
                }
    }
    return other;
}

TEST(UncertainBand, LiesAroundTheThreshold) {
    ModelCard card;
    card.classes = {{"all", "", {}, {}, {}}, {"hem", "", {}, {}, {}}};
    card.blastClass = "all";
    card.uncertainBelow = 0.6;
    EXPECT_NEAR(uncertainBand(card)->first, 0.4, 1e-12);
    EXPECT_NEAR(uncertainBand(card)->second, 0.6, 1e-12);
    card.threshold = 0.2;
    EXPECT_NEAR(uncertainBand(card)->first, 1.0 / 7, 1e-12);   // odds 1/4, divided by 3/2
    EXPECT_NEAR(uncertainBand(card)->second, 3.0 / 11, 1e-12);  // and times 3/2
    card.threshold = 1.0;
    card.uncertainBelow = 1;
    EXPECT_TRUE(std::isfinite(uncertainBand(card)->first) && std::isfinite(uncertainBand(card)->second));
    card.classes.push_back({"third", "", {}, {}, {}});
    EXPECT_FALSE(uncertainBand(card));
    card.classes.pop_back();
    card.blastClass.clear();
    EXPECT_FALSE(uncertainBand(card));
}

TEST_F(OpinionsTest, ACellNearTheThresholdIsUncertainAndOneFarFromItIsNot) {
    const auto images = pictures(1);
    const double blast = (*Predictor::load(m_model))->predict(images)->front().probabilities[0];
    rewrite("near.leukomodel", [&](ModelCard& card) { card.threshold = blast, card.uncertainBelow = 0.51; });
    EXPECT_TRUE(hasFlag((*Predictor::load(m_folder / "near.leukomodel"))->predict(images)->front(), kUncertainFlag));
    rewrite("far.leukomodel", [&](ModelCard& card) { card.threshold = blast / 2, card.uncertainBelow = 0.51; });
    EXPECT_FALSE(hasFlag((*Predictor::load(m_folder / "far.leukomodel"))->predict(images)->front(), kUncertainFlag));
}

/// A list of the pictures as the model sees them, all of them kept.
ReferenceCells listOf(Predictor& predictor, std::span<const image::Image> images) {
    ReferenceCells list;
    const auto predictions = *predictor.predict(images, {.features = true});
    list.length = static_cast<int>(predictions.front().features.size());
    // Every direction as it is: distances are those of the vectors.
    list.components = list.length;
    const auto length = predictions.front().features.size();
    list.mean.assign(length, 0);
    list.axes.assign(length * length, 0);
    for (std::size_t i = 0; i < length; ++i) list.axes[i * length + i] = 1;
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        const auto embedding = embeddingOf(list, predictions[i].features);
        list.embeddings.insert(list.embeddings.end(), embedding.begin(), embedding.end());
        list.classes.push_back(static_cast<int>(i % 2));
        list.sha256s.push_back(std::string(63, 'c') + static_cast<char>('0' + i % 10));
    }
    list.neighbour = 1;
    list.limit = 1;
    double nearest = INFINITY;
    for (std::size_t i = 0; i < list.cells(); ++i)
        nearest = std::min(nearest, nearestCells(list, std::span(list.embeddings).subspan(i * list.width(), list.width()), 1, list.sha256s[i]).front().distance);
    list.limit = nearest / 4;  // of untrained weights all vectors are much alike
    return list;
}

TEST_F(OpinionsTest, WhatLiesFarFromAllTrainingCellsIsNoCell) {
    const auto images = pictures(6);
    const auto list = listOf(**Predictor::load(m_model), std::span(images).first(4));
    rewrite("knowing.leukomodel", [](ModelCard&) {}, &list);
    const auto predictor = *Predictor::load(m_folder / "knowing.leukomodel");
    ASSERT_NE(predictor->references(), nullptr);
    const auto known = *predictor->predict(std::span(images).first(4));
    for (std::size_t i = 0; i < known.size(); ++i) {
        ASSERT_TRUE(known[i].strangeness);
        EXPECT_LT(*known[i].strangeness, 1);
        EXPECT_FALSE(hasFlag(known[i], kNotACellFlag));
        EXPECT_EQ(nearestCells(*predictor->references(), known[i].embedding, 1).front().cell, i);
    }
    image::Image flat{90, 90, std::vector<std::uint8_t>(90 * 90 * 3, 255)};
    const auto strange = predictor->predict(std::span(&flat, 1))->front();
    EXPECT_GT(*strange.strangeness, 1);
    EXPECT_TRUE(hasFlag(strange, kNotACellFlag));
    EXPECT_FALSE((*Predictor::load(m_model))->predict(std::span(&flat, 1))->front().strangeness) << "a model without a list does not know";
}

TEST_F(OpinionsTest, AListOfAnotherNetworkIsRefused) {
    ReferenceCells list{2, 1, {0, 0}, {1, 0}, {0, 1}, {0}, {std::string(64, 'c')}, 1, 0.5, 0.95, "1 validation cell"};
    rewrite("other.leukomodel", [](ModelCard&) {}, &list);
    EXPECT_EQ(Predictor::load(m_folder / "other.leukomodel").error().code, ErrorCode::DamagedModel);
}

TEST_F(OpinionsTest, BlurredPicturesAreFlaggedWhereTheSizeIsThatOfTheTraining) {
    const auto sharp = pictures(1).front(), blurred = smoothed(sharp);
    const double least = static_cast<double>(image::factsOf(sharp).sharpness) / 2;
    ASSERT_LT(static_cast<double>(image::factsOf(blurred).sharpness), least);
    const auto flagged = [&](const image::Image& picture, int sizePx) {
        rewrite("sharp.leukomodel", [&](ModelCard& card) { card.sharpness = SharpnessReference{least, 2 * least, sizePx, sizePx}; });
        return hasFlag((*Predictor::load(m_folder / "sharp.leukomodel"))->predict(std::span(&picture, 1))->front(), kBlurredFlag);
    };
    EXPECT_TRUE(flagged(blurred, blurred.width));
    EXPECT_TRUE(flagged(blurred, blurred.width * 6 / 5));
    EXPECT_FALSE(flagged(sharp, sharp.width));
    EXPECT_FALSE(flagged(blurred, blurred.width * 2)) << "another magnification";
    EXPECT_FALSE(flagged(blurred, blurred.width / 2));
}

TEST_F(OpinionsTest, EightViewsAnswerTheSameForATurnedPicture) {
    const auto predictor = *Predictor::load(m_model, "cpu", "fp32");
    const auto picture = pictures(1).front();
    const std::vector<image::Image> both = {picture, turned(picture)};
    const auto one = *predictor->predict(both), eight = *predictor->predict(both, {.eightViews = true});
    EXPECT_GT(std::abs(one[0].probabilities[0] - one[1].probabilities[0]), 1e-3) << "else this shows nothing";
    EXPECT_NEAR(eight[0].probabilities[0], eight[1].probabilities[0], 1e-4);
    EXPECT_FALSE(one[0].disagreement);
    ASSERT_TRUE(eight[0].disagreement);
    EXPECT_GT(*eight[0].disagreement, 0);
    EXPECT_NEAR(eight[0].probabilities[0] + eight[0].probabilities[1], 1, 1e-6);
}

TEST_F(OpinionsTest, JoinedModelsGiveTheirMeanAndHowFarTheyDisagree) {
    rewrite("warm.leukomodel", [](ModelCard& card) { card.temperature = 5.0; });
    const auto images = pictures(2);
    const auto cold = *(*Predictor::load(m_model))->predict(images), warm = *(*Predictor::load(m_folder / "warm.leukomodel"))->predict(images);
    auto both = *Predictor::load(m_model);
    ASSERT_TRUE(both->join(*Predictor::load(m_folder / "warm.leukomodel")));
    const auto found = *both->predict(images);
    for (std::size_t i = 0; i < images.size(); ++i) {
        EXPECT_NEAR(found[i].probabilities[0], (cold[i].probabilities[0] + warm[i].probabilities[0]) / 2, 1e-6);
        EXPECT_NEAR(*found[i].disagreement, std::abs(cold[i].probabilities[0] - warm[i].probabilities[0]) / std::sqrt(2), 1e-6);
    }
    EXPECT_EQ(both->joinedModels(), std::vector<std::string>{(*Predictor::load(m_folder / "warm.leukomodel"))->modelSha256()});
    both->askAlone();
    EXPECT_TRUE(both->joinedModels().empty());
    EXPECT_FALSE(both->predict(images)->front().disagreement);
    rewrite("other.leukomodel", [](ModelCard& card) { card.classes[0].name = "other", card.blastClass.clear(); });
    const auto refused = both->join(*Predictor::load(m_folder / "other.leukomodel"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
}

TEST_F(OpinionsTest, ExplanationsLieBetweenNothingAndOne) {
    const auto predictor = *Predictor::load(m_model);
    const auto picture = pictures(1).front();
    NoProgress progress;
    std::vector<std::vector<float>> found;
    for (const auto method : {ExplainMethod::GradCam, ExplainMethod::FineGradCam, ExplainMethod::IntegratedGradients})
        for (const int classIndex : {0, 1}) {
            if (method == ExplainMethod::IntegratedGradients && classIndex == 1) continue;  // takes long
            const auto explanation = predictor->explain(picture, classIndex, method, progress, {});
            ASSERT_TRUE(explanation) << explanation.error().message();
            ASSERT_EQ(explanation->values.size(), static_cast<std::size_t>(explanation->width * explanation->height));
            EXPECT_TRUE(std::ranges::all_of(explanation->values, [](float value) { return value >= 0 && value <= 1; }));
            found.push_back(explanation->values);
            if (method == ExplainMethod::IntegratedGradients) {
                EXPECT_EQ(explanation->width, 75);
                EXPECT_EQ(std::ranges::max(explanation->values), 1);
            }
        }
    EXPECT_NE(found[2], found[3]) << "another class rests on other parts";
    EXPECT_GT(found[2].size(), found[0].size());
    EXPECT_EQ(predictor->explain(picture, 2, ExplainMethod::GradCam, progress, {}).error().code, ErrorCode::InvalidArgument);
    CancelSource cancel;
    cancel.cancel();
    EXPECT_EQ(predictor->explain(picture, 0, ExplainMethod::IntegratedGradients, progress, cancel.token()).error().code, ErrorCode::Cancelled);
}

struct Maps {
    const char* network;
    int sidePx, fineSidePx;  ///< of a picture of 75 px
};

class MapsOfNetworks : public testing::TestWithParam<Maps> {};

TEST_P(MapsOfNetworks, SpeakForClasses) {
    const test::TempFolder folder;
    const auto predictor = Predictor::load(test::makeTinyModel(folder.path(), {"a", "b", "c", "d", "e", "f"}, GetParam().network));
    ASSERT_TRUE(predictor) << predictor.error().message();
    EXPECT_EQ((*predictor)->explainMethods(), (std::vector(std::begin(kExplainMethods), std::end(kExplainMethods))));
    NoProgress progress;
    for (const auto& [method, sidePx] : {std::pair(ExplainMethod::GradCam, GetParam().sidePx), {ExplainMethod::FineGradCam, GetParam().fineSidePx}}) {
        float largest = 0;
        for (int classIndex = 0; classIndex < 6; ++classIndex) {
            const auto explanation = (*predictor)->explain(pictures(1).front(), classIndex, method, progress, {});
            ASSERT_TRUE(explanation) << explanation.error().message();
            EXPECT_EQ(explanation->width, sidePx);
            EXPECT_EQ(explanation->height, sidePx);
            ASSERT_EQ(explanation->values.size(), static_cast<std::size_t>(sidePx * sidePx));
            EXPECT_TRUE(std::ranges::all_of(explanation->values, [](float value) { return value >= 0 && value <= 1; }));
            largest = std::max(largest, std::ranges::max(explanation->values));
        }
        EXPECT_EQ(largest, 1) << "of random weights, nothing speaks for some classes, but not for all of them";
    }
}
INSTANTIATE_TEST_SUITE_P(, MapsOfNetworks, testing::Values(Maps{"alexnet", 3, 8}, Maps{"vgg16_eca", 4, 9}, Maps{"mobilenet_v3_small", 3, 5}, Maps{"efficientnet_b0", 3, 5}, Maps{"leuknet", 4, 9}),
                         [](const auto& test) { return std::string(test.param.network); });

TEST(Explanations, WithoutMapsAreOfSinglePixelsAlone) {
    const test::TempFolder folder;
    const auto predictor = *Predictor::load(test::makeTinyModel(folder.path(), {"all", "hem"}, "lstm_rows"));
    EXPECT_EQ(predictor->explainMethods(), std::vector{ExplainMethod::IntegratedGradients});
    const auto picture = pictures(1).front();
    NoProgress progress;
    for (const auto method : {ExplainMethod::GradCam, ExplainMethod::FineGradCam}) {
        const auto refused = predictor->explain(picture, 0, method, progress, {});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
        EXPECT_EQ(refused.error().what, "the network has no map that could be laid over the picture");
        EXPECT_EQ(refused.error().advice, "Choose integrated gradients.");
    }
    const auto explanation = predictor->explain(picture, 0, ExplainMethod::IntegratedGradients, progress, {});
    ASSERT_TRUE(explanation) << explanation.error().message();
    EXPECT_EQ(explanation->width, 75);
    EXPECT_EQ(std::ranges::max(explanation->values), 1);
    EXPECT_EQ(predictor->predict(std::span(&picture, 1))->size(), 1u);
}

}  // namespace
}  // namespace leukolens::inference
