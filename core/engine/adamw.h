// AdamW (Loshchilov & Hutter 2019) over all parameters in one fused call.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace leukolens::engine {

/// Weight decay applies to tensors of two and more dimensions: not to biases and batch norm. Parameters without a gradient
/// are left alone. Not thread-safe.
class AdamW {
public:
    AdamW(const std::vector<at::Tensor>& parameters, double weightDecay);

    /// One update from the gradients, which are then dropped.
    void step(double learningRate);

private:
    struct Group {
        std::vector<at::Tensor> parameters, averages, squares, steps;
        double weightDecay = 0;
    };
    static void update(Group& group, double learningRate);

    Group m_decayed, m_plain;
};

}  // namespace leukolens::engine
