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
    if (orientation <= 1 || orientation > 8) return image;
    const bool quarter = orientation >= 5;
    const bool fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool fromBelow = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Image turned{quarter ? image.height : image.width, quarter ? image.width : image.height, std::vector<std::uint8_t>(image.rgb.size())};
    std::uint8_t* out = turned.rgb.data();
    for (int y = 0; y < turned.height; ++y) {
        for (int x = 0; x < turned.width; ++x, out += 3) {
            const int column = quarter ? y : x;
            const int row = quarter ? x : y;
            const std::size_t from = image.offset(fromRight ? image.width - 1 - column : column, fromBelow ? image.height - 1 - row : row);
            std::copy_n(image.rgb.data() + from, 3, out);
        }
    }
    return turned;
}

}  // namespace leukolens::image
