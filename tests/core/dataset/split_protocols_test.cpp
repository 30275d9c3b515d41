#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/dataset/split.h"
#include "core/digest/sha256.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/core/dataset/split_random_sets.h"

namespace leukolens::dataset {
namespace {
using test::datasetOf;
using test::datasetOfSubjects;

std::set<int> subjectsIn(const Dataset& dataset, const std::vector<int>& part) {
    std::set<int> subjects;
    for (const int index : part) subjects.insert(dataset.cells[static_cast<std::size_t>(index)].subjectIndex);
    return subjects;
}

std::set<int> classesIn(const Dataset& dataset, const std::vector<int>& part) {
    std::set<int> classes;
    for (const int index : part) classes.insert(dataset.cells[static_cast<std::size_t>(index)].classIndex);
    return classes;
}

double shareOfClass(const Dataset& dataset, const std::vector<int>& part, int classIndex) {
    const auto isOfClass = [&](const Cell& cell) { return cell.classIndex == classIndex; };
    const auto some = std::ranges::count_if(part, [&](int index) { return isOfClass(dataset.cells[static_cast<std::size_t>(index)]); });
    return static_cast<double>(some) / static_cast<double>(std::ranges::count_if(dataset.cells, isOfClass));
}

/// Parts together hold every cell once, and no subject is in two.
void expectApart(const Dataset& dataset, const Fold& fold) {
    std::vector<int> all = fold.train;
    all.insert(all.end(), fold.validation.begin(), fold.validation.end());
    all.insert(all.end(), fold.test.begin(), fold.test.end());
    std::ranges::sort(all);
    for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], static_cast<int>(i));
    EXPECT_EQ(all.size(), dataset.cells.size());
    EXPECT_EQ(subjectsIn(dataset, fold.train).size() + subjectsIn(dataset, fold.validation).size() + subjectsIn(dataset, fold.test).size(),
              dataset.subjects.size());
}

Dataset manySubjects() {
    Random random(5);
    std::vector<std::vector<int>> cells(2, std::vector<int>(30));
    for (auto& subjects : cells)
        for (int& count : subjects) count = 50 + static_cast<int>(random.below(150));
    return datasetOf(cells);
}

TEST(HoldOutSplit, TestsThirtyPercentOfEachClassBySubjectAndEachTimeOthers) {
    const Dataset dataset = manySubjects();
    const auto split = makeSplit(dataset, Protocol::HoldOut, 10, 4);
    ASSERT_TRUE(split) << split.error().message();
    EXPECT_EQ(split->protocol, Protocol::HoldOut);
    ASSERT_EQ(split->folds.size(), 10u);
    std::set<std::vector<int>> different;
    for (const Fold& fold : split->folds) {
        expectApart(dataset, fold);
        for (int c = 0; c < 2; ++c) {
            EXPECT_NEAR(shareOfClass(dataset, fold.test, c), 0.3, 0.03);
            EXPECT_NEAR(shareOfClass(dataset, fold.validation, c), 0.2 * 0.7, 0.03);
        }
        different.insert(fold.test);
    }
    EXPECT_EQ(different.size(), 10u);
    EXPECT_TRUE(verifySplit(dataset, *split));
    EXPECT_EQ(makeSplit(dataset, Protocol::HoldOut, 10, 4)->folds[9].test, split->folds[9].test);
    EXPECT_EQ(makeSplit(dataset, Protocol::HoldOut, 2, 4)->folds[1].test, split->folds[1].test);
    EXPECT_NE(makeSplit(dataset, Protocol::HoldOut, 10, 5)->folds[0].test, split->folds[0].test);
}

TEST(HoldOutSplit, HoldsItsPromisesOnRandomData) {
    Random random(9);
    for (int round = 0; round < 100; ++round) {
        SCOPED_TRACE(round);
        const Dataset dataset = test::randomDataset(random);
        const auto split = makeSplit(dataset, Protocol::HoldOut, 3, random.next());
        ASSERT_TRUE(split) << split.error().message();
        for (const Fold& fold : split->folds) {
            expectApart(dataset, fold);
            for (const auto* part : {&fold.train, &fold.validation, &fold.test}) EXPECT_EQ(classesIn(dataset, *part).size(), dataset.classes.size());
        }
        EXPECT_TRUE(verifySplit(dataset, *split));
    }
}

