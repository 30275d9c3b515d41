// Pictures of different sizes as one batch.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace leukolens::detection {

struct PictureSize {
    int64_t width = 0, height = 0;
};

/// pictures: 3 × height × width each. One below and right of which zeros fill up to a common size, a multiple of 32. N × 3 × H × W, channels_last.
at::Tensor batched(const std::vector<at::Tensor>& pictures);

PictureSize sizeOf(const at::Tensor& picture);

/// At least single precision: what autocast made of it would not place boxes well.
at::Tensor inFull(const at::Tensor& tensor);

}  // namespace leukolens::detection
