#include "ui/figures/material_series.h"

#include "ui/shell/case_terms.h"

namespace leukolens::ui {
namespace {

constexpr double kMarkerPx = 4, kLinePx = 1.6;

// Of the plot's height and width.
constexpr double kLegendHeight = 0.16, kEntryWidth = 0.24, kSampleWidth = 0.06, kSampleGap = 0.015;

}  // namespace

PlotLine seriesOf(casebook::Material material) {
    switch (material) {
        case casebook::Material::Marrow: return {{}, {Ink::Series, 3}, kLinePx, Qt::SolidLine, PlotMarker::Disc, kMarkerPx};
        case casebook::Material::Blood: return {{}, {Ink::Series, 0}, kLinePx, Qt::DashLine, PlotMarker::Square, kMarkerPx};
        case casebook::Material::Other: return {{}, {Ink::Series, 2}, kLinePx, Qt::DotLine, PlotMarker::Diamond, kMarkerPx + 1};
        case casebook::Material::Unknown: break;
    }
    return {{}, {Ink::Series, 6}, kLinePx, Qt::DashDotLine, PlotMarker::Ring, kMarkerPx};
}

void addMaterialLegend(Plot& plot, const std::set<casebook::Material>& materials) {
    if (materials.size() < 2) return;
    const double before = plot.y.high - plot.y.low, width = plot.x.high - plot.x.low;
    plot.y.high += kLegendHeight * before;
    const double y = plot.y.high - kLegendHeight * before / 2;
    double x = plot.x.low + 0.02 * width;
    for (const casebook::Material material : materials) {
        PlotLine line = seriesOf(material), marker = line;
        const double end = x + kSampleWidth * width;
        line.points = {{x, y}, {end, y}};
        line.marker = PlotMarker::None;
        marker.points = {{(x + end) / 2, y}};
        plot.texts.push_back({materialTitle(material), {end + kSampleGap * width, y}, {Ink::Text}, Qt::AlignLeft | Qt::AlignVCenter});
        plot.lines.push_back(std::move(line));
        plot.lines.push_back(std::move(marker));
        x += kEntryWidth * width;
    }
}

}  // namespace leukolens::ui
