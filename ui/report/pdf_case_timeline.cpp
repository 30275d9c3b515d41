// How the blast percentage went from session to session.
#include <QDate>

#include <algorithm>
#include <cmath>

#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_text.h"

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

PlotAxis dayAxis(const std::vector<double>& x) {
    PlotAxis axis;
    axis.ticks = niceTicks(x.front(), std::max(x.back(), x.front() + 1), 7);
    std::erase_if(axis.ticks, [](double tick) { return tick != std::floor(tick); });
    axis.low = axis.ticks.front();
    axis.high = axis.ticks.back();
    for (const double tick : axis.ticks) axis.tickLabels << QString::number(tick);
    axis.label = Words::tr("Days since the start of treatment");
    return axis;
}

/// Markers with whiskers, joined by a line; the session of the report is a square.
Plot plotOf(const report::CaseReport& report, const std::vector<TimelinePoint>& points) {
    const bool days = std::all_of(points.begin(), points.end(), [](const auto& point) { return point.day.has_value(); });
    std::vector<double> x;
    for (const auto& point : points) x.push_back(days ? *point.day : dayNumber(point));
    Plot plot;
    plot.x = days ? dayAxis(x) : dateAxis(points, x);
    plot.y = {Words::tr("Blasts, %"), 0, 100, {0, 25, 50, 75, 100}, {QStringLiteral("0"), QStringLiteral("25"), QStringLiteral("50"), QStringLiteral("75"), QStringLiteral("100")}, true, false};
    PlotLine trend{{}, {Ink::Muted}, 1.2};
    PlotLine others{{}, {Ink::Text}, 0, Qt::SolidLine, PlotMarker::Disc, 3.6}, own{{}, {Ink::Series, 0}, 0, Qt::SolidLine, PlotMarker::Square, 4.6};
    const double cap = 0.006 * (plot.x.high - plot.x.low);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& share = *points[i].blast;
        const QPointF at(x[i], share.value * 100), low(x[i], share.low * 100), high(x[i], share.high * 100);
        trend.points.push_back(at);
        (points[i].session == report.summary.id ? own : others).points.push_back(at);
        plot.lines.push_back({{low, high}, {Ink::Text}, 1.2});
        for (const QPointF& end : {low, high}) plot.lines.push_back({{end - QPointF(cap, 0), end + QPointF(cap, 0)}, {Ink::Text}, 1.2});
    }
    plot.lines.insert(plot.lines.begin(), std::move(trend));
    plot.lines.push_back(std::move(others));
    plot.lines.push_back(std::move(own));
    return plot;
}

void addRows(Document& document, const report::CaseReport& report) {
    const auto& points = report.timeline;
    const std::size_t first = points.size() > kMostRows ? points.size() - kMostRows : 0;
    std::vector<TableRow> rows;
    for (std::size_t i = first; i < points.size(); ++i) {
        const auto& point = points[i];
        const QString none = QStringLiteral("–");
        rows.push_back({{shownDate(point.taken) + (point.session == report.summary.id ? QStringLiteral(" ■") : QString()), point.day ? QString::number(*point.day) : none, {},
                         materialName(point.material), QString::number(point.blasts), QString::number(point.identified), point.blast ? percent(point.blast->value) : none,
                         point.blast ? percentRange(point.blast->low, point.blast->high) : none},
                        false});
    }
    addTable(document, kLeft,
             {{Words::tr("Date"), 36, Qt::AlignLeft}, {Words::tr("Day"), 12}, {{}, 3}, {Words::tr("Material"), 34, Qt::AlignLeft}, {Words::tr("Blasts"), 17}, {Words::tr("Identified"), 28}, {Words::tr("Percent"), 18}, {Words::tr("95 % CI"), 26}},
             rows);
    if (first > 0) document.paragraph(Words::tr("The last %1 of %2 sessions; the figure shows all.").arg(kMostRows).arg(points.size()), kSmallPrint);
}

}  // namespace

void addTimeline(Document& document, const report::CaseReport& report) {
    std::vector<TimelinePoint> points = report.timeline;
    std::erase_if(points, [](const auto& point) { return !point.blast; });
    if (points.size() < 2) return;
    const double height = kWidth * kHeightPx / kWidthPx;
    addHeading(document, Words::tr("Blast percentage over the sessions"), Words::tr("whiskers: 95 % CI; square: this report"), height + 8);
    addFigure(document, {QStringLiteral("timeline"), {plotOf(report, points)}, {}, kWidthPx, kHeightPx}, kWidth);
    addRows(document, report);
    document.y += 4;
}

}  // namespace leukolens::ui::pdf
