// libtiff is used directly because OpenCV lets it go on after pixels that cannot be unpacked, and takes signs, planes and white for what they are
// not.
#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>

#include <tiffio.h>

#include "core/image/decoders.h"

namespace leukolens::image {
namespace {

/// A file as libtiff sees it, and the first thing that it complained about.
struct Session {
    ByteSource& source;
    std::uint64_t at = 0;
    std::string message;
};

tmsize_t readBytes(thandle_t handle, void* out, tmsize_t count) {
    auto* session = static_cast<Session*>(handle);
    if (session->at >= session->source.size() || count <= 0) return 0;
    const std::uint64_t length = std::min<std::uint64_t>(static_cast<std::uint64_t>(count), session->source.size() - session->at);
    session->source.copy(session->at, {static_cast<std::uint8_t*>(out), length});
    session->at += length;
    return static_cast<tmsize_t>(length);
}

tmsize_t writeNothing(thandle_t, void*, tmsize_t) { return -1; }

toff_t seekTo(thandle_t handle, toff_t offset, int from) {
    auto* session = static_cast<Session*>(handle);
    const std::uint64_t base = from == SEEK_CUR ? session->at : from == SEEK_END ? session->source.size() : 0;
    return session->at = base + offset;
}

int closeNothing(thandle_t) { return 0; }

toff_t sizeOf(thandle_t handle) { return static_cast<Session*>(handle)->source.size(); }

int mapBytes(thandle_t handle, void** base, toff_t* size) {
    ByteSource& source = static_cast<Session*>(handle)->source;
    if (!source.inMemory()) return 0;
    // libtiff takes no const data; opened for reading, it changes none.
    *base = const_cast<std::uint8_t*>(source.part(0, source.size()).data());
    *size = source.size();
    return 1;
}

void unmapNothing(thandle_t, void*, toff_t) {}

/// 1: nothing is printed.
int keepMessage(TIFF*, void* data, const char*, const char* format, std::va_list arguments) {
    auto& message = static_cast<Session*>(data)->message;
    char text[300];
    if (message.empty() && std::vsnprintf(text, sizeof text, format, arguments) > 0) message = text;
    return 1;
}

int dropMessage(TIFF*, void*, const char*, const char*, std::va_list) { return 1; }

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

Tiff open(Session& session, std::uint64_t maxAllocation) {
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
    if (!options) return {nullptr, &TIFFClose};
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(maxAllocation));
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keepMessage, &session);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), dropMessage, nullptr);
    return {TIFFClientOpenExt("memory", "r", &session, readBytes, writeNothing, seekTo, closeNothing, sizeOf, mapBytes, unmapNothing, options.get()), &TIFFClose};
}

/// libtiff multiplies colours by an alpha that is not yet in them, but hands grey on as it is.
bool leavesAlphaOut(TIFF* tiff) {
    std::uint16_t photometric = PHOTOMETRIC_MINISBLACK, count = 0;
    std::uint16_t* kinds = nullptr;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
    return photometric <= PHOTOMETRIC_MINISBLACK && count == 1 && kinds[0] == EXTRASAMPLE_UNASSALPHA;
}

/// libtiff's way to 8-bit colour, which puts alpha on black, begun and ended.
class Colours {
public:
    /// False: it cannot, `message` says why.
    bool begin(TIFF* tiff, char (&message)[1024]) {
        m_begun = TIFFRGBAImageOK(tiff, message) == 1 && TIFFRGBAImageBegin(&m_image, tiff, 1, message) == 1;
        if (m_begun) m_image.req_orientation = ORIENTATION_TOPLEFT;
        return m_begun;
    }
    Colours() = default;
    ~Colours() {
        if (m_begun) TIFFRGBAImageEnd(&m_image);
    }
    Colours(const Colours&) = delete;
    Colours& operator=(const Colours&) = delete;
    TIFFRGBAImage& image() { return m_image; }

private:
    TIFFRGBAImage m_image{};
    bool m_begun = false;
};

class TiffRows final : public Rows {
public:
    TiffRows(const Suspect& suspect, const Probed& probed) : m_suspect(suspect), m_size(probed.size), m_grey16(probed.bits == 16 && probed.channels == 1), m_session{suspect.source, 0, {}} {}

