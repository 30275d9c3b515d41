// Two networks on the same people: differences of figures, paired.
#pragma once

#include "core/evaluation/bootstrap.h"

namespace leukolens::evaluation {

/// Second less first.
struct Difference {
    MetricKey key;
    double first = 0, second = 0;   ///< NaN: not defined
    double difference = 0;          ///< NaN likewise
    std::optional<Interval> interval;  ///< percentile, of the resamples that have both figures; empty as Figure::percentile is
    /// Two-sided, of no difference: twice the smaller share of resamples at or beyond 0, each share (1 + count) / (1 + resamples), at most 1 (Davison & Hinkley 1997, 4.2).
    /// Empty where the interval is.
    std::optional<double> p;
};

/// How many units both tables have, and each alone.
struct SharedUnits {
    int shared = 0, onlyFirst = 0, onlySecond = 0;
};

struct Comparison {
    bool overSubjects = true;       ///< false: units are images
    SharedUnits units;              ///< all figures are of the shared ones
    int cellsFirst = 0, cellsSecond = 0;  ///< cells of the shared units
    std::vector<Difference> differences;
};

SharedUnits sharedUnits(const PredictionTable& first, const PredictionTable& second);

/// Units are paired by the subject's name, where a subject is not known by the path. `positive`: as in metricsFor(). Fails with InvalidArgument where the classes differ
/// or as bootstrapFigures() does, with TooFewSubjects where no unit is in both tables, and with Cancelled.
Result<Comparison> compareTables(const PredictionTable& first, const PredictionTable& second, int positive, const BootstrapOptions& options, ProgressSink& progress,
                                 const CancelToken& cancel);

}  // namespace leukolens::evaluation
