// A running mean of a network's weights, which often classifies better than the weights of the last step (Polyak & Juditsky 1992).
#pragma once

#include "core/nn/state_dict.h"

namespace leukolens::engine {

/// Exponential mean with bias-corrected start: after n steps the decay is min(decay, (1 + n) / (10 + n)). Batch norm's statistics are
/// averaged too; counters are copied. Not thread-safe.
class WeightAverage {
public:
    WeightAverage(const torch::nn::Module& network, double decay);

    void update();  ///< after each step of the network

    const nn::StateDict& state() const { return m_mean; }
    std::int64_t updates() const { return m_updates; }
    void setUpdates(std::int64_t updates) { m_updates = updates; }

private:
    nn::StateDict m_weights;  ///< the network's own tensors
    nn::StateDict m_mean;
    double m_decay;
    std::int64_t m_updates = 0;
};

}  // namespace leukolens::engine
