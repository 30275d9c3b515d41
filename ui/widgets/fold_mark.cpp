#include "ui/widgets/fold_mark.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>

#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

void drawShape(QPainter& painter, FoldMark mark, const QPointF& centre, double radius) {
    const double x = centre.x(), y = centre.y();
    switch (mark) {
        case FoldMark::Circle: painter.drawEllipse(centre, radius, radius); break;
        case FoldMark::Square: painter.drawRect(QRectF(x - radius, y - radius, 2 * radius, 2 * radius)); break;
        case FoldMark::Diamond:
            painter.drawPolygon(QPolygonF({{x, y - radius}, {x + radius, y}, {x, y + radius}, {x - radius, y}}));
            break;
        case FoldMark::Triangle:
            painter.drawPolygon(QPolygonF({{x, y - radius}, {x + radius, y + radius}, {x - radius, y + radius}}));
            break;
        case FoldMark::Star:
            painter.drawLine(QPointF(x - radius, y), QPointF(x + radius, y));
            painter.drawLine(QPointF(x, y - radius), QPointF(x, y + radius));
            [[fallthrough]];
        case FoldMark::Cross:
            painter.drawLine(QPointF(x - radius, y - radius), QPointF(x + radius, y + radius));
            painter.drawLine(QPointF(x - radius, y + radius), QPointF(x + radius, y - radius));
            break;
    }
}

template <class Draw>
QPixmap drawPixmap(int sidePx, Draw draw) {
    const qreal ratio = qGuiApp->devicePixelRatio();
    QPixmap pixmap(QSize(sidePx, sidePx) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    draw(painter, QPointF(sidePx / 2.0, sidePx / 2.0));
    return pixmap;
}

}  // namespace

FoldMark markOfFold(int fold) {
    return static_cast<FoldMark>((std::max(1, fold) - 1) % 6);
}

void drawFoldMark(QPainter& painter, int fold, const QPointF& centre, double radius) {
    painter.setPen(QPen(Theme::series(fold - 1), 1.5));
    painter.setBrush(Theme::series(fold - 1));
    drawShape(painter, markOfFold(fold), centre, radius);
}

QPixmap foldPixmap(int fold, int sidePx) {
    return drawPixmap(sidePx,
                      [&](QPainter& painter, const QPointF& centre) { drawFoldMark(painter, fold, centre, sidePx * 0.3); });
}

QPixmap dotPixmap(const QColor& colour, int sidePx) {
    return drawPixmap(sidePx, [&](QPainter& painter, const QPointF& centre) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(centre, sidePx * 0.3, sidePx * 0.3);
    });
}

}  // namespace leukolens::ui
