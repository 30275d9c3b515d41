// What was done is in the case file, and what could not be saved is not shown as done.
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

#include <sqlite3.h>

#include "tests/ui/classify/classify_fixture.h"

namespace leukolens::test {
namespace {

class ClassifyStore : public ClassifyTest {
protected:
    /// Runs SQL on the case file beside the program, as a fault of the disk or another program would.
    void interfere(const char* sql) {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(m_caseFile.c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
        sqlite3_close(database);
    }

    void reopen() {
        closeWindow();
        openWindow();
    }
};

TEST_F(ClassifyStore, ACorrectionIsThereWhenTheProgramIsOpenedAgain) {
    chooseTinyModel();
    dropAndWait(4);
    const std::string from = fullestBin(), to = otherBin(from);
    select(from, 0);
    const QString name = bin(from).model()->index(0, 0).data().toString();
    QTest::keyClick(&bin(from), to == "all" ? Qt::Key_1 : Qt::Key_2);
    const int moved = cardsIn(to);
    reopen();
    ASSERT_EQ(cards(), 4);
    EXPECT_EQ(cardsIn(to), moved);
    bool corrected = false;
    for (const ui::ShownCell& shown : m_window->session().cells().cells())
        corrected |= shown.cell.corrected() && QString::fromStdString(shown.cell.path).endsWith(name);
    EXPECT_TRUE(corrected);
}

TEST_F(ClassifyStore, ClosingRightAfterACorrectionLosesNothing) {
    chooseTinyModel();
    dropAndWait(3);
    const std::string from = fullestBin(), to = otherBin(from);
    for (int i = 0; i < 5; ++i) {  // many changes, none waited for
        m_window->session().relabel({m_window->session().cells().cells().front().key}, to);
        m_window->session().undoStack().undo();
    }
    m_window->session().relabel({m_window->session().cells().cells().front().key}, to);
    reopen();
    EXPECT_EQ(m_window->session().cells().cells().front().cell.assignedClass, to);
}

TEST_F(ClassifyStore, TheNameIsSavedWhenTheFieldIsLeft) {
    auto* name = find<QLineEdit>(*m_window, "patientName");
    name->setFocus();
    name->insert("Käthe 12");
    QTest::keyClick(name, Qt::Key_Return);
    reopen();
    EXPECT_EQ(find<QLineEdit>(*m_window, "patientName")->text(), "Käthe 12");
}

TEST_F(ClassifyStore, ANameStillBeingTypedIsKeptWhenTheProgramCloses) {
    auto* name = find<QLineEdit>(*m_window, "patientName");
    name->setFocus();
    QTest::keyClicks(name, "4711");
    reopen();
    EXPECT_EQ(find<QLineEdit>(*m_window, "patientName")->text(), "4711");
}

TEST_F(ClassifyStore, ANewCaseIsEmptyAndTheOldOneIsStillInTheList) {
    chooseTinyModel();
    dropAndWait(2);
    m_window->session().rename("First");
    waitUntilSaved();
    click(*m_window, "newCase");
    EXPECT_EQ(cards(), 0);
    auto* chooser = find<QComboBox>(*m_window, "caseChooser");
    ASSERT_TRUE(waitFor([&] { return chooser->findText("First", Qt::MatchStartsWith) >= 0; }));
    const int row = chooser->findText("First", Qt::MatchStartsWith);
    chooser->setCurrentIndex(row);
    Q_EMIT chooser->activated(row);
    EXPECT_TRUE(waitFor([this] { return cards() == 2; }));
    EXPECT_EQ(find<QLineEdit>(*m_window, "patientName")->text(), "First");
}

TEST_F(ClassifyStore, ACorrectionThatCannotBeSavedIsTakenBackAndSaid) {
    chooseTinyModel();
    dropAndWait(3);
    waitUntilSaved();
    interfere("CREATE TRIGGER refuse BEFORE UPDATE ON cell BEGIN SELECT RAISE(ABORT, 'refused'); END");
    const auto& first = m_window->session().cells().cells().front();
    const std::string before = first.cell.assignedClass;
    m_window->session().relabel({first.key}, otherBin(before));
    ASSERT_TRUE(waitFor([this] { return !m_window->findChildren<QWidget*>("message").isEmpty(); }));
    ASSERT_TRUE(waitFor([this] { return !m_window->session().loading(); }));
    EXPECT_TRUE(text("messageSummary").contains("could not be saved"));
    EXPECT_EQ(m_window->session().cells().cells().front().cell.assignedClass, before);
    EXPECT_EQ(m_window->session().undoStack().count(), 0);
    EXPECT_EQ(cards(), 3);
}

TEST_F(ClassifyStore, AModelsCardThatCouldNotBeKeptIsKeptWithTheNextCells) {
    chooseTinyModel();
    ASSERT_TRUE(waitFor([this] { return !m_window->session().loading(); }));
    interfere("CREATE TRIGGER refuse BEFORE INSERT ON model_card BEGIN SELECT RAISE(ABORT, 'refused'); END");
    const auto pictures = makeCells(2);
    dropFiles({pictures[0]});
    ASSERT_TRUE(waitFor([this] { return !m_window->findChildren<QWidget*>("message").isEmpty(); }));
    ASSERT_TRUE(waitFor([this] { return !m_window->session().loading() && !m_window->session().classifying() && cards() == 1; }));
    const std::string model = m_window->session().cells().cells().front().cell.modelSha256;
    EXPECT_FALSE(openStore()->modelCard(model).value_or("").size() > 2);
    interfere("DROP TRIGGER refuse");
    dropFiles({pictures[1]});
    ASSERT_TRUE(waitFor([this] { return cards() == 2; }));
    waitUntilSaved();
    EXPECT_TRUE(openStore()->modelCard(model).value_or("").starts_with("{")) << "the card of " << model;
}

TEST_F(ClassifyStore, CellsThatCannotBeSavedAreNotShown) {
    chooseTinyModel();
    dropAndWait(2);
    waitUntilSaved();
    interfere("CREATE TRIGGER refuse BEFORE INSERT ON cell BEGIN SELECT RAISE(ABORT, 'refused'); END");
    dropFiles({makeCells(3).back()});
    ASSERT_TRUE(waitFor([this] { return !m_window->findChildren<QWidget*>("message").isEmpty(); }));
    EXPECT_TRUE(waitFor([this] { return !m_window->session().loading() && !m_window->session().classifying(); }));
    EXPECT_EQ(cards(), 2);
}

}  // namespace
}  // namespace leukolens::test
