#include "core/engine/weight_average.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace leukolens::engine {

WeightAverage::WeightAverage(const torch::nn::Module& network, double decay) : m_weights(nn::stateDict(network)), m_decay(decay) {
    const at::NoGradGuard noGrad;
    for (const auto& [name, tensor] : m_weights) m_mean.emplace(name, tensor.detach().clone());
}

void WeightAverage::update() {
    const at::NoGradGuard noGrad;
    const double updates = static_cast<double>(m_updates++);
    const double decay = std::min(m_decay, (1 + updates) / (10 + updates));
    std::vector<at::Tensor> means, weights;
    for (auto& [name, mean] : m_mean) {
        const at::Tensor weight = m_weights.at(name).detach();
        if (mean.is_floating_point()) {
            means.push_back(mean);
            weights.push_back(weight);
        } else {
            mean.copy_(weight);
        }
    }
    at::_foreach_lerp_(means, weights, at::Scalar(1 - decay));
}

}  // namespace leukolens::engine
