// The one way a picture gets to the size a network takes: for training, inference and preview alike.
#pragma once

#include <cstdint>
#include <span>

#include "core/image/image.h"

namespace leukolens::image {

/// Bilinear, antialiased when shrinking (triangle filter as wide as the step), edges by the pixels that are there: the same numbers
/// as torchvision's antialiased Resize on float tensors, rounded to 8 bits. A picture that is not square is stretched, as torchvision's
/// Resize((P, P)) does. Plain C++: it runs in pools of threads where LibTorch would start one more pool each.
/// out: size × size × 3. Thread-safe.
void resizeInto(const Image& image, int size, std::span<std::uint8_t> out);

Image resized(const Image& image, int width, int height);

}  // namespace leukolens::image
