// Pictures to what a network sees.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <span>
#include <vector>

#include "core/image/image.h"
#include "core/inference/model_card.h"

namespace leukolens::inference {

/// What is told of a picture on its way to the network.
struct PictureFindings {
    std::optional<stain::ColourStatistics> colours;              ///< of the picture as it came; nothing where too little of it is stained, or the card has none to compare with
    stain::StainOutcome outcome = stain::StainOutcome::Applied;  ///< of the card's stain normalisation
    bool blurred = false;  ///< by the card's sharpness
    bool wholeField = false;  ///< image::isWholeField()
};

struct NetworkInput {
    at::Tensor tensor;                    ///< N × 3 × inputPx × inputPx, R, G, B, float32, on the device
    std::vector<PictureFindings> pictures; ///< N
};

/// Brings pictures of any size ≥ 1 px to the card's stain and its square, and their numbers to its mean and standard deviation. On all cores.
NetworkInput networkInput(std::span<const image::Image> images, const ModelCard& card, at::Device device);

}  // namespace leukolens::inference
