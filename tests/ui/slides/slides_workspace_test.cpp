#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>

#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "core/image/encode.h"
#include "tests/ui/slides/slides_workspace_fixture.h"
#include "ui/slides/slide_list.h"

namespace leukolens::test {
namespace {

using ui::Mark;

TEST_F(SlidesTest, AnEmptyListSaysWhatToOpen) {
    EXPECT_TRUE(find<QWidget>(*m_slides, "slidesEmpty")->isVisible());
    open(drawField("field.png"));
    EXPECT_FALSE(find<QWidget>(*m_slides, "slidesEmpty")->isVisible());
    EXPECT_TRUE(m_slides->view().isVisible());
    session().close(0);
    EXPECT_TRUE(find<QWidget>(*m_slides, "slidesEmpty")->isVisible());
}

TEST_F(SlidesTest, AFolderGivesItsPicturesSortedAndShowsTheFirst) {
    drawField("fields/b.png");
    drawField("fields/a.png");
    ASSERT_TRUE(writeFileAtomically(m_folder / "fields" / "notes.txt", std::string_view("no picture")));
    open(m_folder / "fields");
    const auto* list = find<QListView>(*m_slides, "slides");
    ASSERT_EQ(list->model()->rowCount(), 2);
    EXPECT_EQ(list->model()->index(0, 0).data().toString(), "a.png");
    EXPECT_EQ(list->currentIndex().row(), 0);
    ASSERT_TRUE(m_slides->view().slide());
    EXPECT_EQ(m_slides->view().slide()->facts().file.filename(), "a.png");
}

TEST_F(SlidesTest, ABrokenFileIsNamedAndTheOthersOpen) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "broken.svs", std::string_view("no slide at all, whatever its name says")));
    open(m_folder / "broken.svs");
    ASSERT_TRUE(session().shownSlide()->error);
    EXPECT_EQ(session().shownSlide()->error->code, ErrorCode::NotAnImage);
    EXPECT_FALSE(m_slides->view().slide());
    open(drawField("field.png"));
    EXPECT_TRUE(m_slides->view().slide());
    EXPECT_EQ(find<QListView>(*m_slides, "slides")->model()->rowCount(), 2);
}

TEST_F(SlidesTest, FoundCellsAreMarkedAndSaved) {
    openAndFind();
    EXPECT_NE(markAt(150, 120).key, 0);
    EXPECT_NE(markAt(430, 140).key, 0);
    EXPECT_NE(markAt(320, 350).key, 0);
    ASSERT_TRUE(waitFor([this] { return m_slides->view().marks().size() == 3; }));
    EXPECT_TRUE(m_slides->view().marks().front().dashed) << "not classified yet";
    const auto file = marksInFile();
    ASSERT_EQ(file.size(), 3u);
    EXPECT_FALSE(file[0].byHand());
    EXPECT_EQ(file[0].slide, (m_folder / "field.png").string());
    EXPECT_NEAR(session().umPerPx(0).value_or(0), 0.1, 0.02) << "by the red cells";
}

TEST_F(SlidesTest, FindingAgainFindsNothingTwice) {
    openAndFind();
    findCells();
    EXPECT_EQ(shownMarks().size(), 3u);
    EXPECT_EQ(marksInFile().size(), 3u);
}

TEST_F(SlidesTest, WhatAPersonTookOutIsNotFoundAgain) {
    openAndFind();
    session().removeMarks({markAt(430, 140).key});
    EXPECT_EQ(shownMarks().size(), 2u);
    findCells();
    EXPECT_EQ(shownMarks().size(), 2u);
    for (const auto& cell : marksInFile()) EXPECT_EQ(cell.removal, std::abs(cell.x + cell.width / 2 - 430) < 20 ? casebook::Removal::TakenOut : casebook::Removal::None);
    session().undo();
    EXPECT_EQ(shownMarks().size(), 3u);
    const auto file = marksInFile();
    EXPECT_TRUE(std::none_of(file.begin(), file.end(), [](const auto& cell) { return cell.removed(); }));
}

TEST_F(SlidesTest, ASearchIsTakenBackAtOnce) {
    openAndFind();
    session().undo();
    EXPECT_TRUE(shownMarks().empty());
    session().redo();
    EXPECT_EQ(shownMarks().size(), 3u);
    const auto file = marksInFile();
    EXPECT_TRUE(std::none_of(file.begin(), file.end(), [](const auto& cell) { return cell.removed(); }));
}

TEST_F(SlidesTest, WhatWasHandedOverStaysWhenItsSearchIsTakenBack) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    session().undo();
    EXPECT_EQ(shownMarks().size(), 3u) << "their cards are in the case";
}

