// Cells ordered by the probability of one class: ROC and precision–recall curves and the areas under them.
#pragma once

#include <span>
#include <vector>

#include "core/evaluation/prediction_table.h"

namespace leukolens::evaluation {

/// NaN where there is none: auroc without both sides, averagePrecision without a positive cell.
struct RankFigures {
    double auroc = 0, averagePrecision = 0;
};

/// Cells at or above a threshold.
struct RankPoint {
    double threshold = 0;  ///< probability; +∞ at the first point, where no cell is called positive
    double truePositives = 0, falsePositives = 0;
};

/// One class against all others. Sorts once; immutable.
class Ranking {
public:
    /// unitOfCell: one number ≥ 0 a cell.
    Ranking(const PredictionTable& table, int positive, std::span<const int> unitOfCell);

    /// Each unit counted as often as `counts` says.
    RankFigures figures(std::span<const int> counts) const;

    /// Sensitivity at each of `falsePositiveRates` (ascending, 0…1), between two points of the curve linearly. False, and nothing is written, where a side
    /// has no cell.
    bool sensitivities(std::span<const int> counts, std::span<const double> falsePositiveRates, std::span<double> out) const;
    /// Precision at the highest threshold that reaches each of `recalls` (ascending, above 0). False where there is no positive cell.
    bool precisions(std::span<const int> counts, std::span<const double> recalls, std::span<double> out) const;

    /// All thresholds, descending, every cell once; the first point calls nothing positive, the last everything.
    std::vector<RankPoint> points() const;
    int positives() const { return m_positives; }
    int negatives() const { return static_cast<int>(m_cells.size()) - m_positives; }

private:
    struct Cell {
        int unit = 0;
        bool positive = false;
        bool endsTie = true;  ///< the next cell, if any, has a lower probability
        double probability = 0;
    };
    struct Sides {
        double positives = 0, negatives = 0;
    };
    Sides sidesOf(std::span<const int> counts) const;

    std::vector<Cell> m_cells;  ///< the most probable first
    int m_positives = 0;
};

}  // namespace leukolens::evaluation
