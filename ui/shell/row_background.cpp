#include "ui/shell/row_background.h"

#include <QPainter>
#include <QStyleOptionViewItem>

#include "ui/shell/theme.h"

namespace leukolens::ui {

QRect paintRowBackground(QPainter& painter, const QStyleOptionViewItem& option) {
    constexpr double kCornerPx = 6;
    const QRect box = option.rect.adjusted(1, 1, -1, -1);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(selected ? Theme::selection() : Theme::hover());
        painter.drawRoundedRect(box, kCornerPx, kCornerPx);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter.setPen(Theme::accent());
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), kCornerPx, kCornerPx);
    }
    return box;
}

}  // namespace leukolens::ui
