// The files of a run folder.
#pragma once

#include <string>
#include <vector>

#include "core/experiment/run.h"

namespace leukolens::experiment {

/// Version written into each JSON of a run folder.
inline constexpr int kRunFormatVersion = 1;

/// Writes and appends the files of one run. Not thread-safe.
class RunFiles {
public:
    /// Creates the folder; AlreadyExists if something is in it.
    static Result<RunFiles> create(const std::filesystem::path& folder);

    const std::filesystem::path& folder() const { return m_folder; }
    std::filesystem::path modelFile(int fold) const;

    Result<void> writeSettings(const TrainSettings& settings, const std::string& device, const std::string& precision, const dataset::Dataset& dataset);
    Result<void> writeSplit(const dataset::Dataset& dataset, const dataset::Split& split);
    Result<void> appendEpoch(const EpochRecord& record);
    Result<void> writeFolds(const std::vector<FoldRecord>& folds);
    Result<void> writeOutcome(const RunResult& result);  ///< outcome.json: weights and notices
    /// One line a cell: path, subject, fold, label, predicted, a probability a class.
    Result<void> appendPredictions(const dataset::Dataset& dataset, int fold, const std::vector<int>& cells, const std::vector<float>& probabilities);
    /// A line with the time in front.
    Result<void> log(const std::string& line);

private:
    explicit RunFiles(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    std::filesystem::path m_folder;
};

}  // namespace leukolens::experiment
