// How a fold looks wherever it is shown: a colour and a shape, so that colour never tells folds apart alone.
#pragma once

#include <QPixmap>

class QPainter;

namespace leukolens::ui {

enum class FoldMark { Circle, Square, Diamond, Triangle, Star, Cross };

/// fold: 1-based.
FoldMark markOfFold(int fold);
void drawFoldMark(QPainter& painter, int fold, const QPointF& centre, double radius);

/// The mark alone, e.g. for a table; sidePx square.
QPixmap foldPixmap(int fold, int sidePx);

/// A round dot in the colour, of the same size.
QPixmap dotPixmap(const QColor& colour, int sidePx);

}  // namespace leukolens::ui
