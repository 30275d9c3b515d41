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

/// A file in memory as libtiff sees it, and the first thing that it complained about.
struct Session {
    std::span<const std::uint8_t> bytes;
    std::uint64_t at = 0;
    std::string message;
};

tmsize_t readBytes(thandle_t handle, void* out, tmsize_t count) {
    auto* session = static_cast<Session*>(handle);
    if (session->at >= session->bytes.size() || count <= 0) return 0;
    const std::size_t length = std::min<std::size_t>(static_cast<std::size_t>(count), session->bytes.size() - session->at);
    std::memcpy(out, session->bytes.data() + session->at, length);
    session->at += length;
    return static_cast<tmsize_t>(length);
}

tmsize_t writeNothing(thandle_t, void*, tmsize_t) { return -1; }

toff_t seekTo(thandle_t handle, toff_t offset, int from) {
    auto* session = static_cast<Session*>(handle);
    const std::uint64_t base = from == SEEK_CUR ? session->at : from == SEEK_END ? session->bytes.size() : 0;
    return session->at = base + offset;
}

int closeNothing(thandle_t) { return 0; }

toff_t sizeOf(thandle_t handle) { return static_cast<Session*>(handle)->bytes.size(); }

int mapBytes(thandle_t handle, void** base, toff_t* size) {
    const auto bytes = static_cast<Session*>(handle)->bytes;
    // libtiff takes no const data; opened for reading, it changes none.
    *base = const_cast<std::uint8_t*>(bytes.data());
    *size = bytes.size();
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

/// libtiff's own way to 8-bit colour, which puts alpha on black. False: it cannot, session.message says why.
bool unpackColour(TIFF* tiff, std::vector<std::uint32_t>& packed, Image& image, bool& transparent) {
    const auto width = static_cast<std::uint32_t>(image.width), height = static_cast<std::uint32_t>(image.height);
    packed.resize(static_cast<std::size_t>(width) * height);
    if (TIFFReadRGBAImageOriented(tiff, width, height, packed.data(), ORIENTATION_TOPLEFT, 1) != 1) return false;
    std::uint8_t* out = image.rgb.data();
    const bool multiply = leavesAlphaOut(tiff);
    transparent = true;
    for (const std::uint32_t pixel : packed) {
        const std::uint32_t alpha = multiply ? TIFFGetA(pixel) : 255;
        *out++ = onBlack(TIFFGetR(pixel), alpha);
        *out++ = onBlack(TIFFGetG(pixel), alpha);
        *out++ = onBlack(TIFFGetB(pixel), alpha);
        transparent = transparent && TIFFGetA(pixel) == 0;
    }
    return true;
}

/// A strip or tile of 16-bit grey at column `left` and row `top`, rounded to 8 bits; libtiff would cut the lower byte off.
void place(const std::vector<std::uint16_t>& block, int blockWidth, int blockHeight, int left, int top, bool whiteIsZero, Image& image) {
    for (int y = 0; y < std::min(blockHeight, image.height - top); ++y) {
        const std::uint16_t* in = block.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(blockWidth);
        std::uint8_t* out = image.rgb.data() + image.offset(left, top + y);
        for (int x = 0; x < std::min(blockWidth, image.width - left); ++x, out += 3) {
            const unsigned value = whiteIsZero ? 65535u - in[x] : in[x];
            std::fill_n(out, 3, static_cast<std::uint8_t>((value + 128) / 257));
        }
    }
}

bool unpackGrey16(TIFF* tiff, Image& image) {
    std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    const bool tiled = TIFFIsTiled(tiff) != 0;
    std::uint32_t width = static_cast<std::uint32_t>(image.width), height = 0;
    TIFFGetFieldDefaulted(tiff, tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, &height);
    if (tiled) TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &width);
    if (!tiled) height = std::min(height, static_cast<std::uint32_t>(image.height));
    if (width == 0 || height == 0) return false;
    std::vector<std::uint16_t> block(static_cast<std::size_t>(width) * height);
    const auto blockBytes = static_cast<tmsize_t>(block.size() * sizeof(std::uint16_t));
    for (std::uint32_t top = 0; top < static_cast<std::uint32_t>(image.height); top += height) {
        for (std::uint32_t left = 0; left < static_cast<std::uint32_t>(image.width); left += width) {
            const std::uint32_t rows = tiled ? height : std::min(height, static_cast<std::uint32_t>(image.height) - top);
            const auto wanted = tiled ? blockBytes : static_cast<tmsize_t>(static_cast<std::size_t>(width) * rows * sizeof(std::uint16_t));
            const tmsize_t got = tiled ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, left, top, 0, 0), block.data(), wanted)
                                       : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, top, 0), block.data(), wanted);
            if (got != wanted) return false;
            place(block, static_cast<int>(width), static_cast<int>(rows), static_cast<int>(left), static_cast<int>(top),
                  photometric == PHOTOMETRIC_MINISWHITE, image);
        }
    }
    return true;
}

}  // namespace

Result<Image> decodeTiff(const Suspect& suspect, const Probed& probed) {
    // Four bytes a pixel, and no more than a few strips' overhead: a file cannot ask for memory beyond that.
    const std::uint64_t maxAllocation = static_cast<std::uint64_t>(suspect.limits.maxPixels) * 8 + suspect.bytes.size() + (1 << 20);
    Session session{suspect.bytes, 0, {}};
    const Tiff tiff = open(session, maxAllocation);
    Image image = blank(probed.size);
    bool done = false, transparent = false;
    if (tiff) {
        // The turn is applied to the finished picture, as with every other format.
        TIFFSetField(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
        std::vector<std::uint32_t> packed;
        done = probed.bits == 16 && probed.channels == 1 ? unpackGrey16(tiff.get(), image) : unpackColour(tiff.get(), packed, image, transparent);
    }
    if (!done) return damaged(suspect, "is damaged or truncated: " + (session.message.empty() ? "its pixels cannot be unpacked" : session.message));
    if (transparent) return transparentEverywhere(suspect);
    return image;
}

}  // namespace leukolens::image
