#include "core/slide/picture_slide.h"

#include <new>

#include "core/base/cache_folder.h"
#include "core/base/stamped_file.h"
#include "core/digest/sha256.h"
#include "core/image/row_reader.h"
#include "core/slide/memory_slide.h"
#include "core/slide/tile_slide.h"
#include "core/slide/tile_writer.h"

namespace leukolens::slide {
namespace fs = std::filesystem;
namespace {

constexpr const char* kStage = "Preparing the picture";
constexpr int kTileRules = 1;  // raise it when levels or tiles of the same rows become others
constexpr std::uint64_t kMaxFileBytes = 16ull << 30;

/// What tells a picture's tiles from all others in the cache.
std::string keyOf(const fs::path& file, const FileStamp& stamp) {
    std::error_code ignored;
    std::string all = "tiles " + std::to_string(kTileRules) + " decoder " + image::decodeRules() + '\n' + fs::absolute(file, ignored).lexically_normal().native() + '\n';
    for (const auto number : {static_cast<std::int64_t>(stamp.size), stamp.mtimeNs, stamp.ctimeNs, static_cast<std::int64_t>(stamp.inode)}) all += std::to_string(number) + '\n';
    return digest::sha256(all);
}

image::DecodeLimits decodeLimits(const PictureLimits& limits) {
    image::DecodeLimits decode;
    decode.maxFileBytes = kMaxFileBytes;
    decode.maxSidePx = limits.maxSidePx;
    decode.maxPixels = static_cast<std::int64_t>(limits.maxSidePx) * limits.maxSidePx;
    decode.maxWholePixels = limits.maxWholePixels;
    decode.minSidePx = 1;
    return decode;
}

Result<void> makeRoomFor(const image::RowReader& rows, const OpenOptions& options) {
    if (const auto created = createPrivateFolder(options.cacheFolder); !created) return created;
    // Of the four bytes a pixel that all levels have together, half is left when they are packed.
    const std::uint64_t bytes = 2 * static_cast<std::uint64_t>(rows.width()) * static_cast<std::uint64_t>(rows.height());
    if (makeRoom(options.cacheFolder, bytes, options.pictures.maxCacheBytes)) return {};
    return fail(ErrorCode::DiskFull, "has too little space for the prepared copy of a large picture: about " + std::to_string(bytes / 1'000'000 + 1) + " MB are needed, and as much to spare", options.cacheFolder,
                "Free some space, then try again.");
}

Result<void> writeTiles(image::RowReader& rows, const fs::path& folder, const std::string& key, ProgressSink& progress, const CancelToken& cancel) {
    auto writer = TileWriter::create(folder, key, {rows.width(), rows.height(), rows.orientation()});
    if (!writer) return fail(writer.error());
    std::vector<std::uint8_t> row(static_cast<std::size_t>(rows.width()) * 3);
    constexpr int kRowsAReport = 64;
    for (int y = 0; y < rows.height(); ++y) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        if (y % kRowsAReport == 0) progress.report({kStage, y, rows.height()});
        if (const auto read = rows.next(row); !read) return read;
        if (const auto added = (*writer)->add(row); !added) return added;
    }
    return (*writer)->finish();
}

/// Of a picture that is too large for the memory.
Result<std::shared_ptr<const TileFile>> tilesOf(image::RowReader& rows, const fs::path& file, const std::optional<FileStamp>& stamp, const std::string& key, const OpenOptions& options, ProgressSink& progress,
                                                const CancelToken& cancel) {
    const fs::path& folder = options.cacheFolder;
    if (folder.empty()) {
        return fail(ErrorCode::TooLarge, "measures " + std::to_string(rows.width()) + " × " + std::to_string(rows.height()) + " px, and there is no folder to prepare a picture of that size in", file,
                    "Set HOME or XDG_CACHE_HOME to a folder that may be written.");
    }
    if (const auto room = makeRoomFor(rows, options); !room) return fail(room.error());
    if (const auto written = writeTiles(rows, folder, key, progress, cancel); !written) return fail(written.error());
    auto tiles = TileFile::open(folder / key, key);
    if (!tiles) return fail(ErrorCode::WriteFailed, "loses what is written to it", folder, "Check the drive, then try again.");
    if (stampOf(file) != stamp) {
        tiles->remove();
        return fail(ErrorCode::ReadFailed, "changes while it is read", file, "Wait until the program that writes it has finished, then open it again.");
    }
    makeRoom(folder, 0, options.pictures.maxCacheBytes);  // it may have become larger than was thought
    return tiles;
}

}  // namespace

Result<SlidePtr> openPicture(const fs::path& file, const OpenOptions& options, ProgressSink& progress, const CancelToken& cancel) {
    Facts facts;
    facts.file = file;
    facts.format = kPictureFormat;
    const auto stamp = stampOf(file);
    const std::string key = stamp ? keyOf(file, *stamp) : std::string();
    if (stamp && !options.cacheFolder.empty())
        if (auto tiles = TileFile::open(options.cacheFolder / key, key)) return slideOfTiles(std::move(tiles), std::move(facts));

    progress.report({kStage, 0, 0});
    auto rows = image::RowReader::open(file, decodeLimits(options.pictures), cancel);
    if (!rows) return fail(rows.error());
    try {
        if (static_cast<std::int64_t>(rows->width()) * rows->height() <= options.pictures.maxMemoryPixels) {
            const auto picture = image::readWhole(*rows);
            if (!picture) return fail(picture.error());
            return std::make_shared<const MemorySlide>(*picture, std::move(facts));
        }
        auto tiles = tilesOf(*rows, file, stamp, key, options, progress, cancel);
        if (!tiles) return fail(tiles.error());
        return slideOfTiles(std::move(*tiles), std::move(facts));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "needs more memory than there is", file, "Close other programs, then try again.");
    }
}

}  // namespace leukolens::slide
