#include "core/image/picture_facts.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

namespace leukolens::image {
namespace {

/// Light of each sRGB value, 0…1.
const std::array<float, 256>& linearTable() {
    static const auto table = [] {
        std::array<float, 256> linear{};
        for (int i = 0; i < 256; ++i) {
            const double value = i / 255.0;
            linear[static_cast<std::size_t>(i)] = static_cast<float>(value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4));
        }
        return linear;
    }();
    return table;
}

/// CIE's f (the cube root, and a straight line near black) by linear interpolation between 4096 places: within 1e-5, 0.005 of L*a*b*.
class LabRoots {
public:
    LabRoots() {
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            const double t = static_cast<double>(i) / kSteps;
            m_values[i] = static_cast<float>(t > 216.0 / 24389.0 ? std::cbrt(t) : t * 841.0 / 108.0 + 4.0 / 29.0);
        }
    }

    /// t: 0…1, or a rounding error more.
    float operator()(float t) const {
        const float place = t * kSteps;
        const auto i = static_cast<std::uint32_t>(static_cast<std::int32_t>(place));
        return m_values[i] + (place - static_cast<float>(i)) * (m_values[i + 1] - m_values[i]);
    }

private:
    static constexpr int kSteps = 4096;
    std::array<float, kSteps + 2> m_values{};
};

/// Sums of one colour channel, and of its squares.
struct Moments {
    double sum = 0, squares = 0;
};

/// L*a*b* of pixels, summed in their order.
class LabSums {
public:
    void add(const std::uint8_t* rgb) {
        static const LabRoots root;
        static const auto& linear = linearTable();
        const float r = linear[rgb[0]], g = linear[rgb[1]], b = linear[rgb[2]];
        const float x = root((0.4124564f * r + 0.3575761f * g + 0.1804375f * b) * (1 / 0.95047f));
        const float y = root(0.2126729f * r + 0.7151522f * g + 0.0721750f * b);
        const float z = root((0.0193339f * r + 0.1191920f * g + 0.9503041f * b) * (1 / 1.08883f));
        add(0, 116 * y - 16);
        add(1, 500 * (x - y));
        add(2, 200 * (y - z));
        ++m_count;
    }

    double count() const { return static_cast<double>(m_count); }
    const Moments& moments(std::size_t channel) const { return m_moments[channel]; }

private:
    void add(std::size_t channel, float value) {
        const double exact = static_cast<double>(value);
        m_moments[channel].sum += exact;
        m_moments[channel].squares += exact * exact;
    }

    std::array<Moments, 3> m_moments;
    std::int64_t m_count = 0;
};

/// Three rows of grey, and which of their pixels are cell (all bits, or none), as the Laplacian needs them.
class GreyRows {
public:
    explicit GreyRows(int width) : m_width(static_cast<std::size_t>(width)) {
        for (auto& row : m_grey) row.resize(m_width);
        for (auto& row : m_cell) row.resize(m_width);
    }

    /// Takes the next row up; gives how many of its pixels are cell.
    std::int64_t add(const std::uint8_t* rgb) {
        std::rotate(m_grey.begin(), m_grey.begin() + 1, m_grey.end());
        std::rotate(m_cell.begin(), m_cell.begin() + 1, m_cell.end());
        auto& grey = m_grey[2];
        auto& cell = m_cell[2];
        int count = 0;
        for (std::size_t x = 0; x < m_width;) {
            if (x + kRun <= m_width && allBlack(rgb + 3 * x)) {
                std::fill_n(grey.begin() + static_cast<std::ptrdiff_t>(x), kRun, std::int16_t{0});
                std::fill_n(cell.begin() + static_cast<std::ptrdiff_t>(x), kRun, std::int16_t{0});
                x += kRun;
                continue;
            }
            for (const std::size_t end = std::min(x + kRun, m_width); x < end; ++x) {
                const int r = rgb[3 * x], g = rgb[3 * x + 1], b = rgb[3 * x + 2];
                grey[x] = static_cast<std::int16_t>((19595 * r + 38470 * g + 7471 * b + 32768) >> 16);
                cell[x] = std::max(std::max(r, g), b) > kBlackUpTo ? -1 : 0;
                count -= cell[x];
            }
        }
        return count;
    }

    /// The Laplacian along the middle row.
    void addLaplacian(std::int64_t& count, std::int64_t& sum, std::int64_t& squares) const {
        const std::int16_t *above = m_grey[0].data(), *here = m_grey[1].data(), *below = m_grey[2].data();
        const std::int16_t *cellAbove = m_cell[0].data(), *cellHere = m_cell[1].data(), *cellBelow = m_cell[2].data();
        for (std::size_t begin = 1; begin + 1 < m_width; begin += kChunk) {
            std::int32_t chunkCount = 0, chunkSum = 0, chunkSquares = 0;
            for (std::size_t x = begin; x < std::min(begin + kChunk, m_width - 1); ++x) {
                const auto inside = static_cast<std::int16_t>(cellHere[x] & cellHere[x - 1] & cellHere[x + 1] & cellAbove[x] & cellBelow[x]);
                const auto laplacian = static_cast<std::int16_t>(above[x] + below[x] + here[x - 1] + here[x + 1] - 4 * here[x]);
                const auto value = static_cast<std::int16_t>(laplacian & inside);
                chunkCount -= inside;
                chunkSum += value;
                chunkSquares += value * value;
            }
            count += chunkCount;
            sum += chunkSum;
            squares += chunkSquares;
        }
    }

private:
    static constexpr std::size_t kRun = 8;
    static constexpr std::size_t kChunk = 1024;  ///< as many squares of up to 1020² fit 31 bits

