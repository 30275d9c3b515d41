#include "ui/classify/cell_order.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace leukolens::ui {

namespace {

constexpr double kLast = std::numeric_limits<double>::infinity();

const std::vector<float>* embeddingOf(const std::vector<ShownCell>& cells, CellKey key) {
    const auto found = std::find_if(cells.begin(), cells.end(), [key](const ShownCell& shown) { return shown.key == key; });
    return found == cells.end() || found->cell.embedding.empty() ? nullptr : &found->cell.embedding;
}

/// Of one length.
double squaredDistance(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i] - b[i]} * double{a[i] - b[i]};
    return sum;
}

/// What is sorted by, the smallest first.
double rankOf(const casebook::CaseCell& cell, CellOrder order, const std::vector<float>* reference) {
    switch (order) {
        case CellOrder::Arrival: return 0;
        case CellOrder::LeastCertain: return topClass(cell).probability;
        case CellOrder::MostCertain: return -topClass(cell).probability;
        case CellOrder::Largest: return cell.fileBytes > 0 ? -static_cast<double>(cell.fileBytes) : kLast;
        case CellOrder::Smallest: return cell.fileBytes > 0 ? static_cast<double>(cell.fileBytes) : kLast;
        case CellOrder::MostSimilar:
            return cell.embedding.size() == reference->size() ? squaredDistance(cell.embedding, *reference) : kLast;
    }
    return 0;
}

}  // namespace

std::optional<std::vector<CellKey>> keysInOrder(const std::vector<ShownCell>& cells, CellOrder order, CellKey reference) {
    const std::vector<float>* vector = order == CellOrder::MostSimilar ? embeddingOf(cells, reference) : nullptr;
    if (order == CellOrder::MostSimilar && !vector) return std::nullopt;
    std::vector<std::pair<double, CellKey>> ranked;
    ranked.reserve(cells.size());
    for (const ShownCell& shown : cells) ranked.emplace_back(rankOf(shown.cell, order, vector), shown.key);
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<CellKey> keys;
    keys.reserve(ranked.size());
    for (const auto& [rank, key] : ranked) keys.push_back(key);
    return keys;
}

}  // namespace leukolens::ui
