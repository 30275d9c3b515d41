// comparison.json and comparison.csv.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/experiment/model_comparison.h"

namespace leukolens::experiment {

/// As comparison.json has it; beside what is read back also each row's title and published figure.
nlohmann::json toJson(const ModelComparison& comparison);

/// A line a row, plain numbers with a point, empty fields where there is none.
std::string comparisonCsv(const ModelComparison& comparison);

/// What is compared: accuracy first.
std::vector<evaluation::MetricKey> comparedFigures(std::size_t classes);

/// "random", "ImageNet", "weights: FILE".
std::string describeInitialisation(const ComparedRow& row);
/// "InceptionV3"; the ensemble: "Ensemble of all".
std::string titleOf(const ComparedRow& row);

/// Both files, atomically, comparison.json last.
Result<void> writeComparison(const ModelComparison& comparison);

}  // namespace leukolens::experiment
