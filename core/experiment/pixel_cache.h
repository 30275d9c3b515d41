// Decoded cells kept on the disk between runs: $XDG_CACHE_HOME/leukolens/pixels/<key>. A cache: whatever goes wrong with it costs time only.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/stain/stain_reference.h"

namespace leukolens::experiment {

/// Part of every key of what was made from decoded pictures. Raised whenever decoding or resizing gives other pixels.
inline constexpr int kDecoderVersion = 1;

inline constexpr std::uint64_t kPixelCacheLimitBytes = 20ull << 30;

/// One file of the cache, open for reading. Thread-safe.
class PixelCache {
public:
    /// Of cells with these checksums of their files, in this order. Nothing where there is none; a damaged one is removed and adds a line to `notices`.
    static std::shared_ptr<const PixelCache> open(const std::filesystem::path& folder, const std::string& key, std::int64_t cells, int sizePx,
                                                  std::vector<std::string>& notices);
    ~PixelCache();
    PixelCache(const PixelCache&) = delete;
    PixelCache& operator=(const PixelCache&) = delete;

    /// False where the bytes do not have their checksum or cannot be read: decode the picture instead.
    bool read(std::int64_t cell, std::span<std::uint8_t> rgb) const;

private:
    PixelCache(int fd, std::vector<std::uint32_t> checksums, std::uint64_t contentAt);
    int m_fd;
    std::vector<std::uint32_t> m_checksums;
    std::uint64_t m_contentAt;
};

/// Writes one file of the cache: every cell once, from any thread, in any order. Only a finished file gets its name.
class PixelCacheWriter {
public:
    /// Null where nothing is to be written: no folder, no room (a line in `notices` says so).
    static std::unique_ptr<PixelCacheWriter> create(const std::filesystem::path& folder, const std::string& key, std::int64_t cells, int sizePx,
                                                    std::vector<std::string>& notices, std::uint64_t limitBytes = kPixelCacheLimitBytes);
    ~PixelCacheWriter();  ///< removes an unfinished file
    PixelCacheWriter(const PixelCacheWriter&) = delete;
    PixelCacheWriter& operator=(const PixelCacheWriter&) = delete;

    void put(std::int64_t cell, std::span<const std::uint8_t> rgb);  ///< does nothing after a failure
    /// All cells were put. Fails with what went wrong, here or in put().
    Result<void> finish();

private:
    PixelCacheWriter(std::filesystem::path file, std::filesystem::path temporary, int fd, std::string key, std::int64_t cells, int sizePx);
    void failed(int errnoValue);

    std::filesystem::path m_file, m_temporary;
    int m_fd;
    std::string m_key;
    int m_sizePx;
    std::vector<std::uint32_t> m_checksums;
    std::uint64_t m_contentAt;
    std::atomic<int> m_errno{0};
};

/// Of cells in their order: their files' checksums, the size, the stain they are brought to, and the version of what makes pixels of them.
std::string pixelKey(std::span<const std::string> sha256s, int sizePx, const stain::StainReference& stain, bool cutsOut = false);

}  // namespace leukolens::experiment
