#include "core/slide/tile_file.h"

#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "core/slide/picture_levels.h"

namespace leukolens::slide {
namespace fs = std::filesystem;
namespace {

// Magic; place and length of the index; tiles in any order; the index, packed with a checksum: key, width, height, orientation, and of each tile its place and length.
constexpr std::string_view kMagic = "LEUKOTL1";
constexpr std::size_t kKeyDigits = 64, kPictureAt = kKeyDigits, kPlacesAt = kPictureAt + 12, kPlaceBytes = 12;
constexpr std::uint64_t kMaxIndexBytes = 64 << 20;
constexpr int kMaxStoredSidePx = 1 << 20;
static_assert(kPictureTilePx <= kMaxTileSidePx);

template <class T>
void put(std::vector<std::uint8_t>& bytes, std::size_t at, T value) {
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

template <class T>
T get(std::span<const std::uint8_t> bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

bool readAt(int fd, std::uint64_t at, std::span<std::uint8_t> to) {
    while (!to.empty()) {
        const ssize_t n = ::pread(fd, to.data(), to.size(), static_cast<off_t>(at));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        to = to.subspan(static_cast<std::size_t>(n));
        at += static_cast<std::uint64_t>(n);
    }
    return true;
}

struct Index {
    StoredPicture picture;
    std::vector<TilePlace> places;
};

std::vector<std::uint8_t> unpackedIndex(const OrdinaryFile& file, std::uint64_t at, std::uint64_t bytes) {
    std::vector<std::uint8_t> packed(bytes);
    if (!readAt(file.descriptor(), at, packed)) return {};
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxIndexBytes) return {};
    std::vector<std::uint8_t> index(size);
    return ZSTD_decompress(index.data(), index.size(), packed.data(), packed.size()) == size ? index : std::vector<std::uint8_t>();
}

/// Nothing: not a whole file of that key.
std::optional<Index> readIndex(const OrdinaryFile& file, const std::string& key) {
    std::vector<std::uint8_t> header(kTileFileHeaderBytes);
    if (file.size() < header.size() || !readAt(file.descriptor(), 0, header) || !std::equal(kMagic.begin(), kMagic.end(), header.begin())) return std::nullopt;
    const auto at = get<std::uint64_t>(header, 8), bytes = get<std::uint64_t>(header, 16);
    if (bytes > kMaxIndexBytes || at < header.size() || at > file.size() || bytes != file.size() - at) return std::nullopt;
    const auto unpacked = unpackedIndex(file, at, bytes);
    if (unpacked.size() < kPlacesAt || key.size() != kKeyDigits || !std::equal(key.begin(), key.end(), unpacked.begin())) return std::nullopt;
    Index index{{get<std::int32_t>(unpacked, kPictureAt), get<std::int32_t>(unpacked, kPictureAt + 4), get<std::int32_t>(unpacked, kPictureAt + 8)}, {}};
    const auto& picture = index.picture;
    if (picture.width < 1 || picture.height < 1 || picture.width > kMaxStoredSidePx || picture.height > kMaxStoredSidePx || picture.orientation < 1 || picture.orientation > 8) return std::nullopt;
    const std::size_t count = TileGrid(picture).count();
    if (unpacked.size() != kPlacesAt + count * kPlaceBytes) return std::nullopt;
    for (std::size_t i = 0; i < count; ++i) {
        const TilePlace place{get<std::uint64_t>(unpacked, kPlacesAt + i * kPlaceBytes), get<std::uint32_t>(unpacked, kPlacesAt + i * kPlaceBytes + 8)};
        if (place.bytes > maxPackedTileBytes() || place.offset > at || place.bytes > at - place.offset) return std::nullopt;
        index.places.push_back(place);
    }
    return index;
}

}  // namespace

TileGrid::TileGrid(const StoredPicture& picture) : m_levels(levelsOfPicture(picture.width, picture.height)), m_first{0} {
    for (int level = 0; level < static_cast<int>(m_levels.size()); ++level) m_first.push_back(m_first.back() + static_cast<std::size_t>(columns(level) * rows(level)));
}

std::int64_t TileGrid::columns(int level) const { return (m_levels[static_cast<std::size_t>(level)].width + kPictureTilePx - 1) / kPictureTilePx; }
std::int64_t TileGrid::rows(int level) const { return (m_levels[static_cast<std::size_t>(level)].height + kPictureTilePx - 1) / kPictureTilePx; }

std::size_t TileGrid::index(int level, std::int64_t column, std::int64_t row) const { return m_first[static_cast<std::size_t>(level)] + static_cast<std::size_t>(row * columns(level) + column); }

int TileGrid::tileWidth(int level, std::int64_t column) const {
    return static_cast<int>(std::min<std::int64_t>(kPictureTilePx, m_levels[static_cast<std::size_t>(level)].width - column * kPictureTilePx));
}

int TileGrid::tileHeight(int level, std::int64_t row) const {
    return static_cast<int>(std::min<std::int64_t>(kPictureTilePx, m_levels[static_cast<std::size_t>(level)].height - row * kPictureTilePx));
}

TileFile::TileFile(fs::path path, OrdinaryFile file, StoredPicture picture, std::vector<TilePlace> places)
    : m_path(std::move(path)), m_file(std::move(file)), m_picture(picture), m_grid(picture), m_places(std::move(places)) {}

std::shared_ptr<const TileFile> TileFile::open(const fs::path& path, const std::string& key) {
    auto file = OrdinaryFile::open(path);
    if (!file) return nullptr;
    auto index = readIndex(*file, key);
    if (!index) {
        std::error_code ignored;
        fs::remove(path, ignored);
        return nullptr;
    }
    ::futimens(file->descriptor(), nullptr);  // used now: the oldest go first
    return std::shared_ptr<const TileFile>(new TileFile(path, std::move(*file), index->picture, std::move(index->places)));
}

bool TileFile::read(int level, std::int64_t column, std::int64_t row, TileUnpacker& unpacker, std::vector<std::uint32_t>& argb) const {
    const TilePlace& place = m_places[m_grid.index(level, column, row)];
    const int width = m_grid.tileWidth(level, column), height = m_grid.tileHeight(level, row);
    std::vector<std::uint8_t> packed(place.bytes);
    argb.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    return readAt(m_file.descriptor(), place.offset, packed) && unpacker.unpack(packed, width, height, argb.data());
}

void TileFile::remove() const {
    std::error_code ignored;
    fs::remove(m_path, ignored);
}

std::vector<std::uint8_t> packedTileIndex(const std::string& key, const StoredPicture& picture, std::span<const TilePlace> places) {
    std::vector<std::uint8_t> index(kPlacesAt + places.size() * kPlaceBytes);
    std::memcpy(index.data(), key.data(), std::min(key.size(), kKeyDigits));
    put(index, kPictureAt, static_cast<std::int32_t>(picture.width));
    put(index, kPictureAt + 4, static_cast<std::int32_t>(picture.height));
    put(index, kPictureAt + 8, static_cast<std::int32_t>(picture.orientation));
    for (std::size_t i = 0; i < places.size(); ++i) {
        put(index, kPlacesAt + i * kPlaceBytes, places[i].offset);
        put(index, kPlacesAt + i * kPlaceBytes + 8, places[i].bytes);
    }
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> zstd(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    if (!zstd) return {};
    ZSTD_CCtx_setParameter(zstd.get(), ZSTD_c_checksumFlag, 1);
    std::vector<std::uint8_t> packed(ZSTD_compressBound(index.size()));
    const std::size_t bytes = ZSTD_compress2(zstd.get(), packed.data(), packed.size(), index.data(), index.size());
    packed.resize(ZSTD_isError(bytes) ? 0 : bytes);
    return packed;
}

std::vector<std::uint8_t> tileFileHeader(std::uint64_t indexAt, std::uint64_t indexBytes) {
    std::vector<std::uint8_t> header(kTileFileHeaderBytes);
    std::memcpy(header.data(), kMagic.data(), kMagic.size());
    put(header, 8, indexAt);
    put(header, 16, indexBytes);
    return header;
}

}  // namespace leukolens::slide
