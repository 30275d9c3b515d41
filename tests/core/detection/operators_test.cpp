// Boxes, suppression, matching and anchors against torchvision's.
#include <gtest/gtest.h>

#include "core/detection/anchors.h"
#include "core/detection/boxes.h"
#include "core/detection/matching.h"
#include "core/detection/nms.h"
#include "tests/core/detection/reference.h"

namespace leukolens::detection {
namespace {

constexpr double kNear = 1e-5;

TEST(Boxes, OverlapClipAndCodeAsTorchvision) {
    const auto wanted = reference("operators");
    for (const auto type : {at::kFloat, at::kDouble}) {
        const auto a = numbers(wanted["a"], {-1, 4}).to(type), b = numbers(wanted["b"], {-1, 4}).to(type);
        EXPECT_LE(largestDifference(boxIou(a, b), numbers(wanted["iou"], {5, 7})), kNear);
        EXPECT_LE(largestDifference(clippedBoxes(b - 20, 60, 40), numbers(wanted["clipped"], {-1, 4})), kNear);
        const BoxCoder coder(10, 5);
        EXPECT_LE(largestDifference(coder.encode(numbers(wanted["c"], {-1, 4}).to(type), b), numbers(wanted["encoded"], {-1, 4})), 1e-4);
        EXPECT_LE(largestDifference(coder.decode(numbers(wanted["codes"], {7, 8}).to(type), b), numbers(wanted["decoded"], {7, 2, 4})), 1e-3);
    }
}

TEST(Boxes, CodesAreReadBack) {
    const auto wanted = reference("operators");
    const auto boxes = numbers(wanted["c"], {-1, 4}), references = numbers(wanted["b"], {-1, 4});
    const BoxCoder coder(1, 1);
    EXPECT_LE(largestDifference(coder.decode(coder.encode(boxes, references), references).squeeze(1), boxes), 1e-9);
}

TEST(Boxes, SidesBelowTheLeastAreLeftOut) {
    const auto boxes = at::tensor({0.f, 0.f, 5.f, 5.f, 0.f, 0.f, 1.f, 9.f, 2.f, 2.f, 4.f, 4.f}).view({3, 4});
    EXPECT_TRUE(boxesFromSide(boxes, 2).equal(at::tensor({0, 2}, at::kLong)));
}

TEST(NonMaximumSuppression, KeepsWhatTorchvisionKeeps) {
    const auto wanted = reference("operators")["nms"];
    const auto boxes = numbers(wanted["boxes"], {-1, 4}).to(at::kFloat), scores = numbers(wanted["scores"], {-1}).to(at::kFloat);
    const auto groups = integers(wanted["groups"]), kept = integers(wanted["kept"]);
    ASSERT_LT(kept.numel(), scores.numel());
    EXPECT_TRUE(nonMaximumSuppression(boxes, scores, groups, 0.3, 1000).equal(kept));
    EXPECT_TRUE(nonMaximumSuppression(boxes, scores, groups, 0.3, 5).equal(kept.slice(0, 0, 5)));
}

TEST(NonMaximumSuppression, OfNothingIsNothing) {
    EXPECT_EQ(nonMaximumSuppression(at::empty({0, 4}), at::empty({0}), at::empty({0}, at::kLong), 0.5, 10).numel(), 0);
}

TEST(Matching, FindsTheBoxesThatTorchvisionFinds) {
    const auto wanted = reference("operators")["match"];
    const auto iou = numbers(wanted["iou"], {6, 40});
    EXPECT_TRUE(matched(iou, {0.5, 0.5, false}).equal(integers(wanted["strict"])));
    EXPECT_TRUE(matched(iou, {0.5, 0.2, true}).equal(integers(wanted["best"])));
}

TEST(Matching, SamplesTheAskedShareWithoutRepeating) {
    const auto labels = at::cat({at::full({30}, 2, at::kLong), at::zeros({100}, at::kLong), at::full({50}, -1, at::kLong)});
    Random random(7);
    const auto sample = balancedSample(labels, 40, 0.25, random);
    EXPECT_EQ(sample.positive.numel(), 10);
    EXPECT_EQ(sample.negative.numel(), 30);
    EXPECT_TRUE((labels.index_select(0, sample.positive) >= 1).all().item<bool>());
    EXPECT_TRUE((labels.index_select(0, sample.negative) == 0).all().item<bool>());
    EXPECT_TRUE((sample.negative.diff() > 0).all().item<bool>());
    Random again(7), other(8);
    EXPECT_TRUE(balancedSample(labels, 40, 0.25, again).negative.equal(sample.negative));
    EXPECT_FALSE(balancedSample(labels, 40, 0.25, other).negative.equal(sample.negative));
}

TEST(Matching, TakesMoreBackgroundWhereThereIsLittleElse) {
    Random random(1);
    const auto sample = balancedSample(at::cat({at::ones({3}, at::kLong), at::zeros({100}, at::kLong)}), 40, 0.5, random);
    EXPECT_EQ(sample.positive.numel(), 3);
    EXPECT_EQ(sample.negative.numel(), 37);
}

TEST(Anchors, LieWhereTorchvisionPutsThem) {
    const AnchorShapes fine{{32, 64}}, coarse{{128, 256}};
    const at::TensorOptions options(at::kDouble);
    const auto all = at::cat({anchorsOf(fine, {96 / 5, 64 / 4, 0}, 4, 5, options), anchorsOf(coarse, {96 / 3, 64 / 2, 0}, 2, 3, options)});
    EXPECT_EQ(largestDifference(all, numbers(reference("operators")["anchors"], {-1, 4})), 0);
}

TEST(Anchors, StandAtTheMiddlesOfWhatTheMapSaw) {
    const auto anchors = anchorsOf({{32}, {1.0}}, {16, 16, 21.5}, 2, 3, at::kFloat);
    EXPECT_TRUE(anchors[4].equal(at::tensor({21.5f, 21.5f, 53.5f, 53.5f})));
}

}  // namespace
}  // namespace leukolens::detection
