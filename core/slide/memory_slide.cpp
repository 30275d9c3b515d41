#include "core/slide/memory_slide.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace leukolens::slide {
namespace {

constexpr int kCoarsestSidePx = 512;
constexpr int kTilePx = 256;
constexpr std::uint32_t kWhite = 0xFFFFFFFF;

Pixels toPixels(const image::Image& image) {
    Pixels pixels{image.width, image.height, {}};
    pixels.argb.reserve(image.rgb.size() / 3);
    for (std::size_t i = 0; i + 2 < image.rgb.size(); i += 3)
        pixels.argb.push_back(0xFF000000u | static_cast<std::uint32_t>(image.rgb[i]) << 16 | static_cast<std::uint32_t>(image.rgb[i + 1]) << 8 | image.rgb[i + 2]);
    return pixels;
}

}  // namespace

Pixels halved(const Pixels& pixels) {
    Pixels half{(pixels.width + 1) / 2, (pixels.height + 1) / 2, {}};
    half.argb.resize(static_cast<std::size_t>(half.width) * static_cast<std::size_t>(half.height));
    constexpr std::uint32_t kEven = 0x00FF00FF;
    std::size_t to = 0;
    for (int y = 0; y < half.height; ++y) {
        const std::uint32_t* upper = pixels.argb.data() + static_cast<std::size_t>(2 * y) * static_cast<std::size_t>(pixels.width);
        const std::uint32_t* lower = 2 * y + 1 < pixels.height ? upper + pixels.width : upper;
        for (int x = 0; x < half.width; ++x) {
            const int left = 2 * x, right = std::min(left + 1, pixels.width - 1);
            // Two channels of four pixels are added at once: red and blue here, alpha and green shifted.
            const std::uint32_t redBlue = (upper[left] & kEven) + (upper[right] & kEven) + (lower[left] & kEven) + (lower[right] & kEven) + 0x00020002;
            const std::uint32_t green = ((upper[left] >> 8) & 0xFF) + ((upper[right] >> 8) & 0xFF) + ((lower[left] >> 8) & 0xFF) + ((lower[right] >> 8) & 0xFF) + 2;
            half.argb[to++] = 0xFF000000u | ((redBlue >> 2) & kEven) | ((green >> 2) << 8);
        }
    }
    return half;
}

Result<void> checkRegion(const Facts& facts, const Region& region) {
    if (region.level < 0 || region.level >= static_cast<int>(facts.levels.size()))
        return fail(ErrorCode::InvalidArgument, "has no level " + std::to_string(region.level) + ", only 0 to " + std::to_string(facts.levels.size() - 1), facts.file);
    if (region.width < 1 || region.height < 1 || region.width > kMaxRegionSidePx || region.height > kMaxRegionSidePx) {
        return fail(ErrorCode::InvalidArgument, "a region of " + std::to_string(region.width) + " × " + std::to_string(region.height) + " px was asked for", facts.file,
                    "Ask for 1 to " + std::to_string(kMaxRegionSidePx) + " px in each direction.");
    }
    return {};
}

tl::unexpected<Error> noSuchPicture(const Facts& facts, const std::string& name) {
    return fail(ErrorCode::NotFound, "holds no picture called " + name, facts.file);
}

MemorySlide::MemorySlide(const image::Image& picture, Facts facts) : m_facts(std::move(facts)) {
    m_levels.push_back(toPixels(picture));
    while (std::max(m_levels.back().width, m_levels.back().height) > kCoarsestSidePx) m_levels.push_back(halved(m_levels.back()));
    m_facts.levels.clear();
    for (std::size_t i = 0; i < m_levels.size(); ++i)
        m_facts.levels.push_back({m_levels[i].width, m_levels[i].height, static_cast<double>(1 << i), kTilePx, kTilePx});
}

Result<Pixels> MemorySlide::read(const Region& region) const {
    if (const auto sound = checkRegion(m_facts, region); !sound) return fail(sound.error());
    const Pixels& level = m_levels[static_cast<std::size_t>(region.level)];
    try {
        Pixels part{region.width, region.height, {}};
        part.argb.assign(static_cast<std::size_t>(region.width) * static_cast<std::size_t>(region.height), kWhite);
        // Places far outside must not overflow when the region's size is added.
        if (region.x >= level.width || region.y >= level.height || region.x <= -region.width || region.y <= -region.height) return part;
        const std::int64_t left = std::max<std::int64_t>(region.x, 0), right = std::min<std::int64_t>(region.x + region.width, level.width);
        const std::int64_t top = std::max<std::int64_t>(region.y, 0), bottom = std::min<std::int64_t>(region.y + region.height, level.height);
        for (std::int64_t y = top; y < bottom; ++y) {
            const std::uint32_t* from = level.argb.data() + y * level.width + left;
            std::copy(from, from + (right - left), part.argb.data() + (y - region.y) * region.width + (left - region.x));
        }
        return part;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "needs more memory than there is", m_facts.file, "Close other programs, then try again.");
    }
}

Result<image::Image> MemorySlide::associated(const std::string& name) const { return noSuchPicture(m_facts, name); }

}  // namespace leukolens::slide
