// The data of a run that goes on: read as they were when it began.
#pragma once

#include "core/dataset/reader.h"
#include "core/dataset/split.h"
#include "core/experiment/run.h"

namespace leukolens::experiment {

/// What was known of the subjects when the run began (core/dataset/subject_facts.h); absent where nothing was. A later
/// reading of the data may know other facts, typed in or from another table: the run keeps its own.
inline constexpr const char* kFactsFile = "facts.json";

/// Into the run folder; no file where nothing is known of any subject.
Result<void> writeFacts(const std::filesystem::path& folder, const dataset::Dataset& dataset);

/// Labels changed by hand and decisions on duplicates into the folder: what asRunBegan() reads; no file where there are none.
Result<void> writeChanges(const std::filesystem::path& folder, const dataset::Dataset& dataset);

/// What the run folder says of subjects; empty where it says nothing. Fails with ReadFailed where the file is damaged.
Result<dataset::FactsBySubject> recordedFacts(const std::filesystem::path& folder);

/// The dataset with the facts that the run recorded in the place of its own; as it is where the run recorded none.
Result<dataset::Dataset> withRecordedFacts(dataset::Dataset dataset, const std::filesystem::path& folder);

/// Whether the labels that were changed in `dataset`, and what was decided about duplicates, are those that the run began with. Where they are
/// not, read the data anew: resume() applies the run's own. Fails where a file of the run is damaged.
Result<bool> isChangedAsRun(const dataset::Dataset& dataset, const std::filesystem::path& folder);

/// Reads `source` (the run's own, or where the data have moved) with the columns, the order of folders and the facts that
/// the run recorded. Fails as readDataset() and factsFromJson() do.
Result<dataset::Dataset> readDataOfRun(const RunRecord& record, const std::filesystem::path& source, ProgressSink& progress,
                                       const CancelToken& cancel);

/// Labels and decisions on duplicates as they were when the run began, where the data come as their folder has them. Fails where a file of the run is damaged.
Result<dataset::Dataset> asRunBegan(const dataset::Dataset& dataset, const std::filesystem::path& folder);

/// split.json, proven, on data as asRunBegan() gives them. Fails with DataChanged where the data are not those of the run; with acceptChanged cells that are gone are left out
/// instead, and only other classes and parts that have become empty fail.
Result<dataset::Split> recordedSplit(const dataset::Dataset& dataset, const RunRecord& record, bool acceptChanged);

}  // namespace leukolens::experiment
