// A whole slide, or a picture of a field, with coarser copies of itself (levels), read region by region.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/image/image.h"

namespace leukolens::slide {

/// Opaque pixels, row after row without padding: 0xFFRRGGBB in the machine's byte order, as QImage::Format_RGB32, and as OpenCV's BGRA on little-endian machines.
struct Pixels {
    int width = 0, height = 0;  ///< px
    std::vector<std::uint32_t> argb;  ///< height × width
};

/// The same as R, G, B bytes.
image::Image toImage(const Pixels& pixels);

struct Level {
    std::int64_t width = 0, height = 0;  ///< px
    double downsample = 1;               ///< px of level 0 a px of this one, ≥ 1
    int tileWidth = 0, tileHeight = 0;   ///< px, as stored; a region that fits them is read the quickest
};

struct AssociatedPicture {
    std::string name;  ///< "label", "macro", "thumbnail", … A label may name the patient
    std::int64_t width = 0, height = 0;  ///< px
};

struct Facts {
    std::filesystem::path file;
    std::string format;         ///< OpenSlide's word ("aperio", "mirax", "generic-tiff", …), or kPictureFormat
    std::vector<Level> levels;  ///< the finest first, at least one; downsample rises
    std::optional<double> umPerPx;         ///< of level 0, mean of both directions; nothing where the file does not say, or says what cannot be
    std::optional<double> objectivePower;  ///< 20, 40, 100, …
    std::vector<std::pair<std::string, std::string>> properties;  ///< as the vendor wrote them, sorted by name
    std::vector<AssociatedPicture> associated;
};

inline constexpr const char* kPictureFormat = "picture";

/// A rectangle of one level, in px of that level. Parts outside the level are white.
struct Region {
    int level = 0;
    std::int64_t x = 0, y = 0;
    int width = 0, height = 0;  ///< 1 … kMaxRegionSidePx
};
inline constexpr int kMaxRegionSidePx = 16'384;

/// An open slide. Thread-safe: regions are read side by side.
class Slide {
public:
    virtual ~Slide() = default;

    virtual const Facts& facts() const = 0;
    /// Fails with DamagedImage where that part of the file cannot be read (other parts can still be), InvalidArgument for no such level or a size beyond the limits, OutOfMemory.
    virtual Result<Pixels> read(const Region& region) const = 0;
    /// Fails with NotFound, DamagedImage, TooLarge.
    virtual Result<image::Image> associated(const std::string& name) const = 0;
};

using SlidePtr = std::shared_ptr<const Slide>;

struct PictureLimits {
    std::int64_t maxMemoryPixels = 50'000'000;  ///< up to so many a picture is held in memory; of larger ones, levels are kept in the cache folder
    std::int64_t maxWholePixels = 100'000'000;  ///< of kinds that cannot be read row by row (image::DecodeLimits)
    int maxSidePx = 30'000;
    std::uint64_t maxCacheBytes = 20ull << 30;  ///< of the cache folder; what was not used for longest goes first
};

struct OpenOptions {
    std::filesystem::path cacheFolder = {};  ///< where levels of large pictures are kept, and nothing else; empty: large pictures are refused with TooLarge
    PictureLimits pictures = {};
};

/// What OpenSlide reads (SVS, NDPI, MRXS, SCN, tiled TIFF, …) and ordinary pictures (core/image/decode.h) up to 30,000 × 30,000 px, told by content. Coarser levels of a large picture are made first,
/// with progress, and kept: the next opening is quick. Fails with NotFound and what else reading says, NotAnImage for an unknown format, DamagedImage for a slide or picture that is broken (missing
/// companion files included), TooLarge, Cancelled, DiskFull and what else writing to the cache folder says. Thread-safe.
Result<SlidePtr> open(const std::filesystem::path& file, const OpenOptions& options, ProgressSink& progress, const CancelToken& cancel);

/// The coarsest level that is still at least as fine as `downsample` (px of level 0 a px wanted); the finest where none is.
int levelFor(const Facts& facts, double downsample);

/// Whether the name ends like a slide's (.svs .tif .tiff .ndpi .mrxs .scn .vms .vmu .bif .svslide, any case).
bool hasSlideExtension(const std::filesystem::path& file);

}  // namespace leukolens::slide