TEST(HoldOutSplit, NeedsThreeSubjectsOfAClass) {
    EXPECT_TRUE(makeSplit(datasetOf({{3, 900, 4}, {5, 5, 5}}), Protocol::HoldOut, 5, 0));
    const auto refused = makeSplit(datasetOf({{3, 4}, {5, 5, 5}}), Protocol::HoldOut, 5, 0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::TooFewSubjects);
    EXPECT_NE(refused.error().what.find("class class0 has 2 subjects"), std::string::npos) << refused.error().what;
    EXPECT_FALSE(refused.error().advice.empty());
    EXPECT_TRUE(makeSplit(datasetOf({{3, 4, 5}, {5, 5, 5}}), Protocol::HoldOut, kMostFolds, 0));
    for (const int folds : {-1, 0, kMostFolds + 1})
        EXPECT_EQ(makeSplit(datasetOf({{3, 4, 5}, {5, 5, 5}}), Protocol::HoldOut, folds, 0).error().code, ErrorCode::InvalidArgument) << folds;
}

TEST(LeaveOneOutSplit, TestsEachSubjectAlone) {
    const Dataset dataset = datasetOf({{3, 5, 4, 60}, {4, 3, 5}});
    for (const int folds : {0, 7}) {
        const auto split = makeSplit(dataset, Protocol::LeaveOneOut, folds, 6);
        ASSERT_TRUE(split) << split.error().message();
        ASSERT_EQ(split->folds.size(), 7u);
        for (int k = 0; k < 7; ++k) {
            const Fold& fold = split->folds[static_cast<std::size_t>(k)];
            expectApart(dataset, fold);
            EXPECT_EQ(subjectsIn(dataset, fold.test), std::set{k});
            EXPECT_EQ(classesIn(dataset, fold.train).size(), 2u);
            EXPECT_EQ(classesIn(dataset, fold.validation).size(), 2u);
        }
        EXPECT_TRUE(verifySplit(dataset, *split));
    }
}

TEST(LeaveOneOutSplit, PassesOverSubjectsWithoutCells) {
    Dataset dataset = datasetOf({{3, 5, 4}, {4, 3, 5}});
    dataset.subjects.push_back("nobody");
    const auto split = makeSplit(dataset, Protocol::LeaveOneOut, 6, 6);
    ASSERT_TRUE(split) << split.error().message();
    EXPECT_EQ(split->folds.size(), 6u);
    EXPECT_TRUE(verifySplit(dataset, *split));
}

TEST(LeaveOneOutSplit, RefusesWithAdvice) {
    const auto refused = [](const Dataset& dataset, int folds, ErrorCode code, const std::string& words) {
        const auto split = makeSplit(dataset, Protocol::LeaveOneOut, folds, 1);
        ASSERT_FALSE(split);
        EXPECT_EQ(split.error().code, code);
        EXPECT_NE(split.error().what.find(words), std::string::npos) << split.error().what;
        EXPECT_FALSE(split.error().advice.empty());
    };
    refused(datasetOf({{3, 4}, {5, 5, 5}}), 0, ErrorCode::TooFewSubjects, "class class0 has 2 subjects");
    refused(datasetOf({{3, 4, 4}, {5, 5, 5}}), 3, ErrorCode::InvalidArgument, "3 folds were asked for, leaving one subject out at a time makes 6");
    refused(datasetOf({std::vector<int>(101, 1), std::vector<int>(100, 1)}), 0, ErrorCode::TooLarge, "has 201 subjects");
    EXPECT_TRUE(makeSplit(datasetOf({std::vector<int>(100, 1), std::vector<int>(100, 1)}), Protocol::LeaveOneOut, 200, 1));
    Dataset unknown = datasetOf({{3, 4, 4}, {5, 5, 5}});
    unknown.cells[2].subjectIndex = -1;
    refused(unknown, 0, ErrorCode::NoSubjects, "1 of 26");
}

