// Corrections: by drag, by key, taken back, kept.
#include <QComboBox>
#include <QLineEdit>
#include <QToolButton>

#include "tests/ui/classify/classify_fixture.h"

namespace leukolens::test {
namespace {

class CorrectCells : public ClassifyTest {
protected:
    void SetUp() override {
        chooseTinyModel();
        dropAndWait(6);
        m_from = fullestBin();
        m_to = otherBin(m_from);
        m_fromCount = cardsIn(m_from);
        m_toCount = cardsIn(m_to);
    }

    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(&bin(m_from), static_cast<Qt::Key>(key), modifiers);
    }

    int keyOf(const std::string& className) const { return className == "all" ? Qt::Key_1 : Qt::Key_2; }

    std::string m_from, m_to;
    int m_fromCount = 0, m_toCount = 0;
};

TEST_F(CorrectCells, ADraggedCardChangesItsBinAndUndoBringsItBack) {
    const QModelIndex first = bin(m_from).model()->index(0, 0);
    const QString name = first.data().toString();
    const std::unique_ptr<QMimeData> data(bin(m_from).model()->mimeData({first}));
    ASSERT_TRUE(dragOnto(*bin(m_to).viewport(), *data));
    EXPECT_EQ(cardsIn(m_from), m_fromCount - 1);
    ASSERT_EQ(cardsIn(m_to), m_toCount + 1);

    auto* undo = find<QToolButton>(*m_window, "undo");
    EXPECT_TRUE(undo->toolTip().contains("Move cell to"));
    click(*m_window, "undo");
    EXPECT_EQ(cardsIn(m_from), m_fromCount);
    EXPECT_EQ(cardsIn(m_to), m_toCount);
    EXPECT_EQ(bin(m_from).model()->index(0, 0).data().toString(), name);
    EXPECT_FALSE(undo->isEnabled());
    click(*m_window, "redo");
    EXPECT_EQ(cardsIn(m_to), m_toCount + 1);
}

TEST_F(CorrectCells, CellsAreNotTakenByTheBinTheyStandIn) {
    std::unique_ptr<QMimeData> data(bin(m_from).model()->mimeData({bin(m_from).model()->index(0, 0)}));
    dragOnto(*bin(m_from).viewport(), *data);
    EXPECT_EQ(m_window->session().undoStack().count(), 0);
}

TEST_F(CorrectCells, AKeyMovesTheSelectedCellsAndTheNextCardIsSelected) {
    select(m_from, 0);
    press(keyOf(m_to));
    EXPECT_EQ(cardsIn(m_to), m_toCount + 1);
    if (m_fromCount > 1) {
        EXPECT_EQ(bin(m_from).selectedKeys().size(), 1u);
    }
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(cardsIn(m_to), m_toCount);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(cardsIn(m_to), m_toCount + 1);
}

TEST_F(CorrectCells, AllOfABinAreMovedAtOnceAndTakenBackAtOnce) {
    select(m_from, 0);
    press(Qt::Key_A, Qt::ControlModifier);
    press(keyOf(m_to));
    EXPECT_EQ(cardsIn(m_from), 0);
    EXPECT_EQ(cardsIn(m_to), m_fromCount + m_toCount);
    m_window->session().undoStack().undo();
    EXPECT_EQ(cardsIn(m_from), m_fromCount);
}

TEST_F(CorrectCells, ZeroMovesToUnidentifiedAndUTakesItBack) {
    select(m_from, 0);
    const auto key = bin(m_from).selectedKeys().front();
    press(Qt::Key_0);
    EXPECT_EQ(m_window->session().cells().find(key)->assignedClass, casebook::kUnidentified);
    EXPECT_TRUE(m_window->session().cells().find(key)->corrected());
    press(Qt::Key_U);
    EXPECT_FALSE(m_window->session().cells().find(key)->corrected());
    press(Qt::Key_U, Qt::ShiftModifier);
    EXPECT_TRUE(m_window->session().cells().find(key)->corrected());
}

TEST_F(CorrectCells, DigitsTypedAsThePatientsNumberMoveNoCell) {
    select(m_from, 0);
    auto* name = find<QLineEdit>(*m_window, "patientName");
    name->setFocus();
    QTest::keyClicks(name, "12");
    EXPECT_EQ(name->text(), "12");
    EXPECT_EQ(m_window->session().undoStack().count(), 0);
}

TEST_F(CorrectCells, RemovedCellsComeBackWhereTheyWere) {
    const QString name = bin(m_from).model()->index(0, 0).data().toString();
    select(m_from, 0);
    press(Qt::Key_Delete);
    EXPECT_EQ(cards(), 5);
    m_window->session().undoStack().undo();
    EXPECT_EQ(cards(), 6);
    EXPECT_EQ(bin(m_from).model()->index(0, 0).data().toString(), name);
    select(m_from, 0);
    press(keyOf(m_to));  // the cell has another row in the case file now
    waitUntilSaved();
    EXPECT_EQ(cardsIn(m_to), m_toCount + 1);
}

TEST_F(CorrectCells, WhenEveryCellIsReviewedNSaysSo) {
    std::vector<ui::CellKey> all;
    for (const auto& shown : m_window->session().cells().cells()) all.push_back(shown.key);
    m_window->session().confirm(all);
    bin(m_from).setFocus();
    press(Qt::Key_N);
    EXPECT_TRUE(text("messageSummary").contains("Every cell is reviewed"));
}

TEST_F(CorrectCells, ASelectionInOneBinEndsThatInAnother) {
    select(m_from, 0);
    press(keyOf(m_to));
    select(m_to, 0);
    EXPECT_TRUE(bin(m_from).selectedKeys().empty());
    EXPECT_EQ(bin(m_to).selectedKeys().size(), 1u);
}

TEST_F(CorrectCells, TheInspectorShowsTheSelectedCellAndWhatHappenedToIt) {
    select(m_from, 0);
    const QString name = bin(m_from).model()->index(0, 0).data().toString();
    const auto key = bin(m_from).selectedKeys().front();
    EXPECT_TRUE(find<QWidget>(*m_window, "inspectorFileName")->toolTip() == name);
    press(keyOf(m_to));
    m_window->session().undoStack().undo();
    m_window->session().relabel({key}, m_to);
    select(m_to, bin(m_to).model()->rowCount() - 1);
    for (int row = 0; row < cardsIn(m_to); ++row) {
        select(m_to, row);
        if (bin(m_to).selectedKeys() == std::vector{key}) break;
    }
    EXPECT_TRUE(text("inspectorVerdict").startsWith("Corrected"));
    EXPECT_TRUE(waitFor([this] { return text("inspectorHistory").count("Moved to") == 3; }))
        << text("inspectorHistory").toStdString();
}

TEST_F(CorrectCells, TheSurestCellsComeFirstWhenAsked) {
    find<QComboBox>(*m_window, "cellOrder")->setCurrentIndex(2);
    double before = 1.0;
    for (int row = 0; row < cardsIn(m_from); ++row) {
        const ui::CellKey key = bin(m_from).model()->index(row, 0).data(ui::CellModel::KeyRole).toInt();
        const double now = ui::topClass(*m_window->session().cells().find(key)).probability;
        EXPECT_LE(now, before);
        before = now;
    }
}

class UncertainCells : public ClassifyTest {
protected:
    /// A case as a model leaves it that was unsure of every cell.
    void openCaseOfUncertainCells(int count) {
        auto cells = inventedCells(count);
        for (auto& cell : cells) {
            cell.predictedClass = cell.assignedClass = casebook::kUnidentified;
            cell.probabilities = {0.5, 0.5};
        }
        openCaseOf(std::move(cells));
    }
};

TEST_F(UncertainCells, StandInUnidentifiedAndNGoesThroughThoseNobodyHasDecided) {
    openCaseOfUncertainCells(4);
    ASSERT_EQ(cardsIn(""), 4);
    std::vector<ui::CellKey> keys;
    for (const ui::ShownCell& shown : m_window->session().cells().cells()) keys.push_back(shown.key);
    bin("").setFocus();
    for (const int wanted : {0, 1, 2}) {
        QTest::keyClick(&bin(""), Qt::Key_N);
        EXPECT_EQ(bin("").selectedKeys(), std::vector{keys[static_cast<std::size_t>(wanted)]});
    }
    QTest::keyClick(&bin(""), Qt::Key_1);  // the third is a blast; the fourth follows
    EXPECT_EQ(cardsIn("all"), 1);
    EXPECT_EQ(bin("").selectedKeys(), std::vector{keys[3]});
    QTest::keyClick(&bin(""), Qt::Key_N);
    EXPECT_EQ(bin("").selectedKeys(), std::vector{keys[0]});
}

}  // namespace
}  // namespace leukolens::test
