#include "ui/figures/evaluation_figures.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <locale>
#include <sstream>

#include "core/base/csv.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui {
namespace {

using evaluation::Evaluation;
using evaluation::RankPoint;

/// The words of all figures.
class Words {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr Ink kFirst{Ink::Series, 0}, kFirstFaint{Ink::Series, 0, 48}, kMuted{Ink::Muted}, kText{Ink::Text};
constexpr std::array kOtherStyles = {Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine};  ///< of other runs' curves: the own one is solid
constexpr int kFewInBin = 10;
constexpr double kLineStep = 0.075;  ///< between lines of text, in values of an axis from 0 to 1

std::ostringstream csvStream() {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out.precision(10);
    return out;
}

PlotAxis unitAxis(const QString& label, bool grid) { return {label, 0, 1, {0, 0.2, 0.4, 0.6, 0.8, 1}, {}, grid, false}; }

Plot unitPlot(const QString& title, const QString& x, const QString& y) {
    Plot plot;
    plot.title = title;
    plot.x = unitAxis(x, false);
    plot.y = unitAxis(y, true);
    return plot;
}

PlotLine guide(std::vector<QPointF> points) { return {std::move(points), kMuted, 1, Qt::DashLine, PlotMarker::None, 3}; }

/// Of a curve with more points than are drawn, every n-th and the last.
template <class Use>
void forDrawn(const std::vector<RankPoint>& points, Use use) {
    const std::size_t step = points.size() > kMostDrawnPoints ? (points.size() + kMostDrawnPoints - 3) / (kMostDrawnPoints - 1) : 1;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (i % step == 0 || i + 1 == points.size()) use(points[i]);
}

std::vector<QPointF> rocLine(const std::vector<RankPoint>& points, int positives, int negatives) {
    std::vector<QPointF> line;
    if (positives > 0 && negatives > 0) forDrawn(points, [&](const RankPoint& point) { line.emplace_back(point.falsePositives / negatives, point.truePositives / positives); });
    return line;
}

std::vector<QPointF> precisionRecallLine(const std::vector<RankPoint>& points, int positives) {
    std::vector<QPointF> line;
    if (positives == 0) return line;
    forDrawn(points, [&](const RankPoint& point) {
        const double called = point.truePositives + point.falsePositives;
        if (called > 0) line.emplace_back(point.truePositives / positives, point.truePositives / called);
    });
    return line;
}

QString number(double value) { return std::isnan(value) ? QStringLiteral("–") : QLocale().toString(value, 'f', 3); }

/// "AUROC 0.913 (0.881 to 0.940)"
QString areaText(const QString& name, const evaluation::Figure* figure) {
    if (!figure) return {};
    if (!figure->percentile) return Words::tr("%1 %2").arg(name, number(figure->value));
    return Words::tr("%1 %2 (%3 to %4)").arg(name, number(figure->value), number(figure->percentile->low), number(figure->percentile->high));
}

/// The curve's own line of text, and under it one for each other run.
void addCurves(Plot& plot, PlotLine own, const QString& text, const std::vector<OtherCurve>& others, bool roc) {
    const double left = roc ? 0.34 : 0.05, top = 0.08 + kLineStep * static_cast<double>(others.size());
    plot.texts.push_back({text, {left, top}, others.empty() ? kText : kFirst, Qt::AlignLeft | Qt::AlignVCenter, 1});
    for (std::size_t i = 0; i < others.size(); ++i) {
        const Ink ink{Ink::Series, static_cast<int>(i) + 1};
        const auto& other = others[i];
        plot.lines.push_back({roc ? rocLine(other.points, other.positives, other.negatives) : precisionRecallLine(other.points, other.positives), ink, 1.6, kOtherStyles[i % kOtherStyles.size()], PlotMarker::None, 3});
        plot.texts.push_back({other.name, {left, top - kLineStep * static_cast<double>(i + 1)}, ink, Qt::AlignLeft | Qt::AlignVCenter, 1});
    }
    plot.lines.push_back(std::move(own));
}

void addBand(Plot& plot, const evaluation::CurveBand& band) {
    if (!band.low.empty()) plot.bands.push_back({band.at, band.low, band.high, kFirstFaint});
}

void addPoint(Plot& plot, double x, double y) { plot.lines.push_back({{{x, y}}, kText, 0, Qt::SolidLine, PlotMarker::Ring, 5.5}); }

QString positiveTitle(const Evaluation& evaluation) { return classTitle(evaluation.classes[static_cast<std::size_t>(evaluation.positive)]); }

QString confusionText(const evaluation::ConfusionMatrix& matrix, std::size_t truth, std::size_t called, ConfusionNumbers numbers) {
    const auto count = matrix.at(truth, called);
    if (numbers == ConfusionNumbers::Counts) return QLocale().toString(static_cast<qlonglong>(count));
    const auto whole = numbers == ConfusionNumbers::RowShares ? matrix.ofTruth(truth) : matrix.called(called);
    return whole == 0 ? QStringLiteral("–") : percentText(static_cast<double>(count) / static_cast<double>(whole), 1);
}

Plot confusionPlot(const evaluation::ConfusionMatrix& matrix, const std::vector<std::string>& classes, ConfusionNumbers numbers) {
    const auto n = static_cast<double>(matrix.classes);
    const bool many = matrix.classes > 4;
    Plot plot;
    plot.title = Words::tr("Confusion matrix");
    plot.x = {Words::tr("Called"), -0.5, n - 0.5, {}, {}, false, many};
    plot.y = {Words::tr("True class"), n - 0.5, -0.5, {}, {}, false, false};
    for (PlotAxis* axis : {&plot.x, &plot.y}) {
        for (std::size_t k = 0; k < matrix.classes; ++k) {
            axis->ticks.push_back(static_cast<double>(k));
            axis->tickLabels << classTitle(classes[k]);
        }
    }
    for (std::size_t t = 0; t < matrix.classes; ++t) {
        for (std::size_t c = 0; c < matrix.classes; ++c) {
            const auto truth = static_cast<double>(matrix.ofTruth(t)), x = static_cast<double>(c), y = static_cast<double>(t);
            const double share = truth > 0 ? static_cast<double>(matrix.at(t, c)) / truth : 0;
            // Right answers and errors differ in hue, their share in strength; the number says it once more.
            plot.boxes.push_back({QRectF(x - 0.48, y - 0.48, 0.96, 0.96), {Ink::Series, t == c ? 0 : 1, static_cast<int>(16 + 150 * share)}, true});
            plot.texts.push_back({confusionText(matrix, t, c, numbers), {x, y}, kText, Qt::AlignCenter, many ? 1.0 : 1.4});
        }
    }
    return plot;
}

Plot reliabilityPlot(const QString& title, const std::vector<evaluation::ReliabilityBin>& bins, bool ofPositive) {
    Plot plot = ofPositive ? unitPlot(title, Words::tr("Probability of the positive class"), Words::tr("Share that is positive"))
                           : unitPlot(title, Words::tr("Probability of the answer"), Words::tr("Share that is right"));
    plot.lines.push_back(guide({{0, 0}, {1, 1}}));
    int most = 1;
    for (const auto& bin : bins) most = std::max(most, bin.count);
    PlotLine line{{}, kFirst, 1.8, Qt::SolidLine, PlotMarker::Disc, 3.5}, few{{}, kFirst, 0, Qt::SolidLine, PlotMarker::Ring, 3.5};
    const double width = 1.0 / static_cast<double>(bins.size());
    for (std::size_t i = 0; i < bins.size(); ++i) {
        if (bins[i].count == 0) continue;
        // Bars at the foot, a quarter of the height for the fullest bin.
        plot.boxes.push_back({QRectF(static_cast<double>(i) * width + 0.004, 0, width - 0.008, 0.25 * bins[i].count / most), {Ink::Muted, 0, 70}, false});
        line.points.emplace_back(bins[i].meanProbability, bins[i].observed);
        if (bins[i].count < kFewInBin) few.points.push_back(line.points.back());
    }
    const bool anyFew = !few.points.empty();
    plot.lines.push_back(std::move(line));
    plot.lines.push_back(std::move(few));
    if (anyFew) plot.texts.push_back({Words::tr("Rings: fewer than %1 cells").arg(kFewInBin), {0.02, 0.97 - kLineStep * 0.8}, kMuted, Qt::AlignLeft | Qt::AlignTop, 0.95});
    plot.texts.push_back({Words::tr("Bars: cells in each bin, up to %L1").arg(most), {0.02, 0.97}, kMuted, Qt::AlignLeft | Qt::AlignTop, 0.95});
    return plot;
}

QString measureName(experiment::PictureMeasure measure) {
    using enum experiment::PictureMeasure;
    switch (measure) {
        case CellSize: return Words::tr("Size of the cell (px)");
        case Sharpness: return Words::tr("Sharpness");
        case Lightness: return Words::tr("Lightness (L*)");
        case GreenRed: return Words::tr("Colour, green to red (a*)");
        case BlueYellow: return Words::tr("Colour, blue to yellow (b*)");
        case LightnessSpread: return Words::tr("Contrast (sd of L*)");
    }
    return {};
}

/// Short enough to stand under a fifth of a plot.
QString rangeEnd(double value) { return std::abs(value) >= 1000 ? Words::tr("%1k").arg(QLocale().toString(value / 1000, 'f', 1)) : QLocale().toString(value, 'f', std::abs(value) < 10 ? 1 : 0); }

Plot relationPlot(const experiment::PictureRelation& one, const std::vector<double>& ticks) {
    Plot plot;
    const auto& groups = one.relation.groups;
    const auto n = static_cast<double>(groups.size());
    plot.title = measureName(one.measure);
    plot.x = {Words::tr("Fifths of the cells, up to"), -0.5, std::max(1.0, n) - 0.5, {}, {}, false, false};
    plot.y = {Words::tr("Share of errors"), 0, ticks.back(), ticks, {}, true, false};
    PlotLine line{{}, kFirst, 0, Qt::SolidLine, PlotMarker::Disc, 3.5};
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto x = static_cast<double>(g);
        plot.x.ticks.push_back(x);
        plot.x.tickLabels << rangeEnd(groups[g].high);
        plot.boxes.push_back({QRectF(x - 0.32, 0, 0.64, groups[g].errorShare()), {Ink::Series, 0, 60}, false});
        if (const auto& share = groups[g].share) plot.lines.push_back({{{x, share->low}, {x, share->high}}, kText, 1.3, Qt::SolidLine, PlotMarker::None, 3});
        line.points.emplace_back(x, groups[g].errorShare());
    }
    plot.lines.push_back(std::move(line));
    return plot;
}

QByteArray relationCsv(const experiment::PictureRelation& one) {
    constexpr const char* kNames[] = {"cell_size_px", "sharpness", "lightness", "green_red", "blue_yellow", "lightness_sd"};
    auto out = csvStream();
    for (const auto& group : one.relation.groups) {
        out << kNames[static_cast<std::size_t>(one.measure)] << ',' << group.low << ',' << group.high << ',' << group.cells << ',' << group.errors << ',' << group.errorShare() << ',';
        if (group.share) out << group.share->low << ',' << group.share->high;
        else out << ',';
        out << '\n';
    }
    return QByteArray::fromStdString(out.str());
}

void writeBins(std::ostream& out, const char* when, const std::vector<evaluation::ReliabilityBin>& bins) {
    for (std::size_t i = 0; i < bins.size(); ++i) {
        out << when << ',' << i + 1 << ',' << bins[i].count << ',';
        if (bins[i].count > 0) out << bins[i].meanProbability << ',' << bins[i].observed;
        else out << ',';
        out << '\n';
    }
}

QByteArray numbersOf(const std::vector<RankPoint>& curve, int positives, int negatives) {
    auto out = csvStream();
    out << "threshold,true_positives,false_positives,sensitivity,false_positive_rate,precision\n";
    for (const RankPoint& point : curve) {
        const double called = point.truePositives + point.falsePositives;
        if (std::isfinite(point.threshold)) out << point.threshold;
        out << ',' << point.truePositives << ',' << point.falsePositives << ',';
        if (positives > 0) out << point.truePositives / positives;
        out << ',';
        if (negatives > 0) out << point.falsePositives / negatives;
        out << ',';
        if (called > 0) out << point.truePositives / called;
        out << '\n';
    }
    return QByteArray::fromStdString(out.str());
}

}  // namespace

