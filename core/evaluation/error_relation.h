// Whether errors go with something that can be measured of the pictures: the share of wrong answers over equally large groups of cells by that measure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/evaluation/bootstrap.h"

namespace leukolens::evaluation {

struct RelationGroup {
    double low = 0, high = 0;  ///< smallest and largest value in it
    int cells = 0, errors = 0;
    std::optional<Interval> share;  ///< of errors ÷ cells, percentile, by bootstrap over the table's units; empty as Figure::percentile is

    double errorShare() const { return static_cast<double>(errors) / cells; }
};

struct ErrorRelation {
    std::vector<RelationGroup> groups;  ///< by ascending value; fewer where many cells have the same value; empty where no value is known
    int unknown = 0;                    ///< cells without a value
};

/// values: one a cell; NaN: not known. groups ≥ 2: as even as cells of equal value, which stay together, let them be. Fails as checkOptions() does, or with Cancelled.
Result<ErrorRelation> relateErrors(const PredictionTable& table, const Units& units, std::span<const double> values, int groups, const BootstrapOptions& options, ProgressSink& progress,
                                   const CancelToken& cancel);

}  // namespace leukolens::evaluation
