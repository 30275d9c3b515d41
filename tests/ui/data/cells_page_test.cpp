// Relabelling and leaving out cells, by what a person clicks and types.
#include "ui/data/cells_page.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/data/dataset_job.h"
#include "ui/data/label_session.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

class CellsPageTest : public testing::Test {
protected:
    void SetUp() override {
        QFile::remove(AppSettings::correctionsFile());
        dataset::DemoSettings demo;
        demo.cellsPerSubject = 2;
        demo.sizePx = 64;
        NoProgress progress;
        const auto cells = openDemoCells(folder / "cells", demo, progress, {});
        ASSERT_TRUE(cells);
        read = *cells;
        session.open(read, {});
        page.resize(1100, 600);
        page.show();
        page.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
        dialogs::setTestHook({{}, {}, {}, [this](const QString& title) {
                                  asked = title;
                                  return reason;
                              }});
        QObject::connect(&session, &LabelSession::refused, &page, [this](const Error& error) { refusal = error; });
    }
    ~CellsPageTest() override {
        dialogs::clearTestHook();
        QFile::remove(AppSettings::correctionsFile());
    }

    QListView* cards() { return find<QListView>(page, "labelledCells"); }
    int shown() { return cards()->model()->rowCount(); }
    void select(int row) {
        cards()->setFocus();
        cards()->setCurrentIndex(cards()->model()->index(row, 0));
    }
    void chooseWhich(const QString& begins) {
        auto* box = find<QComboBox>(page, "cellChoices");
        for (int i = 0; i < box->count(); ++i)
            if (box->itemText(i).startsWith(begins)) return box->setCurrentIndex(i);
        ADD_FAILURE() << "no choice " << begins.toStdString();
    }
    QString which(int index) { return find<QComboBox>(page, "cellChoices")->itemText(index); }
    bool saved() { return waitFor([&] { return !context.fileWorker.busy(); }); }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    LabelSession session{context};
    CellsPage page{session};
    DatasetPointer read;
    QString asked;
    std::optional<QString> reason = "blurred";
    std::optional<Error> refusal;
};

TEST_F(CellsPageTest, ShowsSubjectsAndClassesWithTheirCounts) {
    EXPECT_EQ(shown(), 24);
    EXPECT_EQ(find<QListWidget>(page, "cellSubjects")->count(), 13);
    EXPECT_EQ(which(0), "All classes  (24)");
    EXPECT_EQ(which(1), "ALL blast  (12)");
    find<QListWidget>(page, "cellSubjects")->setCurrentRow(1);
    EXPECT_EQ(shown(), 2);
    EXPECT_EQ(which(0), "All classes  (2)");
    chooseWhich("Left out");
    EXPECT_EQ(shown(), 0);
    EXPECT_TRUE(find<QLabel>(page, "noCells")->isVisible());
}

TEST_F(CellsPageTest, AKeyRelabelsAndUndoTakesItBack) {
    select(0);
    const int before = context.dataset()->cells[0].classIndex;
    reason = "second look";
    QTest::keyClick(cards(), before == 0 ? Qt::Key_2 : Qt::Key_1);
    EXPECT_EQ(context.dataset()->cells[0].classIndex, 1 - before);
    EXPECT_EQ(read->cells[0].classIndex, before) << "what the folder says is kept";
    ASSERT_EQ(context.dataset()->corrections.size(), 1u);
    EXPECT_EQ(context.dataset()->corrections[0].reason, "second look");
    EXPECT_EQ(find<QLabel>(page, "cellReason")->text(), "second look");
    EXPECT_TRUE(find<QToolButton>(page, "restoreCells")->isEnabled());
    ASSERT_TRUE(saved());
    EXPECT_EQ(dataset::readCorrections(AppSettings::correctionsFile().toStdString())->size(), 1u);

    test::click(page, "undo");
    EXPECT_EQ(context.dataset()->cells[0].classIndex, before);
    ASSERT_TRUE(saved());
    EXPECT_EQ(dataset::readCorrections(AppSettings::correctionsFile().toStdString())->size(), 0u);
    test::click(page, "redo");
    EXPECT_EQ(context.dataset()->cells[0].classIndex, 1 - before);
    test::click(page, "restoreCells");
    EXPECT_TRUE(context.dataset()->corrections.empty());
}

TEST_F(CellsPageTest, LeavingOutNeedsAReasonAndKeepsTheFile) {
    select(3);
    reason = std::nullopt;
    test::click(page, "excludeCells");
    EXPECT_EQ(context.dataset()->cells.size(), 24u) << "the person cancelled";
    reason = "blurred";
    QTest::keyClick(cards(), Qt::Key_Delete);
    EXPECT_TRUE(asked.startsWith("Leave out 1 cell")) << asked.toStdString();
    EXPECT_EQ(context.dataset()->cells.size(), 23u);
    EXPECT_TRUE(std::filesystem::exists(read->cells[3].path));
    EXPECT_EQ(shown(), 24) << "it stays in sight, marked";
    chooseWhich("Left out");
    ASSERT_EQ(shown(), 1);
    select(0);
    test::click(page, "restoreCells");
    EXPECT_EQ(shown(), 0);
    EXPECT_EQ(context.dataset()->cells.size(), 24u);
    test::click(page, "undo");
    EXPECT_EQ(shown(), 1) << "undo brings it back into this list, too";
}

TEST_F(CellsPageTest, ThatNothingIsLeftToTrainOnIsRefused) {
    chooseWhich("ALL blast");
    cards()->selectAll();
    test::click(page, "excludeCells");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, ErrorCode::OneClassOnly);
    EXPECT_EQ(context.dataset()->cells.size(), 24u);
    EXPECT_FALSE(session.undoStack().canUndo());
}

TEST_F(CellsPageTest, CorrectionsAreThereAgainWhenTheDataIsOpened) {
    select(0);
    test::click(page, "excludeCells");
    ASSERT_TRUE(saved());
    const auto opened = withKnownChanges(read, {AppSettings::correctionsFile().toStdString(), AppSettings::decisionsFile().toStdString()});
    ASSERT_TRUE(opened);
    AppContext other(settings);
    LabelSession again(other);
    again.open(opened->read, opened->corrections);
    EXPECT_EQ(other.dataset()->cells.size(), 23u);
    EXPECT_EQ(again.excluded(), 1);
}

TEST_F(CellsPageTest, CellsUnlikeOthersComeFirstOnRequest) {
    // One cell that is far lighter than all others.
    auto odd = std::make_shared<dataset::Dataset>(*read);
    odd->cells[17].facts.labMean[0] = 99;
    session.open(odd, {});
    test::click(page, "outliersFirst");
    select(0);
    EXPECT_EQ(find<QLabel>(page, "cellUnlike")->text().contains("lightness"), true) << find<QLabel>(page, "cellUnlike")->text().toStdString();
}

}  // namespace
}  // namespace leukolens::ui
