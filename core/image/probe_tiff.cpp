#include <optional>

#include "core/image/probe.h"

namespace leukolens::image {
namespace {

enum Tag : std::uint32_t {
    ImageWidth = 256,
    ImageLength = 257,
    BitsPerSample = 258,
    Compression = 259,
    Photometric = 262,
    StripOffsets = 273,
    SamplesPerPixel = 277,
    StripByteCounts = 279,
    TileWidth = 322,
    TileLength = 323,
    TileOffsets = 324,
    TileByteCounts = 325,
};

constexpr std::uint32_t kUncompressed = 1;
constexpr std::uint32_t kYCbCr = 6;

/// First directory of a TIFF 6.0 file; every offset has been checked against the file.
class Directory {
public:
    struct Entry {
        std::uint32_t elementBytes = 0;
        std::uint64_t count = 0;
        std::uint64_t at = 0;  ///< where the elements are in the file
    };

    static Result<Directory> read(const ByteView& view, const Suspect& suspect) {
        if (!view.holds(0, 8))
            return damaged(suspect, "is truncated: a TIFF header has 8 bytes, the file has " + std::to_string(view.size()));
        const std::uint64_t at = view.u32(4);
        const std::uint64_t entries = view.holds(at, 2) ? view.u16(at) : 0;
        if (entries == 0 || !view.holds(at, 2 + 12 * entries)) {
            return damaged(suspect, "is truncated: its directory at byte " + std::to_string(at) + " needs " +
                                        std::to_string(2 + 12 * entries) + " bytes, the file has " +
                                        std::to_string(view.size()));
        }
        return Directory(view, at + 2, entries);
    }

    /// Nothing if absent, of a type that holds no whole numbers, or outside the file.
    std::optional<Entry> find(std::uint32_t tag) const {
        for (std::uint64_t i = 0; i < m_entries; ++i) {
            const std::uint64_t at = m_at + 12 * i;
            if (m_view.u16(at) != tag) continue;
            const std::uint32_t type = m_view.u16(at + 2);
            Entry entry;
            entry.elementBytes = type == 1 ? 1 : type == 3 ? 2 : type == 4 ? 4 : 0;
            entry.count = m_view.u32(at + 4);
            const std::uint64_t bytes = entry.elementBytes * entry.count;
            entry.at = bytes <= 4 ? at + 8 : m_view.u32(at + 8);
            if (bytes == 0 || !m_view.holds(entry.at, bytes)) return std::nullopt;
            return entry;
        }
        return std::nullopt;
    }

    std::uint32_t element(const Entry& entry, std::uint64_t index) const {
        const std::uint64_t at = entry.at + index * entry.elementBytes;
        return entry.elementBytes == 1 ? m_view.u8(at) : entry.elementBytes == 2 ? m_view.u16(at) : m_view.u32(at);
    }

    std::uint32_t number(std::uint32_t tag, std::uint32_t otherwise) const {
        const auto entry = find(tag);
        return entry ? element(*entry, 0) : otherwise;
    }

private:
    Directory(const ByteView& view, std::uint64_t at, std::uint64_t entries) : m_view(view), m_at(at), m_entries(entries) {}

    ByteView m_view;
    std::uint64_t m_at;
    std::uint64_t m_entries;
};

/// Sum of the pixel data's bytes, all inside the file.
Result<std::uint64_t> pixelBytes(const Directory& directory, const ByteView& view, const Suspect& suspect) {
    const bool tiled = directory.find(TileOffsets).has_value();
    const auto offsets = directory.find(tiled ? TileOffsets : StripOffsets);
    const auto counts = directory.find(tiled ? TileByteCounts : StripByteCounts);
    if (!offsets || !counts) return damaged(suspect, "does not say where its pixels are");
    if (offsets->count != counts->count) {
        return damaged(suspect, "has " + std::to_string(offsets->count) + " places of pixels but " +
                                    std::to_string(counts->count) + " lengths");
    }
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < offsets->count; ++i) {
        const std::uint64_t begin = directory.element(*offsets, i);
        const std::uint64_t length = directory.element(*counts, i);
        if (!view.holds(begin, length)) {
            return damaged(suspect, "is truncated: its pixels reach to byte " + std::to_string(begin + length) +
                                        ", the file has " + std::to_string(view.size()) + " bytes");
        }
        sum += length;
    }
    return sum;
}

}  // namespace

Result<Size> probeTiff(const Suspect& suspect) {
    const ByteView view(suspect.bytes, suspect.bytes[0] == 'M');
    const auto directory = Directory::read(view, suspect);
    if (!directory) return fail(directory.error());
    const Size size{directory->number(ImageWidth, 0), directory->number(ImageLength, 0)};
    if (const auto fits = checkSize(size, suspect); !fits) return fail(fits.error());
    const Size tile{directory->number(TileWidth, 16), directory->number(TileLength, 16)};
    if (const auto fits = checkSize(tile, suspect); !fits) return fail(fits.error());

    const std::uint64_t channels = directory->number(SamplesPerPixel, 1);
    const std::uint64_t bits = directory->number(BitsPerSample, 1);
    if (channels < 1 || channels > 4)
        return notReadHere(suspect, "has " + std::to_string(channels) + " colour channels; 1 to 4 are read");
    if (bits != 1 && bits != 4 && bits != 8 && bits != 16) {
        return notReadHere(suspect, "has " + std::to_string(bits) + " bits a channel; 8 and 16 are read");
    }
    const auto stored = pixelBytes(*directory, view, suspect);
    if (!stored) return fail(stored.error());
    const std::uint64_t needed = static_cast<std::uint64_t>(size.width * size.height) * channels * bits / 8;
    const bool raw =
        directory->number(Compression, kUncompressed) == kUncompressed && directory->number(Photometric, 0) != kYCbCr;
    if (raw && *stored < needed) {
        return damaged(suspect,
                       "has " + std::to_string(*stored) + " bytes of pixels, its size asks for " + std::to_string(needed));
    }
    return size;
}

}  // namespace leukolens::image
