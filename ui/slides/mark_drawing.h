// Marks as they are seen: frames with their words, dots where they are too small for a frame.
#pragma once

#include <QPainter>

#include "ui/slides/mark_index.h"
#include "ui/slides/view_transform.h"

namespace leukolens::ui {

/// Only those in view are drawn. selected, hovered: into the marks, −1: none; these two say their label whatever their size.
void drawMarks(QPainter& painter, const MarkIndex& index, const ViewTransform& transform, int selected, int hovered);

/// An outline that is seen on dark and on bright pictures. points: screen px.
void drawOutline(QPainter& painter, const QPolygonF& points, const QColor& colour, double widthPx, bool dashed, bool closed);

}  // namespace leukolens::ui
