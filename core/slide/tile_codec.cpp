// Green, and red and blue less green, each less its neighbour to the left, one plane after another: what is left of a photograph are small numbers, which
// Zstandard's quickest level packs by their frequencies alone. Its checksum of the unpacked bytes finds damage.
#include "core/slide/tile_codec.h"

#include <zstd.h>

#include <new>

namespace leukolens::slide {
namespace {

constexpr int kLevel = 1;

std::size_t planeBytes(int width, int height) { return static_cast<std::size_t>(width) * static_cast<std::size_t>(height); }

void toPlanes(const std::uint32_t* row, int width, std::uint8_t* green, std::uint8_t* red, std::uint8_t* blue) {
    const auto place = [&](int x, std::uint32_t pixel, std::uint32_t left) {
        const std::uint32_t g = pixel >> 8, g0 = left >> 8;
        green[x] = static_cast<std::uint8_t>(g - g0);
        red[x] = static_cast<std::uint8_t>((pixel >> 16) - g - ((left >> 16) - g0));
        blue[x] = static_cast<std::uint8_t>(pixel - g - (left - g0));
    };
    place(0, row[0], 0);
    for (int x = 1; x < width; ++x) place(x, row[x], row[x - 1]);
}

void fromPlanes(const std::uint8_t* green, const std::uint8_t* red, const std::uint8_t* blue, int width, std::uint32_t* row) {
    std::uint8_t g = 0, redLess = 0, blueLess = 0;
    for (int x = 0; x < width; ++x) {
        g = static_cast<std::uint8_t>(g + green[x]);
        redLess = static_cast<std::uint8_t>(redLess + red[x]);
        blueLess = static_cast<std::uint8_t>(blueLess + blue[x]);
        const auto r = static_cast<std::uint8_t>(redLess + g), b = static_cast<std::uint8_t>(blueLess + g);
        row[x] = 0xFF000000u | static_cast<std::uint32_t>(r) << 16 | static_cast<std::uint32_t>(g) << 8 | b;
    }
}

}  // namespace

std::size_t maxPackedTileBytes() { return ZSTD_compressBound(3 * planeBytes(kMaxTileSidePx, kMaxTileSidePx)); }

struct TilePacker::Context {
    ZSTD_CCtx* zstd = ZSTD_createCCtx();
    ~Context() { ZSTD_freeCCtx(zstd); }
};

TilePacker::TilePacker() : m_context(std::make_unique<Context>()), m_packed(maxPackedTileBytes()) {
    if (!m_context->zstd) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(m_context->zstd, ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(m_context->zstd, ZSTD_c_checksumFlag, 1);
}

TilePacker::~TilePacker() = default;

std::span<const std::uint8_t> TilePacker::pack(const std::uint32_t* argb, std::size_t stride, int width, int height) {
    const std::size_t plane = planeBytes(width, height);
    m_planes.resize(3 * plane);
    for (int y = 0; y < height; ++y) {
        const std::size_t at = planeBytes(width, y);
        toPlanes(argb + static_cast<std::size_t>(y) * stride, width, m_planes.data() + at, m_planes.data() + plane + at, m_planes.data() + 2 * plane + at);
    }
    const std::size_t bytes = ZSTD_compress2(m_context->zstd, m_packed.data(), m_packed.size(), m_planes.data(), m_planes.size());
    return std::span(m_packed).first(ZSTD_isError(bytes) ? 0 : bytes);
}

struct TileUnpacker::Context {
    ZSTD_DCtx* zstd = ZSTD_createDCtx();
    ~Context() { ZSTD_freeDCtx(zstd); }
};

TileUnpacker::TileUnpacker() : m_context(std::make_unique<Context>()) {
    if (!m_context->zstd) throw std::bad_alloc();
}

TileUnpacker::~TileUnpacker() = default;

bool TileUnpacker::unpack(std::span<const std::uint8_t> packed, int width, int height, std::uint32_t* argb) {
    const std::size_t plane = planeBytes(width, height);
    m_planes.resize(3 * plane);
    if (ZSTD_decompressDCtx(m_context->zstd, m_planes.data(), m_planes.size(), packed.data(), packed.size()) != m_planes.size()) return false;
    for (int y = 0; y < height; ++y) {
        const std::size_t at = planeBytes(width, y);
        fromPlanes(m_planes.data() + at, m_planes.data() + plane + at, m_planes.data() + 2 * plane + at, width, argb + at);
    }
    return true;
}

}  // namespace leukolens::slide
