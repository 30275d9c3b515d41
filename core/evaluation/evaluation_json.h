// An evaluation as JSON: evaluation.json, `leukolens evaluate --json` and `compare --json`. Numbers keep every digit; what is not defined is null.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/evaluation/comparison.h"
#include "core/evaluation/evaluation.h"

namespace leukolens::evaluation {

/// "classes", "positive" (name or null), "units" ("subjects" or "images"), "cells", "metrics" {NAME: FIGURE}, "folds" and "subgroups" (each with its cells, subjects
/// and metrics), "meanOfFolds" {NAME: {"mean","sd"}}, "subjects" (the worst first), "confusion" (rows: truth), "curve", "bands", "calibration", "alarms" and "bootstrap".
/// FIGURE: {"value","low","high","bcaLow","bcaHigh","resamples"}. The curve has kMostCurvePoints points at the most.
nlohmann::json toJson(const Evaluation& evaluation);

inline constexpr std::size_t kMostCurvePoints = 2000;

/// {"units","shared","onlyFirst","onlySecond","cells":[A,B],"metrics":{NAME:{"first","second","difference","low","high","p"}}}
nlohmann::json toJson(const Comparison& comparison, const std::vector<std::string>& classes);

}  // namespace leukolens::evaluation
