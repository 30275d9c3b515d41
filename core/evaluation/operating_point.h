// One threshold on the probability of one class: what follows from it, and how it is chosen.
#pragma once

#include <vector>

#include "core/evaluation/metrics.h"
#include "core/evaluation/ranking.h"

namespace leukolens::evaluation {

/// Positive against all others.
struct OperatingPoint {
    double threshold = 0.5;
    int truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0;

    double sensitivity() const;  ///< NaN without a positive cell
    double specificity() const;  ///< NaN without a negative one
    /// Chance that a cell called positive is one (Bayes), where so many of all cells are: prevalence 0…1. NaN where it is not defined.
    double positivePredictiveValue(double prevalence) const;
    double negativePredictiveValue(double prevalence) const;
};

/// Finds the point of any threshold in O(log n): for a handle that is dragged over 100,000 cells.
class OperatingPoints {
public:
    explicit OperatingPoints(const Ranking& ranking);
    /// Of Ranking::points(), that were kept.
    OperatingPoints(std::vector<RankPoint> points, int positives, int negatives) : m_points(std::move(points)), m_positives(positives), m_negatives(negatives) {}
    OperatingPoint at(double threshold) const;
    /// ROC and precision–recall points by descending threshold; the first calls nothing positive.
    const std::vector<RankPoint>& points() const { return m_points; }
    int positives() const { return m_positives; }
    int negatives() const { return m_negatives; }

private:
    std::vector<RankPoint> m_points;
    int m_positives = 0, m_negatives = 0;
};

struct ChosenThreshold {
    double wanted = 0.95;  ///< sensitivity that was asked for
    OperatingPoint point;  ///< on the cells it was chosen on
};

/// The highest threshold at which at least `sensitivity` (above 0, up to 1) of the positive cells are called positive, half-way to the next lower
/// probability that occurs. For cells that are not tested on. Fails with InvalidArgument, and with OneClassOnly where no cell is positive.
Result<ChosenThreshold> chooseThreshold(const PredictionTable& table, int positive, double sensitivity);

}  // namespace leukolens::evaluation
