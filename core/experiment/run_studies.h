// What was made of a run beyond its evaluation, on a person's wish: maps and a learning curve.
#pragma once

#include "core/experiment/learning_curve.h"
#include "core/experiment/run_map.h"

namespace leukolens::experiment {

struct RunStudies {
    std::vector<RunMap> maps;             ///< those that are there, by fold
    std::optional<LearningCurve> learning;
};

/// Fails with ReadFailed where one of the files is damaged.
Result<RunStudies> readRunStudies(const RunRecord& record);

}  // namespace leukolens::experiment