QByteArray curveNumbers(const Evaluation& evaluation) { return numbersOf(evaluation.curve, evaluation.positives, evaluation.negatives); }

Figure confusionFigure(const evaluation::ConfusionMatrix& matrix, const std::vector<std::string>& classes, ConfusionNumbers numbers) {
    Figure figure;
    figure.name = "confusion";
    figure.widthPx = matrix.classes > 4 ? 560 : 380;
    figure.heightPx = matrix.classes > 4 ? 480 : 320;
    figure.plots.push_back(confusionPlot(matrix, classes, numbers));
    figure.csv = [matrix, classes] {
        auto out = csvStream();
        out << "true,called,cells,share_of_true,share_of_called\n";
        for (std::size_t t = 0; t < matrix.classes; ++t) {
            for (std::size_t c = 0; c < matrix.classes; ++c) {
                out << csvField(classes[t]) << ',' << csvField(classes[c]) << ',' << matrix.at(t, c) << ',';
                if (matrix.ofTruth(t) > 0) out << static_cast<double>(matrix.at(t, c)) / static_cast<double>(matrix.ofTruth(t));
                out << ',';
                if (matrix.called(c) > 0) out << static_cast<double>(matrix.at(t, c)) / static_cast<double>(matrix.called(c));
                out << '\n';
            }
        }
        return QByteArray::fromStdString(out.str());
    };
    return figure;
}

