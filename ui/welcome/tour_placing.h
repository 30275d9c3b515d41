// Where the bubble of the tour stands.
#pragma once

#include <QRect>
#include <QSize>

namespace leukolens::ui {

/// Right of `target`, left, below or above it, where the first of these has room in `room`; low inside `target` where none has, and in the middle of `room`
/// where `target` is null. Always inside `room` as far as it fits.
QRect placeBubble(const QSize& bubble, const QRect& target, const QRect& room);

}  // namespace leukolens::ui
