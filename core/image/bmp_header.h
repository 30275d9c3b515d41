// What a BMP says about its pixels. Untrusted until probeBmp() has accepted the file.
#pragma once

#include <array>

#include "core/image/probe.h"

namespace leukolens::image {

struct BmpHeader {
    enum Compression : std::uint32_t { Uncompressed = 0, Rle8 = 1, Rle4 = 2, BitFields = 3 };

    std::uint32_t pixelOffset = 0;  ///< bytes from the file's start
    Size size;
    bool downwards = false;  ///< rows from top to bottom
    std::uint32_t bitsPerPixel = 0;
    std::uint32_t compression = Uncompressed;
    std::array<std::uint32_t, 4> masks{};  ///< of red, green, blue and alpha (0: none), where the compression is BitFields

    bool raw() const { return compression == Uncompressed || compression == BitFields; }
    /// Bytes from one row to the next; uncompressed only.
    std::uint64_t rowBytes() const { return (static_cast<std::uint64_t>(size.width) * bitsPerPixel + 31) / 32 * 4; }
};

/// Fails with DamagedImage if the header is cut short or contradicts itself; sizes and kinds are not judged.
Result<BmpHeader> readBmpHeader(const Suspect& suspect);

}  // namespace leukolens::image
