// From a decoded picture to the pixels that a network sees. Training, classifying and the preview all call this, so that they cannot differ.
#pragma once

#include <cstdint>
#include <span>

#include "core/stain/stain_reference.h"

namespace leukolens::stain {

/// Raised whenever applyStain() gives other pixels: what was kept of earlier ones is not used then.
inline constexpr int kNormalisationVersion = 1;

/// Brings the picture to the reference's stain, then to `sizePx` × `sizePx` (image::resizeInto()). rgb: sizePx² × 3 bytes. A picture whose stain
/// cannot be told is resized as it is, and the outcome says so. Takes the memory of a copy of the picture where the reference has a method.
/// Thread-safe.
StainOutcome networkPixels(const image::Image& picture, const StainReference& reference, int sizePx, std::span<std::uint8_t> rgb);

}  // namespace leukolens::stain
