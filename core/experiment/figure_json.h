// Figures with their intervals in the JSON files of a run folder.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/evaluation/bootstrap.h"

namespace leukolens::experiment {

/// {"value": …, "low": …, "high": …}; null where there is none. The percentile interval alone.
nlohmann::json toJson(const evaluation::Figure& figure);
/// The same back. Throws nlohmann's exceptions.
evaluation::Figure figureFromJson(const nlohmann::json& json);

nlohmann::json numberOrNull(double value);

}  // namespace leukolens::experiment
