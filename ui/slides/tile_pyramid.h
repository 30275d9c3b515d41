// The levels a slide is shown in: those of the file, and halved ones between them where the file leaves wide gaps.
#pragma once

#include <QRect>
#include <QRectF>
#include <QSizeF>

#include <vector>

#include "core/slide/slide.h"
#include "ui/slides/tile_key.h"

namespace leukolens::ui {

struct TileLevel {
    int source = 0;    ///< level of the file that is read
    int halvings = 0;  ///< how often what was read is made half as wide and high
    double downsample = 1;  ///< px of level 0 a px
    std::int64_t width = 0, height = 0;  ///< px
    int tileWidth = 0, tileHeight = 0;   ///< px; tiles at the right and lower edge are smaller

    int columns() const { return static_cast<int>((width + tileWidth - 1) / tileWidth); }
    int rows() const { return static_cast<int>((height + tileHeight - 1) / tileHeight); }
};

/// Immutable; any thread. Levels are at most about twice as coarse as the one before, so that never much more is read and painted than the screen shows.
class TilePyramid {
public:
    explicit TilePyramid(const slide::Facts& facts);

    const std::vector<TileLevel>& levels() const { return m_levels; }
    int coarsest() const { return static_cast<int>(m_levels.size()) - 1; }
    QSizeF size() const { return m_size; }  ///< px of level 0

    /// The coarsest that is at least about as fine as `downsample` (px of level 0 a px wanted).
    int levelFor(double downsample) const;
    QSize tileSize(const TileKey& key) const;  ///< px
    QRectF bounds(const TileKey& key) const;   ///< px of level 0
    /// Columns and rows of the tiles that touch `area` (px of level 0); empty where none does.
    QRect tilesIn(int level, const QRectF& area) const;
    /// What is read for a tile, before the halvings.
    slide::Region region(const TileKey& key) const;

private:
    std::vector<TileLevel> m_levels;
    std::vector<std::pair<std::int64_t, std::int64_t>> m_sources;  ///< widths and heights of the file's levels
    QSizeF m_size;
};

}  // namespace leukolens::ui
