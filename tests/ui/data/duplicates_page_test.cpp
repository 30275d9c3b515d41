// Pictures that are there twice, decided upon by keys and buttons.
#include "ui/data/duplicates_page.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "tests/ui/support/ui_test.h"
#include "ui/data/dataset_job.h"
#include "ui/shell/app_context.h"
#include "ui/shell/labels.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

/// 24 drawn cells of 12 subjects; tests plant pairs by giving cells the sketch of others.
class DuplicatesPageTest : public testing::Test {
protected:
    void SetUp() override {
        QFile::remove(AppSettings::decisionsFile());
        dataset::DemoSettings demo;
        demo.cellsPerSubject = 2;
        demo.sizePx = 64;
        NoProgress progress;
        const auto cells = openDemoCells(folder / "cells", demo, progress, {});
        ASSERT_TRUE(cells);
        data = **cells;
        page.resize(1100, 600);
        page.show();
        page.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
        QObject::connect(&session, &LabelSession::refused, &page, [this](const Error& error) { refusal = error; });
        QObject::connect(&page, &DuplicatesPage::openChanged, &page, [this](int count) { open = count; });
    }
    ~DuplicatesPageTest() override { QFile::remove(AppSettings::decisionsFile()); }

    void plant(std::size_t first, std::size_t second) { data.cells[second].sketch = data.cells[first].sketch; }
    /// The first cell of another subject of the same class.
    std::size_t ofOtherSubject(std::size_t first) {
        std::size_t other = first;
        while (data.cells[other].classIndex != data.cells[first].classIndex || data.cells[other].subjectIndex == data.cells[first].subjectIndex) ++other;
        return other;
    }
    void openData() {
        session.open(std::make_shared<const dataset::Dataset>(data), {});
        ASSERT_TRUE(waitFor([&] { return !find<QWidget>(page, "duplicateSearch")->isVisible(); }));
    }
    QTableView* table() { return find<QTableView>(page, "duplicateTable"); }
    QString cellText(int row, DuplicateModel::Column column) { return table()->model()->index(row, column).data().toString(); }
    void press(Qt::Key key) { QTest::keyClick(table(), key); }
    std::string nameOf(std::size_t cell) { return data.cells[cell].path.filename().string(); }
    bool isThere(std::size_t cell) {
        return std::ranges::any_of(context.dataset()->cells, [&](const dataset::Cell& other) { return other.path == data.cells[cell].path; });
    }
    dataset::LeakDecisions saved() {
        EXPECT_TRUE(waitFor([&] { return !context.fileWorker.busy(); }));
        return dataset::readLeakDecisions(AppSettings::decisionsFile().toStdString()).value();
    }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    LabelSession session{context};
    DuplicatesPage page{session};
    dataset::Dataset data;
    int open = -1;
    std::optional<Error> refusal;
};

TEST_F(DuplicatesPageTest, WithoutAnySaysSo) {
    openData();
    EXPECT_TRUE(find<QLabel>(page, "noDuplicates")->isVisible());
    EXPECT_FALSE(table()->isVisible());
    EXPECT_EQ(open, 0);
}

TEST_F(DuplicatesPageTest, ShowsThePairWithWhatIsKnownOfEach) {
    const std::size_t other = ofOtherSubject(0);
    plant(0, other);
    openData();
    ASSERT_TRUE(table()->isVisible());
    ASSERT_EQ(table()->model()->rowCount(), 1);
    EXPECT_EQ(cellText(0, DuplicateModel::First).toStdString(), nameOf(0));
    EXPECT_EQ(cellText(0, DuplicateModel::Second).toStdString(), nameOf(other));
    EXPECT_EQ(cellText(0, DuplicateModel::Found), "two subjects");
    EXPECT_EQ(cellText(0, DuplicateModel::Decision), "open");
    EXPECT_EQ(open, 1);
    const auto* facts = find<ElidedLabel>(page, "secondFacts");
    EXPECT_EQ(facts->fullText(), QStringLiteral("ALL blast · subject %1 · 64 × 64 px").arg(QString::fromStdString(data.subjects[static_cast<std::size_t>(data.cells[other].subjectIndex)])));
}

