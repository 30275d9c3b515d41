#include "core/experiment/fold_card.h"

#include <algorithm>
#include <set>

#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/evaluation/subject_bootstrap.h"
#include "core/stain/stain_target.h"

namespace leukolens::experiment {
namespace {

constexpr double kLevel = 0.95;

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

}  // namespace

inference::ModelCard foldCard(const dataset::Dataset& dataset, const dataset::Fold& fold, const TrainSettings& settings, const FoldFacts& facts) {
    inference::ModelCard card;
    inference::fillStandardTexts(card);
    card.name = settings.network + " fold " + std::to_string(facts.number);
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
    card.created = isoUtcNow();
    card.training = {std::string(dataset::toString(settings.protocol)),
                     facts.number,
                     facts.folds,
                     facts.bestEpoch,
                     settingsHash(settings),
                     facts.dataSha256,
                     settings.weightsFile.empty() ? std::string() : toUtf8(std::filesystem::path(settings.weightsFile).filename())};
    return card;
}

std::vector<inference::CardMetric> foldMetrics(const dataset::Dataset& dataset, const std::vector<int>& test, const engine::Evaluation& evaluation,
                                               const TrainSettings& settings) {
    const std::size_t classes = dataset.classes.size();
    const bool bySubject = dataset.hasSubjects();
    std::vector<double> right;
    std::vector<int> groups;
    for (std::size_t i = 0; i < test.size(); ++i) {
        const auto& cell = dataset.cells[static_cast<std::size_t>(test[i])];
        const float* row = evaluation.probabilities.data() + i * classes;
        right.push_back(std::max_element(row, row + classes) - row == cell.classIndex ? 1 : 0);
        // Cells of nobody known count as people of their own.
        groups.push_back(bySubject && cell.subjectIndex >= 0 ? cell.subjectIndex : static_cast<int>(dataset.subjects.size() + i));
    }
    const std::string measuredOn =
        settings.protocol == dataset::Protocol::Paper ? "held-out cells of subjects that the training has seen too (optimistic)" : "test cells of unseen subjects";
    inference::CardMetric accuracy{"accuracy", evaluation.totals.accuracy, {}, {}, kLevel, measuredOn, {}};
    if (const auto interval = evaluation::meanInterval(right, groups, kLevel, settings.seed)) {
        accuracy.low = interval->low;
        accuracy.high = interval->high;
        accuracy.method = std::string("bootstrap over ") + (bySubject ? "subjects" : "cells, as no subjects are known") + ", percentile, " +
                          std::to_string(evaluation::kResamples) + " resamples, seed " + std::to_string(settings.seed);
    }
    return {accuracy, {"loss", evaluation.totals.meanLoss, {}, {}, kLevel, measuredOn, {}}};
}

}  // namespace leukolens::experiment
