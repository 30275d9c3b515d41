#include "core/experiment/pixel_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/cache_folder.h"
#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/image/cell_mask.h"
#include "core/stain/network_pixels.h"
#include "core/weights/crc32.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

// Magic; key; cells and side (8 bytes each); a CRC-32 a cell; CRC-32 of all that; the cells' pixels.
constexpr std::string_view kMagic = "LEUKOPX1";
constexpr std::size_t kKeyDigits = 64, kCountsAt = 8 + kKeyDigits, kChecksumsAt = kCountsAt + 16;

std::uint64_t contentAt(std::int64_t cells) { return kChecksumsAt + 4 * static_cast<std::uint64_t>(cells) + 4; }
std::uint64_t cellBytes(int sizePx) { return std::uint64_t{3} * static_cast<std::uint64_t>(sizePx) * static_cast<std::uint64_t>(sizePx); }

template <class T>
void put(Bytes& bytes, std::size_t at, T value) {
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

Bytes headerOf(const std::string& key, const std::vector<std::uint32_t>& checksums, int sizePx) {
    Bytes header(contentAt(static_cast<std::int64_t>(checksums.size())));
    std::memcpy(header.data(), kMagic.data(), kMagic.size());
    std::memcpy(header.data() + kMagic.size(), key.data(), std::min(key.size(), kKeyDigits));
    put(header, kCountsAt, static_cast<std::uint64_t>(checksums.size()));
    put(header, kCountsAt + 8, static_cast<std::uint64_t>(sizePx));
    std::memcpy(header.data() + kChecksumsAt, checksums.data(), 4 * checksums.size());
    put(header, header.size() - 4, weights::crc32(std::span(header).first(header.size() - 4)));
    return header;
}

/// 0 or the errno.
int readAt(int fd, std::uint64_t at, std::span<std::uint8_t> to) {
    while (!to.empty()) {
        const ssize_t n = ::pread(fd, to.data(), to.size(), static_cast<off_t>(at));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n < 0 ? errno : EIO;
        to = to.subspan(static_cast<std::size_t>(n));
        at += static_cast<std::uint64_t>(n);
    }
    return 0;
}

int writeAt(int fd, std::uint64_t at, std::span<const std::uint8_t> from) {
    while (!from.empty()) {
        const ssize_t n = ::pwrite(fd, from.data(), from.size(), static_cast<off_t>(at));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        from = from.subspan(static_cast<std::size_t>(n));
        at += static_cast<std::uint64_t>(n);
    }
    return 0;
}

}  // namespace

std::string pixelKey(std::span<const std::string> sha256s, int sizePx, const stain::StainReference& stain, bool cutsOut) {
    std::string all = "decoder " + std::to_string(kDecoderVersion) + " px " + std::to_string(sizePx) + '\n';
    if (stain.method() != stain::StainMethod::None) all += "stain " + std::to_string(stain::kNormalisationVersion) + ' ' + toJson(stain).dump() + '\n';
    if (cutsOut) all += "cells alone " + std::to_string(image::kCellMaskVersion) + '\n';
    for (const auto& sha256 : sha256s) all += sha256 + '\n';
    return digest::sha256(all);
}

PixelCache::PixelCache(int fd, std::vector<std::uint32_t> checksums, std::uint64_t at) : m_fd(fd), m_checksums(std::move(checksums)), m_contentAt(at) {}

PixelCache::~PixelCache() { ::close(m_fd); }

