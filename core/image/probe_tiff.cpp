#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "core/image/tiff_directory.h"

namespace leukolens::image {
namespace {

enum Tag : std::uint32_t {
    NewSubfileType = 254,
    ImageWidth = 256,
    ImageLength = 257,
    BitsPerSample = 258,
    Compression = 259,
    Photometric = 262,
    StripOffsets = 273,
    Orientation = 274,
    SamplesPerPixel = 277,
    RowsPerStrip = 278,
    StripByteCounts = 279,
    PlanarConfig = 284,
    TileWidth = 322,
    TileLength = 323,
    TileOffsets = 324,
    TileByteCounts = 325,
    SampleFormat = 339,
};

constexpr std::uint32_t kUncompressed = 1;
enum Colours : std::uint32_t { WhiteIsZero = 0, BlackIsZero = 1, Rgb = 2, Palette = 3, Cmyk = 5, YCbCr = 6 };

/// Sum of the pixel data's bytes, all inside the file.
Result<std::uint64_t> pixelBytes(const TiffDirectory& directory, std::uint64_t piecesNeeded, const ByteView& view, const Suspect& suspect) {
    const bool tiled = directory.find(TileOffsets).has_value();
    const auto offsets = directory.find(tiled ? TileOffsets : StripOffsets);
    const auto counts = directory.find(tiled ? TileByteCounts : StripByteCounts);
    if (!offsets || !counts) return damaged(suspect, "does not say where its pixels are, or is truncated before it");
    if (offsets->count != counts->count) {
        return damaged(suspect, "has " + std::to_string(offsets->count) + " places of pixels but " +
                                    std::to_string(counts->count) + " lengths");
    }
    if (offsets->count < piecesNeeded) {
        return damaged(suspect, "has " + std::to_string(offsets->count) + " pieces of pixels, its size asks for " + std::to_string(piecesNeeded));
    }
    // Many at a time: a file that is read in pieces is not read here and there in turn.
    constexpr std::uint64_t kTogether = 4096;
    std::vector<std::uint32_t> begins;
    std::uint64_t sum = 0;
    for (std::uint64_t first = 0; first < offsets->count && view.holds(0, 1); first += kTogether) {
        const std::uint64_t end = std::min(offsets->count, first + kTogether);
        begins.clear();
        for (std::uint64_t i = first; i < end; ++i) begins.push_back(directory.element(*offsets, i));
        for (std::uint64_t i = first; i < end; ++i) {
            const std::uint64_t begin = begins[i - first], length = directory.element(*counts, i);
            if (!view.holds(begin, length)) {
                return damaged(suspect, "is truncated: its pixels reach to byte " + std::to_string(begin + length) + ", the file has " + std::to_string(view.size()) + " bytes");
            }
            sum += length;
        }
    }
    return sum;
}

/// Strips or tiles that the size needs.
std::uint64_t pieces(const TiffDirectory& directory, const Size& size, std::uint64_t planes) {
    const auto upTo = [](std::uint64_t whole, std::uint64_t part) { return (whole + part - 1) / part; };
    const auto width = static_cast<std::uint64_t>(size.width), height = static_cast<std::uint64_t>(size.height);
    if (directory.has(TileOffsets)) {
        return planes * upTo(width, std::max(1u, directory.number(TileWidth, 16))) * upTo(height, std::max(1u, directory.number(TileLength, 16)));
    }
    return planes * upTo(height, std::max(1u, directory.number(RowsPerStrip, UINT32_MAX)));
}

/// Whether each kind of number is one that becomes 8-bit colour without guessing.
Result<void> checkKind(const TiffDirectory& directory, const Suspect& suspect) {
    const std::uint32_t channels = directory.number(SamplesPerPixel, 1), bits = directory.number(BitsPerSample, 1);
    const std::uint32_t colours = directory.number(Photometric, BlackIsZero), compression = directory.number(Compression, kUncompressed);
    if (channels < 1 || channels > 5)
        return notReadHere(suspect, "has " + std::to_string(channels) + " colour channels; 1 to 4 are read, and an alpha channel");
    const std::uint32_t format = directory.number(SampleFormat, 1);
    if (format == 2 || format == 3 || format > 4) {
        const std::string kind = format == 2 ? "signed whole numbers" : format == 3 ? "floating-point numbers" : "complex numbers";
        return notReadHere(suspect, "holds " + kind + ", whose black and white no rule fixes", "Scale it to 8 or 16 bits without sign, and save it as TIFF or PNG.");
    }
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) {
        return notReadHere(suspect, "has " + std::to_string(bits) + " bits a channel; 8 and 16 are read");
    }
    if (colours > YCbCr || colours == 4) {
        return notReadHere(suspect, "stores its colours in a way (TIFF's photometric " + std::to_string(colours) + ") that is not read here", "Save it as RGB.");
    }
    if (bits == 16 && colours != WhiteIsZero && colours != BlackIsZero && colours != Rgb) {
        return notReadHere(suspect, "is a 16-bit TIFF in " + std::string(colours == Cmyk ? "CMYK" : "palette or YCbCr") + " colours; in 16 bits, grey and RGB are read",
                           "Save it as RGB.");
    }
    if (bits == 16 && colours != Rgb && channels != 1) {
        return notReadHere(suspect, "is a grey 16-bit TIFF of " + std::to_string(channels) + " channels; 1 is read", "Save it without an alpha channel.");
    }
    constexpr std::array<std::uint32_t, 12> kCompressions{1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946, 34925, 50000};
    if (std::find(kCompressions.begin(), kCompressions.end(), compression) == kCompressions.end()) {
        return notReadHere(suspect, "is a TIFF of compression " + std::to_string(compression) + ", which is not read here", "Save it with LZW or no compression.");
    }
    return {};
}

/// Thumbnails and masks of the first picture may follow it; other pictures would be left out in silence.
Result<void> requireOnePicture(const TiffDirectory& first, const ByteView& view, const Suspect& suspect) {
    constexpr std::uint32_t kReducedOrMask = 1 | 4;
    constexpr std::size_t kMaxDirectories = 10'000;
    int pictures = 1;
    std::set<std::uint64_t> seen;
    for (auto at = first.next(); at != 0 && seen.insert(at).second;) {
        if (seen.size() > kMaxDirectories) return damaged(suspect, "has more than " + std::to_string(kMaxDirectories) + " directories");
        const auto page = TiffDirectory::at(view, at);
        if (!page) return damaged(suspect, "is truncated: its directory at byte " + std::to_string(at) + " is not wholly in the file");
        if ((page->number(NewSubfileType, 0) & kReducedOrMask) == 0) ++pictures;
        at = page->next();
    }
    if (pictures == 1) return {};
    return notReadHere(suspect, "holds " + std::to_string(pictures) + " pictures, expected one", "Save each of them as a file of its own.");
}

}  // namespace

