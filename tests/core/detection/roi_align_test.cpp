// RoIAlign and its gradient against torchvision's.
#include "core/detection/roi_align.h"

#include <gtest/gtest.h>

#include "core/parity/formula.h"
#include "tests/core/detection/reference.h"

namespace leukolens::detection {
namespace {

/// −1 … 1, as make_detection_reference.py's unit().
at::Tensor unit(std::string_view name, at::IntArrayRef shape) {
    const parity::NamedHash hash(name);
    const auto values = at::empty(shape, at::kDouble);
    for (int64_t i = 0; i < values.numel(); ++i) values.data_ptr<double>()[i] = static_cast<double>(hash.signedAt(static_cast<std::uint64_t>(i))) / (1 << 23);
    return values;
}

TEST(RoiAlign, ReadsRegionsAsTorchvision) {
    const auto wanted = reference("regions");
    const auto rois = numbers(wanted["rois"], {-1, 4}), out = numbers(wanted["out"], {8, 2, 7, 7});
    const auto owner = integers(wanted["owner"]);
    for (const auto type : {at::kFloat, at::kDouble}) {
        const auto map = unit("map", {2, 2, 9, 10}).to(type);
        EXPECT_LE(largestDifference(roiAlign(map, {16, 16, 0}, rois.to(type), owner), out), 1e-5);
        // Whatever the memory's order.
        EXPECT_LE(largestDifference(roiAlign(map.contiguous(at::MemoryFormat::ChannelsLast), {16, 16, 0}, rois.to(type), owner), out), 1e-5);
    }
}

TEST(RoiAlign, HasTorchvisionsGradient) {
    const auto wanted = reference("regions");
    for (const auto type : {at::kFloat, at::kDouble}) {
        auto map = unit("map", {2, 2, 9, 10}).to(type).requires_grad_(true);
        const auto out = roiAlign(map, {16, 16, 0}, numbers(wanted["rois"], {-1, 4}).to(type), integers(wanted["owner"]));
        (out * unit("weights of the sum", out.sizes()).to(type)).sum().backward();
        EXPECT_LE(largestDifference(map.grad(), numbers(wanted["gradient"], {2, 2, 9, 10})), 1e-5);
    }
}

TEST(RoiAlign, ChoosesTheMapByTheRegionsSize) {
    const auto wanted = reference("regions")["pyramid"];
    const auto rois = numbers(wanted["rois"], {-1, 4});
    EXPECT_TRUE(pyramidLevels(rois, 4, 4).equal(integers(wanted["levels"])));
    std::vector<at::Tensor> maps;
    std::vector<MapGrid> grids;
    for (int i = 0; i < 4; ++i) {
        maps.push_back(unit("map " + std::to_string(i), {1, 1, 256 >> i, 256 >> i}));
        grids.push_back({static_cast<double>(4 << i), static_cast<double>(4 << i), 0});
    }
    const auto out = roiAlign(maps, grids, rois, at::zeros({10}, at::kLong));
    EXPECT_LE(largestDifference(out.mean({1, 2, 3}), numbers(wanted["means"], {10})), 1e-6);
    EXPECT_LE(largestDifference(out.select(1, 0).select(1, 0).select(1, 0), numbers(wanted["corner"], {10})), 1e-6);
}

TEST(RoiAlign, CountsFromWhereTheMapBegins) {
    // A map that says its own x: each place lies at column · 16 + 21.5.
    const auto map = (at::arange(12, at::kDouble) * 16 + 21.5).expand({1, 1, 12, 12});
    const auto out = roiAlign(map, {16, 16, 21.5}, at::tensor({40.0, 60.0, 96.0, 116.0}, at::kDouble).view({1, 4}), at::zeros({1}, at::kLong));
    EXPECT_NEAR(out.mean().item<double>(), 68, 1e-9);
}

TEST(RoiAlign, OfNoRegionsIsEmpty) {
    EXPECT_EQ(roiAlign(at::zeros({1, 3, 4, 4}), {16, 16, 0}, at::zeros({0, 4}), at::zeros({0}, at::kLong)).sizes(), at::IntArrayRef({0, 3, 7, 7}));
}

}  // namespace
}  // namespace leukolens::detection
