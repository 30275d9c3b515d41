// What training shows the network, as pictures for people. Without LibTorch.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/engine/augment_settings.h"

namespace leukolens::engine {

/// The batch as it is after the augmentation of step `step` (0-based) of a training with this seed on the CPU, each value of the network's input
/// rounded to a byte. rgb: pictures of sizePx × sizePx × 3, 0…255, one after another, as in a PixelStore; the result has the same form. The
/// very operations of a step do it. Thread-safe; takes LibTorch's threads: call it from a long-lived worker.
std::vector<std::uint8_t> augmentedPictures(std::span<const std::uint8_t> rgb, int sizePx, const AugmentSettings& settings, std::uint64_t seed,
                                            std::int64_t step);

}  // namespace leukolens::engine
