// The cells that a run tested, laid out by what its network's last layer sees of them.
#pragma once

#include <optional>

#include "core/evaluation/feature_map.h"
#include "core/experiment/run.h"

namespace leukolens::experiment {

/// In the run folder, or in that of a fold.
inline constexpr const char* kMapFile = "map.json";

/// The fold number of a map over the test cells of all folds: their networks share one frozen trunk, so that vectors of different folds can be compared.
inline constexpr int kAllFolds = 0;

struct MappedCell {
    std::string path;  ///< as in predictions.csv
    double x = 0, y = 0;
};

struct RunMap {
    int fold = kAllFolds;
    evaluation::MapMethod method = evaluation::MapMethod::Umap;
    double explained = 0;  ///< as FeatureMap's
    std::vector<MappedCell> cells;
};

/// What can be mapped: kAllFolds alone with a frozen trunk, otherwise each fold that is done.
std::vector<int> foldsToMap(const RunRecord& record);

/// Reads the data from `source`, lets the fold's network look at its test cells, lays them out and writes map.json. Fails as cellsOfRun(), predictorOfFold() and mapOfVectors() do, with
/// InvalidArgument for a fold that foldsToMap() does not name, and with what a picture's reading says. Long: call it from a worker.
Result<RunMap> makeRunMap(const RunRecord& record, int fold, const std::filesystem::path& source, ProgressSink& progress, const CancelToken& cancel);

/// Nothing where none was made, or the run went on since. Fails with ReadFailed where the file is damaged.
Result<std::optional<RunMap>> readRunMap(const RunRecord& record, int fold);

}  // namespace leukolens::experiment
