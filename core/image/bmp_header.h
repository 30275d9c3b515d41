// What a BMP says about its pixels.
#pragma once

#include <array>

#include "core/image/decoders.h"
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
    std::uint32_t colours = 0;             ///< in the table of up to 8 bits a pixel; 0: one for each number
    std::uint32_t colourBytes = 4;         ///< of each of them: blue, green, red; a fourth is not used, and not there in OS/2's first headers
    std::uint32_t coloursAt = 0;           ///< bytes from the file's start

    bool raw() const { return compression == Uncompressed || compression == BitFields; }
    /// Bytes from one row to the next; uncompressed only.
    std::uint64_t rowBytes() const { return (static_cast<std::uint64_t>(size.width) * bitsPerPixel + 31) / 32 * 4; }
};

/// Judged as probeBmp() does, but for the end of packed pixels: where pixels are not packed, they are inside the file.
Result<BmpHeader> readBmpHeader(const Suspect& suspect);

/// Red, green and blue of each number.
using BmpColours = std::array<std::array<std::uint8_t, 3>, 256>;

/// Black where the table ends before: so do other readers. Fails with DamagedImage where it is none. The header is one that readBmpHeader() has given.
Result<BmpColours> readBmpColours(const Suspect& suspect, const BmpHeader& header);

/// Of Rle4 and Rle8; besides what bmpRows() fails with.
Result<RowsPtr> packedBmpRows(const Suspect& suspect, const BmpHeader& header);

}  // namespace leukolens::image
