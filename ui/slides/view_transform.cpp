#include "ui/slides/view_transform.h"

#include <algorithm>
#include <cmath>

namespace leukolens::ui {
namespace {

QPointF middleOf(const QSizeF& size) { return {size.width() / 2, size.height() / 2}; }

/// Exact for quarter turns, as QTransform::rotate is.
QPointF turned(const QPointF& point, double degrees) { return QTransform().rotate(degrees).map(point); }

}  // namespace

QPointF ViewTransform::toSlide(const QPointF& screen) const { return centre + turned(screen - middleOf(view), -degrees) / scale; }

QTransform ViewTransform::matrix() const {
    const QPointF middle = middleOf(view);
    return QTransform::fromTranslate(middle.x(), middle.y()).rotate(degrees).scale(scale, scale).translate(-centre.x(), -centre.y());
}

QRectF ViewTransform::visible() const {
    const QPointF corners[] = {toSlide({0, 0}), toSlide({view.width(), 0}), toSlide({0, view.height()}), toSlide({view.width(), view.height()})};
    const auto [left, right] = std::ranges::minmax(corners, {}, &QPointF::x);
    const auto [top, bottom] = std::ranges::minmax(corners, {}, &QPointF::y);
    return QRectF(QPointF(left.x(), top.y()), QPointF(right.x(), bottom.y()));
}

ViewTransform ViewTransform::scaledAt(const QPointF& where, double newScale) const {
    ViewTransform scaled = *this;
    scaled.centre += turned(where - middleOf(view), -degrees) * (1 / scale - 1 / newScale);
    scaled.scale = newScale;
    return scaled;
}

ViewTransform ViewTransform::turnedAt(const QPointF& where, double newDegrees) const {
    const QPointF kept = toSlide(where);
    ViewTransform other = *this;
    other.degrees = newDegrees;
    other.centre += kept - other.toSlide(where);
    return other;
}

ViewTransform ViewTransform::movedBy(const QPointF& screenStep) const {
    ViewTransform moved = *this;
    moved.centre -= turned(screenStep, -degrees) / scale;
    return moved;
}

double ViewTransform::fittingScale(const QSizeF& slide) const {
    if (slide.isEmpty() || view.isEmpty()) return 1;
    const QSizeF around = QTransform().rotate(degrees).mapRect(QRectF(QPointF(), slide)).size();
    return std::min(view.width() / around.width(), view.height() / around.height());
}

ViewTransform ViewTransform::heldInside(const QSizeF& slide, double fitScale) const {
    const double share = std::clamp(1 - fitScale / scale, 0.0, 0.5);
    const auto hold = [&](double at, double length) { return std::clamp(at, length * (0.5 - share), length * (0.5 + share)); };
    ViewTransform held = *this;
    held.centre = {hold(centre.x(), slide.width()), hold(centre.y(), slide.height())};
    return held;
}

ViewTransform ViewTransform::onDevicePixels(double devicePixelRatio) const {
    if (std::fmod(degrees, 90.0) != 0) return *this;
    const QPointF origin = fromSlide({0, 0}) * devicePixelRatio;
    return movedBy((QPointF(std::round(origin.x()), std::round(origin.y())) - origin) / devicePixelRatio);
}

}  // namespace leukolens::ui
