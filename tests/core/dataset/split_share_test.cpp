#include "core/dataset/split_share.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/core/dataset/sample_folder.h"

namespace leukolens::dataset {
namespace {

/// 10 subjects a class with three cells each.
Dataset tenEach() { return test::datasetOf({std::vector<int>(10, 3), std::vector<int>(10, 3)}); }

std::set<int> subjectsIn(const Dataset& dataset, const std::vector<int>& cells) {
    std::set<int> subjects;
    for (const int cell : cells) subjects.insert(dataset.cells[static_cast<std::size_t>(cell)].subjectIndex);
    return subjects;
}

int subjectsOfClass(const Dataset& dataset, const std::vector<int>& cells, int classIndex) {
    std::set<int> subjects;
    for (const int cell : cells)
        if (dataset.cells[static_cast<std::size_t>(cell)].classIndex == classIndex) subjects.insert(dataset.cells[static_cast<std::size_t>(cell)].subjectIndex);
    return static_cast<int>(subjects.size());
}

TEST(WithTrainingShare, KeepsThatShareOfEachClassAndWholeSubjects) {
    const auto data = tenEach();
    const auto split = makeSplit(data, Protocol::Patient, 2, 7);
    ASSERT_TRUE(split);
    for (const double share : {0.01, 0.25, 0.5, 0.9}) {
        SCOPED_TRACE(share);
        const auto part = withTrainingShare(data, *split, share, 3);
        ASSERT_EQ(part.folds.size(), split->folds.size());
        for (std::size_t k = 0; k < part.folds.size(); ++k) {
            const auto &before = split->folds[k], &after = part.folds[k];
            EXPECT_EQ(after.test, before.test);
            EXPECT_EQ(after.validation, before.validation);
            EXPECT_TRUE(std::ranges::is_sorted(after.train));
            EXPECT_TRUE(std::ranges::includes(before.train, after.train));
            for (const int c : {0, 1}) EXPECT_EQ(subjectsOfClass(data, after.train, c), std::ceil(share * subjectsOfClass(data, before.train, c) - 1e-9));
            // All three cells of who is kept.
            EXPECT_EQ(after.train.size(), 3 * subjectsIn(data, after.train).size());
        }
        EXPECT_TRUE(verifySplit(data, part, false));
    }
}

TEST(WithTrainingShare, SmallerSharesAreWithinLargerOnes) {
    const auto data = tenEach();
    const auto split = makeSplit(data, Protocol::Patient, 3, 7);
    ASSERT_TRUE(split);
    const auto larger = withTrainingShare(data, *split, 0.8, 5), smaller = withTrainingShare(data, *split, 0.3, 5);
    bool others = false;
    for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_TRUE(std::ranges::includes(larger.folds[k].train, smaller.folds[k].train));
        others = others || withTrainingShare(data, *split, 0.3, 6).folds[k].train != smaller.folds[k].train;
    }
    EXPECT_TRUE(others) << "another seed chooses the same subjects";
}

TEST(WithTrainingShare, TheWholeChangesNothing) {
    const auto data = tenEach();
    const auto split = makeSplit(data, Protocol::Patient, 2, 7);
    ASSERT_TRUE(split);
    const auto whole = withTrainingShare(data, *split, 1, 3);
    for (std::size_t k = 0; k < 2; ++k) EXPECT_EQ(whole.folds[k].train, split->folds[k].train);
}

/// Every subject has most cells of class 0; one has a cell of class 1, which must not vanish.
TEST(WithTrainingShare, AClassThatIsNobodysLargestStays) {
    Dataset data = tenEach();
    const int rare = data.cells[30].subjectIndex;
    for (auto& cell : data.cells) cell.classIndex = 0;
    data.cells[30].classIndex = 1;
    Split split;
    Fold fold;
    for (int i = 0; i < 54; ++i) fold.train.push_back(i);
    fold.validation = {54, 55, 56};
    fold.test = {57, 58, 59};
    split.folds = {fold};
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const auto part = withTrainingShare(data, split, 0.1, seed).folds[0];
        EXPECT_TRUE(subjectsIn(data, part.train).contains(rare)) << "the only one with a cell of that class";
        EXPECT_EQ(subjectsOfClass(data, part.train, 1), 1);
        EXPECT_LE(subjectsIn(data, part.train).size(), 3u);
    }
}

TEST(WithTrainingShare, GoesByImageWherePatientsAreShared) {
    const auto data = tenEach();
    const auto split = makeSplit(data, Protocol::Paper, 1, 7);
    ASSERT_TRUE(split);
    const auto part = withTrainingShare(data, *split, 0.5, 3);
    EXPECT_EQ(unitsOf(data, Protocol::Paper, split->folds[0].train), static_cast<int>(split->folds[0].train.size()));
    std::vector<std::ptrdiff_t> ofClass;
    for (const auto& cells : {split->folds[0].train, part.folds[0].train})
        for (const int c : {0, 1}) ofClass.push_back(std::ranges::count_if(cells, [&](int cell) { return data.cells[static_cast<std::size_t>(cell)].classIndex == c; }));
    EXPECT_EQ(ofClass[2], (ofClass[0] + 1) / 2);
    EXPECT_EQ(ofClass[3], (ofClass[1] + 1) / 2);
    EXPECT_EQ(unitsOf(data, Protocol::Patient, split->folds[0].train), static_cast<int>(subjectsIn(data, split->folds[0].train).size()));
}

}  // namespace
}  // namespace leukolens::dataset
