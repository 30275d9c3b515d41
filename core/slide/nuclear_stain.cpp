#include "core/slide/nuclear_stain.h"

#include <algorithm>
#include <cmath>

namespace leukolens::slide {
namespace {

constexpr double kBrightestShare = 0.15;  ///< of the pixels: ground, even in a field that is full of cells
constexpr double kDarkestGround = 50;     ///< of red and green; lamps without much blue are common
constexpr int kBlackUpTo = 8;             ///< beside a round field of view, or outside of what was scanned
constexpr std::size_t kSampled = 40'000;  ///< pixels are enough for a mean
constexpr double kBlueWeight = 1.5;

bool isBlack(const cv::Vec4b& bgra) { return std::max({bgra[0], bgra[1], bgra[2]}) <= kBlackUpTo; }

std::array<int, 256> densities(double ground, double weight) {
    std::array<int, 256> table{};
    for (std::size_t i = 0; i < 256; ++i) table[i] = static_cast<int>(std::lround(weight * kDensityUnit * std::max(0.0, -std::log((static_cast<double>(i) + 1) / (ground + 1)))));
    return table;
}

}  // namespace

cv::Mat view(const Pixels& pixels) {
    return {pixels.height, pixels.width, CV_8UC4, const_cast<std::uint32_t*>(pixels.argb.data())};  // OpenCV has no header for what is only read
}

std::optional<Ground> groundOf(const cv::Mat& bgra) {
    const int step = std::max(1, static_cast<int>(std::sqrt(static_cast<double>(bgra.total()) / static_cast<double>(kSampled))));
    std::vector<cv::Vec4b> sample;
    std::array<int, 256> counts{};
    for (int y = step / 2; y < bgra.rows; y += step) {
        for (int x = step / 2; x < bgra.cols; x += step) {
            const auto& pixel = bgra.at<cv::Vec4b>(y, x);
            if (isBlack(pixel)) continue;
            sample.push_back(pixel);
            ++counts[pixel[1]];
        }
    }
    int level = 256, above = 0;
    while (level > 0 && above < kBrightestShare * static_cast<double>(sample.size())) above += counts[static_cast<std::size_t>(--level)];
    Ground ground;
    double bright = 0;
    for (const auto& pixel : sample) {
        if (pixel[1] < level) continue;
        for (std::size_t c = 0; c < 3; ++c) ground.rgb[c] += pixel[2 - static_cast<int>(c)];
        ++bright;
    }
    if (bright == 0) return std::nullopt;
    for (double& value : ground.rgb) value /= bright;
    if (std::min(ground.rgb[0], ground.rgb[1]) < kDarkestGround) return std::nullopt;
    return ground;
}

StainMaps stainMaps(const cv::Mat& bgra, const Ground& ground) {
    const auto red = densities(ground.rgb[0], 1), green = densities(ground.rgb[1], 1), blue = densities(ground.rgb[2], kBlueWeight);
    StainMaps maps{cv::Mat(bgra.size(), CV_8U), cv::Mat(bgra.size(), CV_8U)};
    for (int y = 0; y < bgra.rows; ++y) {
        const auto* pixel = bgra.ptr<cv::Vec4b>(y);
        auto* nuclear = maps.nuclear.ptr<std::uint8_t>(y);
        auto* stained = maps.green.ptr<std::uint8_t>(y);
        for (int x = 0; x < bgra.cols; ++x) {
            const auto& at = pixel[x];
            const bool black = isBlack(at);
            nuclear[x] = static_cast<std::uint8_t>(black ? 0 : std::clamp(red[at[2]] + green[at[1]] - blue[at[0]], 0, 255));
            stained[x] = static_cast<std::uint8_t>(black ? 0 : std::min(green[at[1]], 255));
        }
    }
    return maps;
}

std::array<double, 256> histogramOf(const cv::Mat& bytes) {
    std::array<double, 256> counts{};
    for (int y = 0; y < bytes.rows; ++y)
        for (const auto* value = bytes.ptr<std::uint8_t>(y); value != bytes.ptr<std::uint8_t>(y) + bytes.cols; ++value) ++counts[*value];
    return counts;
}

int upperThreshold(const std::array<double, 256>& counts) {
    std::array<double, 257> sums{}, values{};
    for (std::size_t i = 0; i < 256; ++i) {
        sums[i + 1] = sums[i] + counts[i];
        values[i + 1] = values[i] + counts[i] * static_cast<double>(i);
    }
    const auto spread = [&](std::size_t begin, std::size_t end) {
        const double count = sums[end] - sums[begin], value = values[end] - values[begin];
        return count > 0 ? value * value / count : 0;
    };
    double best = -1;
    std::size_t upper = 1;
    for (std::size_t i = 1; i < 255; ++i) {
        for (std::size_t j = i + 1; j < 256; ++j) {
            const double parted = spread(0, i) + spread(i, j) + spread(j, 256);
            if (parted <= best) continue;
            best = parted;
            upper = j;
        }
    }
    return static_cast<int>(upper);
}

}  // namespace leukolens::slide
