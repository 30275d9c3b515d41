#include "core/slide/cut_out.h"

#include <algorithm>
#include <cmath>

#include "core/image/resize.h"

namespace leukolens::slide {

double pictureSide(const Box& box, std::optional<double> umPerPx, double sideUm) {
    constexpr double kUnscaled = 2.2;
    return umPerPx ? sideUm / *umPerPx : kUnscaled * std::max(box.width, box.height);
}

Cut cutAround(const Box& box, double sidePx) {
    const double least = 1.25 * std::max(box.width, box.height);
    if (!(sidePx > least)) sidePx = least;  // also what is no number
    const double side = std::max(1.0, std::round(std::max(sidePx, least)));
    Cut cut;
    cut.side = static_cast<int>(std::min(side, 1e6));
    cut.x = std::llround(box.x + (box.width - cut.side) / 2);
    cut.y = std::llround(box.y + (box.height - cut.side) / 2);
    return cut;
}

Result<image::Image> cutOut(const Slide& slide, const Cut& cut) {
    const int level = levelFor(slide.facts(), static_cast<double>(cut.side) / kMostCutPx);
    const double downsample = slide.facts().levels[static_cast<std::size_t>(level)].downsample;
    const auto toLevel = [&](std::int64_t px) { return std::llround(static_cast<double>(px) / downsample); };
    const int side = static_cast<int>(std::clamp<std::int64_t>(toLevel(cut.side), 1, kMaxRegionSidePx));
    return slide.read({level, toLevel(cut.x), toLevel(cut.y), side, side}).map([](Pixels&& pixels) {
        const image::Image picture = toImage(pixels);
        return picture.width <= kMostCutPx ? picture : image::resized(picture, kMostCutPx, kMostCutPx);
    });
}

}  // namespace leukolens::slide
