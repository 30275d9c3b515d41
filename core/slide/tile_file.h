// All levels of a picture in one file of a cache, tile by tile.
#pragma once

#include <memory>

#include "core/base/ordinary_file.h"
#include "core/slide/slide.h"
#include "core/slide/tile_codec.h"

namespace leukolens::slide {

/// A picture as its file has it: no orientation is applied.
struct StoredPicture {
    int width = 0, height = 0;  ///< px
    int orientation = 1;        ///< EXIF's 1…8

    bool operator==(const StoredPicture&) const = default;
};

/// Where a tile's packed bytes are.
struct TilePlace {
    std::uint64_t offset = 0;
    std::uint32_t bytes = 0;
};

/// Levels of a picture and where their tiles stand among all: level by level, row by row.
class TileGrid {
public:
    explicit TileGrid(const StoredPicture& picture);
    const std::vector<Level>& levels() const { return m_levels; }
    std::int64_t columns(int level) const;
    std::int64_t rows(int level) const;
    std::size_t index(int level, std::int64_t column, std::int64_t row) const;
    std::size_t count() const { return m_first.back(); }
    /// px; less than kPictureTilePx at the right and lower edges.
    int tileWidth(int level, std::int64_t column) const;
    int tileHeight(int level, std::int64_t row) const;

private:
    std::vector<Level> m_levels;
    std::vector<std::size_t> m_first;  ///< one more than levels
};

/// A finished file, open for reading. Thread-safe.
class TileFile {
public:
    /// Null where there is no file, or one that is not whole or not of that key; such a one is removed. An opened one counts as used now.
    static std::shared_ptr<const TileFile> open(const std::filesystem::path& file, const std::string& key);

    const StoredPicture& picture() const { return m_picture; }
    const TileGrid& grid() const { return m_grid; }

    /// The tile's pixels without padding. False: they cannot be read, or are not those that were written.
    bool read(int level, std::int64_t column, std::int64_t row, TileUnpacker& unpacker, std::vector<std::uint32_t>& argb) const;

    /// So that it is made anew at the next opening.
    void remove() const;

private:
    TileFile(std::filesystem::path path, OrdinaryFile file, StoredPicture picture, std::vector<TilePlace> places);

    std::filesystem::path m_path;
    OrdinaryFile m_file;
    StoredPicture m_picture;
    TileGrid m_grid;
    std::vector<TilePlace> m_places;
};

/// What a finished file begins with, and what it ends with, which begins at `indexAt`. Empty: there is no memory for it.
std::vector<std::uint8_t> packedTileIndex(const std::string& key, const StoredPicture& picture, std::span<const TilePlace> places);
std::vector<std::uint8_t> tileFileHeader(std::uint64_t indexAt, std::uint64_t indexBytes);
inline constexpr std::uint64_t kTileFileHeaderBytes = 24;

}  // namespace leukolens::slide
