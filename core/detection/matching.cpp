#include "core/detection/matching.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

namespace leukolens::detection {
namespace {

at::Tensor drawn(const at::Tensor& candidates, int64_t count, Random& random) {
    if (count >= candidates.numel()) return candidates;
    const auto onHost = candidates.cpu();
    const auto* first = onHost.const_data_ptr<int64_t>();
    std::vector<int64_t> chosen(first, first + onHost.numel());
    random.shuffle(chosen);
    chosen.resize(static_cast<std::size_t>(count));
    std::ranges::sort(chosen);
    return at::tensor(chosen, at::kLong).to(candidates.device());
}

}  // namespace

at::Tensor matched(const at::Tensor& iou, const MatchLimits& limits) {
    const auto [best, nearest] = iou.max(0);
    auto result = nearest.masked_fill(best < limits.near, kUndecided).masked_fill(best < limits.far, kBackground);
    if (limits.bestCounts) {
        const auto isBest = iou.eq(std::get<0>(iou.max(1, true))).any(0);
        result = at::where(isBest, nearest, result);
    }
    return result;
}

Sample balancedSample(const at::Tensor& labels, int64_t count, double positiveShare, Random& random) {
    const auto positive = (labels >= 1).nonzero().squeeze(1), negative = (labels == 0).nonzero().squeeze(1);
    const auto wanted = std::min(positive.numel(), static_cast<int64_t>(static_cast<double>(count) * positiveShare));
    return {drawn(positive, wanted, random), drawn(negative, count - wanted, random)};
}

}  // namespace leukolens::detection
