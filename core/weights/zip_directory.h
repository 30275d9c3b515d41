// What a zip file holds and where, for the two kinds read here: PyTorch's .pth and .leukomodel. Nothing is unpacked: their large entries
// are stored as they are and used where they lie.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace leukolens::weights {

struct ZipEntry {
    enum class Method { Stored, Deflated };
    std::string name;
    Method method = Method::Stored;
    std::uint32_t crc32 = 0;
    std::uint64_t size = 0;                ///< unpacked, as the directory claims
    std::span<const std::uint8_t> packed;  ///< inside the file; for Stored as long as size
};

class ZipDirectory {
public:
    /// `bytes` is the whole file and must outlive the result; `file` is only named in errors. Accepts single-disk archives with and
    /// without zip64, from the first byte on, entries stored or deflated, none encrypted, no name twice, no two entries sharing
    /// bytes. Fails with NotAModel (no zip file) or DamagedModel.
    static Result<ZipDirectory> read(std::span<const std::uint8_t> bytes, const std::filesystem::path& file);

    const std::vector<ZipEntry>& entries() const { return m_entries; }  ///< in the order of the file's bytes
    const ZipEntry* find(std::string_view name) const;                  ///< null if there is none

private:
    std::vector<ZipEntry> m_entries;
    std::vector<std::size_t> m_byName;  ///< indices into m_entries
};

/// The bytes of a stored entry once their checksum was found right. Fails with DamagedModel.
Result<std::span<const std::uint8_t>> storedBytes(const ZipEntry& entry, const std::filesystem::path& file);

}  // namespace leukolens::weights
