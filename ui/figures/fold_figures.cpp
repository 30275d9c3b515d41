#include "ui/figures/fold_figures.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <locale>
#include <map>
#include <memory>
#include <sstream>

#include "core/report/loss_scale.h"
#include "ui/figures/evaluation_figures.h"
#include "ui/figures/study_figures.h"

namespace leukolens::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr Ink kTraining{Ink::Series, 0}, kValidation{Ink::Series, 3}, kBest{Ink::Series, 2};
constexpr int kMarkersUpTo = 25;

struct FoldHistory {
    std::vector<experiment::EpochRecord> epochs;
    int best = 0;
};

std::map<int, FoldHistory> byFold(const experiment::RunRecord& record) {
    std::map<int, FoldHistory> folds;
    for (const auto& row : record.history) {
        folds[row.fold].epochs.push_back(row);
        if (row.best) folds[row.fold].best = row.epoch;
    }
    for (const auto& row : record.result.folds)
        if (folds.contains(row.fold) && row.bestEpoch > 0) folds[row.fold].best = row.bestEpoch;
    return folds;
}

std::vector<double> accuracyTicks(const experiment::RunRecord& record) {
    double low = 0.9;
    for (const auto& row : record.history)
        for (const double value : {row.trainAccuracy, row.validationAccuracy})
            if (std::isfinite(value)) low = std::min(low, value);
    return niceTicks(low, 1, 5);
}

std::vector<double> lossTicks(const experiment::RunRecord& record) {
    std::vector<double> losses;
    for (const auto& row : record.history) losses.insert(losses.end(), {row.trainLoss, row.validationLoss});
    return niceTicks(0, report::lossScaleTop(std::move(losses)), 5);
}

std::vector<double> epochTicks(int epochs) {
    std::vector<double> ticks;
    for (const double tick : niceTicks(1, epochs, 6))
        if (tick >= 1 && tick <= epochs && tick == std::floor(tick)) ticks.push_back(tick);
    return ticks;
}

/// Legend above the axes, at the right.
void addLegend(Plot& plot, double top, double step) {
    const double right = plot.x.high - 0.02 * (plot.x.high - plot.x.low);
    plot.texts.push_back({Words::tr("Validation"), {right, top}, kValidation, Qt::AlignRight | Qt::AlignVCenter, 0.95});
    plot.texts.push_back({Words::tr("Training"), {right, top - step}, kTraining, Qt::AlignRight | Qt::AlignVCenter, 0.95});
}

Plot plotOf(const FoldHistory& fold, bool accuracy, const QString& title, int epochs, const std::vector<double>& ticks) {
    Plot plot;
    plot.title = title;
    plot.x = {Words::tr("Epoch"), 0.5, epochs + 0.5, epochTicks(epochs), {}, false, false};
    plot.y = {accuracy ? Words::tr("Accuracy") : Words::tr("Loss (nats)"), ticks.front(), ticks.back(), ticks, {}, true, false};
    const PlotMarker marker = epochs <= kMarkersUpTo ? PlotMarker::Disc : PlotMarker::None;
    PlotLine training{{}, kTraining, 1.7, Qt::DashLine, marker, 2.4};
    PlotLine validation{{}, kValidation, 1.7, Qt::SolidLine, epochs <= kMarkersUpTo ? PlotMarker::Square : PlotMarker::None, 2.4};
    bool cut = false;
    const auto add = [&](PlotLine& line, int epoch, double value) {
        cut = cut || value > ticks.back();
        line.points.emplace_back(epoch, std::isfinite(value) ? std::min(value, ticks.back()) : value);
    };
    for (const auto& row : fold.epochs) {
        add(training, row.epoch, accuracy ? row.trainAccuracy : row.trainLoss);
        add(validation, row.epoch, accuracy ? row.validationAccuracy : row.validationLoss);
    }
    if (fold.best > 0) plot.lines.push_back({{{static_cast<double>(fold.best), ticks.front()}, {static_cast<double>(fold.best), ticks.back()}}, kBest, 1.3, Qt::DotLine, PlotMarker::None, 3});
    plot.lines.push_back(std::move(training));
    plot.lines.push_back(std::move(validation));
    if (cut) plot.title = Words::tr("%1, cut at %2").arg(plot.title, QLocale().toString(ticks.back()));
    const double span = ticks.back() - ticks.front();
    // Where the curves end: accuracy at the top, loss at the foot.
    if (accuracy) addLegend(plot, ticks.front() + 0.14 * span, 0.08 * span);
    else addLegend(plot, ticks.back() - 0.05 * span, 0.08 * span);
    return plot;
}

QByteArray csvOf(int number, const FoldHistory& fold) {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out.precision(10);
    out << "fold,epoch,training_accuracy,validation_accuracy,training_loss,validation_loss,best\n";
    for (const auto& row : fold.epochs)
        out << number << ',' << row.epoch << ',' << row.trainAccuracy << ',' << row.validationAccuracy << ',' << row.trainLoss << ',' << row.validationLoss << ',' << (row.epoch == fold.best ? 1 : 0) << '\n';
    return QByteArray::fromStdString(out.str());
}

}  // namespace

std::vector<Figure> foldFigures(const experiment::RunRecord& record) {
    if (record.history.empty()) return {};
    const auto accuracies = accuracyTicks(record), losses = lossTicks(record);
    int epochs = 2;
    for (const auto& row : record.history) epochs = std::max(epochs, row.epoch);
    std::vector<Figure> figures;
    for (const auto& [number, fold] : byFold(record)) {
        Figure figure;
        figure.name = QString("fold-%1").arg(number);
        figure.heightPx = 230;
        const QString title = Words::tr("Fold %1").arg(number), withBest = fold.best > 0 ? Words::tr("Fold %1 (best epoch %2)").arg(number).arg(fold.best) : title;
        figure.plots = {plotOf(fold, true, withBest, epochs, accuracies), plotOf(fold, false, title, epochs, losses)};
        figure.csv = [number = number, fold = fold] { return csvOf(number, fold); };
        figures.push_back(std::move(figure));
    }
    return figures;
}

std::vector<Figure> figuresOfRun(const experiment::RunRecord& record, const evaluation::Evaluation& evaluation, const evaluation::PredictionTable& test, const experiment::RunStudies& studies) {
    auto figures = allFigures(evaluation);
    for (auto& figure : foldFigures(record)) figures.push_back(std::move(figure));
    if (studies.learning) figures.push_back(learningFigure(*studies.learning));
    if (studies.maps.empty()) return figures;
    const auto answers = std::make_shared<const evaluation::PredictionTable>(test);
    for (const auto& map : studies.maps) {
        auto points = mapPoints(map, test);
        auto& figure = figures.emplace_back(mapFigure(map, points, test, MapColour::Errors));
        figure.csv = [points = std::move(points), answers] { return mapNumbers(points, *answers); };
    }
    return figures;
}

}  // namespace leukolens::ui
