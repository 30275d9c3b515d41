// A running mean of a network's weights, which often classifies better than the weights of the last step (Polyak & Juditsky 1992).
#pragma once

#include "core/nn/state_dict.h"

namespace leukolens::engine {

/// Exponential mean with bias-corrected start: after n steps the decay is min(decay, (1 + n) / (10 + n)). Batch norm's statistics are
/// averaged too; counters are copied. Not thread-safe.
class WeightAverage {
public:
    WeightAverage(const torch::nn::Module& network, double decay);

    /// Counts a step; what share of the distance to the new weights the mean then goes.
    double nextShare();
    /// After each step of the network. share: no dimensions, on the network's device, double on the CPU and float on a GPU.
    void update(const at::Tensor& share);

    const nn::StateDict& state() const { return m_mean; }
    std::int64_t updates() const { return m_updates; }
    void setUpdates(std::int64_t updates) { m_updates = updates; }

private:
    nn::StateDict m_weights;  ///< the network's own tensors
    nn::StateDict m_mean;
    double m_decay;
    std::int64_t m_updates = 0;
};

/// means += share · (weights − means), the share read on the device.
void moveTowards(at::TensorList means, at::TensorList weights, const at::Tensor& share);

}  // namespace leukolens::engine
