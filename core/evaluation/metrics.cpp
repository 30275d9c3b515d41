#include "core/evaluation/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/evaluation/calibration.h"
#include "core/evaluation/ranking.h"
#include "core/evaluation/ratio.h"

namespace leukolens::evaluation {
namespace {

constexpr double kLeastLogLoss = std::numeric_limits<double>::epsilon();

/// Mean of the values that there are, each by its weight.
double meanOfDefined(std::span<const double> values, std::span<const double> weights) {
    double sum = 0, weight = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) continue;
        sum += weights[i] * values[i];
        weight += weights[i];
    }
    return ratio(sum, weight);
}

/// One weighted pass over the cells.
struct Sums {
    std::vector<double> confusion;  ///< classes × classes
    double total = 0, brier = 0, logLoss = 0;
    std::array<double, kCalibrationBins> binWeight{}, binConfidence{}, binRight{};
};

/// Figures that follow from a confusion matrix.
class Rates {
public:
    Rates(const std::vector<double>& confusion, std::size_t classes) : m_confusion(confusion), m_classes(classes), m_truth(classes, 0), m_called(classes, 0) {
        for (std::size_t t = 0; t < classes; ++t) {
            for (std::size_t c = 0; c < classes; ++c) {
                const double n = confusion[t * classes + c];
                m_truth[t] += n;
                m_called[c] += n;
                m_total += n;
                if (t == c) m_right += n;
            }
        }
    }

    double truth(std::size_t k) const { return m_truth[k]; }
    double total() const { return m_total; }
    double accuracy() const { return ratio(m_right, m_total); }
    double sensitivity(std::size_t k) const { return ratio(hits(k), m_truth[k]); }
    double precision(std::size_t k) const { return ratio(hits(k), m_called[k]); }
    double specificity(std::size_t k) const { return ratio(trueNegatives(k), m_total - m_truth[k]); }
    double negativePredictiveValue(std::size_t k) const { return ratio(trueNegatives(k), m_total - m_called[k]); }
    double f1(std::size_t k) const { return ratio(2 * hits(k), m_truth[k] + m_called[k]); }

    template <class Figure>
    double macro(Figure figure) const {
        return mean(figure, std::vector<double>(m_classes, 1));
    }
    template <class Figure>
    double weighted(Figure figure) const {
        return mean(figure, m_truth);
    }

    double kappa() const {
        double chance = 0;
        for (std::size_t k = 0; k < m_classes; ++k) chance += m_truth[k] * m_called[k];
        chance = ratio(chance, m_total * m_total);
        return ratio(accuracy() - chance, 1 - chance);
    }

    double mcc() const {
        double crossed = 0, truths = 0, calls = 0;
        for (std::size_t k = 0; k < m_classes; ++k) {
            crossed += m_truth[k] * m_called[k];
            truths += m_truth[k] * m_truth[k];
            calls += m_called[k] * m_called[k];
        }
        const double square = m_total * m_total;
        return ratio(m_right * m_total - crossed, std::sqrt((square - calls) * (square - truths)));
    }

private:
    double hits(std::size_t k) const { return m_confusion[k * m_classes + k]; }
    double trueNegatives(std::size_t k) const { return m_total - m_truth[k] - m_called[k] + hits(k); }
    template <class Figure>
    double mean(Figure figure, const std::vector<double>& weights) const {
        std::vector<double> values(m_classes);
        for (std::size_t k = 0; k < m_classes; ++k) values[k] = figure(k);
        return meanOfDefined(values, weights);
    }

    const std::vector<double>& m_confusion;
    std::size_t m_classes;
    std::vector<double> m_truth, m_called;
    double m_total = 0, m_right = 0;
};

bool isRanking(MetricKind kind) { return kind >= MetricKind::Auroc && kind <= MetricKind::AveragePrecisionWeighted; }

}  // namespace

std::string_view toString(MetricKind kind) {
    switch (kind) {
        case MetricKind::Accuracy: return "accuracy";
        case MetricKind::BalancedAccuracy: return "balanced_accuracy";
        case MetricKind::Sensitivity: return "sensitivity";
        case MetricKind::Specificity: return "specificity";
        case MetricKind::Precision: return "precision";
        case MetricKind::NegativePredictiveValue: return "negative_predictive_value";
        case MetricKind::F1: return "f1";
        case MetricKind::PrecisionMacro: return "precision_macro";
        case MetricKind::PrecisionWeighted: return "precision_weighted";
        case MetricKind::F1Macro: return "f1_macro";
        case MetricKind::F1Weighted: return "f1_weighted";
        case MetricKind::Kappa: return "kappa";
        case MetricKind::Mcc: return "mcc";
        case MetricKind::Auroc: return "auroc";
        case MetricKind::AurocMacro: return "auroc_macro";
        case MetricKind::AurocWeighted: return "auroc_weighted";
        case MetricKind::AveragePrecision: return "average_precision";
        case MetricKind::AveragePrecisionMacro: return "average_precision_macro";
        case MetricKind::AveragePrecisionWeighted: return "average_precision_weighted";
        case MetricKind::Brier: return "brier";
        case MetricKind::LogLoss: return "log_loss";
        case MetricKind::CalibrationError: return "calibration_error";
    }
    return "";
}

