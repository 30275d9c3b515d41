#include "core/slide/openslide_slide.h"

#include <openslide/openslide.h>
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <mutex>
#include <new>

#include "core/base/utf8.h"
#include "core/slide/memory_slide.h"

namespace leukolens::slide {
namespace {

constexpr std::int64_t kMaxSidePx = 2'000'000;   ///< the widest real slides have about 300,000
constexpr int kMaxTilePx = 8'192;                ///< OpenSlide unpacks whole tiles, and ends the program when there is no memory for one
constexpr std::int64_t kMaxAssociatedPx = 100'000'000;
constexpr int kMaxLevels = 64;
constexpr int kUsualTilePx = 256;

using Handle = std::shared_ptr<openslide_t>;

Handle openHandle(const std::filesystem::path& file) {
    static std::once_flag quiet;
    // What is wrong with a file is told as an Error; libtiff would write it on standard error as well.
    std::call_once(quiet, [] {
        TIFFSetErrorHandler(nullptr);
        TIFFSetWarningHandler(nullptr);
    });
    openslide_t* slide = openslide_open(file.c_str());
    return slide ? Handle(slide, openslide_close) : nullptr;
}

std::optional<double> numberOf(const char* text) {
    if (!text) return std::nullopt;
    double value = 0;
    const std::string_view all(text);
    const auto [end, error] = std::from_chars(all.data(), all.data() + all.size(), value);
    if (error != std::errc() || end != all.data() + all.size() || !std::isfinite(value) || value <= 0) return std::nullopt;
    return value;
}

std::optional<double> umPerPxOf(openslide_t* slide) {
    const auto x = numberOf(openslide_get_property_value(slide, OPENSLIDE_PROPERTY_NAME_MPP_X));
    const auto y = numberOf(openslide_get_property_value(slide, OPENSLIDE_PROPERTY_NAME_MPP_Y));
    if (!x || !y) return std::nullopt;
    const double mean = (*x + *y) / 2;
    // From an electron microscope's to a photographed glass: what lies beyond was never a scale of cells.
    if (mean < 0.01 || mean > 100 || *x / *y > 2 || *y / *x > 2) return std::nullopt;
    return mean;
}

int tileSideOf(openslide_t* slide, int level, const char* which) {
    const std::string name = "openslide.level[" + std::to_string(level) + "].tile-" + which;
    const auto side = numberOf(openslide_get_property_value(slide, name.c_str()));
    return side ? static_cast<int>(std::min(*side, 1e9)) : 0;
}

/// libtiff 4.5 with the security patches of Debian 12 unpacks tiles that are wider or higher than their picture into the wrong places. Such a level is hardly larger than a thumbnail: it is done without.
bool isSpoiltByLibtiff(const Level& level, const std::string& format) {
    constexpr std::array<std::string_view, 3> kReadOtherwise{"mirax", "hamamatsu", "sakura"};
    if (std::find(kReadOtherwise.begin(), kReadOtherwise.end(), format) != kReadOtherwise.end()) return false;
    return level.width < level.tileWidth || level.height < level.tileHeight;
}

/// Foreign text for people: well-formed, without control characters (a terminal would obey them), at most so long.
std::string cleaned(const char* text) {
    constexpr std::size_t kMostBytes = 4096;
    std::string clean(text ? text : "");
    if (firstNonUtf8(clean) != std::string::npos || clean.size() > kMostBytes) clean = quotedForMessage(clean, kMostBytes);
    for (char& letter : clean)
        if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) letter = ' ';
    return clean;
}

Result<Facts> factsOf(openslide_t* slide, const std::filesystem::path& file, const std::string& format) {
    Facts facts;
    facts.file = file;
    facts.format = format;
    const int levels = openslide_get_level_count(slide);
    if (levels < 1 || levels > kMaxLevels) return fail(brokenSlide(file, format, "it has " + std::to_string(levels) + " levels"));
    for (int i = 0; i < levels; ++i) {
        Level level;
        openslide_get_level_dimensions(slide, i, &level.width, &level.height);
        level.downsample = openslide_get_level_downsample(slide, i);
        if (level.width < 1 || level.height < 1)
            return fail(brokenSlide(file, format, "level " + std::to_string(i) + " has " + std::to_string(level.width) + " × " + std::to_string(level.height) + " px"));
        if (level.width > kMaxSidePx || level.height > kMaxSidePx) {
            return fail(ErrorCode::TooLarge, "says that it has " + std::to_string(level.width) + " × " + std::to_string(level.height) + " px, more than the limit of " + std::to_string(kMaxSidePx) + " px a side",
                        file, "The file is probably damaged; export the slide anew.");
        }
        if (!(level.downsample >= 1) || !std::isfinite(level.downsample) || (i > 0 && level.downsample <= facts.levels.back().downsample))
            return fail(brokenSlide(file, format, "its levels are not each coarser than the one before"));
        level.tileWidth = tileSideOf(slide, i, "width");
        level.tileHeight = tileSideOf(slide, i, "height");
        if (level.tileWidth > kMaxTilePx || level.tileHeight > kMaxTilePx) {
            return fail(ErrorCode::TooLarge, "is stored in tiles of " + std::to_string(level.tileWidth) + " × " + std::to_string(level.tileHeight) + " px, more than the limit of " + std::to_string(kMaxTilePx) + " px",
                        file, "Export the slide with tiles of 256 to 1,024 px.");
        }
        if (level.tileWidth == 0 || level.tileHeight == 0) level.tileWidth = level.tileHeight = kUsualTilePx;
        if (isSpoiltByLibtiff(level, format)) {
            if (i == 0) return fail(brokenSlide(file, format, "it is smaller than one of its tiles"));
            continue;
        }
        facts.levels.push_back(level);
    }
    facts.umPerPx = umPerPxOf(slide);
    facts.objectivePower = numberOf(openslide_get_property_value(slide, OPENSLIDE_PROPERTY_NAME_OBJECTIVE_POWER));
    if (const char* const* name = openslide_get_property_names(slide))
        for (; *name; ++name) facts.properties.emplace_back(cleaned(*name), cleaned(openslide_get_property_value(slide, *name)));
    std::sort(facts.properties.begin(), facts.properties.end());
    if (const char* const* name = openslide_get_associated_image_names(slide)) {
        for (; *name; ++name) {
            AssociatedPicture picture{*name, 0, 0};
            openslide_get_associated_image_dimensions(slide, *name, &picture.width, &picture.height);
            if (picture.width > 0 && picture.height > 0 && isUtf8(picture.name)) facts.associated.push_back(picture);
        }
    }
    return facts;
}

/// OpenSlide's pixels are premultiplied and transparent where nothing was scanned: laid on white.
void layOnWhite(std::vector<std::uint32_t>& argb) {
    for (std::uint32_t& pixel : argb) {
        const std::uint32_t rest = 255 - (pixel >> 24);
        if (rest == 0) continue;
        const auto on = [&](int shift) { return std::min<std::uint32_t>(255, ((pixel >> shift) & 0xFF) + rest) << shift; };
        pixel = 0xFF000000u | on(16) | on(8) | on(0);
    }
}

class OpenSlideSlide final : public Slide {
public:
    OpenSlideSlide(Handle handle, Facts facts) : m_handle(std::move(handle)), m_facts(std::move(facts)) {}

