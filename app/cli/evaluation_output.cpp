#include "app/cli/evaluation_output.h"

#include <cmath>
#include <cstdio>

#include "app/cli/console.h"

namespace leukolens::cli {
namespace {

constexpr std::size_t kWorstSubjects = 5;

std::string figureText(double value) {
    if (std::isnan(value)) return "-";
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", value);
    return text;
}

std::string intervalText(const std::optional<evaluation::Interval>& interval) {
    return interval ? figureText(interval->low) + " to " + figureText(interval->high) : "-";
}

void printFigures(const evaluation::Evaluation& evaluation) {
    const std::string units = evaluation.overSubjects ? "subjects" : "images";
    std::printf("%-34s %10s  %-20s %-20s\n", "", "value", ("95 % over " + units).c_str(), "BCa");
    for (std::size_t i = 0; i < evaluation.keys.size(); ++i) {
        const auto& figure = evaluation.pooled.figures[i];
        std::printf("%-34s %10s  %-20s %-20s\n", nameOf(evaluation.keys[i], evaluation.classes).c_str(), figureText(figure.value).c_str(), intervalText(figure.percentile).c_str(), intervalText(figure.bca).c_str());
    }
}

void printFolds(const evaluation::Evaluation& evaluation) {
    std::printf("\n%-12s %8s %9s", "fold", "cells", "subjects");
    const std::vector<evaluation::MetricKind> shown = {evaluation::MetricKind::Accuracy, evaluation::MetricKind::BalancedAccuracy, evaluation::MetricKind::F1Weighted};
    for (const auto kind : shown) std::printf(" %18s", std::string(toString(kind)).c_str());
    std::printf("\n");
    const auto indexOf = [&](evaluation::MetricKind kind) {
        std::size_t i = 0;
        while (evaluation.keys[i].kind != kind) ++i;
        return i;
    };
    for (const auto& fold : evaluation.folds) {
        std::printf("%-12d %8d %9d", fold.fold, fold.cells, fold.subjects);
        for (const auto kind : shown) std::printf(" %18s", figureText(fold.figures[indexOf(kind)].value).c_str());
        std::printf("\n");
    }
    std::printf("%-12s %8s %9s", "mean", "", "");
    for (const auto kind : shown) std::printf(" %18s", figureText(evaluation.mean[indexOf(kind)]).c_str());
    std::printf("\n");
}

void printConfusion(const evaluation::Evaluation& evaluation) {
    std::printf("\n%-20s", "true \\ called");
    for (const auto& name : evaluation.classes) std::printf(" %14s", name.c_str());
    std::printf("\n");
    for (std::size_t t = 0; t < evaluation.classes.size(); ++t) {
        std::printf("%-20s", evaluation.classes[t].c_str());
        for (std::size_t c = 0; c < evaluation.classes.size(); ++c) std::printf(" %14lld", static_cast<long long>(evaluation.confusion.at(t, c)));
        std::printf("\n");
    }
}

void printCalibration(const evaluation::Evaluation& evaluation) {
    for (const auto& fold : evaluation.calibration.folds) {
        std::printf("\nFold %d: ", fold.fold);
        switch (fold.temperature.state) {
            case evaluation::TemperatureState::Fitted: std::printf("temperature %.3f, fitted on %d validation cells of %d subjects", fold.temperature.value, fold.cells, fold.subjects); break;
            case evaluation::TemperatureState::NothingWrong: std::printf("no temperature: hardly one of %d validation cells is wrong, so nothing says how sure is too sure", fold.cells); break;
            case evaluation::TemperatureState::NothingKnown: std::printf("no temperature: on %d validation cells the probabilities tell no class from another", fold.cells); break;
        }
        if (fold.threshold)
            std::printf("; threshold %.6g for a sensitivity of %.3f there gives %s on the test cells, specificity %s", fold.threshold->point.threshold, fold.threshold->wanted,
                        figureText(fold.onTest->sensitivity()).c_str(), figureText(fold.onTest->specificity()).c_str());
    }
    if (!evaluation.calibration.folds.empty()) {
        const auto* before = evaluation.figure(evaluation::MetricKind::CalibrationError);
        std::printf("\nCalibration error %s, with the temperatures %s\n", figureText(before->value).c_str(), figureText(evaluation.calibration.errorAfter).c_str());
    }
}

void printWorst(const evaluation::Evaluation& evaluation) {
    if (evaluation.subjects.empty()) return;
    std::printf("\nSubjects with the smallest share of right answers:\n");
    for (std::size_t i = 0; i < std::min(kWorstSubjects, evaluation.subjects.size()); ++i)
        std::printf("  %-20s %d of %d right\n", evaluation.subjects[i].subject.c_str(), evaluation.subjects[i].right, evaluation.subjects[i].cells);
}

}  // namespace

void printEvaluation(const experiment::RunRecord& record, const evaluation::Evaluation& evaluation) {
    std::printf("%s: protocol %s, %d test cells, %d subjects\n\n", record.result.folder.string().c_str(), std::string(dataset::toString(record.result.settings.protocol)).c_str(), evaluation.pooled.cells,
                evaluation.pooled.subjects);
    for (const auto& alarm : evaluation.alarms) std::printf("! %s\n", alarm.words().c_str());
    if (!evaluation.alarms.empty()) std::printf("\n");
    printFigures(evaluation);
    printFolds(evaluation);
    printConfusion(evaluation);
    printCalibration(evaluation);
    printWorst(evaluation);
}

void printComparison(const std::vector<experiment::SettingDifference>& settings, const evaluation::Comparison& comparison, const std::vector<std::string>& classes) {
    for (const auto& difference : settings) std::printf("%-24s %20s -> %s\n", difference.key.c_str(), difference.first.c_str(), difference.second.c_str());
    if (settings.empty()) std::printf("The settings are the same.\n");
    std::printf("\nOver %d %s that both runs tested\n\n%-34s %10s %10s %11s  %-22s %8s\n", comparison.units.shared, comparison.overSubjects ? "subjects" : "images", "", "first", "second", "difference", "95 %", "p");
    for (const auto& row : comparison.differences)
        std::printf("%-34s %10s %10s %11s  %-22s %8s\n", nameOf(row.key, classes).c_str(), figureText(row.first).c_str(), figureText(row.second).c_str(), figureText(row.difference).c_str(),
                    intervalText(row.interval).c_str(), row.p ? figureText(*row.p).c_str() : "-");
}

}  // namespace leukolens::cli
