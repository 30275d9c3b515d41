// Draws plots with any QPainter: a widget's, a page's, a picture's. Any thread where the painter may be used.
#pragma once

#include <QColor>
#include <QFont>
#include <QTransform>

#include <array>

#include "ui/figures/plot.h"

class QPainter;

namespace leukolens::ui {

/// Colours and letters of a figure.
struct FigureStyle {
    QColor background, text, muted, grid;
    std::array<QColor, 7> series;
    QFont font;  ///< pixel size set, px of 1/96 inch

    static FigureStyle onPaper();  ///< dark on white; any thread
    static FigureStyle ofTheme();  ///< of the window; GUI thread

    QColor colour(const Ink& ink) const;
};

/// Title, axes and everything between them. `where`: px of 1/96 inch in the painter's present transformation.
void drawPlot(QPainter& painter, const QRectF& where, const Plot& plot, const FigureStyle& style);

/// From values of the axes to the painter's px, as drawPlot() places them.
QTransform plotTransform(const QRectF& where, const Plot& plot, const FigureStyle& style);
/// The rectangle between the axes.
QRectF plotArea(const QRectF& where, const Plot& plot, const FigureStyle& style);

}  // namespace leukolens::ui