TEST_F(SlidesTest, ADrawnAreaLimitsTheSearch) {
    open(drawField("field.png"));
    ui::SlideView& view = m_slides->view();
    view.setTool(ui::SlideTool::Rectangle);
    const QPoint from = view.fromSlide({20, 20}).toPoint(), to = view.fromSlide({600, 260}).toPoint();
    QTest::mousePress(&view, Qt::LeftButton, Qt::NoModifier, from);
    QTest::mouseMove(&view, (from + to) / 2);
    QTest::mouseMove(&view, to);
    QTest::mouseRelease(&view, Qt::LeftButton, Qt::NoModifier, to);
    ASSERT_FALSE(view.area().isEmpty());
    EXPECT_EQ(find<QPushButton>(*m_slides, "findCells")->text(), "Find cells in the area");
    findCells();
    EXPECT_EQ(shownMarks().size(), 2u);
    EXPECT_EQ(markAt(320, 350).key, 0);
}

TEST_F(SlidesTest, AMissedCellIsMarkedByAClick) {
    openAndFind();
    session().removeMarks({markAt(430, 140).key});
    m_slides->view().setTool(ui::SlideTool::AddCell);
    QTest::mouseClick(&m_slides->view(), Qt::LeftButton, Qt::NoModifier, m_slides->view().fromSlide({430, 140}).toPoint());
    ASSERT_TRUE(waitFor([this] { return shownMarks().size() == 3; }));
    const Mark mark = markAt(430, 140);
    EXPECT_TRUE(mark.cell.byHand());
    EXPECT_NEAR(mark.cell.x + mark.cell.width / 2, 430, 15) << "the cell that is seen there, not a box around the click";
    EXPECT_TRUE(marksInFile().back().byHand());
}

TEST_F(SlidesTest, WhereNothingIsSeenABoxOfTheUsualSizeIsMarked) {
    openAndFind();
    const double usual = markAt(150, 120).cell.width;
    session().addCellAt({60, 400});
    ASSERT_TRUE(waitFor([this] { return shownMarks().size() == 4; }));
    const Mark mark = markAt(60, 400);
    EXPECT_NEAR(mark.cell.x + mark.cell.width / 2, 60, 1);
    EXPECT_NEAR(mark.cell.width, usual, 0.3 * usual);
}

TEST_F(SlidesTest, HandedOverCellsAreClassifiedAndColoured) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    for (const Mark& mark : shownMarks()) {
        const casebook::CaseCell* cell = session().cellOf(mark);
        ASSERT_TRUE(cell) << mark.cell.picture;
        EXPECT_EQ(cell->path, mark.cell.picture);
    }
    ASSERT_TRUE(waitFor([this] { return !m_slides->view().marks().front().dashed; }));
    EXPECT_TRUE(m_slides->view().marks().front().label.contains("0.") || m_slides->view().marks().front().label.contains("1.")) << m_slides->view().marks().front().label.toStdString();
    EXPECT_FALSE(find<QPushButton>(*m_slides, "handOver")->isEnabled()) << "all are handed over";
    // A picture shows 30 µm: 300 px here.
    const auto size = QImage(QString::fromStdString(shownMarks().front().cell.picture)).size();
    EXPECT_NEAR(size.width(), 300, 15);
    EXPECT_EQ(size.width(), size.height());
    EXPECT_TRUE(waitFor([this] { return m_slides->findChild<QLabel*>("differentialMessage") == nullptr; })) << "the differential counts them";
}

TEST_F(SlidesTest, OnlyNewCellsAreHandedOverLater) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    session().addCellAt({60, 400});
    ASSERT_TRUE(waitFor([this] { return session().waitingForHandOver() == 1; }));
    EXPECT_EQ(find<QPushButton>(*m_slides, "handOver")->text(), "Send 1 to Classify");
    handOverAndWait(4);
}

TEST_F(SlidesTest, TakingOutAClassifiedCellExcludesItAndAgainCountsIt) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    const Mark mark = markAt(430, 140);
    session().removeMarks({mark.key});
    ASSERT_TRUE(session().cellOf(mark));
    EXPECT_TRUE(session().cellOf(mark)->excluded);
    EXPECT_FALSE(marks().find(mark.key)->cell.removed()) << "it stays to be seen";
    session().removeMarks({mark.key});
    EXPECT_FALSE(session().cellOf(mark)->excluded);
}

