#include "core/experiment/fold_card.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/evaluation/bootstrap.h"
#include "core/stain/stain_target.h"

namespace leukolens::experiment {
namespace {

inference::PartCount countOf(const dataset::Dataset& dataset, const std::vector<int>& part, int classIndex) {
    inference::PartCount count;
    std::set<int> subjects;
    for (const int index : part) {
        const auto& cell = dataset.cells[static_cast<std::size_t>(index)];
        if (cell.classIndex != classIndex) continue;
        ++count.cells;
        if (cell.subjectIndex >= 0) subjects.insert(cell.subjectIndex);
    }
    count.subjects = static_cast<int>(subjects.size());
    return count;
}

/// Of the training part alone: what a model has not seen is foreign to it.
std::optional<stain::ShiftReference> trainingColours(const dataset::Fold& fold, std::span<const CellColours> cells) {
    std::vector<stain::ColourStatistics> colours;
    for (const int index : fold.train)
        if (const auto& measured = cells[static_cast<std::size_t>(index)].colours) colours.push_back(*measured);
    if (colours.size() < stain::kMinReferencePictures) return std::nullopt;
    return stain::fitShift(colours).value();
}

/// Of the training part alone, as the colours.
std::optional<inference::SharpnessReference> trainingSharpness(const dataset::Dataset& dataset, const dataset::Fold& fold) {
    std::vector<double> sharpness;
    inference::SharpnessReference reference;
    for (const int index : fold.train) {
        const auto& facts = dataset.cells[static_cast<std::size_t>(index)].facts;
        if (!facts.known() || facts.sharpness <= 0) continue;
        const int side = std::max(facts.width, facts.height);
        reference.smallestPx = sharpness.empty() ? side : std::min(reference.smallestPx, side);
        reference.largestPx = std::max(reference.largestPx, side);
        sharpness.push_back(static_cast<double>(facts.sharpness));
    }
    if (sharpness.size() < stain::kMinReferencePictures) return std::nullopt;
    std::ranges::sort(sharpness);
    reference.least = sharpness[sharpness.size() / 100] / 2;
    reference.typical = sharpness[sharpness.size() / 2];
    return reference;
}

/// Of the training part alone, as the colours.
inference::Background trainingBackground(const dataset::Dataset& dataset, const dataset::Fold& fold) {
    constexpr std::size_t kNearlyAllPercent = 95;
    std::size_t onBlack = 0, known = 0;
    for (const int index : fold.train) {
        const auto& sketch = dataset.cells[static_cast<std::size_t>(index)].sketch;
        if (!sketch) continue;
        ++known;
        onBlack += sketch->onBlack;
    }
    if (known < stain::kMinReferencePictures) return inference::Background::Unknown;
    if (100 * onBlack >= kNearlyAllPercent * known) return inference::Background::Black;
    return 100 * onBlack <= (100 - kNearlyAllPercent) * known ? inference::Background::Kept : inference::Background::Unknown;
}

evaluation::PredictionTable answersOf(const dataset::Dataset& dataset, const std::vector<int>& cells, const std::vector<float>& probabilities) {
    evaluation::PredictionTable table;
    table.classes = dataset.classes;
    table.subjects = dataset.subjects;
    for (const int index : cells) {
        const auto& cell = dataset.cells[static_cast<std::size_t>(index)];
        table.cells.push_back({toUtf8(cell.path), cell.subjectIndex, 1, cell.classIndex});
    }
    table.probabilities.assign(probabilities.begin(), probabilities.end());
    return table;
}

}  // namespace

inference::ModelCard foldCard(const dataset::Dataset& dataset, const dataset::Fold& fold, const TrainSettings& settings, const FoldFacts& facts) {
    inference::ModelCard card;
    inference::fillStandardTexts(card);
    const bool drawn = std::ranges::any_of(fold.train, [&](int index) { return dataset.cells[static_cast<std::size_t>(index)].drawn; });
    // Cases and their reports know a model by its name.
    card.name = settings.network + " fold " + std::to_string(facts.number) + (drawn ? " (demonstration cells)" : "");
    card.description = "Fold " + std::to_string(facts.number) + " of " + std::to_string(facts.folds) + " of a training on " + std::to_string(dataset.cells.size()) + " cells.";
    card.network = settings.network;
    for (std::size_t i = 0; i < dataset.classes.size(); ++i) {
        const auto& name = dataset.classes[i];
        const int index = static_cast<int>(i);
        card.classes.push_back({name, inference::knownMeaning(name), countOf(dataset, fold.train, index), countOf(dataset, fold.validation, index),
                                countOf(dataset, fold.test, index)});
    }
    card.blastClass = inference::guessBlastClass(dataset.classes);
    card.inputPx = settings.inputPx;
    card.stain = stain::fixedReference(settings.stain);
    card.colours = trainingColours(fold, facts.colours);
    card.sharpness = trainingSharpness(dataset, fold);
    card.background = networkOf(settings).cutsOut ? inference::Background::Black : trainingBackground(dataset, fold);
    card.created = isoUtcNow();
    card.training = {std::string(dataset::toString(settings.protocol)),
                     facts.number,
                     facts.folds,
                     facts.bestEpoch,
                     settingsHash(settings),
                     facts.dataSha256,
                     settings.weightsFile.empty() ? std::string() : toUtf8(std::filesystem::path(settings.weightsFile).filename()),
                     drawn};
    return card;
}

std::vector<inference::CardMetric> foldMetrics(const dataset::Dataset& dataset, const std::vector<int>& test, const engine::Evaluation& evaluation,
                                               const TrainSettings& settings) {
    using evaluation::MetricKind;
    const auto table = answersOf(dataset, test, evaluation.probabilities);
    const int positive = table.classIndex(inference::guessBlastClass(table.classes));
    std::vector<evaluation::MetricKey> keys = {{MetricKind::Accuracy, -1}, {MetricKind::BalancedAccuracy, -1}, {MetricKind::F1Weighted, -1}};
    if (positive >= 0) keys.insert(keys.end(), {{MetricKind::Sensitivity, -1}, {MetricKind::Specificity, -1}, {MetricKind::Auroc, -1}});
    const evaluation::BootstrapOptions options{.seed = settings.seed};
    const evaluation::MetricEvaluator evaluator(table, unitsOf(table), keys, {positive, {}});
    NoProgress progress;
    const auto figures = bootstrapFigures(evaluator, options, progress, {});
    const std::string measuredOn =
        settings.protocol == dataset::Protocol::Paper ? "held-out cells of subjects that the training has seen too (optimistic)" : "test cells of unseen subjects";
    const std::string method = std::string("bootstrap over ") + (evaluator.units().areSubjects ? "subjects" : "cells, as not every subject is known") + ", percentile, " + std::to_string(options.resamples) +
                               " resamples, seed " + std::to_string(options.seed);
    std::vector<inference::CardMetric> metrics;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto& figure = figures->at(i);  // its options are sound and nothing cancels it
        if (std::isnan(figure.value)) continue;
        inference::CardMetric metric{std::string(toString(keys[i].kind)), figure.value, {}, {}, options.level, measuredOn, {}};
        if (figure.percentile) {
            metric.low = figure.percentile->low;
            metric.high = figure.percentile->high;
            metric.method = method;
        }
        metrics.push_back(std::move(metric));
    }
    metrics.push_back({"loss", evaluation.totals.meanLoss, {}, {}, options.level, measuredOn, {}});
    return metrics;
}

}  // namespace leukolens::experiment
