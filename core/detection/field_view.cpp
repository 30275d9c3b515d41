#include "core/detection/field_view.h"

#include <ATen/ATen.h>

#include <utility>

namespace leukolens::detection {

FieldView drawFieldView(Random& random) {
    const auto bits = random.below(8);
    return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
}

at::Tensor viewed(const at::Tensor& picture, const FieldView& view) {
    auto seen = picture;
    if (view.mirrored) seen = seen.flip({-1});
    if (view.flipped) seen = seen.flip({-2});
    return view.transposed ? seen.transpose(-1, -2) : seen;
}

Box viewed(const Box& box, const FieldView& view, int width, int height) {
    Box seen = box;
    if (view.mirrored) seen = {static_cast<float>(width) - seen.right, seen.top, static_cast<float>(width) - seen.left, seen.bottom};
    if (view.flipped) seen = {seen.left, static_cast<float>(height) - seen.bottom, seen.right, static_cast<float>(height) - seen.top};
    if (view.transposed) {
        std::swap(seen.left, seen.top);
        std::swap(seen.right, seen.bottom);
    }
    return seen;
}

}  // namespace leukolens::detection
