// A figure for a paper: one or more plots side by side, the same in the window, in reports and in files.
#pragma once

#include <QByteArray>
#include <QSize>

#include <functional>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "ui/figures/plot_drawing.h"
#include "ui/widgets/figure_file.h"

namespace leukolens::ui {

struct Figure {
    QString name;  ///< for files: "roc"
    std::vector<Plot> plots;
    std::function<QByteArray()> csv = {};  ///< the numbers that are drawn, made when they are saved
    int widthPx = 340, heightPx = 330;  ///< of one plot, px of 1/96 inch
};

/// For a file dialog.
QString figureFilter();

/// Dark on white. PDF and SVG are lines and letters, PNG has 300 dots an inch. Needs a QGuiApplication; any one thread.
QByteArray exportFigure(const Figure& figure, FigureFormat format);

/// Whole size, with margins.
QSize sizeOf(const Figure& figure);
/// Where a plot stands in it, from (0, 0) on.
QRectF placeOf(const Figure& figure, std::size_t plot);
/// From (0, 0) on in the painter's px.
void drawFigure(QPainter& painter, const Figure& figure, const FigureStyle& style);

/// Those of the files of writeAllFigures() that are there already.
std::vector<std::filesystem::path> existingFigureFiles(const std::vector<Figure>& figures, const std::filesystem::path& folder);

/// Each figure as PDF, SVG, PNG and CSV into `folder`, which is created; files of these names are replaced. Returns how many were written. Fails as writing does, or with Cancelled.
Result<int> writeAllFigures(const std::vector<Figure>& figures, const std::filesystem::path& folder, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::ui
