#include "ui/figures/study_figures.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <locale>
#include <map>
#include <sstream>

#include "core/base/csv.h"
#include "ui/figures/evaluation_words.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui {
namespace {

using evaluation::PredictionTable;

class Words {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr int kSeriesColours = 7;
constexpr std::array kMarkers = {PlotMarker::Disc, PlotMarker::Ring, PlotMarker::Square};
constexpr int kFaint = 60, kStrong = 210;
/// More subjects than can be told apart by colour and shape have no legend: the window names the one under the mouse.
constexpr std::size_t kMostInLegend = kSeriesColours * kMarkers.size();
constexpr double kMargin = 0.04, kLegendShare = 0.42;

std::ostringstream csvStream() {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out.precision(10);
    return out;
}

double radiusFor(std::size_t points) { return points < 500 ? 3.4 : points < 3000 ? 2.4 : 1.5; }

/// Neighbours differ in shape, not in colour alone; with seven colours and three shapes the same of both comes again after 21.
PlotMarker markerOf(std::size_t kind) { return kMarkers[kind % kMarkers.size()]; }

/// One kind of point: what the legend calls it and how it is drawn.
struct Kind {
    QString name;
    PlotLine line;
};

PlotLine markers(const Ink& ink, PlotMarker marker, double radius) { return {{}, ink, 0, Qt::SolidLine, marker, radius}; }

QString ofClass(const PredictionTable& test, std::size_t k) { return classTitle(test.classes[k]); }

class MapPainter {
public:
    MapPainter(const std::vector<MapPoint>& points, const PredictionTable& test, int subject) : m_points(points), m_test(test), m_subject(subject), m_radius(radiusFor(points.size())) {}

    std::vector<Kind> kinds(MapColour colour) {
        switch (colour) {
            case MapColour::Label: addClasses(false); break;
            case MapColour::Called: addClasses(true); break;
            case MapColour::Errors: addErrors(); break;
            case MapColour::Subject: addSubjects(); break;
        }
        std::erase_if(m_kinds, [](const Kind& kind) { return kind.line.points.empty(); });
        return std::move(m_kinds);
    }

private:
    const evaluation::PredictedCell& cellOf(const MapPoint& point) const { return m_test.cells[static_cast<std::size_t>(point.cell)]; }
    bool faint(const MapPoint& point) const { return m_subject >= 0 && cellOf(point).subject != m_subject; }

    void addClasses(bool called) {
        addSplit(m_test.classes.size(), [&](const MapPoint& point) { return static_cast<std::size_t>(called ? point.called : cellOf(point).label); }, [&](std::size_t k) { return ofClass(m_test, k); },
                 [](std::size_t k) { return std::pair(static_cast<int>(k), markerOf(k)); });
    }

    void addSubjects() {
        const std::size_t unknown = m_test.subjects.size();
        addSplit(unknown + 1, [&](const MapPoint& point) { return cellOf(point).subject < 0 ? unknown : static_cast<std::size_t>(cellOf(point).subject); },
                 [&](std::size_t k) { return k == unknown ? Words::tr("not known") : QString::fromStdString(m_test.subjects[k]); },
                 [](std::size_t k) { return std::pair(static_cast<int>(k), markerOf(k)); });
    }

    /// Right answers in grey, wrong ones in the colour of their label, on top.
    void addErrors() {
        const std::size_t right = 0;
        const auto kindOf = [&](const MapPoint& point) { return point.wrong ? static_cast<std::size_t>(cellOf(point).label) + 1 : right; };
        addSplit(m_test.classes.size() + 1, kindOf, [&](std::size_t k) { return k == right ? Words::tr("called right") : Words::tr("%1, called wrong").arg(ofClass(m_test, k - 1)); },
                 [](std::size_t k) { return k == 0 ? std::pair(-1, PlotMarker::Disc) : std::pair(static_cast<int>(k) - 1, markerOf(k - 1)); });
    }

    /// Two lines a kind: what is faint lies below everything.
    void addSplit(std::size_t count, auto kindOf, auto nameOf, auto lookOf) {
        std::vector<Kind> low(count), high(count);
        for (std::size_t k = 0; k < count; ++k) {
            const auto [series, marker] = lookOf(k);
            const Ink::Kind ink = series < 0 ? Ink::Muted : Ink::Series;
            low[k] = {m_subject >= 0 ? QString() : nameOf(k), markers({ink, std::max(0, series), kFaint}, PlotMarker::Disc, m_radius * 0.8)};
            high[k] = {nameOf(k), markers({ink, std::max(0, series), series < 0 ? kFaint : kStrong}, marker, series < 0 ? m_radius * 0.8 : m_radius)};
        }
        for (const auto& point : m_points) (faint(point) ? low : high)[kindOf(point)].line.points.push_back(point.at);
        for (auto* kinds : {&low, &high}) m_kinds.insert(m_kinds.end(), std::make_move_iterator(kinds->begin()), std::make_move_iterator(kinds->end()));
    }

