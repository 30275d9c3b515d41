// All cells of a data set as small pictures of one size in memory: what training draws its batches from.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace leukolens::engine {

/// Pictures of sizePx × sizePx, 8-bit R, G, B, rows from top to bottom. Different cells may be filled from different threads; nothing
/// else is thread-safe while filling. Throws std::bad_alloc.
class PixelStore {
public:
    PixelStore(std::int64_t cells, int sizePx);

    std::int64_t cells() const { return m_cells; }
    int sizePx() const { return m_sizePx; }
    std::span<std::uint8_t> cell(std::int64_t index);  ///< sizePx × sizePx × 3
    std::uint8_t* data() const { return m_pixels.get(); }  ///< cells × sizePx × sizePx × 3

private:
    std::int64_t m_cells;
    int m_sizePx;
    std::unique_ptr<std::uint8_t[]> m_pixels;
};

}  // namespace leukolens::engine