    /// Most of a segmented picture is: looked at eight pixels at a time.
    static bool allBlack(const std::uint8_t* rgb) {
        std::uint64_t words[3];
        std::memcpy(words, rgb, sizeof words);
        return (words[0] | words[1] | words[2]) == 0;
    }

    std::size_t m_width;
    std::array<std::vector<std::int16_t>, 3> m_grey, m_cell;
};

/// Colours change slowly from pixel to pixel: of a large cell, a regular grid of its pixels is enough.
std::size_t colourStep(std::int64_t cellPixels) {
    constexpr double kPixels = 16'384;
    return static_cast<std::size_t>(std::max(1.0, std::ceil(std::sqrt(static_cast<double>(cellPixels) / kPixels))));
}

LabSums labOf(const Image& picture, std::int64_t cellPixels) {
    LabSums lab;
    const std::size_t step = colourStep(cellPixels), width = static_cast<std::size_t>(picture.width);
    for (std::size_t y = 0; y < static_cast<std::size_t>(picture.height); y += step) {
        const std::uint8_t* row = picture.rgb.data() + 3 * width * y;
        for (std::size_t x = 0; x < width; x += step) {
            const std::uint8_t* rgb = row + 3 * x;
            if (std::max(std::max(rgb[0], rgb[1]), rgb[2]) > kBlackUpTo) lab.add(rgb);
        }
    }
    return lab;
}

float sdOf(const Moments& moments, double count) {
    const double mean = moments.sum / count;
    return static_cast<float>(std::sqrt(std::max(0.0, moments.squares / count - mean * mean)));
}

void put(std::span<std::uint8_t> bytes, std::size_t place, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) bytes[4 * place + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::uint32_t get(std::span<const std::uint8_t> bytes, std::size_t place) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= static_cast<std::uint32_t>(bytes[4 * place + i]) << (8 * i);
    return value;
}

}  // namespace

PictureFacts factsOf(const Image& picture) {
    PictureFacts facts{picture.width, picture.height, 0, 0, {}, {}};
    GreyRows rows(picture.width);
    std::int64_t cellPixels = 0, count = 0, sum = 0, squares = 0;
    for (int y = 0; y < picture.height; ++y) {
        cellPixels += rows.add(picture.rgb.data() + picture.offset(0, y));
        if (y >= 2) rows.addLaplacian(count, sum, squares);
    }
    const LabSums lab = labOf(picture, cellPixels);
    const double pixels = static_cast<double>(picture.width) * picture.height;
    if (pixels > 0) facts.cellShare = static_cast<float>(static_cast<double>(cellPixels) / pixels);
    if (count > 0) {
        const float sd = sdOf({static_cast<double>(sum), static_cast<double>(squares)}, static_cast<double>(count));
        facts.sharpness = sd * sd;
    }
    for (std::size_t c = 0; c < 3 && lab.count() > 0; ++c) {
        facts.labMean[c] = static_cast<float>(lab.moments(c).sum / lab.count());
        facts.labSd[c] = sdOf(lab.moments(c), lab.count());
    }
    return facts;
}

std::array<std::uint8_t, kPackedFactsBytes> packFacts(const PictureFacts& facts) {
    std::array<std::uint8_t, kPackedFactsBytes> bytes{};
    put(bytes, 0, static_cast<std::uint32_t>(facts.width));
    put(bytes, 1, static_cast<std::uint32_t>(facts.height));
    const auto& [mean, sd] = std::pair(facts.labMean, facts.labSd);
    const std::array<float, 8> numbers{facts.cellShare, facts.sharpness, mean[0], mean[1], mean[2], sd[0], sd[1], sd[2]};
    for (std::size_t i = 0; i < numbers.size(); ++i) put(bytes, 2 + i, std::bit_cast<std::uint32_t>(numbers[i]));
    return bytes;
}

std::optional<PictureFacts> unpackFacts(std::span<const std::uint8_t, kPackedFactsBytes> bytes) {
    constexpr std::uint32_t kMaxSidePx = 1'000'000;
    constexpr float kMaxSharpness = 1e7f, kMaxColour = 1000;
    const auto number = [&](std::size_t i) { return std::bit_cast<float>(get(bytes, 2 + i)); };
    const auto within = [](float value, float low, float high) { return value >= low && value <= high; };  // NaN is not
    if (get(bytes, 0) - 1 >= kMaxSidePx || get(bytes, 1) - 1 >= kMaxSidePx) return std::nullopt;
    PictureFacts facts{static_cast<int>(get(bytes, 0)), static_cast<int>(get(bytes, 1)), number(0), number(1), {}, {}};
    for (std::size_t c = 0; c < 3; ++c) {
        facts.labMean[c] = number(2 + c);
        facts.labSd[c] = number(5 + c);
    }
    bool good = within(facts.cellShare, 0, 1) && within(facts.sharpness, 0, kMaxSharpness);
    for (const float mean : facts.labMean) good = good && within(mean, -kMaxColour, kMaxColour);
    for (const float sd : facts.labSd) good = good && within(sd, 0, kMaxColour);
    return good ? std::optional(facts) : std::nullopt;
}

}  // namespace leukolens::image
