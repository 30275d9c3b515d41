#include "core/dataset/split_balance.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace leukolens::dataset {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

PartBalance countPart(const Dataset& dataset, const std::vector<int>& cells) {
    PartBalance part;
    part.cells.resize(dataset.classes.size());
    part.subjects.resize(dataset.classes.size());
    part.allCells = static_cast<int>(cells.size());
    std::vector<std::pair<int, int>> seen;
    for (const int index : cells) {
        const Cell& cell = dataset.cells.at(at(index));
        ++part.cells.at(at(cell.classIndex));
        if (cell.subjectIndex >= 0) seen.emplace_back(cell.subjectIndex, cell.classIndex);
    }
    std::ranges::sort(seen);
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        ++part.subjects[at(seen[i].second)];
        if (i == 0 || seen[i].first != seen[i - 1].first) ++part.allSubjects;
    }
    return part;
}

/// classIndex -1: all cells.
int tested(const FoldBalance& fold, int classIndex) { return classIndex < 0 ? fold.test.allCells : fold.test.cells[at(classIndex)]; }

Deviation worst(const std::vector<FoldBalance>& folds, int classIndex) {
    Deviation result{0.0, 0, classIndex};
    std::int64_t sum = 0;
    for (const FoldBalance& fold : folds) sum += tested(fold, classIndex);
    if (sum == 0) return result;
    const double mean = static_cast<double>(sum) / static_cast<double>(folds.size());
    for (std::size_t k = 0; k < folds.size(); ++k) {
        const double relative = tested(folds[k], classIndex) / mean - 1.0;
        if (std::abs(relative) > std::abs(result.relative)) result = {relative, static_cast<int>(k), classIndex};
    }
    return result;
}

}  // namespace

SplitBalance balanceOf(const Dataset& dataset, const Split& split) {
    SplitBalance balance;
    for (const Fold& fold : split.folds)
        balance.folds.push_back({countPart(dataset, fold.train), countPart(dataset, fold.validation), countPart(dataset, fold.test)});
    balance.worstOfSizes = worst(balance.folds, -1);
    for (int c = 0; c < static_cast<int>(dataset.classes.size()); ++c) {
        const Deviation ofClass = worst(balance.folds, c);
        if (c == 0 || std::abs(ofClass.relative) > std::abs(balance.worstOfClasses.relative)) balance.worstOfClasses = ofClass;
    }
    return balance;
}

}  // namespace leukolens::dataset
