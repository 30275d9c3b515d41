#include "core/evaluation/error_relation.h"

#include <algorithm>
#include <cmath>

namespace leukolens::evaluation {
namespace {

/// Cells with a value, ascending, cut into runs that no value crosses.
std::vector<std::vector<int>> cut(std::vector<int> cells, std::span<const double> values, int groups) {
    const auto valueOf = [&](int cell) { return values[static_cast<std::size_t>(cell)]; };
    std::ranges::stable_sort(cells, {}, valueOf);
    std::vector<std::vector<int>> runs;
    const auto wanted = static_cast<double>(cells.size()) / groups;
    std::size_t begin = 0;
    for (int group = 1; group <= groups && begin < cells.size(); ++group) {
        auto end = std::max(begin + 1, static_cast<std::size_t>(std::lround(wanted * group)));
        end = group == groups ? cells.size() : std::min(end, cells.size());
        while (end < cells.size() && valueOf(cells[end]) == valueOf(cells[end - 1])) ++end;
        runs.emplace_back(cells.begin() + static_cast<std::ptrdiff_t>(begin), cells.begin() + static_cast<std::ptrdiff_t>(end));
        begin = end;
    }
    return runs;
}

struct Cell {
    int unit = 0;
    int group = 0;
    bool wrong = false;
};

}  // namespace

Result<ErrorRelation> relateErrors(const PredictionTable& table, const Units& units, std::span<const double> values, int groups, const BootstrapOptions& options, ProgressSink& progress,
                                   const CancelToken& cancel) {
    if (auto sound = checkOptions(options); !sound) return fail(sound.error());
    ErrorRelation relation;
    std::vector<int> known;
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        if (std::isnan(values[i])) ++relation.unknown;
        else known.push_back(static_cast<int>(i));
    }
    std::vector<Cell> cells;
    for (const auto& run : cut(std::move(known), values, groups)) {
        RelationGroup group{values[static_cast<std::size_t>(run.front())], values[static_cast<std::size_t>(run.back())], static_cast<int>(run.size()), 0, {}};
        for (const int cell : run) {
            const auto at = static_cast<std::size_t>(cell);
            const bool wrong = decide(table.of(at)) != table.cells[at].label;
            group.errors += wrong ? 1 : 0;
            cells.push_back({units.ofCell[at], static_cast<int>(relation.groups.size()), wrong});
        }
        relation.groups.push_back(group);
    }
    if (units.count < 2 || relation.groups.empty()) return relation;
    const auto drawn = resample(units.count, options, "Errors and pictures", progress, cancel, [&](std::span<const int> counts) {
        std::vector<double> all(relation.groups.size(), 0), wrong(relation.groups.size(), 0);
        for (const Cell& cell : cells) {
            const double weight = counts[static_cast<std::size_t>(cell.unit)];
            all[static_cast<std::size_t>(cell.group)] += weight;
            if (cell.wrong) wrong[static_cast<std::size_t>(cell.group)] += weight;
        }
        for (std::size_t g = 0; g < all.size(); ++g) wrong[g] = all[g] > 0 ? wrong[g] / all[g] : std::nan("");
        return wrong;
    });
    if (!drawn) return fail(drawn.error());
    for (std::size_t g = 0; g < relation.groups.size(); ++g) relation.groups[g].share = percentileInterval(definedValues(*drawn, g), options);
    return relation;
}

}  // namespace leukolens::evaluation
