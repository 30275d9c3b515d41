// image::resizeInto against LibTorch's antialiased bilinear resize, which torchvision uses. Here, because image/ knows no LibTorch.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/image/resize.h"

namespace leukolens::inference {
namespace {

void expectParity(int width, int height, int size) {
    image::Image picture{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height) * 3)};
    Random random(static_cast<std::uint64_t>(width * 1000 + size));
    for (auto& value : picture.rgb) value = static_cast<std::uint8_t>(random.below(256));
    std::vector<std::uint8_t> ours(static_cast<std::size_t>(size * size) * 3);
    image::resizeInto(picture, size, ours);
    const auto input = at::from_blob(picture.rgb.data(), {height, width, 3}, at::kByte).permute({2, 0, 1}).unsqueeze(0).to(at::kFloat);
    const auto theirs = at::_upsample_bilinear2d_aa(input, {size, size}, false).round().clamp(0, 255).to(at::kByte).squeeze(0).permute({1, 2, 0});
    const auto found = at::from_blob(ours.data(), {size, size, 3}, at::kByte);
    // Sums in another order: a value at .5 may round the other way.
    EXPECT_LE(found.to(at::kInt).sub(theirs.to(at::kInt)).abs().max().item<int>(), 1) << width << "x" << height << " → " << size;
    EXPECT_LT(found.ne(theirs).to(at::kFloat).mean().item<double>(), 0.001) << width << "x" << height << " → " << size;
}

TEST(Resize, AsTorchvisionWhenShrinkingGrowingAndStretching) {
    expectParity(450, 450, 299);
    expectParity(450, 450, 75);
    expectParity(360, 363, 139);
    expectParity(40, 60, 299);
    expectParity(1, 1, 75);
    expectParity(299, 299, 299);
}

}  // namespace
}  // namespace leukolens::inference
