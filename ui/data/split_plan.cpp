#include "ui/data/split_plan.h"

#include <algorithm>
#include <numeric>

#include "core/experiment/planned_split.h"

namespace leukolens::ui {
namespace {

/// Column of each cell before they are ordered: its subject, or its class where none is known.
std::vector<int> columnOfCells(const dataset::Dataset& dataset, bool bySubject) {
    std::vector<int> columns;
    columns.reserve(dataset.cells.size());
    for (const dataset::Cell& cell : dataset.cells) columns.push_back(bySubject ? cell.subjectIndex : cell.classIndex);
    return columns;
}

std::vector<SplitColumn> describeColumns(const dataset::Dataset& dataset, bool bySubject, const std::vector<int>& columnOf) {
    const std::vector<std::string>& names = bySubject ? dataset.subjects : dataset.classes;
    std::vector<std::vector<int>> classCounts(names.size(), std::vector<int>(dataset.classes.size(), 0));
    for (std::size_t i = 0; i < dataset.cells.size(); ++i) {
        if (columnOf[i] < 0) continue;
        ++classCounts[static_cast<std::size_t>(columnOf[i])][static_cast<std::size_t>(dataset.cells[i].classIndex)];
    }
    std::vector<SplitColumn> columns;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& counts = classCounts[i];
        const auto most = std::max_element(counts.begin(), counts.end());
        columns.push_back(
            {names[i], static_cast<int>(most - counts.begin()), std::accumulate(counts.begin(), counts.end(), 0)});
    }
    return columns;
}

}  // namespace

Result<SplitPlan> planSplit(const dataset::Dataset& dataset, const experiment::TrainSettings& settings) {
    Result<dataset::Split> split = experiment::plannedSplit(dataset, settings);
    if (!split) return fail(split.error());

    SplitPlan plan;
    plan.protocol = settings.protocol;
    plan.bySubject = dataset.hasSubjects();
    const std::vector<int> columnOf = columnOfCells(dataset, plan.bySubject);
    const std::vector<SplitColumn> unordered = describeColumns(dataset, plan.bySubject, columnOf);
    std::vector<int> order(unordered.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return unordered[static_cast<std::size_t>(a)].classIndex < unordered[static_cast<std::size_t>(b)].classIndex;
    });
    std::vector<int> placeOf(unordered.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        placeOf[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
        plan.columns.push_back(unordered[static_cast<std::size_t>(order[i])]);
    }

    std::vector<bool> shared(plan.columns.size(), false);
    for (const dataset::Fold& fold : split->folds) {
        std::vector<PartCounts> row(plan.columns.size());
        auto count = [&](const std::vector<int>& cells, int PartCounts::*part) {
            for (const int cell : cells) {
                const int column = columnOf[static_cast<std::size_t>(cell)];
                if (column >= 0) ++(row[static_cast<std::size_t>(placeOf[static_cast<std::size_t>(column)])].*part);
            }
        };
        count(fold.train, &PartCounts::train);
        count(fold.validation, &PartCounts::validation);
        count(fold.test, &PartCounts::test);
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i].validationIsTest = fold.validation == fold.test;
            if (row[i].shared()) shared[i] = true;
        }
        plan.folds.push_back(std::move(row));
    }
    if (plan.bySubject) plan.sharedSubjects = static_cast<int>(std::count(shared.begin(), shared.end(), true));
    plan.balance = dataset::balanceOf(dataset, *split);
    plan.split = std::move(*split);
    return plan;
}

}  // namespace leukolens::ui
