#include <bit>
#include <optional>

#include "core/image/bmp_header.h"
#include "core/image/decoders.h"

namespace leukolens::image {
namespace {

/// Where a pixel's bytes are within it. No alpha: as in all BMPs but those that name its mask.
struct Places {
    std::size_t pixelBytes = 3, red = 2, green = 1, blue = 0;
    std::optional<std::size_t> alpha;
};

Places placesOf(const BmpHeader& header) {
    Places places;
    places.pixelBytes = header.bitsPerPixel / 8;
    if (header.compression != BmpHeader::BitFields) return places;
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

class BmpRows final : public Rows {
public:
    BmpRows(const Suspect& suspect, const BmpHeader& header) : m_source(suspect.source), m_header(header), m_places(placesOf(header)), m_blend(anyAlpha()) {}

    Result<void> next(std::uint8_t* rgb) override {
        const std::uint8_t* in = row(m_y++);
        const int width = static_cast<int>(m_header.size.width);
        if (m_places.pixelBytes == 3) {
            copyRow(in, width, rgb);
        } else {
            copyRow(in, m_places, m_blend, width, rgb);
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
                if (in[static_cast<std::size_t>(x) * m_places.pixelBytes + *m_places.alpha] != 0) return true;
        }
        return false;
    }

    ByteSource& m_source;
    BmpHeader m_header;
    Places m_places;
    bool m_blend;
    std::int64_t m_y = 0;
};

}  // namespace

Result<RowsPtr> bmpRows(const Suspect& suspect, const Probed& probed) {
    const auto header = readBmpHeader(suspect);
    if (!header) return fail(header.error());
    if (!header->raw() || header->bitsPerPixel < 24) return openCvRows(suspect, probed, header->raw() ? "a BMP of " + std::to_string(header->bitsPerPixel) + " bits a pixel" : "a packed BMP");
    return std::make_unique<BmpRows>(suspect, *header);
}

}  // namespace leukolens::image
