#include "ui/widgets/curve_export.h"

#include "ui/widgets/plot_include.h"

#include <cmath>
#include <sstream>

#include "core/base/csv.h"
#include "ui/shell/theme.h"
#include "ui/widgets/curve_axes.h"
#include "ui/widgets/curve_drawing.h"
#include "ui/widgets/curve_legend.h"
#include "ui/widgets/curve_plot.h"

namespace leukolens::ui {
namespace {

/// Sizes in px of 1/96 inch: 180 mm wide, the text width of a journal's page.
constexpr int kWidthPx = 680, kPlotHeightPx = 250, kHeadingPx = 24, kGapPx = 16, kMarginPx = 8;

QSize sizeOf(const CurveLegend& legend) {
    return {kWidthPx, 2 * kMarginPx + kHeadingPx + kPlotHeightPx + kGapPx / 2 + legend.drawShown(nullptr, kWidthPx - 2 * kMarginPx)};
}

void drawPlot(QCPPainter& painter, const CurvePlot& source, const QString& heading, const QRect& where, CurveEdges edges) {
    QCustomPlot plot;
    setUpAxes(plot, source.figure());
    paintAxes(plot);
    const QRectF range = source.shownRange();
    plot.xAxis->setRange(range.left(), range.right());
    plot.yAxis->setRange(range.top(), range.bottom());
    drawCurves(plot, source.figure(), edges);
    painter.save();
    painter.translate(where.topLeft());
    painter.setFont(Theme::font(1.05, QFont::DemiBold));
    painter.setPen(Theme::text());
    painter.drawText(QRect(0, 0, where.width(), kHeadingPx), Qt::AlignLeft | Qt::AlignVCenter, heading);
    painter.translate(0, kHeadingPx);
    plot.toPainter(&painter, where.width(), where.height() - kHeadingPx);
    painter.restore();
}

void drawFigure(QPaintDevice& device, const CurvePlot& accuracy, const CurvePlot& loss, const CurveLegend& legend, CurveEdges edges) {
    QCPPainter painter(&device);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setAntialiasing(true);
    const QSize size = sizeOf(legend);
    painter.fillRect(QRect(QPoint(0, 0), size), Theme::surface());
    const int wide = (kWidthPx - 2 * kMarginPx - kGapPx) / 2, high = kHeadingPx + kPlotHeightPx;
    const QRect left(kMarginPx, kMarginPx, wide, high);
    drawPlot(painter, accuracy, QCoreApplication::translate("CurvePlot", "Accuracy"), left, edges);
    drawPlot(painter, loss, QCoreApplication::translate("CurvePlot", "Loss"), left.translated(wide + kGapPx, 0), edges);
    painter.translate(kMarginPx, kMarginPx + high + kGapPx / 2);
    legend.drawShown(&painter, kWidthPx - 2 * kMarginPx);
}

void writeRows(std::ostream& out, const QString& run, const CurveFigure& figure, const std::map<int, FoldCurve>& folds) {
    const char* quantity = figure.quantity == CurveQuantity::Accuracy ? "accuracy" : "loss";
    for (const auto& [fold, curve] : folds) {
        if (!curve.shown) continue;
        for (const bool training : {true, false}) {
            const auto raw = valuesOf(curve, training, 0), smooth = valuesOf(curve, training, figure.options.smoothing);
            for (std::size_t i = 0; i < raw.size(); ++i) {
                if (!std::isfinite(raw[i].y())) continue;
                out << csvField(run.toStdString()) << ',' << fold << ',' << (training ? "training" : "validation") << ',' << quantity << ',' << raw[i].x() << ','
                    << raw[i].y() << ',' << smooth[i].y() << '\n';
            }
        }
    }
}

void writeBand(std::ostream& out, const CurveFigure& figure) {
    if (!figure.options.band) return;
    const char* quantity = figure.quantity == CurveQuantity::Accuracy ? "accuracy" : "loss";
    for (const BandPoint& point : bandOf(figure)) {
        out << ",mean,validation," << quantity << ',' << point.epoch << ',' << point.mean << ",\n";
        out << ",sd,validation," << quantity << ',' << point.epoch << ',' << point.sd << ",\n";
    }
}

}  // namespace

QByteArray exportCurves(const CurvePlot& accuracy, const CurvePlot& loss, const CurveLegend& legend, FigureFormat format) {
    if (format == FigureFormat::Csv) return curvesAsCsv(accuracy.figure(), loss.figure());
    const Theme::OnPaper paper;
    // SVG cannot clip.
    const CurveEdges edges = format == FigureFormat::Svg ? CurveEdges::Cut : CurveEdges::AsTheyAre;
    return figureFile(sizeOf(legend), format, 1, [&](QPaintDevice& device, int) { drawFigure(device, accuracy, loss, legend, edges); });
}

QByteArray curvesAsCsv(const CurveFigure& accuracy, const CurveFigure& loss) {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out.precision(9);
    out << "run,fold,part,quantity,epoch,value,smoothed\n";
    for (const CurveFigure* figure : {&accuracy, &loss}) {
        writeRows(out, {}, *figure, figure->folds);
        writeBand(out, *figure);
        for (const OldCurves& run : figure->old) {
            if (run.shown) writeRows(out, run.name, *figure, run.folds);
        }
    }
    return QByteArray::fromStdString(out.str());
}

}  // namespace leukolens::ui
