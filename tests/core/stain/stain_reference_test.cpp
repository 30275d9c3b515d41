#include "core/stain/stain_reference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "tests/core/stain/reference.h"

namespace leukolens::stain {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<image::Image> allPictures() { return {test::stainPicture("cell"), test::stainPicture("field"), test::stainPicture("target")}; }

TEST(StainReference, PoolsByMedian) {
    const auto& expected = test::stainReference().at("pooled");
    const auto reinhard = fitStain(allPictures(), StainMethod::Reinhard);
    ASSERT_TRUE(reinhard) << reinhard.error().message();
    EXPECT_EQ(reinhard->pictures, 3);
    const auto colours = asVector(std::get<ColourStatistics>(reinhard->target));
    for (std::size_t i = 0; i < kColourFeatures; ++i) EXPECT_NEAR(colours[i], expected.at("colours")[i].get<double>(), 5e-4);
    const auto macenko = fitStain(allPictures(), StainMethod::Macenko);
    ASSERT_TRUE(macenko) << macenko.error().message();
    for (std::size_t s = 0; s < 2; ++s) {
        const auto& stain = std::get<StainPair>(macenko->target)[s];
        for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(stain.density[k], expected.at("stains")[s].at("density")[k].get<double>(), 1e-5);
        EXPECT_NEAR(stain.concentration, expected.at("stains")[s].at("concentration").get<double>(), 1e-4);
    }
}

TEST(StainReference, OrderDoesNotMatterAndEmptyPicturesAreLeftOut) {
    for (const auto method : {StainMethod::Reinhard, StainMethod::Macenko}) {
        auto pictures = allPictures();
        const auto forwards = fitStain(pictures, method).value();
        std::reverse(pictures.begin(), pictures.end());
        pictures.push_back(test::plain(40, 40, {0, 0, 0}));
        const auto backwards = fitStain(pictures, method).value();
        EXPECT_EQ(backwards.pictures, 3);
        auto a = test::stainPicture("cell"), b = a;
        applyStain(a, forwards), applyStain(b, backwards);
        EXPECT_EQ(a.rgb, b.rgb);
    }
}

TEST(StainReference, NoneChangesNothing) {
    const auto reference = fitStain(allPictures(), StainMethod::None);
    ASSERT_TRUE(reference);
    EXPECT_EQ(reference->method(), StainMethod::None);
    auto picture = test::stainPicture("cell");
    const auto before = picture.rgb;
    EXPECT_EQ(applyStain(picture, *reference), StainOutcome::Applied);
    EXPECT_EQ(picture.rgb, before);
}

TEST(StainReference, RefusesWhatCannotBePooled) {
    EXPECT_EQ(fitStain(std::vector<image::Image>{test::plain(40, 40, {0, 0, 0})}, StainMethod::Reinhard).error().code, ErrorCode::EmptyDataset);
    EXPECT_EQ(fitStain({}, StainMethod::Macenko).error().code, ErrorCode::EmptyDataset);
    EXPECT_EQ(poolStains({}).error().code, ErrorCode::InvalidArgument);
    const auto cell = test::stainPicture("cell");
    const std::vector mixed = {measureStain(cell, StainMethod::Reinhard).value(), measureStain(cell, StainMethod::Macenko).value()};
    EXPECT_EQ(poolStains(mixed).error().code, ErrorCode::InvalidArgument);
    std::vector damaged = {mixed[0], mixed[0]};
    std::get<ColourStatistics>(damaged[1].target).meanA = kNaN;
    EXPECT_EQ(poolStains(damaged).error().code, ErrorCode::InvalidArgument);
}

TEST(StainReference, ImpossibleNumbersChangeNoPixel) {
    const auto refused = [](const StainReference& reference) {
        auto picture = test::stainPicture("cell");
        const auto before = picture.rgb;
        EXPECT_EQ(applyStain(picture, reference), StainOutcome::NotAReference);
        EXPECT_EQ(picture.rgb, before);
        EXPECT_FALSE(faultOf(reference).empty());
    };
    const auto reinhard = measureStain(test::stainPicture("target"), StainMethod::Reinhard).value();
    for (std::size_t i = 0; i < kColourFeatures; ++i) {
        for (const double bad : {kNaN, std::numeric_limits<double>::infinity(), -129.0, 1e9}) {
            auto values = asVector(std::get<ColourStatistics>(reinhard.target));
            values[i] = bad;
            refused({fromVector(values), 1});
        }
    }
    refused({ColourStatistics{50, 0, 20, 5, -20, 5}, 1});  // no spread
    refused({std::get<ColourStatistics>(reinhard.target), 0});
    const auto stains = std::get<StainPair>(measureStain(test::stainPicture("target"), StainMethod::Macenko).value().target);
    refused({StainPair{stains[1], stains[0]}, 1});
    refused({StainPair{stains[0], stains[0]}, 1});
    for (const double bad : {kNaN, 0.0, -1.0, 1e9}) {
        auto changed = stains;
        changed[1].concentration = bad;
        refused({changed, 1});
        changed = stains;
        changed[0].density[2] = bad;
        refused({changed, 1});
    }
}

TEST(StainReference, ThreadsGiveTheSamePixels) {
    for (const auto method : {StainMethod::Reinhard, StainMethod::Macenko}) {
        const auto reference = fitStain(allPictures(), method).value();
        auto expected = test::stainPicture("field");
        ASSERT_EQ(applyStain(expected, reference), StainOutcome::Applied);
        std::vector<image::Image> pictures(8, test::stainPicture("field"));
        std::vector<std::thread> threads;
        for (auto& picture : pictures) threads.emplace_back([&picture, &reference] { applyStain(picture, reference); });
        for (auto& thread : threads) thread.join();
        for (const auto& picture : pictures) EXPECT_EQ(picture.rgb, expected.rgb);
    }
}

}  // namespace
}  // namespace leukolens::stain
