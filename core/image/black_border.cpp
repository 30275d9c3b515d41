#include "core/image/black_border.h"

namespace leukolens::image {

bool borderIsBlack(const Image& picture) {
    std::int64_t black = 0, all = 0;
    const auto count = [&](int x, int y) {
        black += lumaOf(picture.rgb.data() + picture.offset(x, y)) < kBlackLuma ? 1 : 0;
        ++all;
    };
    for (int x = 0; x < picture.width; ++x) {
        count(x, 0);
        count(x, picture.height - 1);
    }
    for (int y = 0; y < picture.height; ++y) {
        count(0, y);
        count(picture.width - 1, y);
    }
    return 2 * black > all;
}

}  // namespace leukolens::image
