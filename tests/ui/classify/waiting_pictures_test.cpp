// Pictures that wait for their answer: shown at once, part of no case.
#include <QElapsedTimer>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>

#include "core/base/files.h"
#include "tests/ui/classify/classify_fixture.h"

namespace leukolens::test {
namespace {

TEST(WaitingPictures, RunsAreTakenFromTheirFrontsAndApart) {
    ui::WaitingPictures pictures;
    pictures.append(1, {"/a/1.png", "/a/2.png", "/a/3.png"});
    pictures.append(2, {"/b/1.png", "/b/2.png"});
    const auto shown = [&] {
        QStringList paths;
        for (int row = 0; row < pictures.rowCount(); ++row) paths << pictures.index(row).data(ui::WaitingPictures::PathRole).toString();
        return paths;
    };
    pictures.take(1, 2);
    EXPECT_EQ(shown(), QStringList({"/a/3.png", "/b/1.png", "/b/2.png"}));
    pictures.take(2, 1);
    EXPECT_EQ(shown(), QStringList({"/a/3.png", "/b/2.png"}));
    pictures.take(3, 5);
    pictures.take(1, 0);
    EXPECT_EQ(pictures.rowCount(), 2) << "of an unknown run, or none";
    pictures.take(1, 5);
    EXPECT_EQ(shown(), QStringList("/b/2.png")) << "no more than the run has";
    pictures.remove(2);
    EXPECT_EQ(pictures.rowCount(), 0);
}

TEST(WaitingPictures, CannotBeSelectedOrDragged) {
    ui::WaitingPictures pictures;
    pictures.append(1, {"/a/1.png"});
    EXPECT_EQ(pictures.flags(pictures.index(0)) & (Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemIsEditable), Qt::NoItemFlags);
    EXPECT_EQ(pictures.index(0).data(Qt::ToolTipRole).toString(), "1.png\nWaiting for the answer");
}

class WaitingTest : public ClassifyTest {
protected:
    void SetUp() override {
        chooseTinyModel();
        m_files = makeCells(60);
    }
    ui::ClassifySession& session() { return m_window->session(); }
    int waiting() { return session().waitingPictures().rowCount(); }
    QWidget& strip() { return *find<QWidget>(*m_window, "waitingStrip"); }
    void dropAndWaitForCards() {
        dropFiles(m_files);
        ASSERT_TRUE(waitFor([this] { return waiting() > 0; }));
    }

