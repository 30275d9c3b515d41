#include "core/evaluation/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/evaluation/metrics.h"

namespace leukolens::evaluation {
namespace {

// What a float's softmax can still say: below it there is only 0.
constexpr double kLeastProbability = std::numeric_limits<float>::min();
constexpr int kMostSteps = 200;

std::vector<ReliabilityBin> binsOf(const PredictionTable& table, auto probabilityAndTruth) {
    std::vector<ReliabilityBin> bins(kCalibrationBins);
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const auto [probability, truth] = probabilityAndTruth(i);
        ReliabilityBin& bin = bins[static_cast<std::size_t>(calibrationBin(probability))];
        ++bin.count;
        bin.meanProbability += probability;
        bin.observed += truth ? 1 : 0;
    }
    for (ReliabilityBin& bin : bins) {
        if (bin.count == 0) continue;
        bin.meanProbability /= bin.count;
        bin.observed /= bin.count;
    }
    return bins;
}

/// softmax(scale · logits) into `out`.
void softmax(std::span<const double> logits, double scale, std::span<double> out) {
    const double top = *std::ranges::max_element(logits);
    double sum = 0;
    for (std::size_t k = 0; k < logits.size(); ++k) sum += out[k] = std::exp(scale * (logits[k] - top));
    for (double& value : out) value /= sum;
}

std::vector<double> logitsOf(const PredictionTable& table) {
    std::vector<double> logits(table.probabilities.size());
    std::ranges::transform(table.probabilities, logits.begin(), [](double p) { return std::log(std::max(p, kLeastProbability)); });
    return logits;
}

/// First and second derivative of the mean log loss by the scale 1/T.
struct Slope {
    double first = 0, second = 0;
};

class LogLossByScale {
public:
    explicit LogLossByScale(const PredictionTable& table) : m_table(table), m_logits(logitsOf(table)), m_shares(table.classes.size()) {}

    Slope at(double scale) {
        Slope slope;
        const std::size_t classes = m_shares.size();
        for (std::size_t i = 0; i < m_table.cells.size(); ++i) {
            const std::span<const double> logits(m_logits.data() + i * classes, classes);
            softmax(logits, scale, m_shares);
            double mean = 0, square = 0;
            for (std::size_t k = 0; k < classes; ++k) {
                mean += m_shares[k] * logits[k];
                square += m_shares[k] * logits[k] * logits[k];
            }
            slope.first += mean - logits[static_cast<std::size_t>(m_table.cells[i].label)];
            slope.second += square - mean * mean;
        }
        const auto n = static_cast<double>(m_table.cells.size());
        return {slope.first / n, slope.second / n};
    }

private:
    const PredictionTable& m_table;
    std::vector<double> m_logits;
    std::vector<double> m_shares;
};

}  // namespace

int calibrationBin(double probability) { return std::clamp(static_cast<int>(std::ceil(probability * kCalibrationBins)) - 1, 0, kCalibrationBins - 1); }

std::vector<ReliabilityBin> reliabilityOfAnswers(const PredictionTable& table) {
    return binsOf(table, [&](std::size_t i) {
        const int best = decide(table.of(i));
        return std::pair(table.of(i)[static_cast<std::size_t>(best)], best == table.cells[i].label);
    });
}

std::vector<ReliabilityBin> reliabilityOfClass(const PredictionTable& table, int classIndex) {
    return binsOf(table, [&](std::size_t i) { return std::pair(table.of(i)[static_cast<std::size_t>(classIndex)], table.cells[i].label == classIndex); });
}

Temperature fitTemperature(const PredictionTable& table) {
    if (table.cells.empty()) return {};
    LogLossByScale loss(table);
    double low = 1 / kMostTemperature, high = 1 / kLeastTemperature;
    const Slope atLow = loss.at(low), atHigh = loss.at(high);
    // Convex: the slope only rises. Where it is 0 at both ends nothing depends on the temperature.
    if (!(atLow.first < 0)) return {TemperatureState::NothingKnown, 1};
    if (!(atHigh.first > 0)) return {TemperatureState::NothingWrong, 1};
    double scale = 1;
    for (int step = 0; step < kMostSteps && high - low > 1e-14 * high; ++step) {
        const Slope slope = loss.at(scale);
        (slope.first > 0 ? high : low) = scale;
        const double newton = scale - slope.first / slope.second;
        const double next = newton > low && newton < high ? newton : (low + high) / 2;
        if (std::abs(next - scale) < 1e-14 * scale) break;
        scale = next;
    }
    return {TemperatureState::Fitted, 1 / scale};
}

PredictionTable tempered(const PredictionTable& table, double temperature) {
    PredictionTable result = table;
    const auto logits = logitsOf(table);
    const std::size_t classes = table.classes.size();
    for (std::size_t i = 0; i < table.cells.size(); ++i)
        softmax(std::span(logits).subspan(i * classes, classes), 1 / temperature, std::span(result.probabilities).subspan(i * classes, classes));
    return result;
}

}  // namespace leukolens::evaluation