Figure rocFigure(const Evaluation& evaluation, const std::optional<evaluation::OperatingPoint>& point, const std::vector<OtherCurve>& others) {
    Figure figure;
    figure.name = "roc";
    Plot plot = unitPlot(Words::tr("ROC, %1").arg(positiveTitle(evaluation)), Words::tr("1 − specificity"), Words::tr("Sensitivity"));
    plot.lines.push_back(guide({{0, 0}, {1, 1}}));
    addBand(plot, evaluation.bands.roc);
    addCurves(plot, {rocLine(evaluation.curve, evaluation.positives, evaluation.negatives), kFirst, 1.8, Qt::SolidLine, PlotMarker::None, 3}, areaText(Words::tr("AUROC"), evaluation.figure(evaluation::MetricKind::Auroc)), others, true);
    if (point) addPoint(plot, 1 - point->specificity(), point->sensitivity());
    figure.plots.push_back(std::move(plot));
    return figure;
}

Figure precisionRecallFigure(const Evaluation& evaluation, const std::optional<evaluation::OperatingPoint>& point, const std::vector<OtherCurve>& others) {
    Figure figure;
    figure.name = "precision-recall";
    Plot plot = unitPlot(Words::tr("Precision and recall, %1").arg(positiveTitle(evaluation)), Words::tr("Recall (sensitivity)"), Words::tr("Precision"));
    const double all = evaluation.positives + evaluation.negatives, prevalence = all > 0 ? evaluation.positives / all : 0;
    plot.lines.push_back(guide({{0, prevalence}, {1, prevalence}}));
    addBand(plot, evaluation.bands.precisionRecall);
    addCurves(plot, {precisionRecallLine(evaluation.curve, evaluation.positives), kFirst, 1.8, Qt::SolidLine, PlotMarker::None, 3}, areaText(Words::tr("Average precision"), evaluation.figure(evaluation::MetricKind::AveragePrecision)), others, false);
    if (point) {
        const double called = point->truePositives + point->falsePositives;
        if (called > 0) addPoint(plot, point->sensitivity(), point->truePositives / called);
    }
    figure.plots.push_back(std::move(plot));
    return figure;
}