    const Facts& facts() const override { return m_facts; }

    Result<Pixels> read(const Region& region) const override {
        if (const auto sound = checkRegion(m_facts, region); !sound) return fail(sound.error());
        const Level& level = m_facts.levels[static_cast<std::size_t>(region.level)];
        try {
            Pixels pixels{region.width, region.height, {}};
            pixels.argb.resize(static_cast<std::size_t>(region.width) * static_cast<std::size_t>(region.height));
            // Outside the level OpenSlide is not asked: places far away would overflow in it.
            if (region.x < level.width && region.y < level.height && region.x > -region.width && region.y > -region.height) {
                const auto read = [&](openslide_t* slide) {
                    openslide_read_region(slide, pixels.argb.data(), toLevel0(region.x, level), toLevel0(region.y, level), region.level, region.width, region.height);
                };
                if (const auto error = tryTwice(read)) return fail(*error);
            }
            layOnWhite(pixels.argb);
            return pixels;
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, "needs more memory than there is", m_facts.file, "Close other programs, then try again.");
        }
    }

    Result<image::Image> associated(const std::string& name) const override {
        const auto picture = std::find_if(m_facts.associated.begin(), m_facts.associated.end(), [&](const AssociatedPicture& each) { return each.name == name; });
        if (picture == m_facts.associated.end()) return noSuchPicture(m_facts, name);
        if (picture->width > kMaxAssociatedPx / picture->height)
            return fail(ErrorCode::TooLarge, "its picture " + name + " has " + std::to_string(picture->width) + " × " + std::to_string(picture->height) + " px", m_facts.file);
        try {
            Pixels pixels{static_cast<int>(picture->width), static_cast<int>(picture->height), {}};
            pixels.argb.resize(static_cast<std::size_t>(picture->width * picture->height));
            if (const auto error = tryTwice([&](openslide_t* slide) { openslide_read_associated_image(slide, name.c_str(), pixels.argb.data()); })) return fail(*error);
            layOnWhite(pixels.argb);
            return toImage(pixels);
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, "needs more memory than there is", m_facts.file, "Close other programs, then try again.");
        }
    }

