// Where a point of a slide lies on the screen: pure arithmetic.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

namespace leukolens::ui {

/// Slide px are those of level 0, screen px those of the widget.
struct ViewTransform {
    QSizeF view;         ///< screen px
    QPointF centre;      ///< slide px in the middle of the view
    double scale = 1;    ///< screen px a slide px, > 0
    double degrees = 0;  ///< the slide is turned so far clockwise

    QPointF toSlide(const QPointF& screen) const;
    QPointF fromSlide(const QPointF& slide) const { return matrix().map(slide); }
    QTransform matrix() const;  ///< slide px to screen px
    QRectF visible() const;     ///< slide px; around all corners of the view where it is turned

    /// What is at `where` (screen px) stays there.
    ViewTransform scaledAt(const QPointF& where, double newScale) const;
    ViewTransform turnedAt(const QPointF& where, double newDegrees) const;
    ViewTransform movedBy(const QPointF& screenStep) const;  ///< as if the slide were pulled so far

    /// The scale at which a slide of that size is seen whole.
    double fittingScale(const QSizeF& slide) const;
    /// The slide is in the middle while it is seen whole; the more it is zoomed, the nearer may its edges come to the middle, so that a point at the edge is zoomed at like any other.
    ViewTransform heldInside(const QSizeF& slide, double fitScale) const;
    /// Moved by less than a device px, so that unturned pixels fall on those of the screen: pictures at 100 % are sharp, and others do not shimmer while they move.
    ViewTransform onDevicePixels(double devicePixelRatio) const;

    bool operator==(const ViewTransform&) const = default;
};

}  // namespace leukolens::ui
