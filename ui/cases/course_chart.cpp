#include "ui/cases/course_chart.h"

#include <QDate>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ui/cases/case_words.h"
#include "ui/figures/material_series.h"
#include "ui/shell/class_words.h"
#include "ui/shell/dates.h"

namespace leukolens::ui {
namespace {

constexpr double kReachPx = 24;
constexpr int kDateTicks = 5;
/// Share of the axis left free at both ends.
constexpr double kAir = 0.06;

QDate dateOf(const CoursePoint& point) { return QDate::fromString(QString::fromStdString(point.taken), Qt::ISODate); }

double placeOf(const CoursePoint& point, bool byDay) { return byDay ? point.day.value_or(0) : static_cast<double>(dateOf(point).toJulianDay()); }

PlotAxis timeAxis(const std::vector<CoursePoint>& points, bool byDay) {
    PlotAxis axis;
    axis.label = byDay ? CourseChart::tr("Day since the start of treatment") : CourseChart::tr("Date of the sample");
    const auto [first, last] = std::ranges::minmax(points, {}, [byDay](const CoursePoint& point) { return placeOf(point, byDay); });
    const double low = placeOf(first, byDay), high = placeOf(last, byDay), air = std::max(1.0, (high - low) * kAir);
    axis.low = low - air;
    axis.high = high + air;
    if (byDay) {
        axis.ticks = niceTicks(axis.low, axis.high, kDateTicks);
        std::erase_if(axis.ticks, [&axis](double tick) { return tick < axis.low || tick > axis.high || tick != std::round(tick); });
        return axis;
    }
    const int gaps = high > low ? std::min(kDateTicks - 1, static_cast<int>(high - low)) : 0;
    for (int i = 0; i <= gaps; ++i) {
        const double day = gaps == 0 ? low : std::round(low + (high - low) * i / gaps);
        axis.ticks.push_back(day);
        axis.tickLabels << dateText(QDate::fromJulianDay(static_cast<qint64>(day)));
    }
    return axis;
}

PlotAxis shareAxis(const std::vector<CoursePoint>& points) {
    PlotAxis axis;
    axis.label = CourseChart::tr("Blasts");
    axis.grid = true;
    double high = 0;
    for (const auto& point : points) high = std::max(high, point.share.high);
    axis.ticks = niceTicks(0, std::min(1.0, high) * 100, 4);
    std::erase_if(axis.ticks, [](double tick) { return tick > 100; });
    axis.low = 0;
    axis.high = std::max(axis.ticks.back(), high * 100) * 1.02;
    for (const double tick : axis.ticks) axis.tickLabels << percentText(tick / 100, tick == std::round(tick) ? 0 : 1);
    return axis;
}

QByteArray courseCsv(const std::vector<CoursePoint>& points) {
    const auto number = [](double share) { return QString::number(share * 100, 'f', 2); };
    QString text = QStringLiteral("date,day,material,blasts,identified,percent,low,high\n");
    for (const auto& point : points)
        text += QStringList{QString::fromStdString(point.taken), point.day ? QString::number(*point.day) : QString(), QString::fromStdString(std::string(casebook::toString(point.material))), QString::number(point.blasts), QString::number(point.identified),
                            number(point.share.value), number(point.share.low), number(point.share.high)}
                    .join(',') +
                '\n';
    return text.toUtf8();
}

}  // namespace

std::vector<CoursePoint> courseOf(const casebook::PatientSummary& patient, const std::vector<casebook::PatientFact>& facts, const std::string& blastClass) {
    std::vector<CoursePoint> points;
    for (const auto& session : patient.sessions) {
        const auto counted = blastShare(session, blastClass);
        CoursePoint point{session.id, session.taken, casebook::daysSinceStart(facts, session.taken), session.material, counted.blasts, counted.identified, counted.share.value_or(report::Interval{})};
        if (counted.share && dateOf(point).isValid()) points.push_back(std::move(point));
    }
    return points;
}

Figure courseFigure(const std::vector<CoursePoint>& points, bool byDay, casebook::CaseId chosen) {
    Figure figure{QStringLiteral("course"), {}, [points] { return courseCsv(points); }, 560, 300};
    if (points.empty()) return figure;
    Plot plot;
    plot.title = CourseChart::tr("Blasts among the identified cells, with 95 % intervals of the count");
    plot.x = timeAxis(points, byDay);
    plot.y = shareAxis(points);
    std::map<casebook::Material, PlotLine> curves;
    std::set<casebook::Material> materials;
    for (const auto& point : points) {
        if (materials.insert(point.material).second) curves[point.material] = seriesOf(point.material);
        auto& curve = curves[point.material];
        const double x = placeOf(point, byDay), reach = (plot.x.high - plot.x.low) * 0.006;
        plot.lines.push_back({{{x, point.share.low * 100}, {x, point.share.high * 100}}, curve.ink, 1.4});
        for (const double end : {point.share.low, point.share.high}) plot.lines.push_back({{{x - reach, end * 100}, {x + reach, end * 100}}, curve.ink, 1.4});
        curve.points.emplace_back(x, point.share.value * 100);
    }
    for (auto& [material, curve] : curves) plot.lines.push_back(std::move(curve));
    addMaterialLegend(plot, materials);
    const auto ring = std::ranges::find(points, chosen, &CoursePoint::session);
    if (ring != points.end()) {
        PlotLine mark;
        mark.points = {{placeOf(*ring, byDay), ring->share.value * 100}};
        mark.ink = {Ink::Text};
        mark.widthPx = 0;
        mark.marker = PlotMarker::Ring;
        mark.markerPx = 8;
        plot.lines.insert(plot.lines.begin(), std::move(mark));
    }
    figure.plots.push_back(std::move(plot));
    return figure;
}

CourseChart::CourseChart(QWidget* parent) : FigureView(parent) {
    setObjectName("courseChart");
    setToolTip(tr("Click a point to choose its session"));
    connect(this, &FigureView::pointed, this, [this](QPointF value) {
        const QPointF at = positionOf(0, value);
        const CoursePoint* nearest = nullptr;
        double reach = kReachPx;
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            const QPointF away = pointOf(i) - at;
            if (const double distance = std::hypot(away.x(), away.y()); distance < reach) {
                reach = distance;
                nearest = &m_points[i];
            }
        }
        if (nearest) Q_EMIT sessionChosen(nearest->session);
    });
}

QPointF CourseChart::pointOf(std::size_t i) const { return positionOf(0, {placeOf(m_points[i], m_byDay), m_points[i].share.value * 100}); }

void CourseChart::setCourse(std::vector<CoursePoint> points, bool byDay, casebook::CaseId chosen) {
    m_points = std::move(points);
    m_byDay = byDay;
    setFigure(courseFigure(m_points, byDay, chosen));
}

}  // namespace leukolens::ui
