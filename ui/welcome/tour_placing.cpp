#include "ui/welcome/tour_placing.h"

#include <algorithm>
#include <array>

namespace leukolens::ui {
namespace {

constexpr int kGapPx = 20;

QRect movedInto(QRect place, const QRect& room) {
    place.moveLeft(std::max(room.left(), std::min(place.left(), room.right() - place.width() + 1)));
    place.moveTop(std::max(room.top(), std::min(place.top(), room.bottom() - place.height() + 1)));
    return place;
}

}  // namespace

QRect placeBubble(const QSize& bubble, const QRect& target, const QRect& room) {
    QRect place(QPoint(), bubble);
    place.moveCenter(target.isNull() ? room.center() : target.center());
    if (target.isNull()) return movedInto(place, room);
    const QPoint middle = place.topLeft();
    const std::array corners{QPoint(target.right() + kGapPx, middle.y()), QPoint(target.left() - kGapPx - bubble.width(), middle.y()), QPoint(middle.x(), target.bottom() + kGapPx),
                             QPoint(middle.x(), target.top() - kGapPx - bubble.height())};
    for (const QPoint& corner : corners) {
        const QRect there = movedInto(QRect(corner, bubble), room);
        if (room.contains(there) && !there.intersects(target)) return there;
    }
    place.moveBottom(target.bottom() - kGapPx);  // what it speaks of begins at the top
    return movedInto(place, room);
}

}  // namespace leukolens::ui