Figure reliabilityFigure(const Evaluation& evaluation, bool ofPositive) {
    Figure figure;
    figure.name = ofPositive ? "reliability-positive" : "reliability";
    const auto& calibration = evaluation.calibration;
    const auto& before = ofPositive ? calibration.positive : calibration.answers;
    const auto& after = ofPositive ? calibration.positiveAfter : calibration.answersAfter;
    const bool both = !after.empty();
    figure.plots.push_back(reliabilityPlot(both ? Words::tr("Reliability, as trained") : Words::tr("Reliability"), before, ofPositive));
    if (both) figure.plots.push_back(reliabilityPlot(Words::tr("Reliability, with temperature"), after, ofPositive));
    figure.csv = [before, after] {
        auto out = csvStream();
        out << "probabilities,bin,cells,mean_probability,observed\n";
        writeBins(out, "as_trained", before);
        if (!after.empty()) writeBins(out, "with_temperature", after);
        return QByteArray::fromStdString(out.str());
    };
    return figure;
}

std::vector<Figure> relationFigures(const std::vector<experiment::PictureRelation>& relations) {
    constexpr std::size_t kInARow = 3;
    double top = 0.05;
    for (const auto& one : relations)
        for (const auto& group : one.relation.groups) top = std::max({top, group.errorShare(), group.share ? group.share->high : 0.0});
    const auto ticks = niceTicks(0, top, 5);
    std::vector<Figure> figures;
    std::vector<QByteArray> numbers;
    for (std::size_t i = 0; i < relations.size(); ++i) {
        if (i % kInARow == 0) {
            figures.emplace_back();
            figures.back().name = QString("errors-and-pictures-%1").arg(figures.size());
            figures.back().widthPx = 270;
            figures.back().heightPx = 260;
            numbers.push_back("measure,low,high,cells,errors,share,interval_low,interval_high\n");
        }
        figures.back().plots.push_back(relationPlot(relations[i], ticks));
        numbers.back() += relationCsv(relations[i]);
    }
    for (std::size_t i = 0; i < figures.size(); ++i) figures[i].csv = [text = numbers[i]] { return text; };
    return figures;
}

std::vector<Figure> allFigures(const Evaluation& evaluation) {
    std::vector<Figure> figures = {confusionFigure(evaluation.confusion, evaluation.classes, ConfusionNumbers::Counts)};
    if (evaluation.positive >= 0) {
        figures.push_back(rocFigure(evaluation));
        figures.push_back(precisionRecallFigure(evaluation));
        for (std::size_t i = figures.size() - 2; i < figures.size(); ++i) figures[i].csv = [curve = evaluation.curve, positives = evaluation.positives, negatives = evaluation.negatives] { return numbersOf(curve, positives, negatives); };
    }
    figures.push_back(reliabilityFigure(evaluation, false));
    if (evaluation.positive >= 0) figures.push_back(reliabilityFigure(evaluation, true));
    return figures;
}

}  // namespace leukolens::ui
