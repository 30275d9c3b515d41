// A model of cells on black, asked about pictures with their background.
#include <ATen/ATen.h>

#include <algorithm>

#include "core/image/cell_mask.h"
#include "core/inference/network_input.h"
#include "core/stain/colour_statistics.h"
#include "tests/core/inference/predictor_fixture.h"
#include "tests/support/drawn_smear.h"

namespace leukolens::inference {
namespace {

using test::drawSmear;

class MaskedBackground : public PredictorTest {
protected:
    std::unique_ptr<Predictor> knowing(Background background, const std::function<void(ModelCard&)>& more = [](ModelCard&) {}) {
        const std::string name = "model" + std::to_string(++m_models) + ".leukomodel";
        rewrite(name.c_str(), [&](ModelCard& card) {
            card.background = background;
            more(card);
        });
        return std::move(*Predictor::load(m_folder / name));
    }

    static Prediction one(Predictor& predictor, const image::Image& picture) { return predictor.predict(std::span(&picture, 1))->front(); }
    static bool isFlagged(const Prediction& prediction) { return std::ranges::count(prediction.flags, kNotMaskedFlag) == 1; }

    const image::Image m_smear = drawSmear().picture, m_masked = image::cellOnBlack(m_smear, *image::findCell(m_smear)), m_blank = drawSmear({.whiteCell = false, .redCells = false}).picture;
    int m_models = 0;
};

TEST_F(MaskedBackground, AModelOfCellsOnBlackSeesTheCellAlone) {
    const auto plain = *Predictor::load(m_model), black = knowing(Background::Black);
    const auto seen = one(*black, m_smear);
    EXPECT_EQ(seen.probabilities, one(*plain, m_masked).probabilities);
    EXPECT_NE(seen.probabilities, one(*plain, m_smear).probabilities) << "else this shows nothing";
    EXPECT_TRUE(seen.masked);
    EXPECT_TRUE(seen.flags.empty());
}

TEST_F(MaskedBackground, WhatIsOnBlackAlreadyIsTakenAsItIs) {
    const auto plain = *Predictor::load(m_model), black = knowing(Background::Black);
    for (const auto& picture : {pictures(1).front(), m_masked}) {
        const auto seen = one(*black, picture);
        EXPECT_EQ(seen.probabilities, one(*plain, picture).probabilities);
        EXPECT_FALSE(seen.masked);
        EXPECT_TRUE(seen.flags.empty());
    }
}

TEST_F(MaskedBackground, OtherModelsSeeThePictureWithItsBackground) {
    const auto plain = *Predictor::load(m_model);
    for (const auto background : {Background::Kept, Background::Unknown}) {
        const auto predictor = knowing(background);
        for (const auto& picture : {m_smear, m_blank}) {
            const auto seen = one(*predictor, picture);
            EXPECT_EQ(seen.probabilities, one(*plain, picture).probabilities);
            EXPECT_FALSE(seen.masked);
            EXPECT_FALSE(isFlagged(seen));
        }
    }
}

TEST_F(MaskedBackground, WhereNoCellIsFoundIsFlaggedAndClassifiedAsItIs) {
    const auto plain = *Predictor::load(m_model), black = knowing(Background::Black);
    const auto seen = one(*black, m_blank);
    EXPECT_TRUE(isFlagged(seen));
    EXPECT_FALSE(seen.masked);
    EXPECT_EQ(seen.probabilities, one(*plain, m_blank).probabilities);
}

TEST_F(MaskedBackground, EachPictureOfABatchHasItsOwn) {
    const auto black = knowing(Background::Black);
    const std::vector<image::Image> all = {m_blank, m_smear, m_masked};
    const auto seen = *black->predict(all);
    EXPECT_TRUE(isFlagged(seen[0]) && !seen[0].masked);
    EXPECT_TRUE(!isFlagged(seen[1]) && seen[1].masked);
    EXPECT_TRUE(!isFlagged(seen[2]) && !seen[2].masked);
}

TEST_F(MaskedBackground, ColoursAndSharpnessAreThoseOfTheMaskedPicture) {
    std::vector<stain::ColourStatistics> colours;
    for (const auto& picture : pictures(25)) colours.push_back(*stain::colourStatistics(picture));
    const double sharpness = static_cast<double>(image::factsOf(m_masked).sharpness);
    ASSERT_GT(sharpness, 1.2 * static_cast<double>(image::factsOf(m_smear).sharpness)) << "else this shows nothing";
    const auto measuring = [&](ModelCard& card) {
        card.colours = *stain::fitShift(colours);
        card.sharpness = SharpnessReference{0.9 * sharpness, sharpness, m_smear.width, m_smear.width};
    };
    const auto black = one(*knowing(Background::Black, measuring), m_smear), kept = one(*knowing(Background::Kept, measuring), m_smear);
    ASSERT_TRUE(black.colours && kept.colours);
    EXPECT_EQ(asVector(*black.colours), asVector(*stain::colourStatistics(m_masked)));
    EXPECT_EQ(asVector(*kept.colours), asVector(*stain::colourStatistics(m_smear)));
    EXPECT_EQ(std::ranges::count(black.flags, kBlurredFlag), 0);
    EXPECT_EQ(std::ranges::count(kept.flags, kBlurredFlag), 1);
}

TEST_F(MaskedBackground, TheStainIsBroughtToTheCardsAfterMasking) {
    const auto reference = *stain::fitStain(pictures(3), stain::StainMethod::Reinhard);
    const auto stained = [&](ModelCard& card) { card.stain = reference; };
    EXPECT_EQ(one(*knowing(Background::Black, stained), m_smear).probabilities, one(*knowing(Background::Unknown, stained), m_masked).probabilities);
}

TEST_F(MaskedBackground, ThePictureKeepsItsSize) {
    ModelCard card;
    card.background = Background::Black;
    const auto input = networkInput(std::span(&m_smear, 1), card);
    EXPECT_TRUE(at::equal(input.pixels, networkInput(std::span(&m_masked, 1), card).pixels)) << "no cut, no zoom: the magnification counts";
}

TEST_F(MaskedBackground, ReasonsAreThoseOfTheMaskedPicture) {
    const auto plain = *Predictor::load(m_model), black = knowing(Background::Black);
    NoProgress progress;
    const auto explained = [&](Predictor& predictor, const image::Image& picture) { return predictor.explain(picture, 0, ExplainMethod::FineGradCam, progress, {})->values; };
    EXPECT_EQ(explained(*black, m_smear), explained(*plain, m_masked));
    EXPECT_NE(explained(*black, m_smear), explained(*plain, m_smear));
}

TEST_F(MaskedBackground, AJoinedModelMasksForItselfAndItsTroubleIsFlagged) {
    auto both = knowing(Background::Kept);
    ASSERT_TRUE(both->join(knowing(Background::Black)));
    EXPECT_TRUE(one(*both, m_smear).masked);
    EXPECT_TRUE(isFlagged(one(*both, m_blank)));
    const auto plain = *Predictor::load(m_model);
    const auto seen = one(*both, m_smear);
    EXPECT_NEAR(seen.probabilities[0], (one(*plain, m_smear).probabilities[0] + one(*plain, m_masked).probabilities[0]) / 2, 1e-6);
}

}  // namespace
}  // namespace leukolens::inference
