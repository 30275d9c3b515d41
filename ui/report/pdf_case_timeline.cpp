// How the blast percentage went from session to session.
#include <QDate>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/casebook/deidentify.h"
#include "ui/figures/material_series.h"
#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_text.h"
#include "ui/shell/case_terms.h"

namespace leukolens::ui::pdf {
namespace {

using report::TimelinePoint;

constexpr std::size_t kMostRows = 12;
constexpr int kWidthPx = 680, kHeightPx = 160;

double dayNumber(const TimelinePoint& point) { return static_cast<double>(QDate::fromString(QString::fromStdString(point.taken), Qt::ISODate).toJulianDay()); }

PlotAxis dateAxis(const std::vector<TimelinePoint>& points, const std::vector<double>& x) {
    PlotAxis axis;
    const double room = std::max(1.0, x.back() - x.front()), margin = 0.06 * room;
    axis.low = x.front() - margin;
    axis.high = x.back() + margin;
    constexpr double kLeastApart = 0.12;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!axis.ticks.empty() && x[i] - axis.ticks.back() < kLeastApart * room) continue;
        axis.ticks.push_back(x[i]);
        axis.tickLabels << shownDate(points[i].taken);
    }
    axis.label = Words::tr("Date of the sample");
    return axis;
}

/// Of a deidentified report also days since the first session.
std::optional<int> dayOf(const TimelinePoint& point) { return point.day ? point.day : casebook::numberOfDay(point.taken); }

PlotAxis dayAxis(const std::vector<double>& x, bool ofTreatment) {
    PlotAxis axis;
    axis.ticks = niceTicks(x.front(), std::max(x.back(), x.front() + 1), 7);
    std::erase_if(axis.ticks, [](double tick) { return tick != std::floor(tick); });
    axis.low = axis.ticks.front();
    axis.high = axis.ticks.back();
    for (const double tick : axis.ticks) axis.tickLabels << QString::number(tick);
    axis.label = ofTreatment ? Words::tr("Days since the start of treatment") : Words::tr("Days since the first session");
    return axis;
}

/// Markers with whiskers, those of one material joined by a line; a ring around the session of the report.
Plot plotOf(const report::CaseReport& report, const std::vector<TimelinePoint>& points) {
    const bool ofTreatment = std::ranges::all_of(points, [](const auto& point) { return point.day.has_value(); }), days = std::ranges::all_of(points, [](const auto& point) { return dayOf(point).has_value(); });
    std::vector<double> x;
    for (const auto& point : points) x.push_back(days ? *dayOf(point) : dayNumber(point));
    Plot plot;
    plot.x = days ? dayAxis(x, ofTreatment) : dateAxis(points, x);
    plot.y = {Words::tr("Blasts, %"), 0, 100, {0, 25, 50, 75, 100}, {QStringLiteral("0"), QStringLiteral("25"), QStringLiteral("50"), QStringLiteral("75"), QStringLiteral("100")}, true, false};
    const double cap = 0.006 * (plot.x.high - plot.x.low);
    std::map<casebook::Material, PlotLine> curves;
    std::set<casebook::Material> materials;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& share = *points[i].blast;
        const QPointF at(x[i], share.value * 100), low(x[i], share.low * 100), high(x[i], share.high * 100);
        if (materials.insert(points[i].material).second) curves[points[i].material] = seriesOf(points[i].material);
        curves[points[i].material].points.push_back(at);
        if (points[i].session == report.summary.id) plot.lines.insert(plot.lines.begin(), {{at}, {Ink::Text}, 0, Qt::SolidLine, PlotMarker::Ring, 7.5});
        plot.lines.push_back({{low, high}, {Ink::Text}, 1.2});
        for (const QPointF& end : {low, high}) plot.lines.push_back({{end - QPointF(cap, 0), end + QPointF(cap, 0)}, {Ink::Text}, 1.2});
    }
    for (auto& [material, curve] : curves) plot.lines.push_back(std::move(curve));
    addMaterialLegend(plot, materials);
    return plot;
}

void addRows(Document& document, const report::CaseReport& report) {
    const auto& points = report.timeline;
    const std::size_t first = points.size() > kMostRows ? points.size() - kMostRows : 0;
    std::vector<TableRow> rows;
    for (std::size_t i = first; i < points.size(); ++i) {
        const auto& point = points[i];
        const QString none = QStringLiteral("–");
        rows.push_back({{shownDate(point.taken) + (point.session == report.summary.id ? QStringLiteral(" ○") : QString()), dayOf(point) ? QString::number(*dayOf(point)) : none, {},
                         materialTitle(point.material), QString::number(point.blasts), QString::number(point.identified), point.blast ? percent(point.blast->value) : none,
                         point.blast ? percentRange(point.blast->low, point.blast->high) : none},
                        false});
    }
    addTable(document, kLeft,
             {{Words::tr("Date"), 36, Qt::AlignLeft}, {Words::tr("Day"), 12}, {{}, 3}, {Words::tr("Material"), 34, Qt::AlignLeft}, {Words::tr("Blasts"), 17}, {Words::tr("Identified"), 28}, {Words::tr("Percent"), 18}, {Words::tr("95 % CI"), 26}},
             rows);
    if (first > 0) document.paragraph(Words::tr("The last %1 of %2 sessions; the figure shows all.").arg(kMostRows).arg(points.size()), kSmallPrint);
}

}  // namespace

Figure timelineFigure(const report::CaseReport& report) {
    std::vector<TimelinePoint> points = report.timeline;
    std::erase_if(points, [](const auto& point) { return !point.blast; });
    Figure figure{QStringLiteral("timeline"), {}, {}, kWidthPx, kHeightPx};
    if (points.size() >= 2) figure.plots.push_back(plotOf(report, points));
    return figure;
}

void addTimeline(Document& document, const report::CaseReport& report) {
    const Figure figure = timelineFigure(report);
    if (figure.plots.empty()) return;
    const double height = kWidth * kHeightPx / kWidthPx;
    addHeading(document, Words::tr("Blast percentage over the sessions"), Words::tr("whiskers: 95 % CI; ring: this report"), height + 8);
    addFigure(document, figure, kWidth);
    addRows(document, report);
    document.y += 4;
}

}  // namespace leukolens::ui::pdf
