#include "tests/support/altered_copy.h"

#include <algorithm>
#include <cmath>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/resize.h"

namespace leukolens::test {
namespace {

using image::Image;

/// The pixel for (x, y) comes from source(x, y).
template <class Source>
Image rearranged(const Image& image, int width, int height, Source source) {
    Image result{width, height, {}};
    result.rgb.reserve(result.offset(0, height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const auto [fromX, fromY] = source(x, y);
            const auto pixel = image.rgb.begin() + static_cast<std::ptrdiff_t>(image.offset(fromX, fromY));
            result.rgb.insert(result.rgb.end(), pixel, pixel + 3);
        }
    }
    return result;
}

Image randomCrop(const Image& image, Random& random) {
    const auto side = [&] { return random.uniform(0.0, 0.06); };
    const double left = side(), top = side(), right = side(), bottom = side();
    return cropped(image, left, top, right, bottom);
}

Image everything(const Image& image, Random& random) {
    Image copy = randomCrop(image, random);
    const double factor = random.uniform(0.75, 1.25), gamma = random.uniform(0.8, 1.25);
    copy = image::resized(toned(copy, factor, gamma), 224, 224);
    return throughJpeg(copy, 60);
}

}  // namespace

Image throughJpeg(const Image& image, int quality) {
    return image::decodeBytes(image::encodeJpeg(image, quality).value(), "copy.jpg").value();
}

Image cropped(const Image& image, double left, double top, double right, double bottom) {
    const int x0 = static_cast<int>(left * image.width), y0 = static_cast<int>(top * image.height);
    const int width = image.width - x0 - static_cast<int>(right * image.width), height = image.height - y0 - static_cast<int>(bottom * image.height);
    return rearranged(image, width, height, [=](int x, int y) { return std::pair(x + x0, y + y0); });
}

Image toned(const Image& image, double factor, double gamma) {
    Image result = image;
    for (auto& value : result.rgb) value = static_cast<std::uint8_t>(std::lround(255.0 * std::min(1.0, std::pow(factor * value / 255.0, gamma))));
    return result;
}

Image mirrored(const Image& image) {
    return rearranged(image, image.width, image.height, [&](int x, int y) { return std::pair(image.width - 1 - x, y); });
}

Image quarterTurned(const Image& image) {
    return rearranged(image, image.height, image.width, [&](int x, int y) { return std::pair(y, image.height - 1 - x); });
}

std::vector<Alteration> alterations() {
    const auto tone = [](double factor, double gamma) { return [=](const Image& image, Random&) { return toned(image, factor, gamma); }; };
    const auto size = [](int px) { return [=](const Image& image, Random&) { return image::resized(image, px, px); }; };
    return {
        {"JPEG, quality 60", [](const Image& image, Random&) { return throughJpeg(image, 60); }},
        {"224 x 224 px", size(224)},
        {"257 x 257 px", size(257)},
        {"brightness x 0.75", tone(0.75, 1.0)},
        {"brightness x 1.25", tone(1.25, 1.0)},
        {"gamma 0.8", tone(1.0, 0.8)},
        {"gamma 1.25", tone(1.0, 1.25)},
        {"crop 0 to 6 % a side", randomCrop},
        {"crop 6 % of two sides", [](const Image& image, Random&) { return cropped(image, 0.06, 0.06, 0, 0); }},
        {"crop 6 % of all sides", [](const Image& image, Random&) { return cropped(image, 0.06, 0.06, 0.06, 0.06); }},
        {"mirrored", [](const Image& image, Random&) { return mirrored(image); }},
        {"quarter turn", [](const Image& image, Random&) { return quarterTurned(image); }},
        {"crop, tone, 224 px, JPEG 60", everything},
        {"the same, mirrored and turned", [](const Image& image, Random& random) { return quarterTurned(mirrored(everything(image, random))); }},
    };
}

}  // namespace leukolens::test
