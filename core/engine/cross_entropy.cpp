#include "core/engine/cross_entropy.h"

#include <ATen/ATen.h>

namespace leukolens::engine {

at::Tensor crossEntropy(const at::Tensor& logits, const at::Tensor& wanted, const at::Tensor& weights, double smoothing) {
    if (!weights.defined()) return at::cross_entropy_loss(logits, wanted, {}, at::Reduction::Mean, -100, smoothing);
    if (smoothing == 0) return at::cross_entropy_loss(logits, wanted, weights);
    // LibTorch's own asks the device which targets count, with weights and smoothing together: all do.
    const auto logs = logits.log_softmax(1);
    const auto spread = logs.mul(weights).sum().neg() / weights.index_select(0, wanted).sum();
    return at::nll_loss(logs, wanted, weights) * (1 - smoothing) + spread * (smoothing / static_cast<double>(logits.size(1)));
}

}  // namespace leukolens::engine