std::shared_ptr<const PixelCache> PixelCache::open(const fs::path& folder, const std::string& key, std::int64_t cells, int sizePx, std::vector<std::string>& notices) {
    if (folder.empty()) return nullptr;
    const fs::path file = folder / key;
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return nullptr;
    struct stat info {};
    Bytes header(contentAt(cells));
    const std::uint64_t size = header.size() + static_cast<std::uint64_t>(cells) * cellBytes(sizePx);
    std::vector<std::uint32_t> checksums(static_cast<std::size_t>(cells));
    bool good = ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && static_cast<std::uint64_t>(info.st_size) == size && readAt(fd, 0, header) == 0;
    if (good) {
        std::memcpy(checksums.data(), header.data() + kChecksumsAt, 4 * checksums.size());
        good = headerOf(key, checksums, sizePx) == header;
    }
    if (!good) {
        ::close(fd);
        std::error_code ignored;
        fs::remove(file, ignored);
        notices.push_back("The kept pixels in " + file.string() + " are damaged; the pictures are decoded again.");
        return nullptr;
    }
    ::futimens(fd, nullptr);  // used now: the oldest go first
    return std::shared_ptr<const PixelCache>(new PixelCache(fd, std::move(checksums), header.size()));
}

bool PixelCache::read(std::int64_t cell, std::span<std::uint8_t> rgb) const {
    const std::uint64_t at = m_contentAt + static_cast<std::uint64_t>(cell) * rgb.size();
    return readAt(m_fd, at, rgb) == 0 && weights::crc32(rgb) == m_checksums[static_cast<std::size_t>(cell)];
}

PixelCacheWriter::PixelCacheWriter(fs::path file, fs::path temporary, int fd, std::string key, std::int64_t cells, int sizePx)
    : m_file(std::move(file)), m_temporary(std::move(temporary)), m_fd(fd), m_key(std::move(key)), m_sizePx(sizePx), m_checksums(static_cast<std::size_t>(cells)),
      m_contentAt(contentAt(cells)) {}

std::unique_ptr<PixelCacheWriter> PixelCacheWriter::create(const fs::path& folder, const std::string& key, std::int64_t cells, int sizePx,
                                                           std::vector<std::string>& notices, std::uint64_t limitBytes) {
    if (folder.empty()) return nullptr;
    const auto problem = [&](const std::string& what) {
        notices.push_back("Decoded pixels are not kept for the next run: " + what);
        return nullptr;
    };
    if (auto created = createFolder(folder); !created) return problem(created.error().message());
    const std::uint64_t bytes = contentAt(cells) + static_cast<std::uint64_t>(cells) * cellBytes(sizePx);
    if (!makeRoom(folder, bytes, limitBytes)) return problem("there is too little space in " + folder.string() + '.');
    const fs::path temporary = folder / ('.' + key + '.' + std::to_string(::getpid()) + ".tmp");
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) return problem(errorFromErrno(errno, temporary, true).message());
    return std::unique_ptr<PixelCacheWriter>(new PixelCacheWriter(folder / key, temporary, fd, key, cells, sizePx));
}

PixelCacheWriter::~PixelCacheWriter() {
    if (m_fd < 0) return;
    ::close(m_fd);
    ::unlink(m_temporary.c_str());
}

void PixelCacheWriter::failed(int errnoValue) {
    int none = 0;
    m_errno.compare_exchange_strong(none, errnoValue);
}

void PixelCacheWriter::put(std::int64_t cell, std::span<const std::uint8_t> rgb) {
    if (m_errno != 0) return;
    m_checksums[static_cast<std::size_t>(cell)] = weights::crc32(rgb);
    if (const int problem = writeAt(m_fd, m_contentAt + static_cast<std::uint64_t>(cell) * rgb.size(), rgb)) failed(problem);
}

Result<void> PixelCacheWriter::finish() {
    if (m_errno == 0) failed(writeAt(m_fd, 0, headerOf(m_key, m_checksums, m_sizePx)));
    if (m_errno == 0 && ::fsync(m_fd) != 0) failed(errno);
    if (m_errno == 0 && ::rename(m_temporary.c_str(), m_file.c_str()) != 0) failed(errno);
    if (m_errno != 0) return fail(errorFromErrno(m_errno, m_file, true));
    ::close(m_fd);
    m_fd = -1;
    return {};
}

}  // namespace leukolens::experiment
