#include "core/experiment/run_data.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/apply_decisions.h"
#include "core/dataset/corrections.h"
#include "core/dataset/fingerprint.h"
#include "core/dataset/subject_facts.h"
#include "core/experiment/load_pixels.h"
#include "core/experiment/run_files.h"

namespace leukolens::experiment {
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 20, kMaxSplitBytes = 1u << 30;

}  // namespace

Result<void> writeFacts(const std::filesystem::path& folder, const dataset::Dataset& dataset) {
    dataset::FactsBySubject known;
    for (std::size_t i = 0; i < dataset.facts.size(); ++i) {
        if (!dataset.facts[i].empty()) known[dataset.subjects[i]] = dataset.facts[i];
    }
    const auto file = folder / kFactsFile;
    if (known.empty()) return removeStale(file);
    return writeFileAtomically(file, dataset::toJson(known).dump(1) + '\n');
}

Result<void> writeChanges(const std::filesystem::path& folder, const dataset::Dataset& dataset) {
    dataset::Corrections corrections;
    for (const auto& correction : dataset.corrections) corrections.put(correction);
    const auto corrected = dataset.corrections.empty() ? removeStale(folder / kCorrectionsFile) : dataset::writeCorrections(folder / kCorrectionsFile, corrections);
    if (!corrected) return corrected;
    return dataset.decisions.empty() ? removeStale(folder / kDecisionsFile) : dataset::writeLeakDecisions(folder / kDecisionsFile, dataset.decisions);
}

Result<bool> isChangedAsRun(const dataset::Dataset& dataset, const std::filesystem::path& folder) {
    const auto corrections = dataset::readCorrections(folder / kCorrectionsFile);
    if (!corrections) return fail(corrections.error());
    const auto decisions = dataset::readLeakDecisions(folder / kDecisionsFile);
    if (!decisions) return fail(decisions.error());
    dataset::Corrections own;
    for (const auto& correction : dataset.corrections) own.put(correction);
    return own == *corrections && dataset.decisions == *decisions;
}

Result<dataset::FactsBySubject> recordedFacts(const std::filesystem::path& folder) {
    const auto file = folder / kFactsFile;
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return dataset::FactsBySubject();
    if (!text) return fail(text.error());
    auto recorded = dataset::factsFromJson(*text, file);
    if (!recorded) return fail(ErrorCode::ReadFailed, recorded.error().what, file, "The run folder is damaged.");
    return recorded;
}

Result<dataset::Dataset> withRecordedFacts(dataset::Dataset dataset, const std::filesystem::path& folder) {
    const auto recorded = recordedFacts(folder);
    if (!recorded) return fail(recorded.error());
    if (recorded->empty()) return dataset;
    dataset.facts.assign(dataset.subjects.size(), {});
    for (std::size_t i = 0; i < dataset.subjects.size(); ++i) {
        if (const auto known = recorded->find(dataset.subjects[i]); known != recorded->end())
            dataset.facts[i] = known->second;
    }
    return dataset;
}

Result<dataset::Dataset> readDataOfRun(const RunRecord& record, const std::filesystem::path& source, ProgressSink& progress,
                                       const CancelToken& cancel) {
    dataset::ReadOptions how = readOptions();
    static_cast<dataset::ReadChoices&>(how) = record.readAs;
    auto read = dataset::readDataset(source, progress, cancel, how);
    if (!read) return read;
    return withRecordedFacts(std::move(*read), record.result.folder);
}

Result<dataset::Dataset> asRunBegan(const dataset::Dataset& dataset, const std::filesystem::path& folder) {
    dataset::Dataset then = dataset;
    if (dataset.corrections.empty()) {
        const auto corrections = dataset::readCorrections(folder / kCorrectionsFile);
        if (!corrections) return fail(corrections.error());
        if (corrections->size() > 0) {
            auto corrected = dataset::withCorrections(dataset, *corrections);
            if (!corrected) return fail(corrected.error());
            then = std::move(corrected->dataset);
        }
    }
    if (dataset.decisions.empty()) {
        const auto decisions = dataset::readLeakDecisions(folder / kDecisionsFile);
        if (!decisions) return fail(decisions.error());
        if (!decisions->empty()) then = dataset::applyDecisions(std::move(then), *decisions);
    }
    return then;
}

Result<dataset::Split> recordedSplit(const dataset::Dataset& dataset, const RunRecord& record, bool acceptChanged) {
    if (dataset.classes != record.classes)
        return fail(ErrorCode::DataChanged, "holds other classes than the run began with", dataset.root, "Choose the folder that the run began with.");
    const bool same = dataset::fingerprint(dataset) == record.dataSha256;
    if (!same && !acceptChanged)
        return fail(ErrorCode::DataChanged, "holds other cells than when the run in " + record.result.folder.string() + " began", dataset.root,
                    "Choose the folder that the run began with, or accept the changed data: cells that are gone are left out then, new ones not used.");
    const auto file = record.result.folder / "split.json";
    const auto text = readTextFile(file, kMaxSplitBytes);
    if (!text) return fail(text.error());
    auto split = dataset::splitFromJson(dataset, nlohmann::json::parse(*text, nullptr, false), file, acceptChanged);
    if (!split) return split;
    if (static_cast<int>(split->folds.size()) != record.result.settings.folds) return fail(ErrorCode::ReadFailed, "has another number of folds than settings.json", file, "The run folder is damaged.");
    // What is left out, or not trained on, makes the split incomplete, but nobody may be in two parts for that.
    const bool complete = !acceptChanged && record.result.settings.trainShare == 1;
    if (auto proof = dataset::verifySplit(dataset, *split, complete); !proof) return fail(proof.error());
    for (const auto& fold : split->folds)
        if (fold.train.size() < 2 || fold.validation.empty() || fold.test.empty())
            return fail(ErrorCode::DataChanged, "lacks so many cells that a part of a fold is empty", dataset.root, "Choose the folder that the run began with.");
    return split;
}

}  // namespace leukolens::experiment
