#include "core/detection/detector_input.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace leukolens::detection {
namespace {

/// What ResNet's maps divide by; as torchvision pads.
constexpr int64_t kMultiple = 32;

int64_t roundedUp(int64_t side) { return (side + kMultiple - 1) / kMultiple * kMultiple; }

}  // namespace

PictureSize sizeOf(const at::Tensor& picture) { return {picture.size(2), picture.size(1)}; }

at::Tensor batched(const std::vector<at::Tensor>& pictures) {
    int64_t width = 0, height = 0;
    for (const auto& picture : pictures) {
        width = std::max(width, roundedUp(picture.size(2)));
        height = std::max(height, roundedUp(picture.size(1)));
    }
    const auto batch = at::empty({static_cast<int64_t>(pictures.size()), 3, height, width}, pictures.front().options(), at::MemoryFormat::ChannelsLast).zero_();
    for (std::size_t i = 0; i < pictures.size(); ++i)
        batch[static_cast<int64_t>(i)].slice(1, 0, pictures[i].size(1)).slice(2, 0, pictures[i].size(2)).copy_(pictures[i]);
    return batch;
}

at::Tensor inFull(const at::Tensor& tensor) { return tensor.scalar_type() == at::kBFloat16 || tensor.scalar_type() == at::kHalf ? tensor.to(at::kFloat) : tensor; }

}  // namespace leukolens::detection
