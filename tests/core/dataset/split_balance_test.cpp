#include "core/dataset/split_balance.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/core/dataset/sample_folder.h"
#include "tests/core/dataset/split_random_sets.h"

namespace leukolens::dataset {
namespace {

struct ReferenceRow {
    int set = 0, folds = 0;
    std::size_t subjects = 0, cells = 0;
    test::Measures measures;
};

/// What make_stratified_reference.py wrote.
std::vector<ReferenceRow> readReference() {
    std::ifstream file(SPLIT_REFERENCE);
    std::vector<ReferenceRow> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        ReferenceRow row;
        char comma = 0;
        std::istringstream(line) >> row.set >> comma >> row.folds >> comma >> row.subjects >> comma >> row.cells >> comma >>
            row.measures.classSd >> comma >> row.measures.size >> comma >> row.measures.balance;
        rows.push_back(row);
    }
    return rows;
}

TEST(PatientSplit, IsAsBalancedAsScikitLearnsStratifiedGroupKFold) {
    const auto reference = readReference();
    ASSERT_EQ(reference.size(), 200u);
    constexpr double kRounding = 1e-9;
    int classes = 0, sizes = 0, both = 0;
    double ownSize = 0.0, theirSize = 0.0;
    for (const ReferenceRow& row : reference) {
        SCOPED_TRACE(row.set);
        const test::RandomSet set = test::randomSet(static_cast<std::uint64_t>(row.set));
        ASSERT_EQ(set.folds, row.folds);
        ASSERT_EQ(set.cells.size(), row.subjects);
        ASSERT_EQ(set.dataset.cells.size(), row.cells);
        const auto split = makeSplit(set.dataset, Protocol::Patient, set.folds, static_cast<std::uint64_t>(row.set));
        ASSERT_TRUE(split) << split.error().message();
        ASSERT_TRUE(verifySplit(set.dataset, *split));
        const test::Measures own = test::measure(set.dataset, *split);
        classes += own.classSd <= row.measures.classSd + kRounding;
        sizes += own.size <= row.measures.size + kRounding;
        both += own.balance <= row.measures.balance + kRounding;
        ownSize += own.size;
        theirSize += row.measures.size;
    }
    RecordProperty("class_sd", classes);
    RecordProperty("size", sizes);
    RecordProperty("balance", both);
    EXPECT_GE(classes, 190);
    EXPECT_GE(both, 190);
    EXPECT_GE(sizes, 150);
    EXPECT_LT(ownSize, theirSize);
}

TEST(BalanceOf, CountsCellsAndSubjectsOfEachPart) {
    // Subjects: S000 with both classes, S001 and S002 with one.
    const Dataset dataset = test::datasetOfSubjects({{2, 1}, {3, 0}, {0, 4}});
    const Split split{Protocol::Own, 0, {{{0, 1, 2}, {3, 4, 5}, {6, 7, 8, 9}}, {{6, 7, 8, 9}, {3, 4, 5}, {0, 1, 2}}}};
    const SplitBalance balance = balanceOf(dataset, split);
    ASSERT_EQ(balance.folds.size(), 2u);
    const PartBalance& train = balance.folds[0].train;
    EXPECT_EQ(train.cells, (std::vector{2, 1}));
    EXPECT_EQ(train.subjects, (std::vector{1, 1}));
    EXPECT_EQ(train.allCells, 3);
    EXPECT_EQ(train.allSubjects, 1);
    EXPECT_EQ(balance.folds[0].validation.cells, (std::vector{3, 0}));
    EXPECT_EQ(balance.folds[0].test.cells, (std::vector{0, 4}));
    EXPECT_EQ(balance.folds[1].test.subjects, (std::vector{1, 1}));
    // Tested are 4 and 3 cells, mean 3.5; of class 0 none and 2, mean 1; of class 1 4 and 1, mean 2.5.
    EXPECT_NEAR(std::abs(balance.worstOfSizes.relative), 0.5 / 3.5, 1e-12);
    EXPECT_EQ(balance.worstOfSizes.classIndex, -1);
    EXPECT_DOUBLE_EQ(balance.worstOfClasses.relative, -1.0);
    EXPECT_EQ(balance.worstOfClasses.fold, 0);
    EXPECT_EQ(balance.worstOfClasses.classIndex, 0);
}

TEST(BalanceOf, KnowsNoSubjectsWhereNoneAreKnown) {
    Dataset dataset = test::datasetOf({{9}, {9}});
    dataset.subjects.clear();
    for (Cell& cell : dataset.cells) cell.subjectIndex = -1;
    const SplitBalance balance = balanceOf(dataset, makeSplit(dataset, Protocol::Paper, 1, 0).value());
    EXPECT_EQ(balance.folds[0].test.subjects, (std::vector{0, 0}));
    EXPECT_EQ(balance.folds[0].test.allSubjects, 0);
    EXPECT_EQ(balance.folds[0].train.cells, (std::vector{6, 6}));
    EXPECT_EQ(balance.worstOfClasses.relative, 0.0);
}

TEST(BalanceOf, SaysThatAHundredSubjectsAreWellBalanced) {
    const Dataset dataset = test::datasetOf({std::vector<int>(50, 7), std::vector<int>(50, 3)});
    const SplitBalance balance = balanceOf(dataset, makeSplit(dataset, Protocol::Patient, 5, 3).value());
    EXPECT_EQ(balance.worstOfClasses.relative, 0.0);
    EXPECT_EQ(balance.worstOfSizes.relative, 0.0);
    for (const FoldBalance& fold : balance.folds) EXPECT_EQ(fold.test.subjects, (std::vector{10, 10}));
}

}  // namespace
}  // namespace leukolens::dataset
