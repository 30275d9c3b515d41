#include <algorithm>
#include <bit>
#include <optional>

#include "core/image/bmp_header.h"
#include "core/image/decoders.h"

namespace leukolens::image {
namespace {

/// Where a pixel's bytes are within it. No alpha: as in all BMPs but those that name its mask. Of 16 bits only the alpha is told.
struct Places {
    std::size_t pixelBytes = 3, red = 2, green = 1, blue = 0;
    std::optional<std::size_t> alpha;
    std::uint8_t alphaBits = 0xff;
};

Places placesOf(const BmpHeader& header) {
    Places places;
    places.pixelBytes = header.bitsPerPixel / 8;
    if (header.compression != BmpHeader::BitFields) return places;
    if (header.bitsPerPixel == 16) {
        if (header.masks[3] != 0) places.alpha = 1;
        places.alphaBits = 0x80;
        return places;
    }
    const auto byteOf = [](std::uint32_t mask) { return static_cast<std::size_t>(std::countr_zero(mask)) / 8; };
    places.red = byteOf(header.masks[0]);
    places.green = byteOf(header.masks[1]);
    places.blue = byteOf(header.masks[2]);
    if (header.masks[3] != 0) places.alpha = byteOf(header.masks[3]);
    return places;
}

/// The compiler sees the usual places as constants and unrolls.
void copyRow(const std::uint8_t* in, int width, std::uint8_t* out) {
    for (int x = 0; x < width; ++x, in += 3, out += 3) {
        out[0] = in[2];
        out[1] = in[1];
        out[2] = in[0];
    }
}

void copyRow(const std::uint8_t* in, const Places& places, bool blend, int width, std::uint8_t* out) {
    for (int x = 0; x < width; ++x, in += places.pixelBytes, out += 3) {
        const std::uint32_t alpha = blend ? in[*places.alpha] : 255;
        out[0] = onBlack(in[places.red], alpha);
        out[1] = onBlack(in[places.green], alpha);
        out[2] = onBlack(in[places.blue], alpha);
    }
}

/// Five bits a channel, or six of green: all ones are full light.
void copySixteenBits(const std::uint8_t* in, bool sixOfGreen, bool blend, int width, std::uint8_t* out) {
    for (int x = 0; x < width; ++x, in += 2, out += 3) {
        const std::uint32_t pixel = in[0] | static_cast<std::uint32_t>(in[1]) << 8, seen = blend && pixel >> 15 == 0 ? 0 : 255;
        const std::uint32_t red = pixel >> (sixOfGreen ? 11 : 10) & 31, green = pixel >> 5 & (sixOfGreen ? 63 : 31), blue = pixel & 31;
        out[0] = static_cast<std::uint8_t>((red * seen + 15) / 31);
        out[1] = static_cast<std::uint8_t>(sixOfGreen ? (green * seen + 31) / 63 : (green * seen + 15) / 31);
        out[2] = static_cast<std::uint8_t>((blue * seen + 15) / 31);
    }
}

/// Numbers of colours of 1, 4 or 8 bits; of those in a byte the leftmost is the highest.
void copyColours(const std::uint8_t* in, std::uint32_t bits, const BmpColours& colours, int width, std::uint8_t* out) {
    const std::uint32_t perByte = 8 / bits, mask = (1u << bits) - 1;
    for (std::uint32_t x = 0; x < static_cast<std::uint32_t>(width); ++x, out += 3) {
        const std::uint32_t number = in[x / perByte] >> (8 - bits - x % perByte * bits) & mask;
        std::copy_n(colours[number].data(), 3, out);
    }
}

class BmpRows final : public Rows {
public:
    BmpRows(const Suspect& suspect, const BmpHeader& header, const BmpColours& colours)
        : m_source(suspect.source), m_header(header), m_colours(colours), m_places(placesOf(header)), m_blend(anyAlpha()) {}

    Result<void> next(std::uint8_t* rgb) override {
        const std::uint8_t* in = row(m_y++);
        const int width = static_cast<int>(m_header.size.width);
        switch (m_header.bitsPerPixel) {
            case 16: copySixteenBits(in, m_header.masks[1] == kSixBitsOfGreen, m_blend, width, rgb); break;
            case 24: copyRow(in, width, rgb); break;
            case 32: copyRow(in, m_places, m_blend, width, rgb); break;
            default: copyColours(in, m_header.bitsPerPixel, m_colours, width, rgb);
        }
        return {};
    }

private:
    const std::uint8_t* row(std::int64_t y) const {
        const std::int64_t stored = m_header.downwards ? y : m_header.size.height - 1 - y;
        return m_source.part(m_header.pixelOffset + m_header.rowBytes() * static_cast<std::uint64_t>(stored), m_header.rowBytes()).data();
    }

    /// Many programs declare an alpha channel and leave it zero.
    bool anyAlpha() const {
        if (!m_places.alpha) return false;
        for (std::int64_t y = 0; y < m_header.size.height && !m_source.problem(); ++y) {
            const std::uint8_t* in = row(y);
            for (std::int64_t x = 0; x < m_header.size.width; ++x)
                if ((in[static_cast<std::size_t>(x) * m_places.pixelBytes + *m_places.alpha] & m_places.alphaBits) != 0) return true;
        }
        return false;
    }

    static constexpr std::uint32_t kSixBitsOfGreen = 0x7e0;

    ByteSource& m_source;
    BmpHeader m_header;
    BmpColours m_colours;  ///< up to 8 bits
    Places m_places;
    bool m_blend;
    std::int64_t m_y = 0;
};

}  // namespace

Result<RowsPtr> bmpRows(const Suspect& suspect, const Probed& probed) {
    const auto header = readBmpHeader(suspect);
    if (!header) return fail(header.error());
    // A file may be written to meanwhile, and rows are as long as was said then.
    if (header->size.width != probed.size.width || header->size.height != probed.size.height) 
        return fail(ErrorCode::ReadFailed, "changes while it is read", suspect.file, "Wait until the program that writes it has finished, then open it again.");
    if (!header->raw()) return packedBmpRows(suspect, *header);
    BmpColours colours{};
    if (header->bitsPerPixel <= 8) {
        const auto table = readBmpColours(suspect, *header);
        if (!table) return fail(table.error());
        colours = *table;
    }
    return std::make_unique<BmpRows>(suspect, *header, colours);
}

}  // namespace leukolens::image
