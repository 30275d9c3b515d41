#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace leukolens::image {
namespace {

/// Weights of the source pixels first … first+weights.size()−1 for one target pixel.
struct Tap {
    int first = 0;
    std::vector<float> weights;
};

std::vector<Tap> tapsFor(int from, int to) {
    const double step = static_cast<double>(from) / to;
    const double support = std::max(step, 1.0);
    std::vector<Tap> taps(static_cast<std::size_t>(to));
    for (int i = 0; i < to; ++i) {
        const double centre = step * (i + 0.5);
        const int low = std::max(static_cast<int>(centre - support + 0.5), 0);
        const int high = std::min(static_cast<int>(centre + support + 0.5), from);
        Tap& tap = taps[static_cast<std::size_t>(i)];
        tap.first = low;
        double sum = 0;
        for (int j = low; j < high; ++j) {
            const double weight = std::max(0.0, 1.0 - std::abs((j - centre + 0.5) / support));
            tap.weights.push_back(static_cast<float>(weight));
            sum += weight;
        }
        for (auto& weight : tap.weights) weight = static_cast<float>(weight / sum);
    }
    return taps;
}

/// Rows first: width shrinks before the taller pass runs over it.
std::vector<float> resizeRows(const Image& image, int width) {
    const auto taps = tapsFor(image.width, width);
    std::vector<float> rows(static_cast<std::size_t>(image.height) * static_cast<std::size_t>(width) * 3);
    float* out = rows.data();
    for (int y = 0; y < image.height; ++y) {
        for (const Tap& tap : taps) {
            const std::uint8_t* in = image.rgb.data() + image.offset(tap.first, y);
            float r = 0, g = 0, b = 0;
            for (const float weight : tap.weights) {
                r += weight * static_cast<float>(in[0]);
                g += weight * static_cast<float>(in[1]);
                b += weight * static_cast<float>(in[2]);
                in += 3;
            }
            *out++ = r;
            *out++ = g;
            *out++ = b;
        }
    }
    return rows;
}

void resizeTo(const Image& image, int width, int height, std::span<std::uint8_t> out) {
    const std::size_t rowLength = static_cast<std::size_t>(width) * 3;
    if (image.width < 1 || image.height < 1 || width < 1 || height < 1 || out.size() != rowLength * static_cast<std::size_t>(height))
        throw std::invalid_argument("resize: empty picture or target of another size");
    const auto rows = resizeRows(image, width);
    const auto taps = tapsFor(image.height, height);
    std::vector<float> sum(rowLength);
    std::uint8_t* target = out.data();
    for (const Tap& tap : taps) {
        std::fill(sum.begin(), sum.end(), 0.0f);
        const float* in = rows.data() + static_cast<std::size_t>(tap.first) * rowLength;
        for (const float weight : tap.weights) {
            for (std::size_t x = 0; x < rowLength; ++x) sum[x] += weight * in[x];
            in += rowLength;
        }
        for (const float value : sum) *target++ = static_cast<std::uint8_t>(std::clamp(std::lround(value), 0l, 255l));
    }
}

}  // namespace

void resizeInto(const Image& image, int size, std::span<std::uint8_t> out) { resizeTo(image, size, size, out); }

Image resized(const Image& image, int width, int height) {
    Image result{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3)};
    resizeTo(image, width, height, result.rgb);
    return result;
}

}  // namespace leukolens::image
