#include "core/detection/field_view.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <set>

namespace leukolens::detection {
namespace {

TEST(FieldView, BoxesGoWhereTheirPixelsGo) {
    constexpr int kWidth = 12, kHeight = 9;
    const Box box{2, 3, 7, 5};
    const auto picture = at::zeros({3, kHeight, kWidth});
    picture.slice(1, 3, 5).slice(2, 2, 7).fill_(1);
    for (int bits = 0; bits < 8; ++bits) {
        const FieldView view{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
        const auto seen = viewed(picture, view);
        const auto moved = viewed(box, view, kWidth, kHeight);
        const auto inside = seen.slice(1, static_cast<int64_t>(moved.top), static_cast<int64_t>(moved.bottom)).slice(2, static_cast<int64_t>(moved.left), static_cast<int64_t>(moved.right));
        EXPECT_EQ(inside.numel(), 30) << bits;
        EXPECT_EQ(inside.sum().item<float>(), 30) << bits;
    }
}

TEST(FieldView, AllEightAreDrawn) {
    Random random(3);
    std::set<int> seen;
    for (int i = 0; i < 200; ++i) {
        const auto view = drawFieldView(random);
        seen.insert(view.mirrored + 2 * view.flipped + 4 * view.transposed);
    }
    EXPECT_EQ(seen.size(), 8u);
}

}  // namespace
}  // namespace leukolens::detection
