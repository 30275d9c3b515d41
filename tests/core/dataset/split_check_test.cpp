#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "core/dataset/split.h"
#include "tests/core/dataset/sample_folder.h"

namespace leukolens::dataset {
namespace {

class VerifySplit : public testing::Test {
protected:
    void SetUp() override {
        dataset = test::datasetOf({{3, 4, 5, 6, 3}, {2, 3, 4, 5, 6}});
        split = makeSplit(dataset, Protocol::Patient, 3, 8).value();
        ASSERT_TRUE(verifySplit(dataset, split));
    }

    void expectRefused(const std::string& word) {
        const auto verified = verifySplit(dataset, split);
        ASSERT_FALSE(verified);
        EXPECT_EQ(verified.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(verified.error().what.find(word), std::string::npos) << verified.error().what;
    }

    Dataset dataset;
    Split split;
};

TEST_F(VerifySplit, FindsASubjectInTwoParts) {
    Fold& fold = split.folds[1];
    const int moved = fold.train.back();
    fold.train.pop_back();
    fold.test.push_back(moved);
    const std::string subject =
        dataset.subjects[static_cast<std::size_t>(dataset.cells[static_cast<std::size_t>(moved)].subjectIndex)];
    expectRefused("subject " + subject + " is in train and in test");
    expectRefused("fold 2");
}

TEST_F(VerifySplit, FindsASubjectSharedWithValidation) {
    Fold& fold = split.folds[0];
    fold.train.push_back(fold.validation.back());
    fold.validation.pop_back();
    expectRefused("validation");
}

TEST_F(VerifySplit, FindsACellInTwoPartsOrTwice) {
    const Split good = split;
    split.folds[0].train.push_back(split.folds[0].test.front());
    expectRefused("is in train and in test");
    split = good;
    split.folds[0].test.push_back(split.folds[0].test.front());
    expectRefused("is in test and in test");
}

TEST_F(VerifySplit, FindsCellsThatDoNotExist) {
    const Split good = split;
    split.folds[2].train.push_back(static_cast<int>(dataset.cells.size()));
    expectRefused("names cell 41, there are 41");
    split = good;
    split.folds[2].test.push_back(-1);
    expectRefused("names cell -1");
}

TEST_F(VerifySplit, FindsASubjectTestedTwiceOrNever) {
    const Split good = split;
    split.folds[1] = split.folds[0];
    expectRefused("is tested here and in fold 1");
    split = good;
    split.folds.pop_back();
    expectRefused("is tested in no fold");
}

TEST_F(VerifySplit, FindsAnUnknownSubject) {
    dataset.cells[0].subjectIndex = -1;
    expectRefused("subject of cell 0 is not known");
}

TEST_F(VerifySplit, UnderPaperOnlyTheCellsAreKeptApart) {
    split = makeSplit(dataset, Protocol::Paper, 2, 8).value();
    ASSERT_TRUE(verifySplit(dataset, split));
    const Split good = split;
    split.folds[1].train.push_back(split.folds[1].test.front());
    expectRefused("is in train and in test");
    split = good;
    split.folds[1].validation.pop_back();
    expectRefused("validation is the test part");
}

TEST_F(VerifySplit, UnderOfficialTheTestPartIsTheOfficialFold) {
    for (Cell& cell : dataset.cells) cell.officialFold = cell.subjectIndex % 3;
    split = makeSplit(dataset, Protocol::Official, 3, 8).value();
    ASSERT_TRUE(verifySplit(dataset, split));
    const Split good = split;
    std::swap(split.folds[0], split.folds[1]);
    expectRefused("belongs to official fold");
    split = good;
    split.folds[0].train.push_back(split.folds[0].validation.back());
    split.folds[0].validation.pop_back();
    expectRefused("validation");
}

TEST_F(VerifySplit, ASplitThatLacksCellsMayTestASubjectNowhereButKeepsPartsApart) {
    split = makeSplit(dataset, Protocol::Patient, 2, 8).value();
    split.folds[0].test.clear();
    EXPECT_FALSE(verifySplit(dataset, split));
    EXPECT_TRUE(verifySplit(dataset, split, false));
    split.folds[1].train.push_back(split.folds[1].test.front());
    EXPECT_FALSE(verifySplit(dataset, split, false));
}

TEST_F(VerifySplit, FindsCellsInNoPart) {
    split.folds[1].train.pop_back();
    expectRefused("fold 2: 1 cells of the data are in no part");
    EXPECT_TRUE(verifySplit(dataset, split, false));
}

TEST_F(VerifySplit, FindsASubjectTestedTwiceAlsoWhereCellsAreLacking) {
    split.folds[1] = split.folds[0];
    EXPECT_FALSE(verifySplit(dataset, split, false));
}

TEST_F(VerifySplit, UnderHoldOutEachPartHoldsEachClass) {
    split = makeSplit(dataset, Protocol::HoldOut, 2, 8).value();
    ASSERT_TRUE(verifySplit(dataset, split));
    const Split good = split;
    Fold& fold = split.folds[1];
    fold.train.insert(fold.train.end(), fold.validation.begin(), fold.validation.end());
    fold.validation.clear();
    expectRefused("fold 2: validation is empty");
    split = good;
    const auto isFirst = [&](int index) { return dataset.cells[static_cast<std::size_t>(index)].classIndex == 0; };
    std::ranges::copy_if(fold.test, std::back_inserter(fold.train), isFirst);
    std::erase_if(fold.test, isFirst);
    expectRefused("fold 2: test holds no cell of class class0");
    split = good;
    fold.train.push_back(fold.test.back());
    fold.test.pop_back();
    expectRefused("is in train and in test");
    split.folds.clear();
    expectRefused("it has no fold");
}

TEST_F(VerifySplit, UnderLeaveOneOutEachSubjectIsTestedAloneAndOnce) {
    split = makeSplit(dataset, Protocol::LeaveOneOut, 0, 8).value();
    ASSERT_TRUE(verifySplit(dataset, split));
    const Split good = split;
    split.folds.pop_back();
    expectRefused("is tested in no fold");
    split = good;
    split.folds[1] = split.folds[0];
    expectRefused("is tested here and in fold 1");
    split = good;
    Fold& fold = split.folds[0];
    const int other = dataset.cells[static_cast<std::size_t>(fold.validation.front())].subjectIndex;
    const auto isOther = [&](int index) { return dataset.cells[static_cast<std::size_t>(index)].subjectIndex == other; };
    std::ranges::copy_if(fold.validation, std::back_inserter(fold.test), isOther);
    std::erase_if(fold.validation, isOther);
    expectRefused("are tested, expected one alone");
    EXPECT_FALSE(verifySplit(dataset, split, false));
}

TEST_F(VerifySplit, UnderOwnSubjectsAreKeptApartWhereTheyAreKnown) {
    split = makeSplit(dataset, Protocol::HoldOut, 2, 8).value();
    split.protocol = Protocol::Own;
    ASSERT_TRUE(verifySplit(dataset, split));
    Fold& fold = split.folds[0];
    fold.train.push_back(fold.test.back());
    fold.test.pop_back();
    expectRefused("is in train and in test");
    dataset.subjects.clear();
    for (Cell& cell : dataset.cells) cell.subjectIndex = -1;
    EXPECT_TRUE(verifySplit(dataset, split));
    fold.train.push_back(fold.test.back());
    expectRefused("is in train and in test");
}

}  // namespace
}  // namespace leukolens::dataset