Result<Probed> probeTiff(const Suspect& suspect) {
    const ByteView view(suspect.source, suspect.source.part(0, 1)[0] == 'M');
    if (!view.holds(0, 8)) return damaged(suspect, "is truncated: a TIFF header has 8 bytes, the file has " + std::to_string(view.size()));
    const auto directory = TiffDirectory::at(view, view.u32(4));
    if (!directory) {
        return damaged(suspect, "is truncated: its directory at byte " + std::to_string(view.u32(4)) + " is not wholly in the file, which has " +
                                    std::to_string(view.size()) + " bytes");
    }
    const Size size{directory->number(ImageWidth, 0), directory->number(ImageLength, 0)};
    if (const auto fits = checkSize(size, suspect); !fits) return fail(fits.error());
    const Size tile{directory->number(TileWidth, 16), directory->number(TileLength, 16)};
    if (const auto fits = checkSize(tile, suspect); !fits) return fail(fits.error());
    if (const auto read = checkKind(*directory, suspect); !read) return fail(read.error());
    if (const auto one = requireOnePicture(*directory, view, suspect); !one) return fail(one.error());

    const std::uint64_t channels = directory->number(SamplesPerPixel, 1);
    const std::uint64_t bits = directory->number(BitsPerSample, 1);
    const std::uint64_t planes = directory->number(PlanarConfig, 1) == 2 ? channels : 1;
    const auto stored = pixelBytes(*directory, pieces(*directory, size, planes), view, suspect);
    if (!stored) return fail(stored.error());
    const std::uint64_t needed = static_cast<std::uint64_t>(size.width * size.height) * channels * bits / 8;
    const bool raw = directory->number(Compression, kUncompressed) == kUncompressed && directory->number(Photometric, 0) != YCbCr;
    if (raw && *stored < needed) {
        return damaged(suspect,
                       "has " + std::to_string(*stored) + " bytes of pixels, its size asks for " + std::to_string(needed));
    }
    const std::uint32_t turn = directory->number(Orientation, 1);
    return Probed{Format::Tiff, size, turn >= 1 && turn <= 8 ? static_cast<int>(turn) : 1, static_cast<unsigned>(bits), static_cast<unsigned>(channels)};
}

}  // namespace leukolens::image
