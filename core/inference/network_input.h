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
    std::optional<stain::ColourStatistics> colours;              ///< as the training pictures' were measured: of the picture as it came, masked where the card's background is black; nothing where too little of it is stained, or the card has none to compare with
    stain::StainOutcome outcome = stain::StainOutcome::Applied;  ///< of the card's stain normalisation
    bool blurred = false;    ///< by the card's sharpness
    bool masked = false;     ///< made black around its cell, since the card's background is
    bool notMasked = false;  ///< was to be, but no cell was found: it went in as it is
    bool wholeField = false; ///< image::isWholeField(), of the picture as it came
};

struct NetworkInput {
    at::Tensor pixels;                    ///< N × inputPx × inputPx × 3, R, G, B, bytes, on the CPU
    std::vector<PictureFindings> pictures; ///< N
};

/// Where the card's background is black, pictures that are not on black are masked first: image::findCell(). Their size stays, so that their magnification has to be that of the training pictures. Then
/// brings pictures of any size ≥ 1 px to the card's stain and its square. On all cores.
NetworkInput networkInput(std::span<const image::Image> images, const ModelCard& card);

/// Their numbers brought to the card's mean and standard deviation: N × 3 × inputPx × inputPx, R, G, B, float32, channels_last, on the device.
at::Tensor normalised(const at::Tensor& pixels, const ModelCard& card, at::Device device);

}  // namespace leukolens::inference
