#include "core/experiment/run_data.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/corrections.h"
#include "core/dataset/subject_facts.h"
#include "core/experiment/load_pixels.h"
#include "core/experiment/run_files.h"

namespace leukolens::experiment {
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 20;

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

Result<bool> isChangedAsRun(const dataset::Dataset& dataset, const std::filesystem::path& folder) {
    const auto corrections = dataset::readCorrections(folder / kCorrectionsFile);
    if (!corrections) return fail(corrections.error());
    const auto decisions = dataset::readLeakDecisions(folder / kDecisionsFile);
    if (!decisions) return fail(decisions.error());
    dataset::Corrections own;
    for (const auto& correction : dataset.corrections) own.put(correction);
    return own == *corrections && dataset.decisions == *decisions;
}

Result<dataset::Dataset> withRecordedFacts(dataset::Dataset dataset, const std::filesystem::path& folder) {
    const auto file = folder / kFactsFile;
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return dataset;
    if (!text) return fail(text.error());
    const auto recorded = dataset::factsFromJson(*text, file);
    if (!recorded) return fail(ErrorCode::ReadFailed, recorded.error().what, file, "The run folder is damaged.");
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

}  // namespace leukolens::experiment
