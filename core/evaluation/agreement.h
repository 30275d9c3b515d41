// How far two readers agree on the same cells, beyond chance.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/evaluation/metrics.h"
#include "core/evaluation/resampling.h"

namespace leukolens::evaluation {

struct Agreement {
    std::vector<std::string> classes;  ///< those that either reader used, in the order first met
    ConfusionMatrix counts;            ///< row: the first reader's class, column: the second's
    std::int64_t cells = 0;
    double observed = 0;               ///< proportion of cells with the same class; NaN without cells
    double kappa = 0;                  ///< Cohen 1960; NaN without cells, or where both used one and the same class only
    std::optional<Interval> interval;  ///< of kappa, 95 %, by the large-sample standard error of Fleiss, Cohen & Everitt 1969; cut at −1 and 1. Empty where kappa is NaN
};

/// Pairs of classes, one a cell: the first reader's, the second's.
Agreement agreementOf(const std::vector<std::pair<std::string, std::string>>& cells);

}  // namespace leukolens::evaluation
