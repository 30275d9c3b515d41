// Copies of a picture as they turn up in data sets: saved again, resized, cropped, brighter, mirrored.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/image/image.h"

namespace leukolens::test {

/// Through a JPEG file of this quality (1…100), colour at half the size as cameras save it. Throws if that fails.
image::Image throughJpeg(const image::Image& image, int quality);

/// Each share (0 … below 0.5) of the width or height is cut away.
image::Image cropped(const image::Image& image, double left, double top, double right, double bottom);

/// v → 255 · (factor · v / 255)^gamma, cut at 255.
image::Image toned(const image::Image& image, double factor, double gamma);

image::Image mirrored(const image::Image& image);
image::Image quarterTurned(const image::Image& image);  ///< a quarter, clockwise

struct Alteration {
    std::string name;
    std::function<image::Image(const image::Image&, Random&)> apply;
};

/// Each change that near duplicates are promised to survive, at its limit, and all of them together.
std::vector<Alteration> alterations();

}  // namespace leukolens::test
