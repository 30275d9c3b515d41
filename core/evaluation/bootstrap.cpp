#include "core/evaluation/bootstrap.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <mutex>
#include <numbers>
#include <thread>

#include "core/base/cores.h"

namespace leukolens::evaluation {
namespace {

constexpr std::size_t kPlaces = 101;
/// Figures of different resamples that are equal may differ so far by rounding.
constexpr double kRounding = 1e-12;

double normalDistribution(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

/// Inverse of the above: Acklam's rational approximation, then one step of Halley's method, which leaves it exact to a few units in the last place.
double normalQuantile(double p) {
    constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00};
    constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01};
    constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00};
    constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
    const auto tail = [&](double q) {
        return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    };
    double z = 0;
    if (p < 0.02425) {
        z = tail(std::sqrt(-2 * std::log(p)));
    } else if (p > 1 - 0.02425) {
        z = -tail(std::sqrt(-2 * std::log1p(-p)));
    } else {
        const double q = p - 0.5, r = q * q;
        z = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
    }
    const double error = (normalDistribution(z) - p) * std::sqrt(2 * std::numbers::pi) * std::exp(z * z / 2);
    return z - error / (1 + z * error / 2);
}

/// Calls `work` for each of 0…count−1 on several threads. False where it was cancelled, then some were not called. Progress counts calls.
bool forEach(int count, int threads, const char* stage, ProgressSink& progress, const CancelToken& cancel, const std::function<void(int)>& work) {
    constexpr int kChunk = 16;
    const int wanted = threads > 0 ? threads : usableCores();
    std::atomic<int> next{0}, done{0};
    std::exception_ptr thrown;
    std::mutex mutex;
    const auto loop = [&] {
        try {
            for (;;) {
                const int from = next.fetch_add(kChunk);
                if (from >= count || cancel.cancelled()) return;
                const int to = std::min(count, from + kChunk);
                for (int i = from; i < to; ++i) work(i);
                progress.report({stage, done += to - from, count});
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            thrown = std::current_exception();
            next = count;
        }
    };
    {
        std::vector<std::jthread> others;
        for (int i = 1; i < std::min(wanted, (count + kChunk - 1) / kChunk); ++i) others.emplace_back(loop);
        loop();
    }
    if (thrown) std::rethrow_exception(thrown);
    return done == count;
}

/// Figures with one block of units left out after the other: [block][key].
std::vector<std::vector<double>> jackknife(const MetricEvaluator& evaluator, int threads, ProgressSink& progress, const CancelToken& cancel) {
    const int units = evaluator.units().count, blocks = std::min(units, kMostJackknives);
    std::vector<std::vector<double>> values(static_cast<std::size_t>(blocks));
    const bool whole = forEach(blocks, threads, "Intervals", progress, cancel, [&](int block) {
        std::vector<int> counts(static_cast<std::size_t>(units), 1);
        for (int unit = block; unit < units; unit += blocks) counts[static_cast<std::size_t>(unit)] = 0;
        values[static_cast<std::size_t>(block)] = evaluator.evaluate(counts);
    });
    if (!whole) values.clear();
    return values;
}

/// Of one figure; nothing where it is not defined.
std::optional<double> acceleration(const std::vector<std::vector<double>>& left, std::size_t key) {
    double mean = 0;
    for (const auto& values : left) mean += values[key];
    if (std::isnan(mean)) return std::nullopt;
    mean /= static_cast<double>(left.size());
    double squares = 0, cubes = 0, least = mean, most = mean;
    for (const auto& values : left) {
        least = std::min(least, values[key]);
        most = std::max(most, values[key]);
        const double difference = mean - values[key];
        squares += difference * difference;
        cubes += difference * difference * difference;
    }
    if (most - least < kRounding) return std::nullopt;
    return cubes / (6 * std::pow(squares, 1.5));
}

/// sorted: the figure of the resamples.
std::optional<Interval> bcaInterval(std::span<const double> sorted, double value, std::optional<double> acceleration, double level) {
    if (!acceleration || sorted.back() - sorted.front() < kRounding) return std::nullopt;
    // Resamples that give just the value count half on either side, as in SciPy.
    const auto first = std::ranges::lower_bound(sorted, value - kRounding), last = std::ranges::upper_bound(sorted, value + kRounding);
    const double below = static_cast<double>((first - sorted.begin()) + (last - sorted.begin())) / 2 / static_cast<double>(sorted.size());
    if (below <= 0 || below >= 1) return std::nullopt;
    const double bias = normalQuantile(below);
    const auto place = [&](double probability) {
        const double shifted = bias + normalQuantile(probability);
        return normalDistribution(bias + shifted / (1 - *acceleration * shifted));
    };
    const double low = place((1 - level) / 2), high = place((1 + level) / 2);
    if (!(low >= 0 && low <= high && high <= 1)) return std::nullopt;
    return Interval{quantileOf(sorted, low), quantileOf(sorted, high)};
}

/// The curves of all resamples, place by place, to a band.
void toBand(const Resamples& curves, std::size_t firstPlace, const BootstrapOptions& options, CurveBand& band) {
    for (std::size_t place = 0; place < band.at.size(); ++place) {
        const auto interval = percentileInterval(definedValues(curves, firstPlace + place), options);
        if (!interval) {
            band.low.clear();
            band.high.clear();
            return;
        }
        band.low.push_back(interval->low);
        band.high.push_back(interval->high);
    }
}

}  // namespace

