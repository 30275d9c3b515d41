// Which tiles a view needs, and how they become a picture.
#pragma once

#include <QImage>
#include <QPainter>
#include <QPolygonF>

#include "ui/slides/tile_loader.h"
#include "ui/slides/view_transform.h"

namespace leukolens::ui {

/// The tiles in view at the level that suits the scale, the nearest to the middle first; a coarser level, if there is one, where those of one would not fit into maxBytes.
std::vector<TileKey> tilesInView(const TileLoader::Shown& shown, const ViewTransform& transform, double devicePixelRatio, std::size_t maxBytes);

/// What a view asks for, never more than the cache holds: what is in view now and where its motion ends, then what it travels towards and what is seen when it zooms out.
/// travel: screen px that the view moved in the last frame.
TileLoader::Wishes wishesFor(const TileLoader::Shown& shown, const ViewTransform& now, const ViewTransform& end, const QPointF& travel, double devicePixelRatio, std::size_t cacheBytes);

struct PaintedTiles {
    int missing = 0;  ///< in view and neither read nor failed; coarser or finer tiles are painted in their place where there are any
    int failed = 0;
};

/// Keeps a picture of what is in view for as long as it is used, so that it is not allocated for every frame. GUI thread only.
class TilePainter {
public:
    /// Paints onto a painter in screen px all that is in view of the slide. Tiles that could not be read are hatched.
    PaintedTiles paint(QPainter& painter, TileLoader& loader, const TileLoader::Shown& shown, const ViewTransform& transform, double devicePixelRatio);

private:
    QImage m_joined;
};

}  // namespace leukolens::ui
