#include "core/slide/slide.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/utf8.h"

namespace leukolens::slide {

image::Image toImage(const Pixels& pixels) {
    image::Image image{pixels.width, pixels.height, std::vector<std::uint8_t>(pixels.argb.size() * 3)};
    std::uint8_t* to = image.rgb.data();
    for (const std::uint32_t pixel : pixels.argb) {
        *to++ = static_cast<std::uint8_t>(pixel >> 16);
        *to++ = static_cast<std::uint8_t>(pixel >> 8);
        *to++ = static_cast<std::uint8_t>(pixel);
    }
    return image;
}

int levelFor(const Facts& facts, double downsample) {
    int level = 0;
    // A level that should be just as coarse is not passed over because of its rounded size.
    while (level + 1 < static_cast<int>(facts.levels.size()) && facts.levels[static_cast<std::size_t>(level) + 1].downsample <= downsample * 1.01) ++level;
    return level;
}

}  // namespace leukolens::slide