TEST_F(DuplicatesPageTest, KeysLeaveOneOutStepOnAndAreUndone) {
    plant(0, 4);
    plant(1, 6);
    openData();
    ASSERT_EQ(table()->model()->rowCount(), 2);
    const QString first = cellText(0, DuplicateModel::First);
    table()->setFocus();
    press(Qt::Key_2);
    EXPECT_EQ(cellText(0, DuplicateModel::Decision), "second left out");
    EXPECT_EQ(table()->currentIndex().row(), 1) << "on to the next";
    EXPECT_EQ(open, 1);
    EXPECT_EQ(context.dataset()->cells.size(), 23u);
    press(Qt::Key_1);
    EXPECT_EQ(cellText(1, DuplicateModel::Decision), "first left out");
    EXPECT_EQ(context.dataset()->cells.size(), 22u);
    EXPECT_EQ(saved().all().size(), 2u);
    const bool isZeroFirst = first.toStdString() == nameOf(0);
    EXPECT_EQ(isThere(isZeroFirst ? 4 : 6), false);
    EXPECT_EQ(isThere(isZeroFirst ? 1 : 0), false);
    QTest::keyClick(table(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(context.dataset()->cells.size(), 23u);
    EXPECT_EQ(cellText(1, DuplicateModel::Decision), "open");
    table()->selectRow(0);
    press(Qt::Key_Backspace);
    EXPECT_EQ(context.dataset()->cells.size(), 24u);
    EXPECT_TRUE(saved().empty());
    EXPECT_EQ(open, 2);
}

TEST_F(DuplicatesPageTest, SamePatientMakesOneSubjectOfTwo) {
    plant(0, 4);
    openData();
    test::click(page, "samePatient");
    EXPECT_EQ(context.dataset()->subjects.size(), 11u);
    EXPECT_EQ(context.dataset()->cells.size(), 24u);
    EXPECT_EQ(cellText(0, DuplicateModel::Decision), "same patient");
    test::click(page, "keepBoth");
    EXPECT_EQ(context.dataset()->subjects.size(), 12u) << "the later decision holds";
    EXPECT_EQ(cellText(0, DuplicateModel::Decision), "both kept");
}

TEST_F(DuplicatesPageTest, OneSubjectsCellsAreOnePersonsAlready) {
    plant(0, 1);
    openData();
    EXPECT_FALSE(find<QPushButton>(page, "samePatient")->isEnabled());
    table()->setFocus();
    press(Qt::Key_P);
    EXPECT_EQ(cellText(0, DuplicateModel::Decision), "open");
}

TEST_F(DuplicatesPageTest, ManyAreDecidedAtOnce) {
    plant(0, 4);
    plant(1, 6);
    openData();
    table()->selectAll();
    test::click(page, "leaveOutSecond");
    EXPECT_EQ(context.dataset()->cells.size(), 22u);
    EXPECT_EQ(open, 0);
    find<QComboBox>(page, "whichDuplicates")->setCurrentIndex(1);
    EXPECT_EQ(table()->model()->rowCount(), 0) << "none is open";
    test::click(page, "undo");
    EXPECT_EQ(context.dataset()->cells.size(), 24u) << "one step";
    EXPECT_EQ(table()->model()->rowCount(), 2);
}

TEST_F(DuplicatesPageTest, SaysWhatThePresentSplitDivides) {
    plant(0, 4);
    plant(1, 6);
    openData();
    dataset::Split split;
    split.folds = {{{0, 1, 2, 3, 6}, {7}, {4, 5}}};
    page.showSplit(context.dataset(), split);
    EXPECT_TRUE(find<QLabel>(page, "duplicateSummary")->text().contains("1 of them lie in training and in test")) << find<QLabel>(page, "duplicateSummary")->text().toStdString();
    auto* which = find<QComboBox>(page, "whichDuplicates");
    which->setCurrentIndex(2);
    ASSERT_EQ(table()->model()->rowCount(), 1);
    EXPECT_EQ(cellText(0, DuplicateModel::Second).toStdString(), nameOf(4));
    page.showSplit(context.dataset(), std::nullopt);
    EXPECT_EQ(table()->model()->rowCount(), 0);
}

TEST_F(DuplicatesPageTest, ADecisionThatLeavesOneClassIsRefused) {
    // Of the second class one cell is left, which looks like one of the first.
    const auto last = std::ranges::find(data.cells, 1, &dataset::Cell::classIndex);
    std::vector<dataset::Cell> cells;
    std::ranges::copy_if(data.cells, std::back_inserter(cells), [](const dataset::Cell& cell) { return cell.classIndex == 0; });
    cells.push_back(*last);
    data.cells = std::move(cells);
    data.cells.back().sketch = data.cells.front().sketch;
    openData();
    ASSERT_EQ(table()->model()->rowCount(), 1);
    table()->setFocus();
    press(Qt::Key_2);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, ErrorCode::OneClassOnly);
    EXPECT_EQ(cellText(0, DuplicateModel::Decision), "open");
}

TEST_F(DuplicatesPageTest, OfIdenticalFilesTheSecondAloneIsLeftOut) {
    const std::size_t other = ofOtherSubject(0);
    data.cells[other].sha256 = data.cells[0].sha256;
    openData();
    ASSERT_EQ(table()->model()->rowCount(), 1);
    EXPECT_EQ(cellText(0, DuplicateModel::Similarity), "identical");
    EXPECT_FALSE(find<QPushButton>(page, "leaveOutFirst")->isEnabled());
    table()->setFocus();
    press(Qt::Key_1);
    EXPECT_EQ(cellText(0, DuplicateModel::Decision), "open");
    press(Qt::Key_2);
    EXPECT_TRUE(isThere(0));
    EXPECT_FALSE(isThere(other));
}

TEST_F(DuplicatesPageTest, WhatIsLeftOfThreeAlikeIsFoundAfterTheMiddleOneIsLeftOut) {
    const std::size_t second = ofOtherSubject(0);
    std::size_t third = second + 1;
    while (data.cells[third].classIndex != data.cells[0].classIndex || data.cells[third].subjectIndex == data.cells[second].subjectIndex) ++third;
    plant(0, second);
    plant(0, third);
    openData();
    ASSERT_EQ(table()->model()->rowCount(), 2);
    table()->selectAll();
    test::click(page, "leaveOutFirst");
    EXPECT_FALSE(isThere(0));
    ASSERT_TRUE(waitFor([&] { return table()->model()->rowCount() == 3; })) << "the outer two still look the same";
    EXPECT_EQ(open, 1);
}

TEST_F(DuplicatesPageTest, MayBeClosedWhileItSearches) {
    auto closing = std::make_unique<DuplicatesPage>(session);
    session.open(std::make_shared<const dataset::Dataset>(data), {});
    closing.reset();
    EXPECT_TRUE(waitFor([&] { return !find<QWidget>(page, "duplicateSearch")->isVisible(); })) << "the other page goes on";
}

TEST_F(DuplicatesPageTest, DecisionsAreKnownWhenTheDataAreOpenedAgain) {
    plant(0, 4);
    openData();
    table()->setFocus();
    press(Qt::Key_2);
    (void)saved();
    const auto opened = withKnownChanges(std::make_shared<const dataset::Dataset>(data), {AppSettings::correctionsFile().toStdString(), AppSettings::decisionsFile().toStdString()});
    ASSERT_TRUE(opened);
    session.open(opened->read, opened->corrections, opened->decisions);
    ASSERT_TRUE(waitFor([&] { return table()->model()->rowCount() == 1; }));
    EXPECT_EQ(context.dataset()->cells.size(), 23u);
    EXPECT_EQ(cellText(0, DuplicateModel::Decision), "second left out");
    EXPECT_FALSE(session.undoStack().canUndo());
}

}  // namespace
}  // namespace leukolens::ui
