#include "core/image/orientation.h"

#include <algorithm>
#include <string_view>

#include "core/image/tiff_directory.h"

namespace leukolens::image {

int exifOrientation(std::span<const std::uint8_t> exif) {
    constexpr std::string_view kPrefix("Exif\0\0", 6);
    if (exif.size() >= kPrefix.size() && std::equal(kPrefix.begin(), kPrefix.end(), exif.begin())) exif = exif.subspan(kPrefix.size());
    if (exif.size() < 8 || (exif[0] != 'I' && exif[0] != 'M') || exif[1] != exif[0]) return 1;
    const ByteView view(exif, exif[0] == 'M');
    const auto directory = TiffDirectory::at(view, view.u32(4));
    const std::uint32_t value = directory ? directory->number(274, 1) : 1;
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

Image oriented(Image image, int orientation) {
    const Turn turn(orientation);
    if (turn.none()) return image;
    Image turned{turn.quarter ? image.height : image.width, turn.quarter ? image.width : image.height, std::vector<std::uint8_t>(image.rgb.size())};
    std::uint8_t* out = turned.rgb.data();
    forEachTurned(turn, image.width, image.height, [&](std::size_t from) {
        std::copy_n(image.rgb.data() + 3 * from, 3, out);
        out += 3;
    });
    return turned;
}

}  // namespace leukolens::image