Result<void> checkOptions(const BootstrapOptions& options) {
    if (options.resamples < 10 || options.resamples > 100'000) return fail(ErrorCode::InvalidArgument, "a bootstrap takes 10 to 100000 resamples, not " + std::to_string(options.resamples));
    if (!(options.level > 0 && options.level < 1)) return fail(ErrorCode::InvalidArgument, "an interval's level lies between 0 and 1");
    return {};
}

Result<Resamples> resample(int units, const BootstrapOptions& options, const char* stage, ProgressSink& progress, const CancelToken& cancel,
                           const std::function<std::vector<double>(std::span<const int> counts)>& figures) {
    if (auto sound = checkOptions(options); !sound) return fail(sound.error());
    Resamples drawn(static_cast<std::size_t>(options.resamples));
    const bool whole = forEach(options.resamples, options.threads, stage, progress, cancel, [&](int index) {
        std::vector<int> counts(static_cast<std::size_t>(units));
        drawUnits(options.seed, index, counts);
        drawn[static_cast<std::size_t>(index)] = figures(counts);
    });
    if (!whole) return fail(ErrorCode::Cancelled, "stopped");
    return drawn;
}

std::vector<double> definedValues(const Resamples& resamples, std::size_t figure) {
    std::vector<double> values;
    for (const auto& figures : resamples)
        if (!std::isnan(figures[figure])) values.push_back(figures[figure]);
    std::ranges::sort(values);
    return values;
}

std::optional<Interval> percentileInterval(std::span<const double> sorted, const BootstrapOptions& options) {
    if (sorted.empty() || 2 * sorted.size() < static_cast<std::size_t>(options.resamples)) return std::nullopt;
    return Interval{quantileOf(sorted, (1 - options.level) / 2), quantileOf(sorted, (1 + options.level) / 2)};
}

Result<std::vector<Figure>> bootstrapFigures(const MetricEvaluator& evaluator, const BootstrapOptions& options, ProgressSink& progress, const CancelToken& cancel) {
    if (auto sound = checkOptions(options); !sound) return fail(sound.error());
    const auto values = evaluator.evaluate();
    std::vector<Figure> figures(values.size());
    for (std::size_t key = 0; key < values.size(); ++key) figures[key].value = values[key];
    const int units = evaluator.units().count;
    if (units < 2) return figures;
    const auto drawn = resample(units, options, "Intervals", progress, cancel, [&](std::span<const int> counts) { return evaluator.evaluate(counts); });
    if (!drawn) return fail(drawn.error());
    const auto left = jackknife(evaluator, options.threads, progress, cancel);
    if (left.empty()) return fail(ErrorCode::Cancelled, "stopped");
    for (std::size_t key = 0; key < values.size(); ++key) {
        const auto sorted = definedValues(*drawn, key);
        figures[key].defined = static_cast<int>(sorted.size());
        if (std::isnan(values[key])) continue;
        figures[key].percentile = percentileInterval(sorted, options);
        if (figures[key].percentile) figures[key].bca = bcaInterval(sorted, values[key], acceleration(left, key), options.level);
    }
    return figures;
}

Result<CurveBands> bootstrapBands(const Ranking& ranking, int units, const BootstrapOptions& options, ProgressSink& progress, const CancelToken& cancel) {
    if (auto sound = checkOptions(options); !sound) return fail(sound.error());
    CurveBands bands;
    for (std::size_t i = 0; i < kPlaces; ++i) {
        bands.roc.at.push_back(static_cast<double>(i) / (kPlaces - 1));
        // Precision at no recall at all is not defined.
        bands.precisionRecall.at.push_back(i == 0 ? 0.001 : bands.roc.at.back());
    }
    if (units < 2) return bands;
    // Both curves of a resample one after the other.
    const auto curves = resample(units, options, "Bands of the curves", progress, cancel, [&](std::span<const int> counts) {
        std::vector<double> both(2 * kPlaces, std::numeric_limits<double>::quiet_NaN());
        ranking.sensitivities(counts, bands.roc.at, std::span(both).first(kPlaces));
        ranking.precisions(counts, bands.precisionRecall.at, std::span(both).last(kPlaces));
        return both;
    });
    if (!curves) return fail(curves.error());
    toBand(*curves, 0, options, bands.roc);
    toBand(*curves, kPlaces, options, bands.precisionRecall);
    return bands;
}

}  // namespace leukolens::evaluation
