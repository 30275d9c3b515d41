// The files of a run folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/experiment/checkpoint.h"
#include "core/experiment/leak_guard.h"
#include "core/experiment/run.h"

namespace leukolens::experiment {

/// Version written into the JSON files of a run folder other than settings.json.
inline constexpr int kRunFormatVersion = 1;

/// Labels that a person had changed when the run began (core/dataset/corrections.h); absent where there were none.
inline constexpr const char* kCorrectionsFile = "corrections.json";
/// Decisions about pictures that are there twice, likewise (core/dataset/leak_decisions.h).
inline constexpr const char* kDecisionsFile = "duplicates.json";
/// What of these the split divided (leak_guard.h); absent where nothing is.
inline constexpr const char* kLeaksFile = "leaks.json";

/// Answers for the test part, of a fold and gathered of all.
inline constexpr const char* kPredictionsFile = "predictions.csv";
/// Of a fold: answers for its inner validation part; absent where that is the test part, and in runs of earlier programs.
inline constexpr const char* kValidationFile = "validation.csv";

/// What an earlier start left that did not come to be a run would be taken for this run's. Absent is fine.
Result<void> removeStale(const std::filesystem::path& file);

/// Of a run in `folder`; fold 1-based.
inline std::filesystem::path folderOf(const std::filesystem::path& folder, int fold) { return folder / ("fold-" + std::to_string(fold)); }
inline std::filesystem::path modelOf(const std::filesystem::path& folder, int fold) { return folderOf(folder, fold) / "best.leukomodel"; }

/// Writes and appends the files of one run. Not thread-safe. While it lives, no other program trains into the folder.
class RunFiles {
public:
    /// Creates the folder; AlreadyExists if something is in it.
    static Result<RunFiles> create(const std::filesystem::path& folder);
    /// Of an earlier run. Removes what an interrupted write left. Fails with NoPermission where nothing may be written, and with
    /// AlreadyExists while another program trains into it.
    static Result<RunFiles> open(const std::filesystem::path& folder);

    const std::filesystem::path& folder() const { return m_folder; }
    std::filesystem::path modelFile(int fold) const { return modelOf(m_folder, fold); }
    CheckpointFolder checkpoints(int fold) const { return CheckpointFolder(foldFolder(fold) / "checkpoint"); }

    Result<void> writeSettings(const TrainSettings& settings, const std::string& device, const std::string& precision, const dataset::Dataset& dataset);
    /// Into settings.json, all else there stays.
    Result<void> writeExtensions(const std::vector<ExtensionRecord>& extensions);
    Result<void> writeLeaks(const dataset::Dataset& dataset, const LeakRecord& leaks);  ///< where a pair is divided
    Result<void> writeSplit(const dataset::Dataset& dataset, const dataset::Split& split);
    Result<void> writeHistory(const std::vector<EpochRecord>& rows);  ///< in the place of what is there
    Result<void> appendEpoch(const EpochRecord& record);
    Result<void> writeFolds(const std::vector<FoldRecord>& folds);
    Result<void> writeOutcome(const RunResult& result);  ///< outcome.json: weights, notices, the batch where it was halved

    /// fold-K/NAME, one line a cell: path, subject, fold, label, predicted, a probability a class (of the network alone, no temperature). NAME: kPredictionsFile for
    /// the test part, kValidationFile for the inner validation part.
    Result<void> writePredictions(const char* name, const dataset::Dataset& dataset, int fold, const std::vector<int>& cells, const std::vector<float>& probabilities);
    /// predictions.csv from those of these folds.
    Result<void> gatherPredictions(const std::vector<FoldRecord>& folds);

    /// A line with the time in front. That it cannot be written stops nothing.
    void log(const std::string& line);

private:
    struct Lock;
    RunFiles(std::filesystem::path folder, std::shared_ptr<Lock> lock) : m_folder(std::move(folder)), m_lock(std::move(lock)) {}
    static Result<RunFiles> locked(const std::filesystem::path& folder);
    std::filesystem::path foldFolder(int fold) const { return folderOf(m_folder, fold); }

    std::filesystem::path m_folder;
    std::shared_ptr<Lock> m_lock;
};

}  // namespace leukolens::experiment
