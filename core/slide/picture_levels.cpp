#include "core/slide/picture_levels.h"

#include <algorithm>

namespace leukolens::slide {
namespace {

constexpr int kCoarsestSidePx = 512;

std::uint32_t mean(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    // Two channels of four pixels are added at once: red and blue here, alpha and green shifted.
    constexpr std::uint32_t kEven = 0x00FF00FF, kHalf = 0x00020002;
    const std::uint32_t redBlue = (a & kEven) + (b & kEven) + (c & kEven) + (d & kEven) + kHalf;
    const std::uint32_t green = ((a >> 8) & 0xFF) + ((b >> 8) & 0xFF) + ((c >> 8) & 0xFF) + ((d >> 8) & 0xFF) + 2;
    return 0xFF000000u | ((redBlue >> 2) & kEven) | ((green >> 2) << 8);
}

}  // namespace

std::vector<Level> levelsOfPicture(int width, int height) {
    std::vector<Level> levels{{width, height, 1, kPictureTilePx, kPictureTilePx}};
    while (std::max(levels.back().width, levels.back().height) > kCoarsestSidePx) {
        const Level& finer = levels.back();
        levels.push_back({(finer.width + 1) / 2, (finer.height + 1) / 2, finer.downsample * 2, kPictureTilePx, kPictureTilePx});
    }
    return levels;
}

void toArgb(std::span<const std::uint8_t> rgb, std::uint32_t* argb) {
    for (std::size_t i = 0; i + 2 < rgb.size(); i += 3)
        *argb++ = 0xFF000000u | static_cast<std::uint32_t>(rgb[i]) << 16 | static_cast<std::uint32_t>(rgb[i + 1]) << 8 | rgb[i + 2];
}

void halveRows(const std::uint32_t* upper, const std::uint32_t* lower, int width, std::uint32_t* half) {
    const int pairs = width / 2;
    for (int x = 0; x < pairs; ++x) half[x] = mean(upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]);
    if (width % 2 == 1) half[pairs] = mean(upper[width - 1], upper[width - 1], lower[width - 1], lower[width - 1]);
}

}  // namespace leukolens::slide
