#include "core/image/picture_sketch.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "core/image/black_border.h"

namespace leukolens::image {
namespace {

constexpr double kBlackArea = 0.15;        ///< share of the picture that is black where a cell was cut out
constexpr double kEdgeOfCell = 0.3;        ///< of the cell's upper quartile: between background and cell at any brightness
constexpr int kSmallestBoxPx = 8;
constexpr float kLogFloor = 8.0f;          ///< added before the logarithm, so that the noise of dark pixels is not blown up
constexpr double kDeviation = 32.0;
constexpr int kLargestBin = 127;

/// Luma of a part of a picture, rows without padding. With `masked`, 0 is background and counts for nothing.
struct Plane {
    int width = 0, height = 0;
    bool masked = false;
    std::vector<std::uint8_t> luma;

    const std::uint8_t* row(int y) const { return luma.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width); }
    std::uint8_t* row(int y) { return luma.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width); }
};

Plane planeOf(const Image& image) {
    Plane plane{image.width, image.height, false, std::vector<std::uint8_t>(image.rgb.size() / 3)};
    const std::uint8_t* in = image.rgb.data();
    for (auto& luma : plane.luma) {
        luma = lumaOf(in);
        in += 3;
    }
    return plane;
}

/// The luma that parts cell from background, of a picture whose border is black; 256 where it is no cell on black.
int edgeLuma(const Plane& plane) {
    std::array<std::int64_t, 256> histogram{};
    for (const auto luma : plane.luma) ++histogram[luma];
    std::int64_t bright = 0;
    for (std::size_t luma = kBlackLuma; luma < 256; ++luma) bright += histogram[luma];
    const auto all = static_cast<double>(plane.luma.size());
    if (bright == 0 || static_cast<double>(bright) > (1.0 - kBlackArea) * all) return 256;
    std::size_t quartile = 255;
    for (std::int64_t above = histogram[255]; above * 4 < bright; above += histogram[quartile]) --quartile;
    return static_cast<int>(kEdgeOfCell * static_cast<double>(quartile));
}

struct Range {
    int first = 0, last = -1;
    int length() const { return last - first + 1; }
};

/// From the first to the last count that is no speck.
Range occupied(const std::vector<int>& counts, int fewest) {
    Range range;
    for (int i = 0; i < static_cast<int>(counts.size()); ++i) {
        if (counts[static_cast<std::size_t>(i)] < fewest) continue;
        if (range.last < 0) range.first = i;
        range.last = i;
    }
    return range;
}

/// Cuts the plane to the cell. False, and nothing done, where there is no cell on black.
bool cutToCell(Plane& plane) {
    const int edge = edgeLuma(plane);
    if (edge > 255) return false;
    std::vector<int> inRow(static_cast<std::size_t>(plane.height)), inColumn(static_cast<std::size_t>(plane.width));
    for (int y = 0; y < plane.height; ++y) {
        const std::uint8_t* row = plane.row(y);
        int count = 0;
        for (int x = 0; x < plane.width; ++x) {
            const int isCell = row[x] > edge ? 1 : 0;
            inColumn[static_cast<std::size_t>(x)] += isCell;
            count += isCell;
        }
        inRow[static_cast<std::size_t>(y)] = count;
    }
    const int fewest = std::max(2, std::min(plane.width, plane.height) / 100);
    const Range rows = occupied(inRow, fewest), columns = occupied(inColumn, fewest);
    if (rows.length() < kSmallestBoxPx || columns.length() < kSmallestBoxPx) return false;
    Plane cell{columns.length(), rows.length(), true, {}};
    cell.luma.reserve(static_cast<std::size_t>(cell.width) * static_cast<std::size_t>(cell.height));
    for (int y = rows.first; y <= rows.last; ++y) {
        const std::uint8_t* row = plane.row(y);
        for (int x = columns.first; x <= columns.last; ++x) cell.luma.push_back(row[x] > edge ? row[x] : std::uint8_t{0});
    }
    plane = std::move(cell);
    return true;
}

/// Weights of the pixels first, first + 1, … for one bin: a triangle, as wide as the step at least, its sum 1.
struct Tap {
    int first = 0;
    std::vector<float> weights;
};

