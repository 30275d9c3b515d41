// Random changes of colour and position, on whole batches, on the device where the batch lies.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/random.h"
#include "core/engine/augment_settings.h"

namespace leukolens::engine {

/// rgb: N×3×H×W float, 0…1. The four changes of colour come in an order drawn for the batch, each clamped to 0…1, as torchvision's
/// ColorJitter and adjust_gamma define them; pixels that were black stay black (contrast alone would lift them). Then flips
/// and rotation, bilinear.
at::Tensor augment(const at::Tensor& rgb, const AugmentSettings& settings, Random& random);

// The four changes; factor: N×1×1×1.
at::Tensor adjustBrightness(const at::Tensor& rgb, const at::Tensor& factor);
at::Tensor adjustContrast(const at::Tensor& rgb, const at::Tensor& factor);
at::Tensor adjustSaturation(const at::Tensor& rgb, const at::Tensor& factor);
at::Tensor adjustGamma(const at::Tensor& rgb, const at::Tensor& factor);

}  // namespace leukolens::engine
