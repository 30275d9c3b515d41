// Which parts of a picture a network's answer rests on.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string_view>

#include "core/nn/network.h"

namespace leukolens::nn {

/// Grad-CAM (Selvaraju et al. 2017): the block's channels, each weighted by the mean of the gradient of the class's logit, summed, negative sums cut to 0. One picture: 1 × 3 × H × W as
/// the network takes it → h × w of the block's output, float32 on the CPU, ≥ 0, in no unit. Only what comes behind the block is run with gradients. The network is in
/// evaluation. Throws std::invalid_argument for a block that the network has not.
at::Tensor gradCam(Network& network, std::string_view block, const at::Tensor& picture, std::int64_t classIndex);

/// Ablation-CAM (Desai & Ramaswamy 2020): as Grad-CAM, each channel weighted by how far the class's probability falls without it; for answers that have no gradient. `batch` channels are left out at once, each in a copy
/// of the map. `onChannels` is told how many are done, of how many, and says whether to go on; the result is undefined where it said no.
at::Tensor ablationCam(Network& network, std::string_view block, const at::Tensor& picture, std::int64_t classIndex, int batch, const std::function<bool(std::int64_t, std::int64_t)>& onChannels);

struct IntegratedGradients {
    at::Tensor map;              ///< H × W, float32 on the CPU: the three colours' shares summed; positive speaks for the class
    double difference = 0;       ///< of the class's logit between picture and baseline: what the map's sum approaches as steps grow
};

/// Integrated gradients (Sundararajan et al. 2017) of the class's logit from `baseline` (the picture's shape) to the picture, by the midpoint rule with `steps` points, `batch` of them at
/// once. `onSteps` is told how many are done and says whether to go on; the result is undefined where it said no.
IntegratedGradients integratedGradients(Network& network, const at::Tensor& picture, const at::Tensor& baseline, std::int64_t classIndex, int steps, int batch,
                                        const std::function<bool(int)>& onSteps);

}  // namespace leukolens::nn
