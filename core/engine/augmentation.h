// Random changes of colour and position, on whole batches, on the device where the batch lies.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/random.h"
#include "core/engine/augment_settings.h"

namespace leukolens::engine {

/// What is random about the changes of one batch of N pictures.
struct DrawnAugmentation {
    at::Tensor order;     ///< 4, int32: which change comes first, second, …: 0 brightness, 1 contrast, 2 saturation, 3 gamma
    at::Tensor factors;   ///< 4×N float: in row p those of the change at place p
    at::Tensor matrices;  ///< N×2×3 float: where a pixel of the result comes from; undefined where nothing moves
};

/// What is random about the step with this number, 0-based, of a training with this seed.
Random augmentationRandom(std::uint64_t seed, std::int64_t step);

/// On the CPU. The count of numbers drawn depends on `count` and movesPixels() alone.
DrawnAugmentation drawAugmentation(std::int64_t count, const AugmentSettings& settings, Random& random);

/// rgb: N×3×H×W float, 0…1. The four changes of colour come in an order drawn for the batch, each clamped to 0…1, as torchvision's
/// ColorJitter and adjust_gamma define them; pixels that were black stay black (contrast alone would lift them). Then flips
/// and rotation, bilinear. drawn.order lies on the CPU, the rest beside rgb.
at::Tensor applyAugmentation(const at::Tensor& rgb, const AugmentSettings& settings, const DrawnAugmentation& drawn);

// The four changes; factor: N×1×1×1.
at::Tensor adjustBrightness(const at::Tensor& rgb, const at::Tensor& factor);
at::Tensor adjustContrast(const at::Tensor& rgb, const at::Tensor& factor);
at::Tensor adjustSaturation(const at::Tensor& rgb, const at::Tensor& factor);
at::Tensor adjustGamma(const at::Tensor& rgb, const at::Tensor& factor);

}  // namespace leukolens::engine