TEST(OwnSplit, IsNotDrawn) {
    const auto refused = makeSplit(datasetOf({{3, 4, 4}, {5, 5, 5}}), Protocol::Own, 3, 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
}

/// Rare cells that are nobody's most frequent ones, as in a differential count.
TEST(GroupedSplits, SubjectsCountForAllTheirClassesWhereTheirMainOnesWouldNotDo) {
    const Dataset dataset = datasetOfSubjects({{50, 20, 2}, {40, 10, 1}, {60, 30, 3}, {30, 35, 2}, {55, 20, 1}, {45, 15, 4}, {20, 5, 0}});
    for (const Protocol protocol : {Protocol::Patient, Protocol::HoldOut, Protocol::LeaveOneOut}) {
        const auto split = makeSplit(dataset, protocol, protocol == Protocol::LeaveOneOut ? 0 : 3, 2);
        ASSERT_TRUE(split) << split.error().message();
        EXPECT_TRUE(verifySplit(dataset, *split));
        for (const Fold& fold : split->folds) {
            expectApart(dataset, fold);
            EXPECT_EQ(classesIn(dataset, fold.train).size(), 3u);
            EXPECT_EQ(classesIn(dataset, fold.validation).size(), 3u);
            EXPECT_GE(classesIn(dataset, fold.test).size(), protocol == Protocol::LeaveOneOut ? 1u : 3u);
        }
    }
    const auto refused = makeSplit(datasetOfSubjects({{50, 20, 2}, {40, 10, 0}, {60, 30, 3}, {30, 35, 0}}), Protocol::Patient, 3, 2);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("class class2 has 2 subjects, 3 folds need 3"), std::string::npos) << refused.error().what;
}

TEST(GroupedSplits, ManySubjectsAndFoldsAreDealt) {
    Random random(4);
    std::vector<std::vector<int>> cells(2);
    for (int s = 0; s < 2000; ++s) cells[s % 3 == 0].push_back(1 + static_cast<int>(random.below(40)));
    const Dataset dataset = datasetOf(cells);
    const auto split = makeSplit(dataset, Protocol::Patient, 20, 1);
    ASSERT_TRUE(split);
    EXPECT_LT(test::measure(dataset, *split).size, 0.002);
    EXPECT_TRUE(verifySplit(dataset, *split));
}

/// Every part of every fold in letters.
std::string described(const Split& split) {
    std::string text;
    for (const Fold& fold : split.folds) {
        for (const auto* part : {&fold.train, &fold.validation, &fold.test}) {
            for (const int cell : *part) text += std::to_string(cell) + ' ';
            text += '\n';
        }
    }
    return text;
}

/// Recorded once, with GCC 12's libstdc++ on x86-64: another compiler, library or machine has to deal alike, else a seed says nothing.
TEST(GroupedSplits, TheSameSeedDealsAlikeEverywhere) {
    const Dataset dataset = test::randomSet(6).dataset;
    const auto hash = [&](Protocol protocol, int folds) { return digest::sha256(described(makeSplit(dataset, protocol, folds, 2019).value())); };
    EXPECT_EQ(hash(Protocol::Patient, 3), "fa7236ff521f965df4eb9faefd541103249a0602e5858e9199826b8b153ece8c");
    EXPECT_EQ(hash(Protocol::Patient, 5), "abaa0a09d9189e7d0a967920dd2900dc2d4c2f729a125c98218ade1706ecfe2f");
    EXPECT_EQ(hash(Protocol::HoldOut, 4), "52991b2e1468292507df7c709f49584c1362deea6fcbedd17fd07ee410badcb5");
    EXPECT_EQ(hash(Protocol::LeaveOneOut, 0), "f5795485a776a87511d192e3ef2d9f2111ad82c07984d8f7186f464b29797b02");
    EXPECT_EQ(hash(Protocol::Paper, 3), "5c2e4421cf142dc6ff80cd08ec99147db2d374d98d4fc97b26ecaed5e7082253");
    // Eight subjects of 3 cells a class leave no choice about sizes: two of each class are in every fold, and one of six others stops the training.
    const Dataset even = datasetOf({std::vector<int>(8, 3), std::vector<int>(8, 3)});
    const Split split = makeSplit(even, Protocol::Patient, 4, 2019).value();
    for (const Fold& fold : split.folds) {
        EXPECT_EQ(fold.test.size(), 12u);
        EXPECT_EQ(fold.validation.size(), 6u);
        EXPECT_EQ(fold.train.size(), 30u);
    }
}

}  // namespace
}  // namespace leukolens::dataset