std::string nameOf(const MetricKey& key, const std::vector<std::string>& classes) {
    std::string name(toString(key.kind));
    if (key.classIndex >= 0) name += '[' + classes[static_cast<std::size_t>(key.classIndex)] + ']';
    return name;
}

bool isLossLike(MetricKind kind) { return kind == MetricKind::Brier || kind == MetricKind::LogLoss || kind == MetricKind::CalibrationError; }

int positiveOrSecond(std::size_t classes, int positive) { return positive < 0 && classes == 2 ? 1 : positive; }

std::vector<MetricKey> metricsFor(std::size_t classes, int positive) {
    using enum MetricKind;
    std::vector<MetricKey> keys;
    const auto add = [&keys](std::initializer_list<MetricKind> kinds, int classIndex = -1) {
        for (const auto kind : kinds) keys.push_back({kind, classIndex});
    };
    const bool two = classes == 2;
    add({Accuracy, BalancedAccuracy});
    if (two || positive >= 0) add({Sensitivity, Specificity, Precision, NegativePredictiveValue, F1});
    add({F1Weighted, F1Macro, PrecisionMacro, PrecisionWeighted});
    if (two || positive >= 0) add({Auroc, AveragePrecision});
    if (!two) add({AurocMacro, AurocWeighted, AveragePrecisionMacro, AveragePrecisionWeighted});
    add({Kappa, Mcc, Brier, LogLoss, CalibrationError});
    if (two) return keys;
    for (std::size_t k = 0; k < classes; ++k) add({Sensitivity, Specificity, Precision, F1, Auroc, AveragePrecision}, static_cast<int>(k));
    return keys;
}

std::int64_t ConfusionMatrix::ofTruth(std::size_t truth) const {
    std::int64_t sum = 0;
    for (std::size_t c = 0; c < classes; ++c) sum += at(truth, c);
    return sum;
}

std::int64_t ConfusionMatrix::called(std::size_t called) const {
    std::int64_t sum = 0;
    for (std::size_t t = 0; t < classes; ++t) sum += at(t, called);
    return sum;
}

std::int64_t ConfusionMatrix::total() const { return std::accumulate(counts.begin(), counts.end(), std::int64_t{0}); }

std::int64_t ConfusionMatrix::right() const {
    std::int64_t sum = 0;
    for (std::size_t k = 0; k < classes; ++k) sum += at(k, k);
    return sum;
}

ConfusionMatrix confusionOf(const PredictionTable& table, const Decision& decision) {
    ConfusionMatrix matrix{table.classes.size(), std::vector<std::int64_t>(table.classes.size() * table.classes.size(), 0)};
    for (std::size_t i = 0; i < table.cells.size(); ++i)
        ++matrix.counts[static_cast<std::size_t>(table.cells[i].label) * matrix.classes + static_cast<std::size_t>(decide(table.of(i), decision))];
    return matrix;
}

struct MetricEvaluator::State {
    struct Cell {
        int unit = 0;
        int place = 0;  ///< in the confusion matrix
        int bin = 0;
        double confidence = 0, brier = 0, logLoss = 0;
        bool right = false;  ///< the most probable class is the true one
    };

    Units units;
    std::vector<MetricKey> keys;
    std::size_t classes = 2;
    int positive = -1;
    std::vector<Cell> cells;
    std::vector<std::unique_ptr<Ranking>> rankings;  ///< one a class; null: not asked for

    Sums sumsOf(std::span<const int> counts) const;
    double rank(std::size_t k, MetricKind kind, const std::vector<RankFigures>& ranks) const {
        return kind == MetricKind::Auroc ? ranks[k].auroc : ranks[k].averagePrecision;
    }
    double valueOf(const MetricKey& key, const Sums& sums, const Rates& rates, const std::vector<RankFigures>& ranks) const;
    double rankingValue(const MetricKey& key, const Rates& rates, const std::vector<RankFigures>& ranks) const;
};

Sums MetricEvaluator::State::sumsOf(std::span<const int> counts) const {
    Sums sums;
    sums.confusion.assign(classes * classes, 0);
    for (const Cell& cell : cells) {
        const double weight = counts[static_cast<std::size_t>(cell.unit)];
        sums.confusion[static_cast<std::size_t>(cell.place)] += weight;
        sums.total += weight;
        sums.brier += weight * cell.brier;
        sums.logLoss += weight * cell.logLoss;
        const auto bin = static_cast<std::size_t>(cell.bin);
        sums.binWeight[bin] += weight;
        sums.binConfidence[bin] += weight * cell.confidence;
        sums.binRight[bin] += cell.right ? weight : 0;
    }
    return sums;
}

