#include "core/detection/nms.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

namespace leukolens::detection {
namespace {

struct Kept {
    float left, top, right, bottom, area;
    int64_t group;
};

bool overlaps(const Kept& a, const Kept& b, double mostIou) {
    if (a.group != b.group) return false;
    const float width = std::min(a.right, b.right) - std::max(a.left, b.left), height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    if (width <= 0 || height <= 0) return false;
    const float common = width * height;
    return static_cast<double>(common / (a.area + b.area - common)) > mostIou;
}

}  // namespace

at::Tensor nonMaximumSuppression(const at::Tensor& boxes, const at::Tensor& scores, const at::Tensor& groups, double mostIou, int64_t most) {
    // Each decision depends on those before it: the host makes them, also where the boxes lie on a GPU.
    const auto order = std::get<1>(scores.detach().sort(/*stable=*/true, 0, /*descending=*/true)).cpu();
    const auto onHost = boxes.detach().to(at::kCPU, at::kFloat).contiguous(), groupsOnHost = groups.cpu().contiguous();
    const auto* place = onHost.const_data_ptr<float>();
    const auto* group = groupsOnHost.const_data_ptr<int64_t>();
    const auto* index = order.const_data_ptr<int64_t>();
    std::vector<Kept> kept;
    std::vector<int64_t> indices;
    for (int64_t i = 0; i < order.numel() && static_cast<int64_t>(kept.size()) < most; ++i) {
        const float* b = place + 4 * index[i];
        const Kept box{b[0], b[1], b[2], b[3], (b[2] - b[0]) * (b[3] - b[1]), group[index[i]]};
        if (std::ranges::any_of(kept, [&](const Kept& better) { return overlaps(better, box, mostIou); })) continue;
        kept.push_back(box);
        indices.push_back(index[i]);
    }
    return at::tensor(indices, at::kLong).to(boxes.device());
}

}  // namespace leukolens::detection
