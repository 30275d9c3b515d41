// The whole slide in a corner of its view, with a frame around what is seen.
#pragma once

#include <QPixmap>
#include <QPolygonF>
#include <QWidget>

#include <unordered_set>

#include "ui/slides/tile_loader.h"

namespace leukolens::ui {

/// GUI thread only. A click or drag goes there; it has no keys of its own, since those of the view do the same.
class Minimap : public QWidget {
    Q_OBJECT
public:
    explicit Minimap(QWidget* parent);

    void setSlide(const TileLoader::Shown& shown);  ///< an empty one: nothing to be seen
    /// Takes over what has come of the coarsest level. Kept here, so that it stays when the cache needs the room.
    void takeTiles(TileLoader& tiles);
    void setFrame(const QPolygonF& seen);  ///< px of level 0

    QPointF toSlide(const QPointF& position) const;
    QPointF fromSlide(const QPointF& slide) const;

Q_SIGNALS:
    void moved(const QPointF& slide);  ///< to be in the middle

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    TileLoader::Shown m_shown;
    QPixmap m_picture;  ///< device px
    std::unordered_set<TileKey, TileKeyHash> m_taken;
    QPolygonF m_frame;
};

}  // namespace leukolens::ui