std::vector<Tap> tapsFor(int pixels) {
    const double step = static_cast<double>(pixels) / kSketchSide;
    const double reach = std::max(step, 1.0);
    std::vector<Tap> taps(kSketchSide);
    for (int bin = 0; bin < kSketchSide; ++bin) {
        const double centre = step * (bin + 0.5) - 0.5;
        const int low = std::max(static_cast<int>(std::ceil(centre - reach)), 0);
        const int high = std::min(static_cast<int>(std::floor(centre + reach)), pixels - 1);
        Tap& tap = taps[static_cast<std::size_t>(bin)];
        tap.first = low;
        float sum = 0;
        for (int i = low; i <= high; ++i) {
            tap.weights.push_back(static_cast<float>(std::max(0.0, 1.0 - std::abs(i - centre) / reach)));
            sum += tap.weights.back();
        }
        for (auto& weight : tap.weights) weight /= sum;
    }
    return taps;
}

/// Mean luma of a bin's cell, and the share of the bin that is cell.
struct Bin {
    float luma = 0, share = 0;
};

std::array<Bin, kSketchBins> binsOf(const Plane& plane) {
    const auto down = tapsFor(plane.height), across = tapsFor(plane.width);
    const auto width = static_cast<std::size_t>(plane.width);
    std::vector<float> luma(width), share(width);
    std::array<Bin, kSketchBins> bins;
    Bin* bin = bins.data();
    for (const Tap& tap : down) {
        std::fill(luma.begin(), luma.end(), 0.0f);
        std::fill(share.begin(), share.end(), plane.masked ? 0.0f : 1.0f);
        for (std::size_t k = 0; k < tap.weights.size(); ++k) {
            const std::uint8_t* row = plane.row(tap.first + static_cast<int>(k));
            const float weight = tap.weights[k];
            for (std::size_t x = 0; x < width; ++x) luma[x] += weight * static_cast<float>(row[x]);
            if (!plane.masked) continue;
            for (std::size_t x = 0; x < width; ++x) share[x] += row[x] > 0 ? weight : 0.0f;
        }
        for (const Tap& column : across) {
            for (std::size_t k = 0; k < column.weights.size(); ++k) {
                const std::size_t x = static_cast<std::size_t>(column.first) + k;
                bin->luma += column.weights[k] * luma[x];
                bin->share += column.weights[k] * share[x];
            }
            if (bin->share > 0) bin->luma /= bin->share;
            ++bin;
        }
    }
    return bins;
}

void describe(const std::array<Bin, kSketchBins>& bins, PictureSketch& sketch) {
    std::array<double, kSketchBins> logs{};
    double sum = 0, squares = 0, count = 0;
    const auto isCell = [&](std::size_t i) { return bins[i].share >= 0.5f; };
    for (std::size_t i = 0; i < kSketchBins; ++i) {
        if (!isCell(i)) continue;
        logs[i] = std::log(static_cast<double>(bins[i].luma + kLogFloor));
        sum += logs[i];
        count += 1;
    }
    const double mean = count > 0 ? sum / count : 0.0;
    for (std::size_t i = 0; i < kSketchBins; ++i) squares += isCell(i) ? (logs[i] - mean) * (logs[i] - mean) : 0.0;
    const double deviation = count > 0 ? std::sqrt(squares / count) : 0.0;
    sketch.contrast = static_cast<std::uint16_t>(std::min(std::lround(deviation * 10'000), 65'535l));
    const double scale = sketch.contrast > 0 ? kDeviation / deviation : 0.0;
    for (std::size_t i = 0; i < kSketchBins; ++i) {
        const long value = std::clamp(std::lround((logs[i] - mean) * scale), -static_cast<long>(kLargestBin), static_cast<long>(kLargestBin));
        sketch.bins[i] = isCell(i) ? static_cast<std::int8_t>(value) : kNoBin;
    }
}

std::array<std::uint8_t, 3> meanColourOf(const Image& image) {
    std::array<std::uint64_t, 3> sums{};
    for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
        for (std::size_t c = 0; c < 3; ++c) sums[c] += image.rgb[i + c];
    }
    const std::uint64_t pixels = image.rgb.size() / 3;
    std::array<std::uint8_t, 3> mean{};
    for (std::size_t c = 0; c < 3; ++c) mean[c] = static_cast<std::uint8_t>((sums[c] + pixels / 2) / pixels);
    return mean;
}

}  // namespace

PictureSketch sketchOf(const Image& image) {
    if (image.width < 1 || image.height < 1 || image.rgb.size() != image.offset(0, image.height))
        throw std::invalid_argument("sketch: an empty picture, or bytes that do not fit its size");
    PictureSketch sketch;
    Plane plane = planeOf(image);
    sketch.meanColour = meanColourOf(image);
    sketch.onBlack = borderIsBlack(image) && cutToCell(plane) ? 1 : 0;
    describe(binsOf(plane), sketch);
    return sketch;
}

}  // namespace leukolens::image