TEST_F(SlidesTest, AMarkAndItsCardAreChosenTogether) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    const Mark first = markAt(150, 120), second = markAt(430, 140);
    QSignalSpy chosen(m_slides.get(), &ui::SlidesWorkspace::cellChosen);
    QTest::mouseClick(&m_slides->view(), Qt::LeftButton, Qt::NoModifier, m_slides->view().fromSlide({150, 120}).toPoint());
    ASSERT_EQ(chosen.size(), 1);
    EXPECT_EQ(chosen.first().first().toInt(), session().cellKeyOf(first));
    m_classify->selectCell(session().cellKeyOf(first));
    QSignalSpy selected(m_classify.get(), &ui::ClassifyWorkspace::cellSelected);
    m_classify->selectCell(session().cellKeyOf(second));
    ASSERT_GE(selected.size(), 1);
    EXPECT_EQ(selected.last().first().toInt(), session().cellKeyOf(second));
    m_slides->selectCell(session().cellKeyOf(second));
    EXPECT_EQ(m_slides->view().selectedMark(), second.key);
    EXPECT_TRUE(m_slides->placeOf(second.cell.picture).startsWith("field.png, x 4")) << m_slides->placeOf(second.cell.picture).toStdString();
}

TEST_F(SlidesTest, TheChosenCellIsShownWithItsMeasures) {
    openAndFind();
    QTest::mouseClick(&m_slides->view(), Qt::LeftButton, Qt::NoModifier, m_slides->view().fromSlide({150, 120}).toPoint());
    const auto* measures = find<QWidget>(*m_slides, "slideCellMeasures");
    ASSERT_TRUE(waitFor([&] { return measures->findChildren<QLabel*>().size() >= 10; }));
    QStringList words;
    for (const auto* label : measures->findChildren<QLabel*>()) words << label->text();
    const QString all = words.join(' ');
    EXPECT_TRUE(all.contains("Area of the nucleus")) << all.toStdString();
    EXPECT_TRUE(all.contains("µm²")) << all.toStdString();
    session().setUmPerPx(0, 0.2);
    QStringList larger;
    for (const auto* label : measures->findChildren<QLabel*>()) larger << label->text();
    EXPECT_NE(larger.join(' '), all) << "another scale, other areas";
    EXPECT_TRUE(find<QLabel>(*m_slides, "slideCellWords")->text().startsWith("Found by the program."));
    EXPECT_FALSE(find<QPushButton>(*m_slides, "showInClassify")->isEnabled());
}

TEST_F(SlidesTest, KeysWalkFromCellToCell) {
    openAndFind();
    ASSERT_TRUE(waitFor([this] { return m_slides->view().marks().size() == 3; }));
    m_slides->view().setFocus();
    std::vector<std::int64_t> walked;
    for (int i = 0; i < 4; ++i) {
        QTest::keyClick(&m_slides->view(), Qt::Key_N);
        ASSERT_TRUE(m_slides->view().selectedMark());
        walked.push_back(*m_slides->view().selectedMark());
    }
    EXPECT_NE(walked[0], walked[1]);
    EXPECT_EQ(walked[0], walked[3]) << "round";
    QTest::keyClick(&m_slides->view(), Qt::Key_N, Qt::ShiftModifier);
    EXPECT_EQ(*m_slides->view().selectedMark(), walked[2]);
    QTest::keyClick(&m_slides->view(), Qt::Key_Delete);
    EXPECT_EQ(shownMarks().size(), 2u);
}

TEST_F(SlidesTest, ACaseIsOpenedWithItsSlides) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    session().addCellAt({60, 400});
    ASSERT_TRUE(waitFor([this] { return shownMarks().size() == 4; }));
    ASSERT_TRUE(saved());
    closeWindow();
    openWindow();
    ASSERT_TRUE(waitFor([this] { return session().shownSlide() && session().shownSlide()->slide; }));
    EXPECT_EQ(session().shownSlide()->path, qpath(m_folder / "field.png"));
    EXPECT_EQ(shownMarks().size(), 4u);
    EXPECT_TRUE(waitFor([this] { return session().cellOf(markAt(150, 120)) != nullptr; }));
    EXPECT_TRUE(markAt(60, 400).cell.byHand());
}

TEST_F(SlidesTest, ANewCaseBeginsWithoutMarks) {
    openAndFind();
    ASSERT_TRUE(saved());
    m_classify->session().newCase();
    ASSERT_TRUE(waitFor([this] { return !marks().loading(); }));
    EXPECT_TRUE(marks().marks().empty());
    EXPECT_TRUE(m_slides->view().slide()) << "the slide itself stays open";
    findCells();
    EXPECT_EQ(shownMarks().size(), 3u);
}