double MetricEvaluator::State::rankingValue(const MetricKey& key, const Rates& rates, const std::vector<RankFigures>& ranks) const {
    using enum MetricKind;
    const MetricKind plainKind = key.kind >= AveragePrecision ? AveragePrecision : Auroc;
    if (key.kind == plainKind) return rank(static_cast<std::size_t>(key.classIndex >= 0 ? key.classIndex : positive), plainKind, ranks);
    const auto figure = [&](std::size_t k) { return rank(k, plainKind, ranks); };
    return key.kind == AurocMacro || key.kind == AveragePrecisionMacro ? rates.macro(figure) : rates.weighted(figure);
}

double MetricEvaluator::State::valueOf(const MetricKey& key, const Sums& sums, const Rates& rates, const std::vector<RankFigures>& ranks) const {
    using enum MetricKind;
    if (isRanking(key.kind)) return rankingValue(key, rates, ranks);
    const auto k = static_cast<std::size_t>(key.classIndex >= 0 ? key.classIndex : std::max(0, positive));
    switch (key.kind) {
        case Accuracy: return rates.accuracy();
        case BalancedAccuracy: return rates.macro([&](std::size_t c) { return rates.sensitivity(c); });
        case Sensitivity: return rates.sensitivity(k);
        case Specificity: return rates.specificity(k);
        case Precision: return rates.precision(k);
        case NegativePredictiveValue: return rates.negativePredictiveValue(k);
        case F1: return rates.f1(k);
        case PrecisionMacro: return rates.macro([&](std::size_t c) { return rates.precision(c); });
        case PrecisionWeighted: return rates.weighted([&](std::size_t c) { return rates.precision(c); });
        case F1Macro: return rates.macro([&](std::size_t c) { return rates.f1(c); });
        case F1Weighted: return rates.weighted([&](std::size_t c) { return rates.f1(c); });
        case Kappa: return rates.kappa();
        case Mcc: return rates.mcc();
        case Brier: return ratio(sums.brier, sums.total);
        case LogLoss: return ratio(sums.logLoss, sums.total);
        case CalibrationError: {
            double error = 0;
            for (std::size_t bin = 0; bin < sums.binWeight.size(); ++bin) error += std::abs(sums.binRight[bin] - sums.binConfidence[bin]);
            return ratio(error, sums.total);
        }
        default: return kUndefined;
    }
}

MetricEvaluator::MetricEvaluator(const PredictionTable& table, Units units, std::vector<MetricKey> keys, const Decision& decision) {
    auto state = std::make_unique<State>();
    state->units = std::move(units);
    state->keys = std::move(keys);
    state->classes = table.classes.size();
    state->positive = positiveOrSecond(state->classes, decision.positive);
    state->cells.reserve(table.cells.size());
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const auto row = table.of(i);
        const auto label = static_cast<std::size_t>(table.cells[i].label);
        const auto best = static_cast<std::size_t>(decide(row));
        State::Cell cell;
        cell.unit = state->units.ofCell[i];
        cell.place = static_cast<int>(label * state->classes) + decide(row, decision);
        cell.confidence = row[best];
        cell.bin = calibrationBin(cell.confidence);
        cell.right = best == label;
        cell.logLoss = -std::log(std::clamp(row[label], kLeastLogLoss, 1.0));
        for (std::size_t k = 0; k < row.size(); ++k) {
            const double error = row[k] - (k == label ? 1 : 0);
            if (state->classes > 2 || static_cast<int>(k) == state->positive) cell.brier += error * error;
        }
        state->cells.push_back(cell);
    }
    state->rankings.resize(state->classes);
    for (const MetricKey& key : state->keys) {
        if (!isRanking(key.kind)) continue;
        const bool one = key.kind == MetricKind::Auroc || key.kind == MetricKind::AveragePrecision;
        for (std::size_t k = 0; k < state->classes; ++k) {
            if (one && static_cast<int>(k) != (key.classIndex >= 0 ? key.classIndex : state->positive)) continue;
            if (!state->rankings[k]) state->rankings[k] = std::make_unique<Ranking>(table, static_cast<int>(k), state->units.ofCell);
        }
    }
    m_state = std::move(state);
}

MetricEvaluator::~MetricEvaluator() = default;
MetricEvaluator::MetricEvaluator(MetricEvaluator&&) noexcept = default;

const std::vector<MetricKey>& MetricEvaluator::keys() const { return m_state->keys; }
const Units& MetricEvaluator::units() const { return m_state->units; }

std::vector<double> MetricEvaluator::evaluate(std::span<const int> counts) const {
    const Sums sums = m_state->sumsOf(counts);
    const Rates rates(sums.confusion, m_state->classes);
    std::vector<RankFigures> ranks(m_state->classes);
    for (std::size_t k = 0; k < ranks.size(); ++k)
        if (m_state->rankings[k]) ranks[k] = m_state->rankings[k]->figures(counts);
    std::vector<double> values;
    values.reserve(m_state->keys.size());
    for (const MetricKey& key : m_state->keys) values.push_back(m_state->valueOf(key, sums, rates, ranks));
    return values;
}

std::vector<double> MetricEvaluator::evaluate() const { return evaluate(std::vector<int>(static_cast<std::size_t>(m_state->units.count), 1)); }

}  // namespace leukolens::evaluation
