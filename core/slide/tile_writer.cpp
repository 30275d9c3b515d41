#include "core/slide/tile_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <system_error>

#include "core/base/cores.h"
#include "core/base/files.h"
#include "core/slide/picture_levels.h"

namespace leukolens::slide {
namespace fs = std::filesystem;
namespace {

Error outOfMemory(const fs::path& folder) { return {ErrorCode::OutOfMemory, "needs more memory than there is", folder, "Close other programs, then try again."}; }

}  // namespace

/// Rows of one level that make up a row of tiles.
struct TileWriter::Band {
    explicit Band(int levelWidth) : width(static_cast<std::size_t>(levelWidth)), argb(std::make_unique_for_overwrite<std::uint32_t[]>(width * kPictureTilePx)) {}
    std::uint32_t* row(int y) const { return argb.get() + static_cast<std::size_t>(y % kPictureTilePx) * width; }

    std::size_t width;
    std::unique_ptr<std::uint32_t[]> argb;
};

TileWriter::TileWriter(fs::path folder, std::string key, fs::path temporary, int fd, const StoredPicture& picture)
    : m_folder(std::move(folder)), m_temporary(std::move(temporary)), m_key(std::move(key)), m_fd(fd), m_picture(picture), m_grid(picture), m_places(m_grid.count()) {
    for (const Level& level : m_grid.levels()) m_rising.push_back({static_cast<int>(level.width), static_cast<int>(level.height), 0, nullptr});
}

Result<std::unique_ptr<TileWriter>> TileWriter::create(const fs::path& folder, const std::string& key, const StoredPicture& picture) {
    static std::atomic<unsigned> counter{0};
    const fs::path temporary = folder / ('.' + key + '.' + std::to_string(::getpid()) + '-' + std::to_string(counter.fetch_add(1)) + ".tmp");
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return fail(errorFromErrno(errno, folder, true));
    std::unique_ptr<TileWriter> writer(new TileWriter(folder, key, temporary, fd, picture));
    const auto cores = static_cast<unsigned>(usableCores());
    try {
        for (unsigned i = 0; i < cores; ++i) writer->m_packers.emplace_back([packing = writer.get()] { packing->packTiles(); });
    } catch (const std::system_error&) {
        if (writer->m_packers.empty()) return fail(outOfMemory(folder));
    }
    return writer;
}

TileWriter::~TileWriter() {
    stopPacking(true);
    if (m_fd < 0) return;
    ::close(m_fd);
    ::unlink(m_temporary.c_str());
}

std::uint32_t* TileWriter::nextRow(std::size_t level) {
    Rising& rising = m_rising[level];
    if (!rising.band) rising.band = std::make_shared<Band>(rising.width);
    return rising.band->row(rising.y);
}

void TileWriter::rowIsThere(std::size_t level) {
    Rising& rising = m_rising[level];
    const int y = rising.y++;
    const bool last = rising.y == rising.height;
    if (level + 1 < m_rising.size() && (y % 2 == 1 || last)) {
        const std::uint32_t* lower = rising.band->row(y);
        halveRows(y % 2 == 1 ? rising.band->row(y - 1) : lower, lower, rising.width, nextRow(level + 1));
        rowIsThere(level + 1);
    }
    if (rising.y % kPictureTilePx != 0 && !last) return;
    const std::int64_t row = y / kPictureTilePx, columns = m_grid.columns(static_cast<int>(level));
    std::unique_lock lock(m_mutex);
    // Two rows of the finest level's tiles: one is packed while the next comes.
    const auto most = static_cast<std::size_t>(2 * m_grid.columns(0));
    m_room.wait(lock, [&] { return m_waiting.size() < most || m_failed; });
    for (std::int64_t column = 0; column < columns; ++column) m_waiting.push_back({rising.band, static_cast<int>(level), column, row});
    rising.band.reset();
    m_work.notify_all();
}

Result<void> TileWriter::add(std::span<const std::uint8_t> rgb) {
    try {
        toArgb(rgb, nextRow(0));
        rowIsThere(0);
    } catch (const std::bad_alloc&) {
        return fail(outOfMemory(m_folder));
    }
    return sofar();
}

void TileWriter::packTiles() {
    try {
        TilePacker packer;
        for (;;) {
            std::unique_lock lock(m_mutex);
            m_work.wait(lock, [&] { return !m_waiting.empty() || m_noMore; });
            if (m_waiting.empty()) return;
            const Tile tile = std::move(m_waiting.front());
            m_waiting.pop_front();
            lock.unlock();
            m_room.notify_one();
            if (!m_failed) pack(tile, packer);
        }
    } catch (const std::bad_alloc&) {
        failed(outOfMemory(m_folder));
    }
}

void TileWriter::pack(const Tile& tile, TilePacker& packer) {
    const std::uint32_t* first = tile.band->argb.get() + static_cast<std::size_t>(tile.column) * kPictureTilePx;
    const auto packed = packer.pack(first, tile.band->width, m_grid.tileWidth(tile.level, tile.column), m_grid.tileHeight(tile.level, tile.row));
    if (packed.empty()) throw std::bad_alloc();
    const std::uint64_t at = m_end.fetch_add(packed.size());
    m_places[m_grid.index(tile.level, tile.column, tile.row)] = {at, static_cast<std::uint32_t>(packed.size())};
    writeAt(at, packed);
}

void TileWriter::writeAt(std::uint64_t at, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(m_fd, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(errorFromErrno(errno, m_folder, true));
        bytes = bytes.subspan(static_cast<std::size_t>(n));
        at += static_cast<std::uint64_t>(n);
    }
}

void TileWriter::failed(Error error) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_error) m_error = std::move(error);
        m_failed = true;
    }
    m_room.notify_all();
}

Result<void> TileWriter::sofar() const {
    if (!m_failed) return {};
    const std::lock_guard lock(m_mutex);
    return fail(*m_error);
}

void TileWriter::stopPacking(bool dropWaiting) {
    {
        const std::lock_guard lock(m_mutex);
        if (dropWaiting) m_waiting.clear();
        m_noMore = true;
    }
    m_work.notify_all();
    m_packers.clear();
}

Result<void> TileWriter::finish() {
    stopPacking(false);
    const auto index = packedTileIndex(m_key, m_picture, m_places);
    if (index.empty()) failed(outOfMemory(m_folder));
    writeAt(m_end, index);
    writeAt(0, tileFileHeader(m_end, index.size()));
    if (const auto written = sofar(); !written) return written;
    // Not flushed to the disk, which takes minutes for gigabytes: what a power cut leaves unfinished is found by its checksums, and made anew.
    const int fd = std::exchange(m_fd, -1);
    if (::close(fd) != 0 || ::rename(m_temporary.c_str(), (m_folder / m_key).c_str()) != 0) {
        const int problem = errno;
        ::unlink(m_temporary.c_str());
        return fail(errorFromErrno(problem, m_folder, true));
    }
    return {};
}

}  // namespace leukolens::slide
