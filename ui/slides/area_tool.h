// An area of a slide while a person draws it: a rectangle by dragging, a polygon by clicks.
#pragma once

#include <QPolygonF>

#include <optional>

#include "ui/slides/view_transform.h"

namespace leukolens::ui {

enum class SlideTool {
    Pan,
    Rectangle,
    Polygon,
    AddCell,
};

/// Corners are kept in px of level 0, so that the view may be moved and zoomed meanwhile. Screen px go in. What comes out lies within the slide.
class AreaTool {
public:
    /// Each as seen by `transform`; slide: px of level 0.
    void startRectangle(const QPointF& screen, const ViewTransform& transform);
    void addCorner(const QPointF& screen, const ViewTransform& transform, const QSizeF& slide);
    void moveTo(const QPointF& screen, const ViewTransform& transform);
    void removeCorner();
    void cancel();

    bool started() const { return m_rectangle || !m_corners.isEmpty(); }
    bool drawsRectangle() const { return m_rectangle; }
    qsizetype corners() const { return m_corners.size(); }
    /// Whether a click here closes the polygon.
    bool closesAt(const QPointF& screen, const ViewTransform& transform) const;

    /// Ends it. Nothing where the rectangle is smaller than a few screen px or lies beside the slide, or the polygon has too few corners (it is then gone on with).
    std::optional<QPolygonF> finish(const ViewTransform& transform, const QSizeF& slide);

    /// What is drawn so far, the pointer's place included; screen px.
    QPolygonF preview(const ViewTransform& transform) const;

private:
    QPolygonF m_corners;  ///< of a polygon; of a rectangle only where it began
    QPointF m_pointer;
    bool m_rectangle = false;
};

/// The part of a convex polygon inside `bounds` (Sutherland and Hodgman 1974); empty where there is none.
QPolygonF clipped(const QPolygonF& convex, const QRectF& bounds);

}  // namespace leukolens::ui
