#include "core/stain/colour_statistics.h"

#include <algorithm>
#include <cmath>

#include "core/stain/colour_space.h"
#include "core/stain/tissue.h"

namespace leukolens::stain {

ColourVector asVector(const ColourStatistics& colours) {
    return {colours.meanL, colours.sdL, colours.meanA, colours.sdA, colours.meanB, colours.sdB};
}

ColourStatistics fromVector(const ColourVector& values) { return {values[0], values[1], values[2], values[3], values[4], values[5]}; }

std::optional<ColourStatistics> colourStatistics(const image::Image& picture) {
    const std::size_t pixels = pixelCount(picture);
    std::int64_t count = 0;
    std::array<double, 3> sums{}, squares{};
    const std::uint8_t* rgb = picture.rgb.data();
    for (std::size_t i = 0; i < pixels; ++i, rgb += 3) {
        if (!isStained(rgb)) continue;
        const Lab lab = toLab(rgb);
        ++count;
        sums[0] += lab.l, sums[1] += lab.a, sums[2] += lab.b;
        squares[0] += lab.l * lab.l, squares[1] += lab.a * lab.a, squares[2] += lab.b * lab.b;
    }
    if (count < kMinStainedPixels) return std::nullopt;
    ColourVector result{};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const double mean = sums[channel] / static_cast<double>(count);
        result[2 * channel] = mean;
        result[2 * channel + 1] = std::sqrt(std::max(squares[channel] / static_cast<double>(count) - mean * mean, 0.0));
    }
    return fromVector(result);
}

}  // namespace leukolens::stain
