// Cells that a network of a run has never seen, to try it on.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/dataset.h"

namespace leukolens::ui {

struct UnseenCells {
    std::filesystem::path model;               ///< of the first fold
    std::vector<std::filesystem::path> cells;  ///< that fold's test part
};

/// Of a run on `dataset` whose first fold is done. Fails as readRun() and plannedSplit() do. Long: call it from a worker.
Result<UnseenCells> findUnseenCells(const dataset::Dataset& dataset, const std::filesystem::path& runFolder);

}  // namespace leukolens::ui
