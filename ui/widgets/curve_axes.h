// Private to this folder: axes of a plot of training curves.
#pragma once

#include "ui/widgets/curve_data.h"

class QCustomPlot;

namespace leukolens::ui {

/// Labels, ticks and the kind of scale.
void setUpAxes(QCustomPlot& plot, const CurveFigure& figure);
/// Colours and fonts of the theme.
void paintAxes(QCustomPlot& plot);
/// Shows all epochs and all values; of very large losses the usual ones (core/report/loss_scale.h).
void fitAxes(QCustomPlot& plot, const CurveFigure& figure);

/// As on the axis: "81.2 %" or "0.431".
QString curveValueText(CurveQuantity quantity, double value);

}  // namespace leukolens::ui
