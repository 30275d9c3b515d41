// Tiles ready to be painted, at most so many bytes of them; what was not used for the longest time goes first.
#pragma once

#include <QPixmap>

#include <list>
#include <unordered_map>

#include "ui/slides/tile_key.h"

namespace leukolens::ui {

/// GUI thread only.
class TileCache {
public:
    explicit TileCache(std::size_t limitBytes) : m_limit(limitBytes) {}

    /// Null where it is not held. It is the newest used from now on; the pointer holds until the next insert(), remove() or setLimit().
    const QPixmap* find(const TileKey& key);
    bool contains(const TileKey& key) const { return m_places.contains(key); }

    /// Room is made first, so that the limit holds at every moment. False where the tile alone is larger than the limit.
    bool insert(const TileKey& key, QPixmap tile);
    void removeSlide(SlideId slide);

    void setLimit(std::size_t bytes);
    std::size_t limit() const { return m_limit; }
    std::size_t bytes() const { return m_bytes; }
    std::size_t peakBytes() const { return m_peak; }  ///< the most that was ever held
    std::size_t count() const { return m_places.size(); }

    static std::size_t bytesOf(const QPixmap& tile);

private:
    struct Held {
        TileKey key;
        QPixmap tile;
    };
    using Order = std::list<Held>;

    void remove(Order::iterator place);
    void makeRoom(std::size_t bytes);

    Order m_order;  ///< the newest used first
    std::unordered_map<TileKey, Order::iterator, TileKeyHash> m_places;
    std::size_t m_limit, m_bytes = 0, m_peak = 0;
};

}  // namespace leukolens::ui
