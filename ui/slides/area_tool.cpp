#include "ui/slides/area_tool.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace leukolens::ui {
namespace {

constexpr double kSmallestPx = 4, kClosingPx = 9;
constexpr qsizetype kFewestCorners = 3;

/// Keeps what has a distance ≥ 0.
QPolygonF cutBy(const QPolygonF& polygon, const std::function<double(const QPointF&)>& distance) {
    QPolygonF kept;
    for (qsizetype i = 0; i < polygon.size(); ++i) {
        const QPointF& from = polygon[i];
        const QPointF& to = polygon[(i + 1) % polygon.size()];
        const double here = distance(from), there = distance(to);
        if (here >= 0) kept.append(from);
        if ((here >= 0) != (there >= 0)) kept.append(from + (to - from) * (here / (here - there)));
    }
    return kept;
}

QPointF held(const QPointF& point, const QSizeF& slide) { return {std::clamp(point.x(), 0.0, slide.width()), std::clamp(point.y(), 0.0, slide.height())}; }

}  // namespace

QPolygonF clipped(const QPolygonF& convex, const QRectF& bounds) {
    QPolygonF kept = cutBy(convex, [&](const QPointF& point) { return point.x() - bounds.left(); });
    kept = cutBy(kept, [&](const QPointF& point) { return bounds.right() - point.x(); });
    kept = cutBy(kept, [&](const QPointF& point) { return point.y() - bounds.top(); });
    return cutBy(kept, [&](const QPointF& point) { return bounds.bottom() - point.y(); });
}

void AreaTool::startRectangle(const QPointF& screen, const ViewTransform& transform) {
    m_rectangle = true;
    m_pointer = transform.toSlide(screen);
    m_corners = {m_pointer};
}

void AreaTool::addCorner(const QPointF& screen, const ViewTransform& transform, const QSizeF& slide) {
    m_rectangle = false;
    m_pointer = held(transform.toSlide(screen), slide);
    m_corners.append(m_pointer);
}

void AreaTool::moveTo(const QPointF& screen, const ViewTransform& transform) { m_pointer = transform.toSlide(screen); }

void AreaTool::removeCorner() {
    if (!m_rectangle && !m_corners.isEmpty()) m_corners.removeLast();
}

void AreaTool::cancel() { *this = {}; }

bool AreaTool::closesAt(const QPointF& screen, const ViewTransform& transform) const {
    if (m_rectangle || m_corners.size() < kFewestCorners) return false;
    const QPointF way = transform.fromSlide(m_corners.front()) - screen;
    return std::hypot(way.x(), way.y()) <= kClosingPx;
}

QPolygonF AreaTool::preview(const ViewTransform& transform) const {
    if (m_corners.isEmpty()) return {};
    const QTransform matrix = transform.matrix();
    const QPointF pointer = matrix.map(m_pointer);
    if (m_rectangle) {
        // Along the sides of the screen, whichever way the slide is turned.
        const QPointF from = matrix.map(m_corners.front());
        return {{from, QPointF(pointer.x(), from.y()), pointer, QPointF(from.x(), pointer.y())}};
    }
    QPolygonF line = matrix.map(m_corners);
    line.append(pointer);
    return line;
}

std::optional<QPolygonF> AreaTool::finish(const ViewTransform& transform, const QSizeF& slide) {
    if (!m_rectangle) {
        if (m_corners.size() < kFewestCorners) return std::nullopt;
        QPolygonF area = m_corners;
        cancel();
        return area;
    }
    const QPolygonF onScreen = preview(transform);
    cancel();
    const QRectF box = onScreen.boundingRect();
    if (box.width() < kSmallestPx || box.height() < kSmallestPx) return std::nullopt;
    QPolygonF area = clipped(transform.matrix().inverted().map(onScreen), QRectF(QPointF(), slide));
    if (area.size() < kFewestCorners) return std::nullopt;
    return area;
}

}  // namespace leukolens::ui
