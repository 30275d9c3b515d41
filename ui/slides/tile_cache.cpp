#include "ui/slides/tile_cache.h"

#include <algorithm>

namespace leukolens::ui {

std::size_t TileCache::bytesOf(const QPixmap& tile) {
    return static_cast<std::size_t>(tile.width()) * static_cast<std::size_t>(tile.height()) * static_cast<std::size_t>(tile.depth()) / 8;
}

const QPixmap* TileCache::find(const TileKey& key) {
    const auto place = m_places.find(key);
    if (place == m_places.end()) return nullptr;
    m_order.splice(m_order.begin(), m_order, place->second);
    return &place->second->tile;
}

bool TileCache::insert(const TileKey& key, QPixmap tile) {
    if (const auto old = m_places.find(key); old != m_places.end()) remove(old->second);
    const std::size_t bytes = bytesOf(tile);
    if (bytes > m_limit) return false;
    makeRoom(bytes);
    m_order.push_front({key, std::move(tile)});
    m_places.emplace(key, m_order.begin());
    m_bytes += bytes;
    m_peak = std::max(m_peak, m_bytes);
    return true;
}

void TileCache::removeSlide(SlideId slide) {
    for (auto place = m_order.begin(); place != m_order.end();) {
        const auto next = std::next(place);
        if (place->key.slide == slide) remove(place);
        place = next;
    }
}

void TileCache::setLimit(std::size_t bytes) {
    m_limit = bytes;
    makeRoom(0);
}

void TileCache::remove(Order::iterator place) {
    m_bytes -= bytesOf(place->tile);
    m_places.erase(place->key);
    m_order.erase(place);
}

void TileCache::makeRoom(std::size_t bytes) {
    while (!m_order.empty() && m_bytes + bytes > m_limit) remove(std::prev(m_order.end()));
}

}  // namespace leukolens::ui