TEST_F(SlidesTest, ASearchFindsNothingForACaseThatIsOpenedMeanwhile) {
    open(drawField("field.png"));
    QSignalSpy notices(&session(), &ui::SlideSession::noticeRaised);
    click(*m_slides, "findCells");
    ASSERT_TRUE(session().finding());
    m_classify->session().newCase();
    ASSERT_TRUE(waitFor([this] { return !session().finding() && !marks().loading(); }));
    EXPECT_TRUE(marks().marks().empty());
    ASSERT_EQ(notices.size(), 1);
    EXPECT_TRUE(notices.first().first().toString().startsWith("Another case was opened"));
}

TEST_F(SlidesTest, ASignedCaseIsNotChanged) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    ui::ClassifySession& classify = m_classify->session();
    std::vector<ui::CellKey> keys;
    for (const auto& shown : classify.cells().cells()) keys.push_back(shown.key);
    classify.relabel(keys, "all");
    ASSERT_TRUE(saved());
    ASSERT_TRUE(classify.whyNotSigned().isEmpty()) << classify.whyNotSigned().toStdString();
    classify.sign();
    ASSERT_TRUE(waitFor([&] { return classify.access() == ui::ClassifySession::Access::Signed && !classify.loading() && !marks().loading(); }));
    QSignalSpy notices(&session(), &ui::SlideSession::noticeRaised);
    click(*m_slides, "findCells");
    EXPECT_FALSE(session().finding());
    ASSERT_EQ(notices.size(), 1);
    EXPECT_TRUE(notices.first().first().toString().contains("signed"));
    session().addCellAt({60, 400});
    session().undo();
    EXPECT_EQ(notices.size(), 3);
    EXPECT_EQ(shownMarks().size(), 3u);
}

TEST_F(SlidesTest, ATypedScaleIsTakenAndNonsenseIsNot) {
    open(drawField("field.png"));
    auto* scale = find<QLineEdit>(*m_slides, "umPerPx");
    const auto type = [&](const QString& text) {
        scale->setFocus();
        scale->selectAll();
        QTest::keyClicks(scale, text);
        QTest::keyClick(scale, Qt::Key_Return);
    };
    type("0.1");
    EXPECT_EQ(session().umPerPx(0), 0.1);
    EXPECT_EQ(find<QLabel>(*m_slides, "umPerPxOrigin")->text(), "as typed");
    for (const char* wrong : {"wide", "0", "-1", "4000", "1e999", "nan"}) {
        scale->clear();
        type(wrong);
        EXPECT_EQ(session().umPerPx(0), 0.1) << wrong;
        EXPECT_TRUE(scale->property("invalid").toBool()) << wrong;
    }
}

TEST_F(SlidesTest, EverySlideOfTheListIsSearched) {
    drawField("fields/a.png", 3);
    drawField("fields/b.png", 2);
    ASSERT_TRUE(writeFileAtomically(m_folder / "fields" / "c.png", std::string_view("broken")));
    open(m_folder / "fields");
    QSignalSpy errors(&session(), &ui::SlideSession::errorRaised);
    ui::SearchWish wish;
    wish.everySlide = true;
    session().findCells(wish);
    ASSERT_TRUE(waitFor([this] { return !session().finding(); }));
    EXPECT_EQ(marks().marks().size(), 5u);
    ASSERT_EQ(errors.size(), 1) << "one bad file does not stop the rest";
    const auto* list = find<QListView>(*m_slides, "slides");
    EXPECT_TRUE(list->model()->index(1, 0).data(ui::SlideListModel::CellsRole).toString().startsWith("2 cell"));
}

TEST_F(SlidesTest, WithoutScaleAndRedCellsItSaysWhatToDo) {
    FieldDrawing bare;
    bare.redCells = false;
    bare.cells = {{320, 240}};
    ASSERT_TRUE(writeFileAtomically(m_folder / "bare.png", image::encodePng(slide::toImage(test::drawField(bare))).value()));
    open(m_folder / "bare.png");
    QSignalSpy notices(&session(), &ui::SlideSession::noticeRaised);
    findCells();
    ASSERT_EQ(notices.size(), 1);
    EXPECT_TRUE(notices.first().first().toString().contains("µm per px")) << notices.first().first().toString().toStdString();
    session().setUmPerPx(0, 0.1);
    findCells();
    EXPECT_EQ(shownMarks().size(), 1u);
}

