#include "core/slide/memory_slide.h"

#include <algorithm>
#include <new>

#include "core/slide/picture_levels.h"

namespace leukolens::slide {
namespace {

constexpr std::uint32_t kWhite = 0xFFFFFFFF;

}  // namespace

Pixels toPixels(const image::Image& image) {
    Pixels pixels{image.width, image.height, std::vector<std::uint32_t>(image.rgb.size() / 3)};
    toArgb(image.rgb, pixels.argb.data());
    return pixels;
}

Pixels halved(const Pixels& pixels) {
    Pixels half{(pixels.width + 1) / 2, (pixels.height + 1) / 2, {}};
    half.argb.resize(static_cast<std::size_t>(half.width) * static_cast<std::size_t>(half.height));
    for (int y = 0; y < half.height; ++y) {
        const std::uint32_t* upper = pixels.argb.data() + static_cast<std::size_t>(2 * y) * static_cast<std::size_t>(pixels.width);
        const std::uint32_t* lower = 2 * y + 1 < pixels.height ? upper + pixels.width : upper;
        halveRows(upper, lower, pixels.width, half.argb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(half.width));
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

Pixels partOf(const Pixels& level, const Region& region) {
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
}

MemorySlide::MemorySlide(const image::Image& picture, Facts facts) : m_facts(std::move(facts)) {
    m_facts.levels = levelsOfPicture(picture.width, picture.height);
    m_levels.push_back(toPixels(picture));
    while (m_levels.size() < m_facts.levels.size()) m_levels.push_back(halved(m_levels.back()));
}

Result<Pixels> MemorySlide::read(const Region& region) const {
    if (const auto sound = checkRegion(m_facts, region); !sound) return fail(sound.error());
    try {
        return partOf(m_levels[static_cast<std::size_t>(region.level)], region);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "needs more memory than there is", m_facts.file, "Close other programs, then try again.");
    }
}

Result<image::Image> MemorySlide::associated(const std::string& name) const { return noSuchPicture(m_facts, name); }

}  // namespace leukolens::slide
