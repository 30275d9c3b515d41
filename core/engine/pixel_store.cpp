#include "core/engine/pixel_store.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace leukolens::engine {

/// Reads announced cells in order into slots; a slot is free again once it was copied out.
class PixelStore::Stream {
public:
    Stream(Read read, std::size_t cellBytes, int threads, std::uint64_t aheadBytes)
        : m_read(std::move(read)), m_cellBytes(cellBytes), m_ahead(std::max<std::size_t>(kFewestAhead, aheadBytes / cellBytes)) {
        for (int i = 0; i < std::max(1, threads); ++i)
            m_threads.emplace_back([this](const std::stop_token& stop) { readAhead(stop); });
    }

    void announce(std::span<const int> cells) {
        {
            const std::lock_guard lock(m_mutex);
            m_waiting.assign(cells.begin(), cells.end());
            m_slots.clear();
        }
        m_changed.notify_all();
    }

    Result<void> copyTo(std::span<const int> cells, std::uint8_t* rgb) {
        for (const int cell : cells) {
            const std::span<std::uint8_t> target(rgb, m_cellBytes);
            rgb += m_cellBytes;
            const auto slot = next(cell);
            // Not what was announced: read it here, in the caller's thread.
            if (auto done = slot ? take(*slot, target) : m_read(cell, target); !done) return done;
        }
        return {};
    }

private:
    static constexpr std::size_t kFewestAhead = 8;

    struct Slot {
        int cell;
        bool ready = false;
        Result<void> outcome;
        std::vector<std::uint8_t> rgb;
    };

    /// The slot of `cell` if it is the next announced one; a cell that no thread has begun is given back to the caller.
    std::shared_ptr<Slot> next(int cell) {
        std::unique_lock lock(m_mutex);
        if (!m_slots.empty() && m_slots.front()->cell == cell) {
            auto slot = m_slots.front();
            m_slots.pop_front();
            m_ready.wait(lock, [&] { return slot->ready; });
            lock.unlock();
            m_changed.notify_one();
            return slot;
        }
        if (m_slots.empty() && !m_waiting.empty() && m_waiting.front() == cell) m_waiting.pop_front();
        return nullptr;
    }

    static Result<void> take(const Slot& slot, std::span<std::uint8_t> target) {
        if (slot.outcome) std::memcpy(target.data(), slot.rgb.data(), target.size());
        return slot.outcome;
    }

    void readAhead(const std::stop_token& stop) {
        for (;;) {
            std::shared_ptr<Slot> slot;
            {
                std::unique_lock lock(m_mutex);
                if (!m_changed.wait(lock, stop, [&] { return !m_waiting.empty() && m_slots.size() < m_ahead; })) return;
                slot = std::make_shared<Slot>(Slot{m_waiting.front(), false, {}, {}});
                m_waiting.pop_front();
                m_slots.push_back(slot);
            }
            Result<void> outcome;
            try {
                slot->rgb.resize(m_cellBytes);
                outcome = m_read(slot->cell, slot->rgb);
            } catch (const std::bad_alloc&) {
                outcome = fail(ErrorCode::OutOfMemory, "memory ran out while reading cells", {}, "Close other programs, or choose a smaller input size.");
            }
            {
                const std::lock_guard lock(m_mutex);
                slot->outcome = std::move(outcome);
                slot->ready = true;
            }
            m_ready.notify_all();
        }
    }

    Read m_read;
    std::size_t m_cellBytes, m_ahead;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::condition_variable m_ready;
    std::deque<int> m_waiting;                    ///< announced, not begun
    std::deque<std::shared_ptr<Slot>> m_slots;    ///< begun or ready, in order
    std::vector<std::jthread> m_threads;          ///< last: they stop before anything else goes
};

PixelStore::PixelStore(std::int64_t cells, int sizePx)
    : m_cells(cells), m_sizePx(sizePx), m_pixels(new std::uint8_t[static_cast<std::size_t>(cells * std::int64_t{3} * sizePx * sizePx)]()) {}

PixelStore::PixelStore(std::int64_t cells, int sizePx, Read read, int threads, std::uint64_t aheadBytes)
    : m_cells(cells), m_sizePx(sizePx),
      m_stream(std::make_unique<Stream>(std::move(read), static_cast<std::size_t>(std::int64_t{3} * sizePx * sizePx), threads, aheadBytes)) {}

PixelStore::~PixelStore() = default;

std::span<std::uint8_t> PixelStore::cell(std::int64_t index) {
    const auto size = static_cast<std::size_t>(cellBytes());
    return {m_pixels.get() + static_cast<std::size_t>(index) * size, size};
}

void PixelStore::announce(std::span<const int> cells) const {
    if (m_stream) m_stream->announce(cells);
}

Result<void> PixelStore::copyTo(std::span<const int> cells, std::uint8_t* rgb) const {
    if (m_stream) return m_stream->copyTo(cells, rgb);
    const auto size = static_cast<std::size_t>(cellBytes());
    for (const int cell : cells) {
        std::memcpy(rgb, m_pixels.get() + static_cast<std::size_t>(cell) * size, size);
        rgb += size;
    }
    return {};
}

}  // namespace leukolens::engine
