// Reading files that may be anything, and may change meanwhile, together with what tells later whether they did.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/files.h"

namespace leukolens {

/// A file whose stamp is the same has not been written to, unless within the resolution of the clocks. The time of the last change of the inode
/// is there because programs that copy or unpack set the time of the content back.
struct FileStamp {
    std::uint64_t size = 0;     ///< bytes
    std::int64_t mtimeNs = 0;   ///< of the content, since 1970
    std::int64_t ctimeNs = 0;   ///< of the inode
    std::uint64_t inode = 0;
    bool operator==(const FileStamp&) const = default;
};

/// Of an ordinary file, links followed; nothing for all else.
std::optional<FileStamp> stampOf(const std::filesystem::path& file);

/// The whole file into `buffer`, whose memory is used again. Never waits for a pipe or device; the limit is tested before memory is taken. A file that
/// changes meanwhile is read up to three times, then fails with ReadFailed; otherwise fails as readFile() does.
Result<FileStamp> readStamped(const std::filesystem::path& file, std::uint64_t maxBytes, Bytes& buffer);

/// ns since 1970, of the clock that files are stamped with.
std::int64_t wallClockNs();

}  // namespace leukolens
