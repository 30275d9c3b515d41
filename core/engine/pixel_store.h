// All cells of a data set as small pictures of one size: what training draws its batches from.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace leukolens::engine {

/// Pictures of sizePx × sizePx, 8-bit R, G, B, rows from top to bottom. Either resident in memory, or read as they are asked for by threads
/// of the store that run ahead of the training.
class PixelStore {
public:
    /// Reads one cell into sizePx × sizePx × 3 bytes. Called from several threads at once.
    using Read = std::function<Result<void>(std::int64_t cell, std::span<std::uint8_t> rgb)>;

    /// Resident; to be filled through cell(). Different cells may be filled from different threads. Throws std::bad_alloc.
    PixelStore(std::int64_t cells, int sizePx);
    /// Streamed: `threads` readers, at most `aheadBytes` of pictures that wait to be used (a few at least).
    PixelStore(std::int64_t cells, int sizePx, Read read, int threads, std::uint64_t aheadBytes);
    ~PixelStore();

    std::int64_t cells() const { return m_cells; }
    int sizePx() const { return m_sizePx; }
    std::int64_t cellBytes() const { return std::int64_t{3} * m_sizePx * m_sizePx; }
    bool resident() const { return m_pixels != nullptr; }

    std::span<std::uint8_t> cell(std::int64_t index);        ///< resident only: sizePx × sizePx × 3
    std::uint8_t* data() const { return m_pixels.get(); }    ///< resident only: cells × sizePx × sizePx × 3

    /// Replaces what is read ahead by these cells, in this order. Nothing to do for a resident store. One thread calls this and copyTo().
    void announce(std::span<const int> cells) const;
    /// The pictures of `cells` one after another; announced ones are there sooner. Fails as Read did.
    Result<void> copyTo(std::span<const int> cells, std::uint8_t* rgb) const;

private:
    class Stream;
    std::int64_t m_cells;
    int m_sizePx;
    std::unique_ptr<std::uint8_t[]> m_pixels;
    std::unique_ptr<Stream> m_stream;
};

}  // namespace leukolens::engine
