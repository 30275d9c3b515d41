// Private to this folder: a figure's curves made into graphs of a plot.
#pragma once

#include "ui/widgets/curve_data.h"

class QCustomPlot;

namespace leukolens::ui {

/// Cut: lines end at the axes by themselves, for formats that cannot clip (SVG). The axes' ranges are set before.
enum class CurveEdges { AsTheyAre, Cut };

/// Replaces all graphs and items of `plot`, in the theme's present colours.
void drawCurves(QCustomPlot& plot, const CurveFigure& figure, CurveEdges edges = CurveEdges::AsTheyAre);

}  // namespace leukolens::ui
