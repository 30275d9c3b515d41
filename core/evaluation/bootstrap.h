// How sure figures are: intervals by bootstrap over subjects, where no subject is known over images.
#pragma once

#include <functional>
#include <optional>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/evaluation/metrics.h"
#include "core/evaluation/ranking.h"
#include "core/evaluation/resampling.h"

namespace leukolens::evaluation {

struct BootstrapOptions {
    int resamples = 2000;
    double level = 0.95;
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: as many as cores. The numbers do not depend on it
};

struct Figure {
    double value = 0;                    ///< NaN: not defined for these cells
    /// Percentile interval (Efron & Tibshirani 1993, ch. 13), of the resamples for which the figure is defined; empty: fewer than two units, or fewer than half
    /// of the resamples.
    std::optional<Interval> percentile;
    /// Bias-corrected and accelerated (Efron 1987; ch. 14). The acceleration is the jackknife's over units, over kMostJackknives blocks of units where there
    /// are more. Empty where the percentile is, all resamples are alike, or leaving out a unit leaves the figure undefined.
    std::optional<Interval> bca;
    int defined = 0;                     ///< resamples for which it is; 0 for fewer than two units, of which none are drawn
};

inline constexpr int kMostJackknives = 2000;

/// Fails with InvalidArgument: 10 to 100,000 resamples, a level between 0 and 1.
Result<void> checkOptions(const BootstrapOptions& options);

/// One a key of the evaluator. Fails as checkOptions() does or with Cancelled.
Result<std::vector<Figure>> bootstrapFigures(const MetricEvaluator& evaluator, const BootstrapOptions& options, ProgressSink& progress, const CancelToken& cancel);

/// A curve's interval at each of some places, pointwise.
struct CurveBand {
    std::vector<double> at;    ///< false positive rates, or recalls
    std::vector<double> low, high;  ///< empty: too few resamples have the curve
};
struct CurveBands {
    CurveBand roc, precisionRecall;
};
/// 101 places each. Fails as bootstrapFigures() does.
Result<CurveBands> bootstrapBands(const Ranking& ranking, int units, const BootstrapOptions& options, ProgressSink& progress, const CancelToken& cancel);

/// What `figures` says of each resample of so many units (how often each was drawn): [resample][figure], NaN where one is not defined. On several threads, which all call
/// `figures`. Fails as checkOptions() does or with Cancelled.
using Resamples = std::vector<std::vector<double>>;
Result<Resamples> resample(int units, const BootstrapOptions& options, const char* stage, ProgressSink& progress, const CancelToken& cancel,
                           const std::function<std::vector<double>(std::span<const int> counts)>& figures);

/// Of one figure, those that are defined, sorted.
std::vector<double> definedValues(const Resamples& resamples, std::size_t figure);

/// sorted: of the defined resamples; empty for fewer than half of all.
std::optional<Interval> percentileInterval(std::span<const double> sorted, const BootstrapOptions& options);

}  // namespace leukolens::evaluation