TEST_F(SlidesTest, WithoutAModelNothingIsHandedOver) {
    openAndFind();
    QSignalSpy notices(&session(), &ui::SlideSession::noticeRaised);
    click(*m_slides, "handOver");
    ASSERT_EQ(notices.size(), 1);
    EXPECT_TRUE(notices.first().first().toString().contains("no model")) << notices.first().first().toString().toStdString();
    EXPECT_TRUE(m_classify->session().waiting().isEmpty()) << "they would go to whichever case is open when a model comes";
    chooseTinyModel();
    handOverAndWait(3);
}

TEST_F(SlidesTest, AnUndoneSearchFindsItsCellsAgain) {
    openAndFind();
    session().undo();
    ASSERT_TRUE(shownMarks().empty());
    for (const auto& cell : marksInFile()) EXPECT_EQ(cell.removal, casebook::Removal::Undone);
    findCells();
    EXPECT_EQ(shownMarks().size(), 3u);
    EXPECT_EQ(marksInFile().size(), 3u) << "they are the same marks";
    session().undo();
    EXPECT_TRUE(shownMarks().empty());
}

TEST_F(SlidesTest, LeavingACellOutIsTakenBackHere) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    session().addCellAt({60, 400});
    ASSERT_TRUE(waitFor([this] { return shownMarks().size() == 4; }));
    const Mark classified = markAt(430, 140), byHand = markAt(60, 400);
    session().removeMarks({classified.key, byHand.key});
    EXPECT_TRUE(session().cellOf(classified)->excluded);
    EXPECT_EQ(shownMarks().size(), 3u);
    session().undo();
    EXPECT_FALSE(session().cellOf(classified)->excluded);
    EXPECT_EQ(shownMarks().size(), 4u) << "one step";
    session().redo();
    EXPECT_TRUE(session().cellOf(classified)->excluded);
}

TEST_F(SlidesTest, ACellIsMarkedOnce) {
    openAndFind();
    session().addCellAt({150, 120});
    session().addCellAt({60, 400});
    session().addCellAt({61, 401});
    ASSERT_TRUE(waitFor([this] { return shownMarks().size() == 4 && !session().looks().busy(); }));
    EXPECT_EQ(shownMarks().size(), 4u);
}

TEST_F(SlidesTest, ACardThatWasRemovedCanBeSentAgain) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    ui::ClassifySession& classify = m_classify->session();
    classify.remove({session().cellKeyOf(markAt(430, 140))});
    ASSERT_TRUE(waitFor([this] { return session().waitingForHandOver() == 1; }));
    EXPECT_TRUE(waitFor([this] { return find<QPushButton>(*m_slides, "handOver")->text() == "Send 1 to Classify"; }));
}

TEST_F(SlidesTest, ASecondReadingGetsNoCells) {
    chooseTinyModel();
    openAndFind();
    handOverAndWait(3);
    session().addCellAt({60, 400});
    ASSERT_TRUE(waitFor([this] { return session().waitingForHandOver() == 1; }));
    ASSERT_TRUE(saved());
    m_classify->session().startReading("Ben");
    ASSERT_TRUE(waitFor([this] { return m_classify->session().reading(); }));
    QSignalSpy notices(&session(), &ui::SlideSession::noticeRaised);
    session().handOver();
    session().removeMarks({markAt(150, 120).key});
    EXPECT_EQ(notices.size(), 2);
    EXPECT_EQ(shownMarks().size(), 4u);
    EXPECT_FALSE(session().handingOver());
}

TEST_F(SlidesTest, AScaleBeingTypedStaysWithItsSlide) {
    drawField("fields/a.png");
    drawField("fields/b.png");
    open(m_folder / "fields");
    auto* scale = find<QLineEdit>(*m_slides, "umPerPx");
    scale->setFocus();
    QTest::keyClicks(scale, "0.25");
    session().show(1);  // hides the field, which ends the editing
    ASSERT_TRUE(waitFor([this] { return session().shownSlide()->slide != nullptr; }));
    EXPECT_FALSE(session().umPerPx(1)) << "it was typed for the other";
}

TEST_F(SlidesTest, OnlyTheLastFewSlidesStayOpen) {
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) drawField(std::string("fields/") + name + ".png", 1);
    open(m_folder / "fields");
    for (int i = 0; i < 6; ++i) {
        session().show(i);
        ASSERT_TRUE(waitFor([this] { return session().shownSlide()->slide != nullptr; }));
    }
    const auto& slides = session().slides();
    EXPECT_EQ(std::count_if(slides.begin(), slides.end(), [](const ui::ListedSlide& listed) { return listed.slide != nullptr; }), 4);
    EXPECT_FALSE(slides[0].slide);
    session().show(0);
    EXPECT_TRUE(waitFor([this] { return m_slides->view().slide() != nullptr; }));
}

}  // namespace
}  // namespace leukolens::test
