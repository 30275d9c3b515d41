#include "ui/figures/figure_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace leukolens::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

/// Guides and marks are no curves: they are not in a series' colour, stand upright or are a point.
bool isCurve(const PlotLine& line) {
    if (line.ink.kind != Ink::Series || line.widthPx <= 0) return false;
    return std::ranges::any_of(line.points, [&line](const QPointF& point) { return point.x() != line.points.front().x(); });
}

/// Of the tick that a value lies on; empty where the axis has numbers.
QString labelAt(const PlotAxis& axis, double value) {
    const auto found = std::ranges::find(axis.ticks, value);
    const auto index = found - axis.ticks.begin();
    return found == axis.ticks.end() || index >= axis.tickLabels.size() ? QString() : axis.tickLabels[index];
}

/// "True class ALL blast, Called Normal: 5", or the words alone.
QString wordsOf(const Plot& plot, const PlotText& text) {
    const QString x = labelAt(plot.x, text.at.x()), y = labelAt(plot.y, text.at.y());
    if (x.isEmpty() || y.isEmpty()) return text.text;
    return Words::tr("%1 %2, %3 %4: %5").arg(plot.y.label, y, plot.x.label, x, text.text);
}

/// What stands over the labels of the x axis: "12: 0.045".
QStringList labelledValues(const Plot& plot) {
    QStringList values;
    for (const auto& line : plot.lines) {
        if (line.marker == PlotMarker::None) continue;
        for (const auto& point : line.points)
            if (const QString label = labelAt(plot.x, point.x()); !label.isEmpty() && std::isfinite(point.y())) values << Words::tr("%1: %2").arg(label, QLocale().toString(point.y(), 'f', 3));
    }
    return values;
}

QString sentencesOn(const Plot& plot) {
    QStringList sentences;
    // A map has no axes.
    if (!plot.x.label.isEmpty() || !plot.y.label.isEmpty()) sentences << Words::tr("%1: %2 over %3.").arg(plot.title, plot.y.label, plot.x.label);
    if (const auto curves = static_cast<int>(std::ranges::count_if(plot.lines, isCurve)); curves > 0) sentences << Words::tr("It has %Ln curve(s).", "", curves);
    QStringList inside;
    for (const auto& text : plot.texts) inside << wordsOf(plot, text);
    inside += labelledValues(plot);
    if (!inside.empty()) sentences << Words::tr("It says: %1.").arg(inside.join("; "));
    return sentences.join(' ');
}

}  // namespace

QString figureTitle(const Figure& figure) {
    QStringList titles;
    for (const auto& plot : figure.plots) titles << plot.title;
    titles.removeDuplicates();
    return titles.join("; ");
}

QString figureDescription(const Figure& figure) {
    QStringList plots;
    for (const auto& plot : figure.plots) plots << sentencesOn(plot);
    return plots.join(' ');
}

}  // namespace leukolens::ui
