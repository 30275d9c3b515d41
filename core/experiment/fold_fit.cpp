#include "core/experiment/fold_fit.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "core/base/random.h"
#include "core/dataset/split_deal.h"
#include "core/pipelines/fit.h"

namespace leukolens::experiment {
namespace {

constexpr std::uint64_t kPartsSeed = 600;  ///< purpose of a derived seed
constexpr int kParts = 3;

}  // namespace

std::vector<int> innerParts(const dataset::Dataset& dataset, const TrainSettings& settings, const std::vector<int>& train) {
    const bool bySubject = settings.protocol != dataset::Protocol::Paper;
    std::map<int, std::size_t> place;  // of a subject among `subjects`
    std::vector<dataset::Subject> subjects;
    std::vector<std::size_t> subjectOf;
    for (const int index : train) {
        const auto& cell = dataset.cells[static_cast<std::size_t>(index)];
        const bool known = bySubject && cell.subjectIndex >= 0;
        const std::size_t at = known ? place.try_emplace(cell.subjectIndex, subjects.size()).first->second : subjects.size();
        if (at == subjects.size()) subjects.push_back({static_cast<int>(at), {}, {}});
        subjectOf.push_back(at);
        auto& counts = subjects[at].cells;
        const auto found = std::ranges::lower_bound(counts, cell.classIndex, {}, &dataset::ClassCells::classIndex);
        if (found != counts.end() && found->classIndex == cell.classIndex) {
            ++found->cells;
        } else {
            counts.insert(found, {cell.classIndex, 1});
        }
    }
    for (auto& subject : subjects)
        for (const auto& count : subject.cells) subject.countsFor.push_back(count.classIndex);
    const auto seed = deriveSeed(settings.seed, kPartsSeed);
    const int classes = static_cast<int>(dataset.classes.size());
    auto dealt = dataset::dealFolds(subjects, classes, kParts, 1, seed);
    // A class of fewer subjects than parts: that each part holds every class is more than the choice needs.
    if (!dealt && static_cast<int>(subjects.size()) >= 2 * kParts) dealt = dataset::dealFolds(subjects, classes, kParts, 0, seed);
    if (!dealt) return {};
    std::vector<int> result;
    for (const std::size_t at : subjectOf) result.push_back((*dealt)[at]);
    return result;
}

Result<FoldFit> fitFold(const FoldContext& context, const FoldPlan& plan) {
    const auto& train = plan.fold.train;
    auto& features = *context.features;
    std::vector<float> vectors;
    std::vector<int> labels;
    vectors.reserve(train.size() * static_cast<std::size_t>(features.length()));
    for (const int index : train) {
        const auto vector = features.vector(0, index);
        vectors.insert(vectors.end(), vector.begin(), vector.end());
        labels.push_back(context.labels[static_cast<std::size_t>(index)]);
    }
    const auto parts = innerParts(context.dataset, context.settings, train);
    const auto info = networkOf(context.settings);
    auto fit = pipelines::fitHead({info.head, vectors, features.length(), labels, static_cast<int>(context.dataset.classes.size()), parts, context.settings.seed}, context.control.progress,
                                  context.control.cancel);
    if (!fit) return fail(fit.error());
    std::string told = fit->chosen;
    if (parts.empty()) {
        told += ", not chosen: too few subjects to divide the training part";
    } else {
        char accuracy[16];
        std::snprintf(accuracy, sizeof accuracy, "%.4f", fit->innerSensitivity);
        told += ", mean sensitivity on inner parts " + std::string(accuracy);
        if (!fit->calibrated) told += "; its scores say too little there to make probabilities of";
    }
    return FoldFit{std::make_shared<const Bytes>(std::move(fit->head)), std::move(told)};
}

}  // namespace leukolens::experiment