    Result<void> begin() {
        // Four bytes a pixel, and no more than a few strips' overhead: a file cannot ask for memory beyond that.
        const auto& limits = m_suspect.limits;
        m_tiff = open(m_session, static_cast<std::uint64_t>(std::min(limits.maxPixels, limits.maxWholePixels)) * 8 + kSpareBytes);
        if (!m_tiff) return failed();
        // The turn is applied to the finished picture, as with every other format.
        TIFFSetField(m_tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
        m_multiply = leavesAlphaOut(m_tiff.get());
        std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
        TIFFGetFieldDefaulted(m_tiff.get(), TIFFTAG_PHOTOMETRIC, &photometric);
        m_whiteIsZero = photometric == PHOTOMETRIC_MINISWHITE;
        if (!m_grey16) {
            char message[1024]{};
            if (!m_colours.begin(m_tiff.get(), message)) {
                if (m_session.message.empty()) m_session.message = message;
                return failed();
            }
            if (m_colours.image().width != m_size.width || m_colours.image().height != m_size.height) return failed();
        }
        const bool tiled = TIFFIsTiled(m_tiff.get()) != 0;
        m_ownTiles = tiled && pixelByPixel();
        return !tiled && pixelByPixel() ? prepareRow() : preparePieces(tiled);
    }

    Result<void> next(std::uint8_t* rgb) override {
        const bool done = m_row.empty() ? fromPieces(rgb) : fromRow(rgb);
        if (!done) return failed();
        if (++m_y == m_size.height && !m_seen) return transparentEverywhere(m_suspect);
        return {};
    }

private:
    /// Whether each pixel has its own values of all channels, side by side.
    bool pixelByPixel() {
        std::uint16_t compression = COMPRESSION_NONE, across = 1, down = 1;
        TIFFGetFieldDefaulted(m_tiff.get(), TIFFTAG_COMPRESSION, &compression);
        TIFFGetFieldDefaulted(m_tiff.get(), TIFFTAG_YCBCRSUBSAMPLING, &across, &down);
        if (m_grey16) return true;
        const TIFFRGBAImage& image = m_colours.image();
        return compression != COMPRESSION_OJPEG && image.isContig != 0 && (image.photometric != PHOTOMETRIC_YCBCR || (across == 1 && down == 1));
    }

    Result<void> prepareRow() {
        const tmsize_t bytes = TIFFScanlineSize(m_tiff.get());
        if (bytes <= 0 || static_cast<std::uint64_t>(bytes) > static_cast<std::uint64_t>(m_size.width) * kMaxBytesAPixel) return failed();
        if (m_grey16 && bytes != m_size.width * 2) return failed();
        // Where the file is not in memory, libtiff reads a whole strip before it unpacks the first row of it.
        std::uint32_t height = 0;
        TIFFGetFieldDefaulted(m_tiff.get(), TIFFTAG_ROWSPERSTRIP, &height);
        for (std::uint32_t strip = 0; strip < TIFFNumberOfStrips(m_tiff.get()); ++strip)
            if (TIFFGetStrileByteCount(m_tiff.get(), strip) > static_cast<std::uint64_t>(m_suspect.limits.maxWholePixels) * 4 + kSpareBytes) return inPiecesTooLarge(height);
        m_row.resize(static_cast<std::size_t>(bytes));
        m_raster.resize(static_cast<std::size_t>(m_size.width));
        return {};
    }

    bool fromRow(std::uint8_t* rgb) {
        if (TIFFReadScanline(m_tiff.get(), m_row.data(), static_cast<std::uint32_t>(m_y), 0) != 1) return false;
        if (m_grey16) {
            unpackGrey(m_row.data(), m_raster.size(), m_raster.data());
        } else {
            TIFFRGBAImage& image = m_colours.image();
            image.put.contig(&image, m_raster.data(), 0, 0, static_cast<std::uint32_t>(m_size.width), 1, 0, 0, m_row.data());
        }
        unpack(m_raster.data(), rgb);
        return true;
    }

    Result<void> preparePieces(bool tiled) {
        std::uint32_t height = 0;
        TIFFGetFieldDefaulted(m_tiff.get(), tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, &height);
        if (tiled) TIFFGetField(m_tiff.get(), TIFFTAG_TILEWIDTH, &m_tileWidth);
        m_pieceHeight = tiled ? height : std::min(height, static_cast<std::uint32_t>(m_size.height));
        if (m_pieceHeight == 0 || (tiled && m_tileWidth == 0)) return failed();
        const auto pixels = static_cast<std::uint64_t>(m_size.width) * std::min(m_pieceHeight, static_cast<std::uint32_t>(m_size.height));
        const auto tilePixels = static_cast<std::uint64_t>(m_tileWidth) * m_pieceHeight;
        if (std::max(pixels, tilePixels) > static_cast<std::uint64_t>(m_suspect.limits.maxWholePixels))
            return inPiecesTooLarge(m_pieceHeight);
        m_raster.resize(pixels);
        if (!m_ownTiles) return {};
        const tmsize_t bytes = TIFFTileSize(m_tiff.get());
        if (bytes <= 0 || static_cast<std::uint64_t>(bytes) > tilePixels * kMaxBytesAPixel || (m_grey16 && static_cast<std::uint64_t>(bytes) != 2 * tilePixels)) return failed();
        m_tile.resize(static_cast<std::size_t>(bytes));
        return {};
    }

    bool fromPieces(std::uint8_t* rgb) {
        const std::int64_t within = m_y % m_pieceHeight;
        if (within == 0) {
            const auto rows = static_cast<std::uint32_t>(std::min<std::int64_t>(m_pieceHeight, m_size.height - m_y));
            if (!(m_ownTiles ? unpackTiles(rows) : unpackPiece(rows))) return false;
        }
        unpack(m_raster.data() + within * m_size.width, rgb);
        return true;
    }

    bool unpackPiece(std::uint32_t rows) {
        TIFFRGBAImage& image = m_colours.image();
        image.row_offset = static_cast<int>(m_y);
        image.col_offset = 0;
        return TIFFRGBAImageGet(&image, m_raster.data(), static_cast<std::uint32_t>(m_size.width), rows) == 1;
    }

    /// Side by side. Not by libtiff's own loop, which takes small tiles that are not compressed for damaged where the file is not in memory (4.5.0).
    bool unpackTiles(std::uint32_t rows) {
        const auto width = static_cast<std::uint32_t>(m_size.width);
        for (std::uint32_t left = 0; left < width; left += m_tileWidth) {
            const std::uint32_t columns = std::min(m_tileWidth, width - left);
            const auto bytes = static_cast<tmsize_t>(m_tile.size());
            if (TIFFReadEncodedTile(m_tiff.get(), TIFFComputeTile(m_tiff.get(), left, static_cast<std::uint32_t>(m_y), 0, 0), m_tile.data(), bytes) != bytes) return false;
            if (m_grey16) {
                for (std::uint32_t y = 0; y < rows; ++y) unpackGrey(m_tile.data() + std::size_t{2} * y * m_tileWidth, columns, m_raster.data() + static_cast<std::size_t>(y) * width + left);
            } else {
                TIFFRGBAImage& image = m_colours.image();
                image.put.contig(&image, m_raster.data() + left, left, 0, columns, rows, static_cast<std::int32_t>(m_tileWidth - columns), static_cast<std::int32_t>(width - columns), m_tile.data());
            }
        }
        return true;
    }

    /// 16-bit grey rounded to 8 bits; libtiff would cut the lower byte off.
    void unpackGrey(const std::uint8_t* stored, std::size_t count, std::uint32_t* packed) const {
        for (std::size_t i = 0; i < count; ++i) {
            std::uint16_t value;
            std::memcpy(&value, stored + 2 * i, sizeof value);
            const std::uint32_t grey = ((m_whiteIsZero ? 65535u - value : value) + 128) / 257;
            packed[i] = 0xFF000000u | grey << 16 | grey << 8 | grey;
        }
    }

    void unpack(const std::uint32_t* packed, std::uint8_t* rgb) {
        for (std::int64_t x = 0; x < m_size.width; ++x) {
            const std::uint32_t pixel = packed[x], alpha = m_multiply ? TIFFGetA(pixel) : 255;
            *rgb++ = onBlack(TIFFGetR(pixel), alpha);
            *rgb++ = onBlack(TIFFGetG(pixel), alpha);
            *rgb++ = onBlack(TIFFGetB(pixel), alpha);
            m_seen = m_seen || TIFFGetA(pixel) != 0;
        }
    }

    tl::unexpected<Error> inPiecesTooLarge(std::uint32_t rows) const {
        return tooLargeAsAWhole(m_suspect, m_size, "a TIFF in pieces of " + std::to_string(rows) + " rows", "Save it with strips of a few rows, or in tiles of a few hundred pixels.");
    }

    tl::unexpected<Error> failed() const {
        return damaged(m_suspect, "is damaged or truncated: " + (m_session.message.empty() ? "its pixels cannot be unpacked" : m_session.message));
    }

    static constexpr std::uint64_t kMaxBytesAPixel = 16, kSpareBytes = 1 << 20;

    const Suspect& m_suspect;
    Size m_size;
    bool m_grey16, m_whiteIsZero = false, m_multiply = false, m_ownTiles = false;
    Session m_session;
    Tiff m_tiff{nullptr, &TIFFClose};
    Colours m_colours;  // ended before m_tiff is closed
    std::vector<std::uint8_t> m_row;       ///< as stored; empty where pieces are read
    std::vector<std::uint8_t> m_tile;      ///< as stored
    std::vector<std::uint32_t> m_raster;   ///< as libtiff packs colours: one row, or a piece
    std::uint32_t m_tileWidth = 0, m_pieceHeight = 0;
    std::int64_t m_y = 0;
    bool m_seen = false;
};

}  // namespace

Result<RowsPtr> tiffRows(const Suspect& suspect, const Probed& probed) {
    auto rows = std::make_unique<TiffRows>(suspect, probed);
    if (const auto begun = rows->begin(); !begun) return fail(begun.error());
    return rows;
}

}  // namespace leukolens::image
