// What one training step works on, drawn and read on the host, so that the step itself is work for the device alone.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>

#include "core/engine/augmentation.h"

namespace leukolens::engine {

/// Small tensors but for `bytes`. Those that a step has no use for are undefined: the same ones in every step of a trainer.
struct StepInputs {
    at::Tensor rows;     ///< N, int64: of the resident pictures or vectors
    at::Tensor bytes;    ///< N×H×W×3, uint8: the pictures themselves, where they are not resident on the device
    at::Tensor labels;   ///< N, int64
    at::Tensor mask;     ///< N×length: dropout of vectors
    DrawnAugmentation augmentation;
    at::Tensor numbers;  ///< 2: learning rate, share of the running mean of weights; double on the CPU, float on a GPU

    std::int64_t count() const { return labels.size(0); }
    at::Tensor learningRate() const { return numbers.select(0, 0); }
    at::Tensor averageShare() const { return numbers.select(0, 1); }

    /// On the device, by copies that the host does not wait for; on the CPU the same tensors. The order of the colour changes moves with
    /// `orderToo` alone: LibTorch's operations take it from the host.
    StepInputs on(at::Device device, bool orderToo) const;
    /// The same numbers into tensors of the same shapes that lie elsewhere, without waiting.
    void copyInto(StepInputs& fixed) const;

private:
    std::array<at::Tensor*, 8> all() {
        return {&rows, &bytes, &labels, &mask, &augmentation.order, &augmentation.factors, &augmentation.matrices, &numbers};
    }
};

}  // namespace leukolens::engine
