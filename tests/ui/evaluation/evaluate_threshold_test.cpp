#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QPushButton>
#include <QSlider>

#include <gtest/gtest.h>

#include <algorithm>

#include "core/inference/model_bundle.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/evaluation/evaluate_fixture.h"
#include "ui/figures/evaluation_words.h"
#include "ui/shell/class_words.h"
#include "ui/shell/dialogs.h"

namespace leukolens::ui {
namespace {

// Curves and threshold

TEST_F(EvaluateWorkspaceTest, MovingTheThresholdSaysWhatFollows) {
    openNew();
    showTab("Curves");
    const auto points = this->points();
    expectPoint(points.at(0.5));
    find<QDoubleSpinBox>(*workspace, "thresholdValue")->setValue(0.8);
    expectPoint(points.at(0.8));
    EXPECT_EQ(find<QSlider>(*workspace, "thresholdSlider")->value(), 800);
    find<QSlider>(*workspace, "thresholdSlider")->setValue(250);
    expectPoint(points.at(0.25));
    EXPECT_EQ(find<QDoubleSpinBox>(*workspace, "thresholdValue")->value(), 0.25);
    find<QDoubleSpinBox>(*workspace, "thresholdValue")->setValue(0.9996);
    EXPECT_EQ(find<QDoubleSpinBox>(*workspace, "thresholdValue")->text(), thresholdText(0.9996)) << "not 1.000";
    QTest::keyClick(find<QSlider>(*workspace, "thresholdSlider"), Qt::Key_Home);
    expectPoint(points.at(0));
    EXPECT_EQ(text("trueNegatives"), QLocale().toString(0));
    QTest::keyClick(find<QSlider>(*workspace, "thresholdSlider"), Qt::Key_End);
    expectPoint(points.at(1));
    EXPECT_EQ(text("truePositives"), QLocale().toString(0));
}

TEST_F(EvaluateWorkspaceTest, ClickingAndDraggingTheRocMovesTheThreshold) {
    openNew();
    showTab("Curves");
    const auto points = this->points();
    auto* roc = figure("rocCurve");
    // Of the lowest threshold with so many false positives at most.
    const auto expectedAt = [&](const QPoint& at) {
        const double wanted = std::clamp(roc->valueAt(0, at).x(), 0.0, 1.0) * points.negatives();
        double most = 0;
        for (const auto& point : points.points())
            if (point.falsePositives <= wanted) most = point.falsePositives;
        return QLocale().toString(static_cast<int>(most));
    };
    const QString before = text("falsePositives");
    const QPoint first = roc->positionOf(0, {0.4, 0.5}).toPoint(), second = roc->positionOf(0, {0.8, 0.3}).toPoint();
    QTest::mouseClick(roc, Qt::LeftButton, {}, first);
    EXPECT_NE(text("falsePositives"), before);
    EXPECT_EQ(text("falsePositives"), expectedAt(first));
    QMouseEvent drag(QEvent::MouseMove, second, roc->mapToGlobal(second), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(roc, &drag);
    EXPECT_EQ(text("falsePositives"), expectedAt(second));
    EXPECT_NE(expectedAt(first), expectedAt(second));
    const auto& ring = roc->figure().plots.at(0).lines.back();
    EXPECT_NEAR(ring.points.at(0).x() * points.negatives(), text("falsePositives").toInt(), 1e-9) << "the mark goes along";
    QTest::mouseClick(figure("precisionRecallCurve"), Qt::LeftButton, {}, figure("precisionRecallCurve")->positionOf(0, {1, 0.5}).toPoint() + QPoint(5, 0));
    EXPECT_EQ(text("falseNegatives"), QLocale().toString(0)) << "full recall";
}

TEST_F(EvaluateWorkspaceTest, PrevalenceChangesPredictiveValuesOnly) {
    openNew();
    showTab("Curves");
    const auto point = this->points().at(0.5);
    EXPECT_NEAR(find<QDoubleSpinBox>(*workspace, "prevalence")->value(), 0.5, 1e-9) << "of the test cells";
    find<QDoubleSpinBox>(*workspace, "prevalence")->setValue(0.1);
    expectPoint(point);
    EXPECT_EQ(text("livePositive"), percentText(point.positivePredictiveValue(0.1), 1));
    EXPECT_EQ(text("liveNegative"), percentText(point.negativePredictiveValue(0.1), 1));
    EXPECT_NE(text("livePositive"), percentText(point.positivePredictiveValue(0.5), 1));
}

TEST_F(EvaluateWorkspaceTest, WithoutAPositiveClassTheCurvesTabExplains) {
    const auto alone = evaluatedAlone(openNew({.classes = 8}));
    EXPECT_EQ(alone.positive, -1);
    showTab("Curves");
    const auto labels = find<QWidget>(*workspace, "curvesPage")->findChildren<QLabel*>();
    EXPECT_TRUE(std::ranges::any_of(labels, [](const QLabel* label) { return label->isVisible() && label->text().contains("none that counts as positive"); }));
    EXPECT_FALSE(isVisible("thresholdSlider"));
    EXPECT_FALSE(isVisible("lockThreshold"));
    expectFiguresOf(alone, alone.pooled);
    EXPECT_EQ(find<QComboBox>(*workspace, "confusionTruth")->count(), 9);
    EXPECT_EQ(find<QComboBox>(*workspace, "reliabilityOf")->count(), 1);
    // And a run that has one, afterwards.
    open(makeRun("two"));
    showTab("Curves");
    EXPECT_TRUE(isVisible("thresholdSlider"));
    expectPoint(points().at(0.5));
}

// The lock

TEST_F(EvaluateWorkspaceTest, NothingIsLockedByTheProtocolPaper) {
    openNew({.protocol = Protocol::Paper, .validation = false});
    showTab("Curves");
    EXPECT_FALSE(find<QPushButton>(*workspace, "lockThreshold")->isEnabled());
    EXPECT_TRUE(text("lockWords").contains("protocol paper")) << text("lockWords").toStdString();
}

TEST_F(EvaluateWorkspaceTest, NothingIsLockedWithoutAnswersForValidationCells) {
    openNew({.validation = false});
    showTab("Curves");
    EXPECT_FALSE(find<QPushButton>(*workspace, "lockThreshold")->isEnabled());
    EXPECT_TRUE(text("lockWords").contains("Answer anew")) << text("lockWords").toStdString();
}

TEST_F(EvaluateWorkspaceTest, LockingAsksFirstAndSaysWhichModelIsMissing) {
    const auto run = openNew();
    showTab("Curves");
    ASSERT_TRUE(find<QPushButton>(*workspace, "lockThreshold")->isEnabled());
    EXPECT_TRUE(text("lockWords").contains("Fold 2"));
    QStringList questions;
    bool answer = false;
    dialogs::setTestHook({[&](const QString& question) { return questions << question, answer; }, {}});
    press("lockThreshold");
    ASSERT_EQ(questions.size(), 1);
    EXPECT_TRUE(questions[0].contains("model"));
    EXPECT_FALSE(context.anyBusy()) << "nothing is done before the person agrees";
    answer = true;
    press("lockThreshold");
    ASSERT_TRUE(waitForMessage("were not locked"));
    EXPECT_EQ(questions.size(), 2);
    EXPECT_TRUE(messages("messageFile").contains("best.leukomodel")) << messages("messageFile").toStdString();
    EXPECT_FALSE(fs::exists(experiment::modelOf(run, 1)));
    EXPECT_TRUE(isVisible("evaluationTabs"));
}

TEST_F(EvaluateWorkspaceTest, LockedDecisionsAreInTheModels) {
    const auto run = openNew();
    const auto model = test::makeTinyModel(folder.path());
    for (const int fold : {1, 2}) fs::copy_file(model, experiment::modelOf(run, fold));
    dialogs::setTestHook({[](const QString&) { return true; }, {}});
    press("lockThreshold");
    ASSERT_TRUE(waitForMessage("are in the models of 2 fold")) << messages().toStdString();
    for (const auto& fold : opened()->evaluation.calibration.folds) {
        SCOPED_TRACE(fold.fold);
        const auto bundle = inference::readModelBundle(experiment::modelOf(run, fold.fold));
        ASSERT_TRUE(bundle) << bundle.error().message();
        ASSERT_TRUE(fold.threshold);
        EXPECT_EQ(bundle->card.threshold, fold.threshold->point.threshold);
        EXPECT_EQ(bundle->card.blastClass, "all");
    }
}

TEST_F(EvaluateWorkspaceTest, WhatIsLockedIsSaidAlsoWhereTheEvaluationCannotBeWritten) {
    const auto run = openNew();
    const auto model = test::makeTinyModel(folder.path());
    for (const int fold : {1, 2}) fs::copy_file(model, experiment::modelOf(run, fold));
    fs::remove(run / experiment::kEvaluationFile);
    fs::create_directories(run / experiment::kEvaluationFile / "in the way");
    dialogs::setTestHook({[](const QString&) { return true; }, {}});
    press("lockThreshold");
    ASSERT_TRUE(waitForMessage("could not be kept")) << messages().toStdString();
    EXPECT_TRUE(messages().contains("are in the models of 2 fold")) << messages().toStdString();
}

TEST_F(EvaluateWorkspaceTest, AnotherSensitivityChoosesThresholdsAnew) {
    openNew();
    showTab("Curves");
    const auto before = opened();
    find<QDoubleSpinBox>(*workspace, "wantedSensitivity")->setValue(0.5);
    ASSERT_TRUE(waitFor([&] { return opened() != before; }, kLimitMs));
    EXPECT_EQ(opened()->sensitivity, 0.5);
    ASSERT_EQ(opened()->evaluation.calibration.folds.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto &now = opened()->evaluation.calibration.folds[i].threshold, &then = before->evaluation.calibration.folds[i].threshold;
        ASSERT_TRUE(now && then);
        EXPECT_GT(now->point.threshold, then->point.threshold);
        EXPECT_TRUE(text("lockWords").contains(thresholdText(now->point.threshold))) << text("lockWords").toStdString();
    }
    EXPECT_EQ(tabTitle(), "Curves") << "the person stays where they were";
    EXPECT_EQ(find<QDoubleSpinBox>(*workspace, "wantedSensitivity")->value(), 0.5);
}

TEST_F(EvaluateWorkspaceTest, WhatWasChosenStaysWhenTheSameRunIsEvaluatedAgain) {
    openNew({.facts = true});
    auto *part = find<QComboBox>(*workspace, "figurePart"), *fold = find<QComboBox>(*workspace, "foldCurve"), *subject = find<QComboBox>(*workspace, "confusionSubject"), *truth = find<QComboBox>(*workspace, "confusionTruth");
    part->setCurrentIndex(3);
    fold->setCurrentIndex(1);
    showTab("Errors");
    find<QCheckBox>(*workspace, "confusionWrongOnly")->setChecked(false);
    truth->setCurrentIndex(1);
    answers()->setCurrentIndex(answers()->model()->index(4, 0));
    const auto cells = listed();
    const QString facts = text("answerFacts"), heading = text("answersHeading");
    const auto before = opened();
    showTab("Curves");
    find<QDoubleSpinBox>(*workspace, "wantedSensitivity")->setValue(0.5);
    ASSERT_TRUE(waitFor([&] { return opened() != before; }, kLimitMs));
    EXPECT_EQ(part->currentIndex(), 3);
    expectFiguresOf(opened()->evaluation, opened()->evaluation.subgroups[0]);
    EXPECT_EQ(fold->currentIndex(), 1);
    EXPECT_EQ(figure("foldCurves")->figure().name, "fold-2");
    EXPECT_EQ(truth->currentIndex(), 1);
    EXPECT_EQ(listed(), cells);
    EXPECT_EQ(answers()->currentIndex().row(), 4);
    EXPECT_EQ(text("answerFacts"), facts);
    EXPECT_EQ(text("answersHeading"), heading);
    subject->setCurrentIndex(2);
    // Another run begins as ever.
    open(makeRun("another", {.pictures = false}));
    EXPECT_EQ(part->currentIndex(), 0);
    EXPECT_EQ(subject->currentIndex(), 0);
    EXPECT_EQ(answers()->currentIndex().row(), 0);
    EXPECT_TRUE(find<QCheckBox>(*workspace, "confusionWrongOnly")->isChecked());
}

// Calibration

TEST_F(EvaluateWorkspaceTest, CalibrationStandsAsTrainedAndWithTemperature) {
    const auto alone = evaluatedAlone(openNew());
    showTab("Calibration");
    const auto& calibration = alone.calibration;
    ASSERT_EQ(rows("calibrationFigures").rowCount(), 3);
    const std::pair<evaluation::MetricKind, double> figures[] = {
        {evaluation::MetricKind::CalibrationError, calibration.errorAfter}, {evaluation::MetricKind::Brier, calibration.brierAfter}, {evaluation::MetricKind::LogLoss, calibration.logLossAfter}};
    for (int row = 0; row < 3; ++row) {
        EXPECT_EQ(cell("calibrationFigures", row, 0), metricName({figures[row].first, -1}, alone.classes));
        EXPECT_EQ(cell("calibrationFigures", row, 1), QLocale().toString(alone.figure(figures[row].first)->value, 'f', 4));
        EXPECT_EQ(cell("calibrationFigures", row, 3), QLocale().toString(figures[row].second, 'f', 4));
    }
    ASSERT_EQ(rows("temperatures").rowCount(), 2);
    for (int row = 0; row < 2; ++row) EXPECT_EQ(cell("temperatures", row, 1), temperatureWords(calibration.folds[static_cast<std::size_t>(row)]));
    EXPECT_EQ(figure("reliabilityDiagram")->figure().plots.size(), 2u);
    find<QComboBox>(*workspace, "reliabilityOf")->setCurrentIndex(1);
    EXPECT_EQ(figure("reliabilityDiagram")->figure().name, "reliability-positive");
}

TEST_F(EvaluateWorkspaceTest, WithoutValidationThereIsNoTemperatureAndThatIsSaid) {
    openNew({.validation = false});
    showTab("Calibration");
    EXPECT_EQ(figure("reliabilityDiagram")->figure().plots.size(), 1u);
    for (int row = 0; row < 3; ++row) EXPECT_EQ(cell("calibrationFigures", row, 3), QString("–"));
    EXPECT_EQ(rows("temperatures").rowCount(), 0);
    EXPECT_TRUE(text("calibrationWords").contains("Answer anew"));
    open(makeRun("as the paper", {.protocol = Protocol::Paper, .validation = false}));
    EXPECT_TRUE(text("calibrationWords").contains("protocol paper"));
}

}  // namespace
}  // namespace leukolens::ui
