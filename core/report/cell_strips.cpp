#include "core/report/cell_strips.h"

#include <algorithm>

namespace leukolens::report {

std::optional<double> probabilityOfClass(const casebook::CaseCell& cell) {
    if (cell.probabilities.empty()) return std::nullopt;
    if (cell.assignedClass == casebook::kUnidentified) return *std::max_element(cell.probabilities.begin(), cell.probabilities.end());
    const auto found = std::find(cell.classes.begin(), cell.classes.end(), cell.assignedClass);
    const auto index = static_cast<std::size_t>(found - cell.classes.begin());
    if (index >= cell.probabilities.size()) return std::nullopt;
    return cell.probabilities[index];
}

CellStrips chooseCells(const std::vector<casebook::CaseCell>& cells, const std::string& className, std::size_t atMost) {
    CellStrips strips;
    std::vector<std::pair<double, std::size_t>> byProbability;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].excluded || cells[i].assignedClass != className) continue;
        if (cells[i].corrected())
            strips.corrected.push_back(i);
        else
            byProbability.emplace_back(probabilityOfClass(cells[i]).value_or(0), i);
    }
    strips.untouched = byProbability.size();
    std::stable_sort(byProbability.begin(), byProbability.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    const bool split = className != casebook::kUnidentified && byProbability.size() > atMost;
    const std::size_t shown = std::min(atMost, byProbability.size()), typical = split ? (shown + 1) / 2 : shown;
    for (std::size_t i = 0; i < typical; ++i) strips.typical.push_back(byProbability[i].second);
    if (!split) return strips;
    std::sort(byProbability.begin() + static_cast<std::ptrdiff_t>(typical), byProbability.end());
    for (std::size_t i = 0; i < shown - typical; ++i) strips.uncertain.push_back(byProbability[typical + i].second);
    return strips;
}

}  // namespace leukolens::report
