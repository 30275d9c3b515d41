#include "core/inference/eight_bit.h"

#include <algorithm>

#include "core/stain/network_pixels.h"
#include "tests/core/inference/predictor_fixture.h"

namespace leukolens::inference {
namespace {

class EightBitTest : public PredictorTest {
protected:
    void SetUp() override {
        if (!canMeasureEightBit()) GTEST_SKIP() << "this processor has no instructions for 8-bit numbers";
    }

    PreparedPictures prepared() const {
        return {m_pictures.size(), [this](std::size_t i, std::span<std::uint8_t> rgb) -> Result<void> {
                    stain::networkPixels(m_pictures[i], {}, 75, rgb);
                    return {};
                }};
    }

    Result<EightBitFacts> measured(const PreparedPictures& training, const CancelToken& cancel = {}) {
        const auto bundle = readModelBundle(m_model);
        NoProgress progress;
        return measureEightBit(bundle->card, bundle->weights, training, prepared(), progress, cancel);
    }

    std::vector<image::Image> m_pictures = pictures(24);
};

TEST_F(EightBitTest, AnswersAsTheRangesAllow) {
    auto facts = measured(prepared());
    ASSERT_TRUE(facts) << facts.error().message();
    EXPECT_EQ(facts->ranges.size(), 94u);
    EXPECT_EQ(facts->cells, 24);
    facts->agreement = 1;
    rewrite("quick.leukomodel", [&](ModelCard& card) { card.eightBit = *facts; });
    const auto quick = Predictor::load(m_folder / "quick.leukomodel", "cpu", kEightBitPrecision);
    ASSERT_TRUE(quick) << quick.error().message();
    const auto found = (*quick)->predict(m_pictures, {.features = true}), expected = (*Predictor::load(m_model, "cpu", "fp32"))->predict(m_pictures, {.features = true});
    ASSERT_TRUE(found && expected);
    for (std::size_t i = 0; i < m_pictures.size(); ++i) {
        EXPECT_NEAR((*found)[i].probabilities[0], (*expected)[i].probabilities[0], 0.05);
        EXPECT_NE((*found)[i].features, (*expected)[i].features) << "it is 8 bits";
    }
}

TEST_F(EightBitTest, CountsTheCellsThatKeepTheirClass) {
    const auto facts = measured(prepared());
    ASSERT_TRUE(facts);
    auto sound = *facts;
    sound.agreement = 1;
    rewrite("quick.leukomodel", [&](ModelCard& card) { card.eightBit = sound; });
    const auto found = *(*Predictor::load(m_folder / "quick.leukomodel", "cpu", kEightBitPrecision))->predict(m_pictures);
    const auto expected = *(*Predictor::load(m_model, "cpu", "fp32"))->predict(m_pictures);
    int same = 0;
    for (std::size_t i = 0; i < m_pictures.size(); ++i) same += found[i].classIndex == expected[i].classIndex ? 1 : 0;
    // Asked in parts of 16: the second only where the first left hope.
    EXPECT_EQ(facts->cells, 24);
    EXPECT_DOUBLE_EQ(facts->agreement, same / 24.0);
}

TEST_F(EightBitTest, IsRefusedWhereTooManyCellsChangeTheirClass) {
    const auto refused = [this](const char* name, const std::optional<EightBitFacts>& facts) {
        rewrite(name, [&](ModelCard& card) { card.eightBit = facts; });
        const auto predictor = Predictor::load(m_folder / name, "cpu", kEightBitPrecision);
        return predictor ? "" : predictor.error().what;
    };
    const auto facts = measured(prepared());
    ASSERT_TRUE(facts);
    auto poor = *facts, just = *facts;
    poor.agreement = 0.9949;
    just.agreement = 0.995;
    EXPECT_NE(refused("poor.leukomodel", poor).find("differ"), std::string::npos);
    EXPECT_NE(refused("unknown.leukomodel", {}).find("not measured"), std::string::npos);
    EXPECT_EQ(refused("just.leukomodel", just), "");
    EXPECT_TRUE(Predictor::load(m_folder / "poor.leukomodel", "cpu", "fp32")) << "in other numbers it answers as before";
    EXPECT_EQ((*Predictor::load(m_folder / "just.leukomodel", "cpu", kQuickestPrecision))->precision(), kEightBitPrecision);
    EXPECT_EQ((*Predictor::load(m_folder / "poor.leukomodel", "cpu", kQuickestPrecision))->precision(), (*Predictor::load(m_model))->precision());
}

TEST_F(EightBitTest, StopsWithWhatReadingFailsWith) {
    auto broken = prepared();
    broken.read = [](std::size_t, std::span<std::uint8_t>) -> Result<void> { return fail(ErrorCode::NotFound, "does not exist"); };
    EXPECT_EQ(measured(broken).error().code, ErrorCode::NotFound);
    CancelSource source;
    source.cancel();
    EXPECT_EQ(measured(prepared(), source.token()).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::inference
