// What is drawn over a slide: a cell that was found, with what it is.
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

#include <cstdint>

namespace leukolens::ui {

struct SlideMark {
    std::int64_t id = 0;  ///< the caller's; differs from mark to mark
    QRectF box;           ///< px of level 0
    QColor colour;
    QString label;  ///< "lymphoblast 0.97"; says what the colour says
    bool dashed = false;
};

}  // namespace leukolens::ui
