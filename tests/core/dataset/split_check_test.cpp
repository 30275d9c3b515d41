#include <gtest/gtest.h>

#include <algorithm>

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

}  // namespace
}  // namespace leukolens::dataset
