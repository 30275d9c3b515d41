#include "ui/slides/tile_pyramid.h"

#include <algorithm>
#include <cmath>

namespace leukolens::ui {
namespace {

constexpr int kSmallestTilePx = 256, kLargestTilePx = 1024, kUsualTilePx = 512;
constexpr int kLargestReadPx = 2048;    ///< of a side; bounds what a thread that reads holds
constexpr double kWidestStep = 2.9;     ///< between levels; beyond, one is put between
constexpr double kCoarsestSidePx = 512; ///< the whole slide at a glance
constexpr double kBlurAllowed = 1.1;    ///< a level this little too coarse is taken: nobody sees it, and the finer one costs four times as much

/// Stored tiles are read whole: as many of them as make a tile worth painting. Strips and huge tiles are read in parts.
int tileSideFor(int storedPx) {
    if (storedPx <= 0 || storedPx > kLargestTilePx) return kUsualTilePx;
    return storedPx * ((kSmallestTilePx + storedPx - 1) / storedPx);
}

}  // namespace

TilePyramid::TilePyramid(const slide::Facts& facts) {
    m_size = QSizeF(static_cast<double>(facts.levels.front().width), static_cast<double>(facts.levels.front().height));
    for (std::size_t i = 0; i < facts.levels.size(); ++i) {
        const slide::Level& stored = facts.levels[i];
        m_sources.emplace_back(stored.width, stored.height);
        TileLevel level{static_cast<int>(i), 0, stored.downsample, stored.width, stored.height, tileSideFor(stored.tileWidth), tileSideFor(stored.tileHeight)};
        const double next = i + 1 < facts.levels.size() ? facts.levels[i + 1].downsample : 0;
        m_levels.push_back(level);
        for (;;) {
            const bool gap = next > 0 ? next / level.downsample > kWidestStep : static_cast<double>(std::max(level.width, level.height)) > kCoarsestSidePx;
            const int reach = std::max(level.tileWidth, level.tileHeight) << (level.halvings + 1);
            if (!gap || reach > kLargestReadPx) break;
            ++level.halvings;
            level.downsample *= 2;
            level.width = (level.width + 1) / 2;
            level.height = (level.height + 1) / 2;
            m_levels.push_back(level);
        }
    }
}

int TilePyramid::levelFor(double downsample) const {
    int best = 0;
    for (int i = 1; i <= coarsest(); ++i)
        if (m_levels[static_cast<std::size_t>(i)].downsample <= downsample * kBlurAllowed) best = i;
    return best;
}

QSize TilePyramid::tileSize(const TileKey& key) const {
    const TileLevel& level = m_levels[static_cast<std::size_t>(key.level)];
    return {static_cast<int>(std::min<std::int64_t>(level.tileWidth, level.width - std::int64_t{key.x} * level.tileWidth)),
            static_cast<int>(std::min<std::int64_t>(level.tileHeight, level.height - std::int64_t{key.y} * level.tileHeight))};
}

QRectF TilePyramid::bounds(const TileKey& key) const {
    const TileLevel& level = m_levels[static_cast<std::size_t>(key.level)];
    const QSize size = tileSize(key);
    // Both edges as products of whole px, so that neighbours share theirs to the last bit.
    const double left = static_cast<double>(std::int64_t{key.x} * level.tileWidth) * level.downsample, top = static_cast<double>(std::int64_t{key.y} * level.tileHeight) * level.downsample;
    const double right = static_cast<double>(std::int64_t{key.x} * level.tileWidth + size.width()) * level.downsample, bottom = static_cast<double>(std::int64_t{key.y} * level.tileHeight + size.height()) * level.downsample;
    return QRectF(QPointF(left, top), QPointF(right, bottom));
}

QRect TilePyramid::tilesIn(int which, const QRectF& area) const {
    const TileLevel& level = m_levels[static_cast<std::size_t>(which)];
    const auto span = [&](double from, double to, int tilePx, int count) {
        const double stepPx = tilePx * level.downsample;
        return std::pair(static_cast<int>(std::clamp(std::floor(from / stepPx), 0.0, static_cast<double>(count))), static_cast<int>(std::clamp(std::ceil(to / stepPx), 0.0, static_cast<double>(count))));
    };
    const auto [left, right] = span(area.left(), area.right(), level.tileWidth, level.columns());
    const auto [top, bottom] = span(area.top(), area.bottom(), level.tileHeight, level.rows());
    return {left, top, std::max(0, right - left), std::max(0, bottom - top)};
}

slide::Region TilePyramid::region(const TileKey& key) const {
    const TileLevel& level = m_levels[static_cast<std::size_t>(key.level)];
    const auto [width, height] = m_sources[static_cast<std::size_t>(level.source)];
    const std::int64_t wide = std::int64_t{level.tileWidth} << level.halvings, high = std::int64_t{level.tileHeight} << level.halvings;
    return {level.source, key.x * wide, key.y * high, static_cast<int>(std::min(wide, width - key.x * wide)), static_cast<int>(std::min(high, height - key.y * high))};
}

}  // namespace leukolens::ui
