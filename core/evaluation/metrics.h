// The figures of an evaluation, and how they follow from predictions. Values agree with scikit-learn's (tests/core/evaluation/reference.json);
// what has no value there (a class without cells, no cell called positive) has none here: NaN.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/evaluation/prediction_table.h"

namespace leukolens::evaluation {

/// Formulas with TP, FP, TN, FN of one class against all others. Macro: mean over the classes that have a value. Weighted: likewise by their cells.
enum class MetricKind {
    Accuracy,
    BalancedAccuracy,   ///< macro sensitivity
    Sensitivity,        ///< TP / (TP + FN), recall
    Specificity,        ///< TN / (TN + FP)
    Precision,          ///< TP / (TP + FP), positive predictive value at the data's own prevalence
    NegativePredictiveValue,  ///< TN / (TN + FN)
    F1,                 ///< 2 TP / (2 TP + FP + FN)
    PrecisionMacro,
    PrecisionWeighted,
    F1Macro,
    F1Weighted,         ///< C-NMC's own
    Kappa,              ///< Cohen 1960
    Mcc,                ///< Matthews correlation, of many classes after Gorodkin 2004; no value where all cells are, or are called, one class
    Auroc,              ///< area under the ROC curve, ties counted half (Mann–Whitney)
    AurocMacro,         ///< one against the rest
    AurocWeighted,
    AveragePrecision,   ///< Σ (Rₙ − Rₙ₋₁) Pₙ, no interpolation
    AveragePrecisionMacro,
    AveragePrecisionWeighted,
    Brier,              ///< two classes: mean (p − y)² of one; more: mean Σ (pₖ − yₖ)²
    LogLoss,            ///< nats; probabilities under 2⁻⁵² count as that
    CalibrationError,   ///< expected calibration error of the highest probability, kCalibrationBins equal bins (Guo et al. 2017)
};

inline constexpr int kCalibrationBins = 15;

/// A figure of one class, or of all (classIndex −1).
struct MetricKey {
    MetricKind kind = MetricKind::Accuracy;
    int classIndex = -1;
    friend bool operator==(const MetricKey&, const MetricKey&) = default;
};

/// Stable: "balanced_accuracy", "f1_weighted", "auroc".
std::string_view toString(MetricKind kind);
/// "auroc", or with a class "sensitivity[neutrophil]".
std::string nameOf(const MetricKey& key, const std::vector<std::string>& classes);
/// Whether a smaller value is the better one.
bool isLossLike(MetricKind kind);

/// Two classes: figures of the positive class, and the macro and weighted ones that differ from them. More: macro and weighted ones, then those of each
/// class; sensitivity … of the positive class too, where there is one. `positive`: −1 with two classes counts as class 1.
std::vector<MetricKey> metricsFor(std::size_t classes, int positive);

/// Which class figures such as the sensitivity are of: `positive`, or with two classes the second where none is named.
int positiveOrSecond(std::size_t classes, int positive);

/// Cells by true class (row) and by what they are called (column).
struct ConfusionMatrix {
    std::size_t classes = 0;
    std::vector<std::int64_t> counts;  ///< classes × classes, row after row

    std::int64_t at(std::size_t truth, std::size_t called) const { return counts[truth * classes + called]; }
    std::int64_t ofTruth(std::size_t truth) const;
    std::int64_t called(std::size_t called) const;
    std::int64_t total() const;
    std::int64_t right() const;
};
ConfusionMatrix confusionOf(const PredictionTable& table, const Decision& decision = {});

/// Computes all figures of a table, each unit counted as often as it is said: what a bootstrap asks thousands of times. Sorts once. Immutable: any
/// number of threads may ask.
class MetricEvaluator {
public:
    MetricEvaluator(const PredictionTable& table, Units units, std::vector<MetricKey> keys, const Decision& decision = {});
    ~MetricEvaluator();
    MetricEvaluator(MetricEvaluator&&) noexcept;

    const std::vector<MetricKey>& keys() const;
    const Units& units() const;
    /// One value a key; NaN: it has none. counts: one a unit, ≥ 0.
    std::vector<double> evaluate(std::span<const int> counts) const;
    /// Every unit once.
    std::vector<double> evaluate() const;

private:
    struct State;
    std::unique_ptr<const State> m_state;
};

}  // namespace leukolens::evaluation