private:
    static std::int64_t toLevel0(std::int64_t place, const Level& level) { return std::llround(static_cast<double>(place) * level.downsample); }

    /// A handle that met one broken tile answers nothing any more, to nobody: it is replaced for the others, and a handle of its own tells whether the fault is here.
    template <class Read>
    std::optional<Error> tryTwice(const Read& read) const {
        const Handle shared = current();
        read(shared.get());
        if (!openslide_get_error(shared.get())) return std::nullopt;
        replace(shared);
        const Handle own = openHandle(m_facts.file);
        if (!own) return brokenSlide(m_facts.file, m_facts.format, "it is no longer there, or has changed");
        read(own.get());
        const char* reason = openslide_get_error(own.get());
        return reason ? std::optional(brokenSlide(m_facts.file, m_facts.format, cleaned(reason))) : std::nullopt;
    }

    Handle current() const {
        const std::lock_guard lock(m_mutex);
        return m_handle;
    }

    void replace(const Handle& broken) const {
        {
            const std::lock_guard lock(m_mutex);
            if (m_handle != broken) return;
        }
        Handle fresh = openHandle(m_facts.file);
        const std::lock_guard lock(m_mutex);
        if (m_handle == broken && fresh) m_handle = std::move(fresh);
    }

    mutable std::mutex m_mutex;
    mutable Handle m_handle;
    Facts m_facts;
};

}  // namespace

std::optional<std::string> openSlideFormat(const std::filesystem::path& file) {
    const char* vendor = openslide_detect_vendor(file.c_str());
    return vendor ? std::optional<std::string>(vendor) : std::nullopt;
}

Error brokenSlide(const std::filesystem::path& file, const std::string& format, const std::string& reason) {
    return {ErrorCode::DamagedImage, "a slide in the format " + format + " that cannot be read: " + reason, file,
            "Copy it anew from where it was scanned, with all files and folders that belong to it."};
}

Result<SlidePtr> openByOpenSlide(const std::filesystem::path& file) {
    const std::string format = openSlideFormat(file).value_or("unknown");
    const Handle handle = openHandle(file);
    if (!handle) return fail(brokenSlide(file, format, "OpenSlide does not open it"));
    if (const char* reason = openslide_get_error(handle.get())) return fail(brokenSlide(file, format, cleaned(reason)));
    auto facts = factsOf(handle.get(), file, format);
    if (!facts) return fail(facts.error());
    return std::make_shared<const OpenSlideSlide>(handle, std::move(*facts));
}

}  // namespace leukolens::slide
