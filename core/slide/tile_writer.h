// Makes a picture's coarser levels while its rows come, and writes all of them to a TileFile.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "core/slide/tile_file.h"

namespace leukolens::slide {

/// One thread gives the rows; as many as there are cores pack tiles meanwhile. Takes about 10 KB a px of width, at the most.
class TileWriter {
public:
    /// Writes to a temporary in `folder`, which must be there. Fails with DiskFull, NoPermission, WriteFailed.
    static Result<std::unique_ptr<TileWriter>> create(const std::filesystem::path& folder, const std::string& key, const StoredPicture& picture);
    ~TileWriter();  ///< removes an unfinished file, without waiting for what is still to be packed
    TileWriter(const TileWriter&) = delete;
    TileWriter& operator=(const TileWriter&) = delete;

    /// The next row from the top: width × 3 bytes R, G, B. Waits while too many tiles wait to be packed. Fails with DiskFull, WriteFailed, OutOfMemory, about the folder.
    Result<void> add(std::span<const std::uint8_t> rgb);

    /// All rows were added: the file gets its name, folder / key. Fails as add().
    Result<void> finish();

private:
    struct Band;
    /// A level whose rows come.
    struct Rising {
        int width = 0, height = 0, y = 0;
        std::shared_ptr<Band> band;
    };
    struct Tile {
        std::shared_ptr<const Band> band;
        int level = 0;
        std::int64_t column = 0, row = 0;
    };

    TileWriter(std::filesystem::path folder, std::string key, std::filesystem::path temporary, int fd, const StoredPicture& picture);
    std::uint32_t* nextRow(std::size_t level);
    void rowIsThere(std::size_t level);
    void packTiles();
    void pack(const Tile& tile, TilePacker& packer);
    void stopPacking(bool dropWaiting);
    void failed(Error error);
    Result<void> sofar() const;
    void writeAt(std::uint64_t at, std::span<const std::uint8_t> bytes);

    std::filesystem::path m_folder, m_temporary;
    std::string m_key;
    int m_fd;
    StoredPicture m_picture;
    TileGrid m_grid;
    std::vector<Rising> m_rising;
    std::vector<TilePlace> m_places;
    std::atomic<std::uint64_t> m_end{kTileFileHeaderBytes};
    std::atomic<bool> m_failed{false};

    mutable std::mutex m_mutex;
    std::condition_variable m_work, m_room;
    std::deque<Tile> m_waiting;
    bool m_noMore = false;
    std::optional<Error> m_error;
    std::vector<std::jthread> m_packers;  ///< ended before all else
};

}  // namespace leukolens::slide
