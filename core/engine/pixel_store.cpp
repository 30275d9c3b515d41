#include "core/engine/pixel_store.h"

namespace leukolens::engine {
namespace {

std::size_t bytesOfOne(int sizePx) { return static_cast<std::size_t>(sizePx) * static_cast<std::size_t>(sizePx) * 3; }

}  // namespace

PixelStore::PixelStore(std::int64_t cells, int sizePx)
    : m_cells(cells), m_sizePx(sizePx), m_pixels(new std::uint8_t[static_cast<std::size_t>(cells) * bytesOfOne(sizePx)]()) {}

std::span<std::uint8_t> PixelStore::cell(std::int64_t index) {
    const std::size_t bytes = bytesOfOne(m_sizePx);
    return {m_pixels.get() + static_cast<std::size_t>(index) * bytes, bytes};
}

}  // namespace leukolens::engine
