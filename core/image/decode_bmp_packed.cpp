#include <algorithm>

#include "core/image/bmp_header.h"
#include "core/image/decoders.h"

namespace leukolens::image {
namespace {

/// Runs of numbers of colours, from the lowest row upwards (BITMAPINFOHEADER's documentation, "Bitmap Compression"). What no run names has the number 0. A row that
/// is full goes on in the next one, as some programs leave the mark between them out; nothing is looked at behind the last row.
class Runs {
public:
    Runs(const Suspect& suspect, const BmpHeader& header)
        : m_suspect(suspect), m_view(suspect.source, false), m_at(header.pixelOffset), m_size(header.size), m_fourBits(header.compression == BmpHeader::Rle4),
          m_numbers(static_cast<std::size_t>(header.size.width) * static_cast<std::size_t>(header.size.height)) {}

    Result<void> unpack() {
        constexpr std::uint32_t kEndOfRow = 0, kEndOfPicture = 1, kMove = 2;
        while (m_y < m_size.height) {
            if (!m_view.holds(m_at, 2)) return endsEarly();
            const std::uint32_t count = m_view.u8(m_at), value = m_view.u8(m_at + 1);
            m_at += 2;
            Result<void> done;
            if (count != 0) {
                done = run(count, value);
            } else if (value == kEndOfRow) {
                beginRow();
            } else if (value == kEndOfPicture) {
                break;
            } else if (value == kMove) {
                done = move();
            } else {
                done = literal(value);
            }
            if (!done) return done;
        }
        return {};
    }

    /// Of a row counted from above.
    const std::uint8_t* row(std::int64_t y) const { return m_numbers.data() + static_cast<std::size_t>((m_size.height - 1 - y) * m_size.width); }

private:
    void beginRow() {
        m_x = 0;
        ++m_y;
    }

    /// Where so many numbers go, null behind the last row.
    Result<std::uint8_t*> room(std::uint32_t count) {
        if (m_x == m_size.width) beginRow();
        if (m_y == m_size.height) return nullptr;
        if (count > m_size.width - m_x) return leadsOutside();
        std::uint8_t* out = m_numbers.data() + static_cast<std::size_t>(m_y * m_size.width + m_x);
        m_x += count;
        return out;
    }

    Result<void> run(std::uint32_t count, std::uint32_t value) {
        const auto out = room(count);
        if (!out) return fail(out.error());
        if (*out == nullptr) return {};
        if (!m_fourBits) {
            std::fill_n(*out, count, static_cast<std::uint8_t>(value));
        } else {
            for (std::uint32_t i = 0; i < count; ++i) (*out)[i] = static_cast<std::uint8_t>(i % 2 == 0 ? value >> 4 : value & 15);
        }
        return {};
    }

    /// Numbers as they are, filled up to two bytes.
    Result<void> literal(std::uint32_t count) {
        const std::uint32_t bytes = m_fourBits ? (count + 1) / 2 : count, padded = bytes + bytes % 2;
        if (!m_view.holds(m_at, padded)) return endsEarly();
        const auto out = room(count);
        if (!out) return fail(out.error());
        if (*out == nullptr) return {};
        const auto stored = m_view.part(m_at, bytes);
        m_at += padded;
        if (!m_fourBits) {
            std::copy(stored.begin(), stored.end(), *out);
        } else {
            for (std::uint32_t i = 0; i < count; ++i) (*out)[i] = static_cast<std::uint8_t>(i % 2 == 0 ? stored[i / 2] >> 4 : stored[i / 2] & 15);
        }
        return {};
    }

    Result<void> move() {
        if (!m_view.holds(m_at, 2)) return endsEarly();
        const std::int64_t right = m_view.u8(m_at), up = m_view.u8(m_at + 1);
        m_at += 2;
        if (right > m_size.width - m_x || up > m_size.height - m_y) return leadsOutside();
        m_x += right;
        m_y += up;
        return {};
    }

    tl::unexpected<Error> endsEarly() const { return damaged(m_suspect, "is truncated: it ends within its packed pixels, in row " + std::to_string(m_y + 1) + " of " + std::to_string(m_size.height) + " from below"); }
    tl::unexpected<Error> leadsOutside() const {
        return damaged(m_suspect, "is damaged: its packed pixels lead outside " + std::to_string(m_size.width) + " × " + std::to_string(m_size.height) + " px, in row " + std::to_string(m_y + 1) + " from below");
    }

    const Suspect& m_suspect;
    ByteView m_view;
    std::uint64_t m_at;
    Size m_size;
    bool m_fourBits;
    std::vector<std::uint8_t> m_numbers;  ///< of colours, a byte each, the lowest row first
    std::int64_t m_x = 0, m_y = 0;        ///< the next pixel, from the left and from below
};

class PackedRows final : public Rows {
public:
    PackedRows(const Suspect& suspect, const BmpHeader& header, const BmpColours& colours) : m_runs(suspect, header), m_colours(colours), m_width(header.size.width) {}

    Result<void> unpack() { return m_runs.unpack(); }

    Result<void> next(std::uint8_t* rgb) override {
        const std::uint8_t* numbers = m_runs.row(m_y++);
        for (std::int64_t x = 0; x < m_width; ++x, rgb += 3) std::copy_n(m_colours[numbers[x]].data(), 3, rgb);
        return {};
    }

private:
    Runs m_runs;
    BmpColours m_colours;
    std::int64_t m_width;
    std::int64_t m_y = 0;
};

}  // namespace

Result<RowsPtr> packedBmpRows(const Suspect& suspect, const BmpHeader& header) {
    if (header.size.width * header.size.height > suspect.limits.maxWholePixels)
        return tooLargeAsAWhole(suspect, header.size, "a packed BMP", "Save it as PNG, as JPEG or as a BMP that is not packed.");
    const auto colours = readBmpColours(suspect, header);
    if (!colours) return fail(colours.error());
    auto rows = std::make_unique<PackedRows>(suspect, header, *colours);
    if (const auto unpacked = rows->unpack(); !unpacked) return fail(unpacked.error());
    return rows;
}

}  // namespace leukolens::image
