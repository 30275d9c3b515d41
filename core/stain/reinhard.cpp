#include "core/stain/reinhard.h"

#include <algorithm>
#include <cmath>

#include "core/stain/colour_space.h"
#include "core/stain/tissue.h"

namespace leukolens::stain {
namespace {

/// A channel's way from the picture to the target.
struct Line {
    double factor = 1, offset = 0;
    double operator()(double value) const { return value * factor + offset; }
};

Line lineFrom(double mean, double sd, double targetMean, double targetSd) {
    const double factor = targetSd / sd;
    return {factor, targetMean - mean * factor};
}

/// How much of the change a pixel of this brightest value gets: all of it when stained, none at 255.
std::array<double, 256> shares() {
    std::array<double, 256> result{};
    for (std::size_t value = 0; value < result.size(); ++value)
        result[value] = std::min(density(static_cast<std::uint8_t>(value)) / kTransparentDensity, 1.0);
    return result;
}

}  // namespace

tl::expected<ColourStatistics, StainOutcome> measureReinhard(const image::Image& picture) {
    const auto colours = colourStatistics(picture);
    if (!colours) return tl::unexpected(StainOutcome::TooFewPixels);
    if (std::min({colours->sdL, colours->sdA, colours->sdB}) < kMinChannelSd) return tl::unexpected(StainOutcome::OneColour);
    return *colours;
}

StainOutcome applyReinhard(image::Image& picture, const ColourStatistics& target) {
    const auto own = measureReinhard(picture);
    if (!own) return own.error();
    const Line l = lineFrom(own->meanL, own->sdL, target.meanL, target.sdL);
    const Line a = lineFrom(own->meanA, own->sdA, target.meanA, target.sdA);
    const Line b = lineFrom(own->meanB, own->sdB, target.meanB, target.sdB);
    const auto share = shares();
    const std::size_t pixels = pixelCount(picture);
    std::uint8_t* rgb = picture.rgb.data();
    for (std::size_t i = 0; i < pixels; ++i, rgb += 3) {
        const double part = share[std::max({rgb[0], rgb[1], rgb[2]})];
        if (isBlack(rgb) || part == 0) continue;
        const Lab lab = toLab(rgb);
        const std::array<std::uint8_t, 3> before = {rgb[0], rgb[1], rgb[2]};
        toRgb({l(lab.l), a(lab.a), b(lab.b)}, rgb);
        if (part == 1) continue;
        for (std::size_t channel = 0; channel < 3; ++channel)
            rgb[channel] = static_cast<std::uint8_t>(std::lround(before[channel] + part * (rgb[channel] - before[channel])));
    }
    return StainOutcome::Applied;
}

}  // namespace leukolens::stain
