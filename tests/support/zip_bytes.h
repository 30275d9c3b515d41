// Zip files made byte by byte, so that tests can make them lie.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace leukolens::test {

/// An entry as its headers describe it. The defaults tell the truth.
struct ZipPart {
    std::string name;
    std::string content;
    std::uint16_t method = 0, flags = 0;
    std::int64_t claimedSize = -1;        ///< unpacked, in the central directory; -1: the truth
    std::int64_t claimedPackedSize = -1;
    std::int64_t claimedPlace = -1;       ///< of the local header
    std::int64_t claimedCrc = -1;
    std::string localName = "\x01";       ///< name in the local header; "\x01": the same
};

/// zip64: with the records that PyTorch writes always.
std::string zipOf(const std::vector<ZipPart>& parts, bool zip64 = false);

}  // namespace leukolens::test
