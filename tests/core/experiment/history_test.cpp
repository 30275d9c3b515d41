#include "core/experiment/history.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace leukolens::experiment {
namespace {

EpochRecord row(int fold, int epoch) { return {fold, epoch, 0.5, 0.75, 1.0 / 3, 0.8, 5e-4, 1.25, true}; }

TEST(History, RowsComeBackExactly) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "history.csv", historyHeader() + toCsv(row(1, 1)) + toCsv(row(2, 7))));
    const auto records = readHistory(folder / "history.csv");
    ASSERT_TRUE(records);
    ASSERT_EQ(records->size(), 2u);
    EXPECT_EQ((*records)[1].epoch, 7);
    EXPECT_EQ((*records)[1].validationLoss, 1.0 / 3);
    EXPECT_TRUE((*records)[1].best);
}

TEST(History, ATornLastLineIsPassedOver) {
    const test::TempFolder folder;
    const auto second = toCsv(row(1, 2));
    ASSERT_TRUE(writeFileAtomically(folder / "history.csv", historyHeader() + toCsv(row(1, 1)) + second.substr(0, second.size() / 2)));
    EXPECT_EQ(readHistory(folder / "history.csv")->size(), 1u);
}

TEST(History, ADamagedLineIsNamed) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "history.csv", historyHeader() + "1,1,abc\n" + toCsv(row(1, 2))));
    const auto records = readHistory(folder / "history.csv");
    ASSERT_FALSE(records);
    EXPECT_NE(records.error().what.find("line 2"), std::string::npos);
    ASSERT_TRUE(writeFileAtomically(folder / "history.csv", std::string_view("something else\n")));
    EXPECT_EQ(readHistory(folder / "history.csv").error().code, ErrorCode::ReadFailed);
}

TEST(Folds, TableEndsWithTheMeanAndComesBack) {
    const test::TempFolder folder;
    FoldRecord one{1, 3, 5, true, 0.9, 0.2, 0.8, 0.4, folder / "fold-1/best.leukomodel"};
    FoldRecord two{2, 5, 5, false, 0.7, 0.4, 0.6, 0.6, folder / "fold-2/best.leukomodel"};
    const auto mean = meanOf({one, two});
    EXPECT_DOUBLE_EQ(mean.trainAccuracy, 0.8);
    EXPECT_DOUBLE_EQ(mean.testLoss, 0.5);
    const auto text = foldsCsv({one, two}, mean, folder.path());
    EXPECT_NE(text.find("\nmean,0.8,0.3"), std::string::npos) << text;
    ASSERT_TRUE(writeFileAtomically(folder / "folds.csv", text));
    const auto back = readFolds(folder / "folds.csv");
    ASSERT_TRUE(back) << back.error().message();
    ASSERT_EQ(back->size(), 2u);
    EXPECT_TRUE(back->front().stoppedEarly);
    EXPECT_EQ(back->front().model, folder / "fold-1/best.leukomodel");
}

TEST(Folds, AnExternalTestHasItsColumns) {
    const test::TempFolder folder;
    FoldRecord one{1, 3, 5, true, 0.9, 0.2, 0.8, 0.4, folder / "fold-1/best.leukomodel"};
    FoldRecord two{2, 5, 5, false, 0.7, 0.4, 0.6, 0.6, folder / "fold-2/best.leukomodel"};
    one.externalAccuracy = 0.75, one.externalLoss = 0.5;
    two.externalAccuracy = 0.25, two.externalLoss = 1.5;
    const auto mean = meanOf({one, two});
    EXPECT_DOUBLE_EQ(mean.externalAccuracy.value(), 0.5);
    ASSERT_TRUE(writeFileAtomically(folder / "folds.csv", foldsCsv({one, two}, mean, folder.path())));
    const auto back = readFolds(folder / "folds.csv");
    ASSERT_TRUE(back) << back.error().message();
    ASSERT_EQ(back->size(), 2u);
    EXPECT_EQ(back->back().externalLoss, 1.5);
    EXPECT_EQ(back->back().model, folder / "fold-2/best.leukomodel");
}

}  // namespace
}  // namespace leukolens::experiment
