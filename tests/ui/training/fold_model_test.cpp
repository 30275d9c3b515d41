#include "ui/training/fold_model.h"

#include <QAbstractItemModelTester>

#include <gtest/gtest.h>

namespace leukolens::ui {
namespace {

experiment::EpochRecord epoch(int fold, int number) {
    experiment::EpochRecord record;
    record.fold = fold;
    record.epoch = number;
    return record;
}

experiment::FoldRecord foldRecord(int fold, double trainAccuracy, double testAccuracy) {
    experiment::FoldRecord record;
    record.fold = fold;
    record.bestEpoch = 3;
    record.epochs = 5;
    record.stoppedEarly = true;
    record.trainAccuracy = trainAccuracy;
    record.trainLoss = 0.1;
    record.testAccuracy = testAccuracy;
    record.testLoss = 0.25;
    return record;
}

class FoldModelTest : public testing::Test {
protected:
    QString text(int row, int column) const { return model.index(row, column).data().toString(); }
    FoldModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(FoldModelTest, TellsHowFarEachFoldIs) {
    model.start(3, 8);
    ASSERT_EQ(model.rowCount(), 3);
    EXPECT_EQ(text(0, FoldModel::BestEpoch), "running: epoch 1 of 8");
    EXPECT_EQ(text(1, FoldModel::BestEpoch), "waiting");
    model.addEpoch(epoch(1, 2));
    EXPECT_EQ(text(0, FoldModel::BestEpoch), "running: epoch 3 of 8");
    model.addFold(foldRecord(1, 0.9, 0.8));
    EXPECT_EQ(text(1, FoldModel::BestEpoch), "running: epoch 1 of 8");
    EXPECT_EQ(text(2, FoldModel::BestEpoch), "waiting");
    model.end();
    EXPECT_EQ(text(1, FoldModel::BestEpoch), "not run");
}

TEST_F(FoldModelTest, ShowsFiguresAndTheirMeanAsFoldsFinish) {
    model.start(2, 8);
    model.addFold(foldRecord(1, 0.90, 0.80));
    ASSERT_EQ(model.rowCount(), 3) << "two folds and the mean";
    EXPECT_EQ(text(0, FoldModel::StoppedEarly), "yes");
    EXPECT_EQ(text(0, FoldModel::TestAccuracy), QString::fromUtf8("80.0\u00a0%"));
    model.addFold(foldRecord(2, 0.70, 0.60));
    EXPECT_EQ(text(2, FoldModel::Fold), "Mean");
    EXPECT_EQ(text(2, FoldModel::TrainAccuracy), QString::fromUtf8("80.0\u00a0%"));
    EXPECT_EQ(text(2, FoldModel::TestAccuracy), QString::fromUtf8("70.0\u00a0%"));
    EXPECT_EQ(text(2, FoldModel::TestLoss), "0.250");
    EXPECT_EQ(text(2, FoldModel::BestEpoch), "");
}

}  // namespace
}  // namespace leukolens::ui
