#include "core/evaluation/ranking.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/evaluation/ratio.h"

namespace leukolens::evaluation {

Ranking::Ranking(const PredictionTable& table, int positive, std::span<const int> unitOfCell) {
    const auto column = static_cast<std::size_t>(positive);
    std::vector<int> order(table.cells.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::ranges::greater(), [&](int i) { return table.of(static_cast<std::size_t>(i))[column]; });
    m_cells.reserve(order.size());
    for (const int i : order) {
        const auto at = static_cast<std::size_t>(i);
        m_cells.push_back({unitOfCell[at], table.cells[at].label == positive, true, table.of(at)[column]});
        m_positives += m_cells.back().positive ? 1 : 0;
    }
    for (std::size_t i = 0; i + 1 < m_cells.size(); ++i) m_cells[i].endsTie = m_cells[i + 1].probability < m_cells[i].probability;
}

Ranking::Sides Ranking::sidesOf(std::span<const int> counts) const {
    Sides sides;
    for (const Cell& cell : m_cells) {
        const double weight = counts[static_cast<std::size_t>(cell.unit)];
        (cell.positive ? sides.positives : sides.negatives) += weight;
    }
    return sides;
}

RankFigures Ranking::figures(std::span<const int> counts) const {
    // Sums of whole numbers: the positives that each negative lies below, ties half.
    double truePositives = 0, falsePositives = 0, tiedPositives = 0, tiedNegatives = 0, below = 0, precision = 0;
    for (const Cell& cell : m_cells) {
        const double weight = counts[static_cast<std::size_t>(cell.unit)];
        (cell.positive ? tiedPositives : tiedNegatives) += weight;
        if (!cell.endsTie) continue;
        below += tiedNegatives * (truePositives + tiedPositives / 2);
        truePositives += tiedPositives;
        falsePositives += tiedNegatives;
        if (tiedPositives > 0) precision += tiedPositives * truePositives / (truePositives + falsePositives);
        tiedPositives = tiedNegatives = 0;
    }
    return {ratio(below, truePositives * falsePositives), ratio(precision, truePositives)};
}

bool Ranking::sensitivities(std::span<const int> counts, std::span<const double> falsePositiveRates, std::span<double> out) const {
    const Sides all = sidesOf(counts);
    if (all.positives == 0 || all.negatives == 0) return false;
    double lastX = 0, lastY = 0, positives = 0, negatives = 0;
    std::size_t next = 0;
    for (const Cell& cell : m_cells) {
        const double weight = counts[static_cast<std::size_t>(cell.unit)];
        (cell.positive ? positives : negatives) += weight;
        if (!cell.endsTie) continue;
        const double x = negatives / all.negatives, y = positives / all.positives;
        // Where the curve rises straight up, its top counts.
        for (; next < out.size() && falsePositiveRates[next] < x; ++next) {
            const double share = (falsePositiveRates[next] - lastX) / (x - lastX);
            out[next] = lastY + share * (y - lastY);
        }
        lastX = x;
        lastY = y;
    }
    for (; next < out.size(); ++next) out[next] = 1;
    return true;
}

bool Ranking::precisions(std::span<const int> counts, std::span<const double> recalls, std::span<double> out) const {
    const Sides all = sidesOf(counts);
    if (all.positives == 0) return false;
    double positives = 0, called = 0;
    std::size_t next = 0;
    for (const Cell& cell : m_cells) {
        const double weight = counts[static_cast<std::size_t>(cell.unit)];
        called += weight;
        positives += cell.positive ? weight : 0;
        if (!cell.endsTie) continue;
        for (; next < out.size() && positives >= recalls[next] * all.positives - 1e-9; ++next) out[next] = positives / called;
    }
    for (; next < out.size(); ++next) out[next] = positives / called;
    return true;
}

std::vector<RankPoint> Ranking::points() const {
    std::vector<RankPoint> points = {{std::numeric_limits<double>::infinity(), 0, 0}};
    double positives = 0, negatives = 0;
    for (const Cell& cell : m_cells) {
        (cell.positive ? positives : negatives) += 1;
        if (cell.endsTie) points.push_back({cell.probability, positives, negatives});
    }
    return points;
}

}  // namespace leukolens::evaluation
