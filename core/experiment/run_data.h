// The data of a run that goes on: read as they were when it began.
#pragma once

#include "core/dataset/reader.h"
#include "core/experiment/run.h"

namespace leukolens::experiment {

/// What was known of the subjects when the run began (core/dataset/subject_facts.h); absent where nothing was. A later
/// reading of the data may know other facts, typed in or from another table: the run keeps its own.
inline constexpr const char* kFactsFile = "facts.json";

/// Into the run folder; no file where nothing is known of any subject.
Result<void> writeFacts(const std::filesystem::path& folder, const dataset::Dataset& dataset);

/// The dataset with the facts that the run recorded in the place of its own; as it is where the run recorded none.
Result<dataset::Dataset> withRecordedFacts(dataset::Dataset dataset, const std::filesystem::path& folder);

/// Whether the labels that were changed in `dataset`, and what was decided about duplicates, are those that the run began with. Where they are
/// not, read the data anew: resume() applies the run's own. Fails where a file of the run is damaged.
Result<bool> isChangedAsRun(const dataset::Dataset& dataset, const std::filesystem::path& folder);

/// Reads `source` (the run's own, or where the data have moved) with the columns, the order of folders and the facts that
/// the run recorded. Fails as readDataset() and factsFromJson() do.
Result<dataset::Dataset> readDataOfRun(const RunRecord& record, const std::filesystem::path& source, ProgressSink& progress,
                                       const CancelToken& cancel);

}  // namespace leukolens::experiment
