// Training curves as a figure for a paper (PDF, SVG, PNG) and as numbers (CSV).
#pragma once

#include <QByteArray>
#include <QString>

#include "ui/widgets/curve_data.h"
#include "ui/widgets/figure_file.h"

namespace leukolens::ui {

class CurveLegend;
class CurvePlot;

/// Both plots side by side with headings, as they are zoomed, the legend below; dark on white whatever the theme. PDF and SVG are
/// lines and letters, PNG has 300 dots an inch. Csv: curvesAsCsv(). GUI thread.
QByteArray exportCurves(const CurvePlot& accuracy, const CurvePlot& loss, const CurveLegend& legend, FigureFormat format);

/// The numbers that are drawn, one a row: run ("" for the present one), fold (or "mean"), part, quantity, epoch, value, smoothed.
QByteArray curvesAsCsv(const CurveFigure& accuracy, const CurveFigure& loss);

}  // namespace leukolens::ui