    std::vector<std::filesystem::path> m_files;
};

TEST_F(WaitingTest, EveryPictureHasACardBeforeTheFirstAnswerAndNoneIsLost) {
    m_files.insert(m_files.begin() + 7, m_folder / "broken.png");
    ASSERT_TRUE(writeFileAtomically(m_files[7], std::string("no picture")));
    const int all = static_cast<int>(m_files.size());
    EXPECT_FALSE(strip().isVisible());
    int answeredBefore = -1;
    QObject::connect(&session().waitingPictures(), &QAbstractItemModel::rowsInserted, m_window.get(), [&] { answeredBefore = session().cells().rowCount(); });
    dropAndWaitForCards();
    EXPECT_EQ(answeredBefore, 0);
    EXPECT_TRUE(strip().isVisible());
    bool apart = true, steady = true;
    ASSERT_TRUE(waitFor([&] {
        const int cells = session().cells().rowCount(), failed = static_cast<int>(session().failedFiles().size());
        steady = steady && cells + failed + waiting() == all;
        apart = apart && static_cast<int>(session().caseCells().size()) == cells && cards() == cells;
        return !session().classifying();
    }));
    EXPECT_TRUE(steady) << "a card went away before its answer was there, or stayed behind it";
    EXPECT_TRUE(apart) << "a picture without an answer is no cell of the case";
    EXPECT_EQ(cards(), all - 1);
    EXPECT_EQ(session().failedFiles().size(), 1u);
    EXPECT_EQ(waiting(), 0);
    EXPECT_FALSE(strip().isVisible());
}

TEST_F(WaitingTest, KeysAndTheMouseDecideNothingThatWaits) {
    dropAndWaitForCards();
    auto* list = find<QListView>(*m_window, "waitingPictures");
    QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier, {20, 20});
    QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(list, Qt::Key_1);
    EXPECT_TRUE(list->selectionModel()->selectedIndexes().isEmpty());
    EXPECT_EQ(session().undoStack().count(), 0);
    EXPECT_FALSE(session().whyNotSigned().isEmpty()) << "nor is the case signed over it";
}

TEST_F(WaitingTest, StoppedOnesGoAwayAndAreNotInTheCase) {
    dropAndWaitForCards();
    ASSERT_TRUE(waitFor([this] { return cards() > 0; }));
    click(*m_window, "classifyStop");
    ASSERT_TRUE(waitFor([this] { return !session().classifying(); }));
    EXPECT_EQ(waiting(), 0);
    EXPECT_LT(cards(), 60);
    waitUntilSaved();
    EXPECT_EQ(static_cast<int>(cellsInFile().size()), cards());
}

TEST_F(WaitingTest, ASecondDropShowsItsCardsWhileTheFirstIsClassified) {
    const std::vector later(m_files.begin() + 50, m_files.end());
    m_files.resize(50);
    dropAndWaitForCards();
    dropFiles(later);
    QString last;
    ASSERT_TRUE(waitFor([&] {
        const auto& pictures = session().waitingPictures();
        last = pictures.index(pictures.rowCount() - 1).data(ui::WaitingPictures::PathRole).toString();
        return last.endsWith("cell 59.png");
    }));
    EXPECT_LT(session().cells().rowCount(), 50) << "before the first drop is done";
    ASSERT_TRUE(waitFor([this] { return cards() == 60 && !session().classifying(); }));
    EXPECT_EQ(waiting(), 0);
}

TEST_F(WaitingTest, AnotherCaseShowsNoneOfThemAndTheyAreSavedIntoTheirOwn) {
    dropAndWaitForCards();
    session().newCase();
    EXPECT_EQ(waiting(), 0);
    EXPECT_FALSE(strip().isVisible());
    ASSERT_TRUE(waitFor([this] { return !session().classifying(); }));
    EXPECT_EQ(cards(), 0);
    waitUntilSaved();
    EXPECT_EQ(cellsInFile().size(), 60u);
}

TEST_F(WaitingTest, ClosingMeanwhileKeepsWhatWasAnsweredAndClaimsNoMore) {
    dropAndWaitForCards();
    ASSERT_TRUE(waitFor([this] { return cards() > 3; }));
    const int answered = cards();
    closeWindow();
    const int saved = static_cast<int>(cellsInFile().size());
    EXPECT_GE(saved, answered);
    EXPECT_LT(saved, 60);
    openWindow();
    EXPECT_EQ(cards(), saved);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(WaitingTest, WhoLooksFurtherAlongTheRowSeesItStayInPlace) {
    auto& pictures = session().waitingPictures();
    QStringList names;
    for (int i = 0; i < 500; ++i) names << QStringLiteral("/nowhere/%1.png").arg(i);
    dropFiles(m_files);  // the page with the bins
    ASSERT_TRUE(waitFor([this] { return !session().classifying() && cards() == 60; }));
    pictures.append(99, names);
    auto* list = find<QListView>(*m_window, "waitingPictures");
    ASSERT_TRUE(waitFor([&] { return list->horizontalScrollBar()->maximum() > 10'000; }));
    list->horizontalScrollBar()->setValue(5'000);
    const QPoint middle = list->viewport()->rect().center();
    const QString under = list->indexAt(middle).data(ui::WaitingPictures::PathRole).toString();
    ASSERT_FALSE(under.isEmpty());
    pictures.take(99, 4);
    QTest::qWait(50);
    EXPECT_EQ(list->indexAt(middle).data(ui::WaitingPictures::PathRole).toString(), under);
}

TEST_F(WaitingTest, TwentyThousandDoNotStopTheWindow) {
    m_files.resize(1);
    dropFiles(m_files);  // the page with the bins
    ASSERT_TRUE(waitFor([this] { return !session().classifying() && cards() == 1; }));
    QStringList names;
    for (int i = 0; i < 20'000; ++i) names << QStringLiteral("/nowhere/%1.png").arg(i);
    constexpr int kTurns = 50, kStopMs = 50;
    QElapsedTimer clock;
    clock.start();
    session().waitingPictures().append(99, names);
    QCoreApplication::processEvents();
    EXPECT_LT(clock.restart(), 10 * kStopMs) << "all at once";
    for (int i = 0; i < kTurns; ++i) {
        session().waitingPictures().take(99, 8);
        QCoreApplication::processEvents();
    }
    EXPECT_LT(clock.elapsed() / kTurns, kStopMs);
    EXPECT_EQ(waiting(), 20'000 - kTurns * 8);
}

TEST_F(WaitingTest, WithoutAUsableModelTheyWaitAsFilesAgain) {
    std::filesystem::remove(m_folder / "tiny.leukomodel");
    dropFiles(m_files);
    ASSERT_TRUE(waitFor([this] { return session().modelState() == ui::ClassifySession::ModelState::Failed; }));
    ASSERT_TRUE(waitFor([this] { return !session().classifying(); }));
    EXPECT_EQ(session().waiting().size(), 60);
    EXPECT_EQ(waiting(), 0);
    m_context->setModelFile({});
    chooseTinyModel();
    EXPECT_TRUE(waitFor([this] { return cards() == 60; }));
}

}  // namespace
}  // namespace leukolens::test
