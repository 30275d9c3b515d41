// Tiles of pictures packed without loss, quickly.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace leukolens::slide {

inline constexpr int kMaxTileSidePx = 256;

/// Bytes that no packed tile exceeds.
std::size_t maxPackedTileBytes();

/// Not thread-safe: one a thread.
class TilePacker {
public:
    TilePacker();
    ~TilePacker();
    /// width × height ≤ kMaxTileSidePx² opaque pixels whose rows are `stride` apart. Valid until the next call; empty: there is no memory for it.
    std::span<const std::uint8_t> pack(const std::uint32_t* argb, std::size_t stride, int width, int height);

private:
    struct Context;
    std::unique_ptr<Context> m_context;
    std::vector<std::uint8_t> m_planes, m_packed;
};

class TileUnpacker {
public:
    TileUnpacker();
    ~TileUnpacker();
    /// width × height opaque pixels without padding. False: the bytes are not those that were packed, or there is no memory.
    bool unpack(std::span<const std::uint8_t> packed, int width, int height, std::uint32_t* argb);

private:
    struct Context;
    std::unique_ptr<Context> m_context;
    std::vector<std::uint8_t> m_planes;
};

}  // namespace leukolens::slide
