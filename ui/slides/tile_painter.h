// Which tiles a view needs, and how they become a picture.
#pragma once

#include <QPainter>
#include <QPolygonF>

#include "ui/slides/tile_loader.h"
#include "ui/slides/view_transform.h"

namespace leukolens::ui {

/// The tiles in view at the level that suits the scale, the nearest to the middle first; a coarser level where those of one would not fit into maxBytes, and then no more than fit.
std::vector<TileKey> tilesInView(const TileLoader::Shown& shown, const ViewTransform& transform, double devicePixelRatio, std::size_t maxBytes);

/// What a view asks for: what is in view now and where its motion ends, then what it travels towards and what is seen when it zooms out.
/// travel: screen px that the view moved in the last frame.
TileLoader::Wishes wishesFor(const TileLoader::Shown& shown, const ViewTransform& now, const ViewTransform& end, const QPointF& travel, double devicePixelRatio, std::size_t cacheBytes);

struct PaintedTiles {
    int missing = 0;  ///< in view and neither read nor failed; coarser or finer tiles are painted in their place where there are any
    int failed = 0;
};

/// Paints onto a painter in screen px. Tiles that could not be read are hatched.
PaintedTiles paintTiles(QPainter& painter, TileLoader& loader, const TileLoader::Shown& shown, const ViewTransform& transform, double devicePixelRatio);

}  // namespace leukolens::ui
