// The ring around a widget that draws itself and has the focus.
#pragma once

#include <QPainter>

#include "ui/shell/theme.h"

namespace leukolens::ui {

inline void drawFocusRing(QPainter& painter, const QRect& rect) {
    constexpr double kWidthPx = 2;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::accent(), kWidthPx));
    painter.drawRoundedRect(QRectF(rect).adjusted(kWidthPx / 2, kWidthPx / 2, -kWidthPx / 2, -kWidthPx / 2), 4, 4);
}

}  // namespace leukolens::ui
