// The eight ways to look at a field, and how boxes move with it.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/random.h"
#include "core/detection/field.h"

namespace leukolens::detection {

/// Mirrored left to right, then top to bottom, then at the diagonal (which swaps width and height). Turns by 90° are among the eight.
struct FieldView {
    bool mirrored = false, flipped = false, transposed = false;
};

FieldView drawFieldView(Random& random);

/// … × H × W.
at::Tensor viewed(const at::Tensor& picture, const FieldView& view);

/// width and height: of the picture before.
Box viewed(const Box& box, const FieldView& view, int width, int height);

}  // namespace leukolens::detection
