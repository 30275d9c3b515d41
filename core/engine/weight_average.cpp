#include "core/engine/weight_average.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace leukolens::engine {

WeightAverage::WeightAverage(const torch::nn::Module& network, double decay) : m_weights(nn::stateDict(network)), m_decay(decay) {
    const at::NoGradGuard noGrad;
    for (const auto& [name, tensor] : m_weights) m_mean.emplace(name, tensor.detach().clone());
}

double WeightAverage::nextShare() {
    const double updates = static_cast<double>(m_updates++);
    return 1 - std::min(m_decay, (1 + updates) / (10 + updates));
}

void WeightAverage::update(const at::Tensor& share) {
    const at::NoGradGuard noGrad;
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
    if (share.is_cpu()) at::_foreach_lerp_(means, weights, share.item());
    else moveTowards(means, weights, share);
}

void moveTowards(at::TensorList means, at::TensorList weights, const at::Tensor& share) {
    auto way = at::_foreach_sub(weights, means);
    at::_foreach_mul_(way, share);
    at::_foreach_add_(means, way);
}

}  // namespace leukolens::engine
