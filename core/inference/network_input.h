// Pictures to what a network sees.
#pragma once

#include <ATen/core/Tensor.h>

#include <span>

#include "core/image/image.h"
#include "core/inference/model_card.h"

namespace leukolens::inference {

/// Resizes pictures of any size ≥ 1 px to the card's square, normalises them as the card says: N × 3 × inputPx × inputPx, R, G, B, float32, on
/// the device.
at::Tensor networkInput(std::span<const image::Image> images, const ModelCard& card, at::Device device);

}  // namespace leukolens::inference