    const std::vector<MapPoint>& m_points;
    const PredictionTable& m_test;
    int m_subject;
    double m_radius;
    std::vector<Kind> m_kinds;
};

/// Around all points, with room for the legend at the right.
void setRange(Plot& plot, const std::vector<MapPoint>& points, bool legend) {
    double left = 0, right = 1, low = 0, high = 1;
    if (!points.empty()) {
        const auto [a, b] = std::ranges::minmax(points, {}, [](const MapPoint& point) { return point.at.x(); });
        const auto [c, d] = std::ranges::minmax(points, {}, [](const MapPoint& point) { return point.at.y(); });
        left = a.at.x(), right = b.at.x(), low = c.at.y(), high = d.at.y();
    }
    const double wide = std::max(right - left, 1e-6), tall = std::max(high - low, 1e-6);
    plot.x = {{}, left - kMargin * wide, right + (legend ? kLegendShare : kMargin) * wide, {}, {}, false, false};
    plot.y = {{}, low - kMargin * tall, high + kMargin * tall, {}, {}, false, false};
    plot.boxes.push_back({{QPointF(plot.x.low, plot.y.low), QPointF(right + kMargin * wide, plot.y.high)}, {Ink::Grid, 0, 0}, true});
}

void addLegend(Plot& plot, const std::vector<Kind>& kinds) {
    const double wide = plot.x.high - plot.x.low, tall = plot.y.high - plot.y.low;
    const double x = plot.x.high - wide * (kLegendShare - 2 * kMargin) / (1 + kLegendShare + kMargin), step = std::min(0.065, 0.95 / static_cast<double>(std::max<std::size_t>(1, kinds.size()))) * tall;
    double y = plot.y.high - 0.04 * tall;
    for (const Kind& kind : kinds) {
        PlotLine sample = kind.line;
        sample.points = {{x, y}};
        sample.markerPx = 3.4;
        if (sample.ink.kind == Ink::Series) sample.ink.alpha = 255;
        plot.lines.push_back(std::move(sample));
        plot.texts.push_back({kind.name, {x + 0.02 * wide, y}, {Ink::Text}, Qt::AlignLeft | Qt::AlignVCenter, 0.9});
        y -= step;
    }
}

Plot learningPlot(const experiment::LearningCurve& curve, std::size_t key) {
    Plot plot;
    plot.title = metricName(curve.keys[key], curve.classes);
    double low = 1, most = 0;
    PlotLine line{{}, {Ink::Series, 0}, 1.8, Qt::SolidLine, PlotMarker::Disc, 3.2};
    PlotBand band{{}, {}, {}, {Ink::Series, 0, 48}};
    for (const auto& point : curve.points) {
        const auto& figure = point.figures[key];
        most = std::max(most, point.subjects);
        if (!std::isfinite(figure.value)) continue;
        line.points.emplace_back(point.subjects, figure.value);
        low = std::min(low, figure.percentile ? figure.percentile->low : figure.value);
        if (!figure.percentile) continue;
        band.x.push_back(point.subjects);
        band.low.push_back(figure.percentile->low);
        band.high.push_back(figure.percentile->high);
    }
    const auto xs = niceTicks(0, std::max(1.0, most), 5), ys = niceTicks(std::min(low, 0.9), 1, 5);
    plot.x = {curve.overSubjects ? Words::tr("Training subjects (mean over the folds)") : Words::tr("Training images (mean over the folds)"), 0, xs.back(), xs, {}, false, false};
    plot.y = {Words::tr("Test cells of all folds"), ys.front(), ys.back(), ys, {}, true, false};
    if (band.x.size() > 1) plot.bands.push_back(std::move(band));
    plot.lines.push_back(std::move(line));
    return plot;
}

QByteArray learningCsv(const experiment::LearningCurve& curve) {
    auto out = csvStream();
    out << "share," << (curve.overSubjects ? "subjects" : "images") << ",cells";
    for (const auto& key : curve.keys) {
        const std::string name = evaluation::nameOf(key, curve.classes);
        out << ',' << name << ',' << name << "_low," << name << "_high";
    }
    out << '\n';
    const auto number = [&](double value) {
        out << ',';
        if (std::isfinite(value)) out << value;
    };
    for (const auto& point : curve.points) {
        out << point.share << ',' << point.subjects << ',' << point.cells;
        for (const auto& figure : point.figures) {
            number(figure.value);
            number(figure.percentile ? figure.percentile->low : std::nan(""));
            number(figure.percentile ? figure.percentile->high : std::nan(""));
        }
        out << '\n';
    }
    return QByteArray::fromStdString(out.str());
}

}  // namespace

std::vector<MapPoint> mapPoints(const experiment::RunMap& map, const PredictionTable& test) {
    std::map<std::string_view, std::vector<int>> rows;
    for (std::size_t i = 0; i < test.cells.size(); ++i)
        if (map.fold == experiment::kAllFolds || test.cells[i].fold == map.fold) rows[test.cells[i].path].push_back(static_cast<int>(i));
    std::vector<MapPoint> points;
    for (const auto& cell : map.cells) {
        const auto found = rows.find(cell.path);
        if (found == rows.end()) continue;
        MapPoint point{found->second.front(), 0, false, {cell.x, cell.y}};
        for (const int row : found->second) {
            const auto at = static_cast<std::size_t>(row);
            const int called = evaluation::decide(test.of(at));
            const bool wrong = called != test.cells[at].label;
            if (row == found->second.front() || wrong) point.cell = row, point.called = called, point.wrong = wrong;
            if (wrong) break;
        }
        points.push_back(point);
    }
    return points;
}

Figure mapFigure(const experiment::RunMap& map, const std::vector<MapPoint>& points, const PredictionTable& test, MapColour colour, int subject) {
    Plot plot;
    plot.title = map.fold == experiment::kAllFolds ? Words::tr("Test cells of all folds") : Words::tr("Test cells of fold %1").arg(map.fold);
    auto kinds = MapPainter(points, test, subject).kinds(colour);
    std::vector<Kind> named;
    for (const Kind& kind : kinds)
        if (!kind.name.isEmpty()) named.push_back(kind);
    const bool legend = named.size() <= kMostInLegend;
    setRange(plot, points, legend);
    for (auto& kind : kinds) plot.lines.push_back(std::move(kind.line));
    if (legend) addLegend(plot, named);
    Figure figure;
    figure.name = map.fold == experiment::kAllFolds ? QStringLiteral("map") : QString("map-fold-%1").arg(map.fold);
    figure.plots = {std::move(plot)};
    figure.widthPx = 520;
    figure.heightPx = 400;
    return figure;
}

QByteArray mapNumbers(const std::vector<MapPoint>& points, const PredictionTable& test) {
    auto out = csvStream();
    out << "path,x,y,label,called,subject,fold\n";
    for (const auto& point : points) {
        const auto& cell = test.cells[static_cast<std::size_t>(point.cell)];
        out << csvField(cell.path) << ',' << point.at.x() << ',' << point.at.y() << ',' << csvField(test.classes[static_cast<std::size_t>(cell.label)]) << ','
            << csvField(test.classes[static_cast<std::size_t>(point.called)]) << ',' << (cell.subject < 0 ? std::string() : csvField(test.subjects[static_cast<std::size_t>(cell.subject)])) << ',' << cell.fold << '\n';
    }
    return QByteArray::fromStdString(out.str());
}

QString mapWords(const experiment::RunMap& map) {
    const QString explained = QLocale().toString(100 * map.explained, 'f', 0);
    if (map.method == evaluation::MapMethod::Pca)
        return Words::tr("The first two principal components of what the network's last layer sees; they hold %1 % of its variance. For so few cells nothing more is drawn.").arg(explained);
    return Words::tr("UMAP of the principal components of what the network's last layer sees, which hold %1 % of its variance. Cells that lie close look alike to the network; axes, empty space and distances between groups mean nothing.")
        .arg(explained);
}

Figure learningFigure(const experiment::LearningCurve& curve) {
    Figure figure;
    figure.name = QStringLiteral("learning-curve");
    figure.heightPx = 270;
    for (std::size_t key = 0; key < curve.keys.size(); ++key)
        if (curve.keys[key].kind == evaluation::MetricKind::BalancedAccuracy || key + 1 == curve.keys.size()) figure.plots.push_back(learningPlot(curve, key));
    figure.csv = [curve] { return learningCsv(curve); };
    return figure;
}

}  // namespace leukolens::ui
