// Reviewing by keyboard and by drag, and back again.
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <random>

#include "tests/ui/classify/classify_fixture.h"
#include "ui/classify/cell_order.h"
#include "ui/classify/review_keys.h"

namespace leukolens::test {
namespace {

class ReviewCells : public ClassifyTest {
protected:
    /// As a person does: to whatever has the focus.
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWidget* focus = m_window->focusWidget();
        QTest::keyClick(focus ? focus : m_window.get(), static_cast<Qt::Key>(key), modifiers);
    }

    const casebook::CaseCell* current() const {
        for (const auto* list : m_window->findChildren<ui::BinList*>())
            if (const auto keys = list->selectedKeys(); !keys.empty()) return m_window->session().cells().find(keys.front());
        return nullptr;
    }

    std::vector<casebook::CaseCell> shownCells() const { return m_window->session().caseCells(); }

    /// Everything of a cell but its id, which the window leaves to the file.
    static std::string told(const casebook::CaseCell& cell) {
        std::string text = cell.path + '|' + cell.sha256 + '|' + cell.predictedClass + '|' + cell.assignedClass + '|';
        for (const bool flag : {cell.excluded, cell.marked, cell.reviewed}) text += flag ? '1' : '0';
        for (const double p : cell.probabilities) text += '|' + std::to_string(p);
        for (const auto& flag : cell.flags) text += '|' + flag;
        for (const float number : cell.embedding) text += '|' + std::to_string(number);
        return text;
    }
    static std::vector<std::string> told(const std::vector<casebook::CaseCell>& cells) {
        std::vector<std::string> texts;
        for (const auto& cell : cells) texts.push_back(told(cell));
        return texts;
    }
};

/// What the person at the microscope sees: every seventh cell is the other class than the model said, every eleventh no cell at all.
std::string truthOf(const casebook::CaseCell& cell) {
    const int number = std::stoi(cell.path.substr(cell.path.rfind(' ') + 1));
    if (number % 11 == 5) return "";
    return (number % 2 == 0) != (number % 7 == 3) ? "all" : "hem";
}

TEST_F(ReviewCells, FiveHundredCellsByKeyboardAloneAndUndoneToTheStart) {
    openCaseOf(inventedCells(500));
    const auto start = told(shownCells());
    bin("").setFocus();
    press(Qt::Key_Space);
    int decided = 0;
    for (; decided < 500; ++decided) {
        const casebook::CaseCell* cell = current();
        ASSERT_TRUE(cell) << "no card is selected after " << decided;
        ASSERT_FALSE(cell->reviewed) << "a decided card is offered again after " << decided;
        const std::string truth = truthOf(*cell);
        press(truth == cell->assignedClass ? Qt::Key_Return : truth == "all" ? Qt::Key_1 : truth == "hem" ? Qt::Key_2 : Qt::Key_0);
    }
    const auto reviewed = shownCells();
    for (const auto& cell : reviewed) {
        ASSERT_TRUE(cell.reviewed) << cell.path;
        ASSERT_EQ(cell.assignedClass, truthOf(cell)) << cell.path;
    }
    press(Qt::Key_Space);
    EXPECT_TRUE(text("messageSummary").contains("Every cell is reviewed"));
    waitUntilSaved();
    EXPECT_EQ(told(cellsInFile()), told(reviewed));
    {
        const auto store = openStore();
        EXPECT_EQ(casebook::AuditTrail(*store).ofCase(store->listCases()->front().id)->size(), 502u) << "one line a decision";
    }
    for (int i = 0; i < 500; ++i) press(Qt::Key_U);
    EXPECT_FALSE(m_window->session().undoStack().canUndo());
    EXPECT_EQ(told(shownCells()), start);
    waitUntilSaved();
    EXPECT_EQ(told(cellsInFile()), start);
}

TEST_F(ReviewCells, ThreeHundredCardsAreDraggedAtOnce) {
    openCaseOf(inventedCells(700));
    const int blasts = cardsIn("all"), normal = cardsIn("hem");
    ASSERT_GT(blasts, 300);
    auto& from = bin("all");
    from.selectionModel()->select(QItemSelection(from.model()->index(0, 0), from.model()->index(299, 0)), QItemSelectionModel::ClearAndSelect);
    const std::unique_ptr<QMimeData> data(from.model()->mimeData(from.selectionModel()->selectedIndexes()));
    ASSERT_TRUE(dragOnto(*bin("hem").viewport(), *data));
    EXPECT_EQ(cardsIn("all"), blasts - 300);
    EXPECT_EQ(cardsIn("hem"), normal + 300);
    EXPECT_EQ(m_window->session().undoStack().count(), 1);
    click(*m_window, "undo");
    EXPECT_EQ(cardsIn("all"), blasts);
    EXPECT_EQ(cardsIn("hem"), normal);
}

TEST_F(ReviewCells, AnythingInAnyOrderUndoneIsTheStart) {
    openCaseOf(inventedCells(40));
    ui::ClassifySession& session = m_window->session();
    const auto start = told(shownCells());
    const auto startInFile = cellsInFile();
    std::mt19937 random(11);
    for (int step = 0; step < 120; ++step) {
        std::vector<ui::CellKey> keys;
        for (const auto& shown : session.cells().cells())
            if (random() % 5 == 0) keys.push_back(shown.key);
        switch (random() % 7) {
            case 0: session.relabel(keys, "all"); break;
            case 1: session.relabel(keys, ""); break;
            case 2: session.toggleExcluded(keys); break;
            case 3: session.toggleMarked(keys); break;
            case 4: session.confirm(keys); break;
            case 5: session.remove({keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, keys.size()))}); break;
            case 6: session.undo(); break;
        }
    }
    EXPECT_NE(told(shownCells()), start);
    waitUntilSaved();
    EXPECT_EQ(told(shownCells()), told(cellsInFile()));
    while (session.undoStack().canUndo()) session.undo();
    EXPECT_EQ(told(shownCells()), start);
    waitUntilSaved();
    const auto inFile = cellsInFile();
    EXPECT_EQ(told(inFile), start);
    for (std::size_t i = 0; i < inFile.size(); ++i) EXPECT_EQ(inFile[i].id, startInFile[i].id) << "removed and brought back it is the same row";
}

TEST_F(ReviewCells, XExcludesAndIncludesAndDroppingOnExcludedDoesToo) {
    openCaseOf(inventedCells(12));
    select("all", 0);
    const auto key = bin("all").selectedKeys().front();
    const auto is = [&] { return m_window->session().cells().find(key)->verdict(); };
    press(Qt::Key_X);
    EXPECT_TRUE(is().excluded && is().reviewed);
    EXPECT_EQ(cardsIn("excluded"), 1);
    ASSERT_TRUE(waitFor([this] { return text("summaryTotal") == "11 cells" && text("summaryReview").contains("1 excluded"); })) << text("summaryTotal").toStdString();
    select("excluded", 0);
    press(Qt::Key_X);
    EXPECT_FALSE(is().excluded);
    EXPECT_EQ(cardsIn("excluded"), 0);
    const std::unique_ptr<QMimeData> data(bin("hem").model()->mimeData({bin("hem").model()->index(0, 0), bin("hem").model()->index(1, 0)}));
    ASSERT_TRUE(dragOnto(*bin("excluded").viewport(), *data));
    EXPECT_EQ(cardsIn("excluded"), 2);
    const std::unique_ptr<QMimeData> back(bin("excluded").model()->mimeData({bin("excluded").model()->index(0, 0)}));
    ASSERT_TRUE(dragOnto(*bin("all").viewport(), *back));
    EXPECT_EQ(cardsIn("excluded"), 1) << "dropped on a class it counts again";
}

TEST_F(ReviewCells, MMarksAndStays) {
    openCaseOf(inventedCells(6));
    select("all", 0);
    const auto key = bin("all").selectedKeys().front();
    press(Qt::Key_M);
    EXPECT_TRUE(m_window->session().cells().find(key)->marked);
    EXPECT_FALSE(m_window->session().cells().find(key)->reviewed) << "a star decides nothing";
    EXPECT_EQ(bin("all").selectedKeys(), std::vector{key});
    press(Qt::Key_M);
    EXPECT_FALSE(m_window->session().cells().find(key)->marked);
}

TEST_F(ReviewCells, SpaceTakesUnidentifiedFirstAndThenTheLeastCertain) {
    openCaseOf(inventedCells(20));
    bin("all").setFocus();
    for (int i = 0; i < 2; ++i) {
        press(Qt::Key_Space);
        ASSERT_TRUE(current());
        EXPECT_EQ(current()->assignedClass, "");
        m_window->session().confirm({bin("").selectedKeys().front()});
    }
    double before = 0;
    for (int i = 0; i < 18; ++i) {
        press(Qt::Key_Space);
        const double now = ui::topClass(*current()).probability;
        EXPECT_GE(now, before) << i;
        before = now;
    }
    press(Qt::Key_Space);
    EXPECT_LT(ui::topClass(*current()).probability, before) << "and from the beginning again";
}

TEST_F(ReviewCells, ArrowsGoOnIntoTheBinBeside) {
    openCaseOf(inventedCells(8));
    select("all", cardsIn("all") - 1);
    press(Qt::Key_Right);
    EXPECT_TRUE(bin("all").selectedKeys().empty());
    ASSERT_EQ(bin("hem").selectedKeys().size(), 1u);
    EXPECT_EQ(bin("hem").currentIndex().row(), 0);
    press(Qt::Key_Right);
    EXPECT_EQ(bin("hem").currentIndex().row(), 1);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    EXPECT_EQ(bin("all").currentIndex().row(), cardsIn("all") - 1);
    EXPECT_EQ(m_window->focusWidget(), &bin("all"));
}

TEST_F(ReviewCells, ZShowsTheCellAtLargeAndTheKeysGoOnWorking) {
    openCaseOf(inventedCells(8));
    auto* zoom = find<QWidget>(*m_window, "zoomOverlay");
    select("all", 0);
    press(Qt::Key_Z);
    ASSERT_TRUE(zoom->isVisible());
    const QString first = find<QWidget>(*m_window, "zoomFileName")->toolTip();
    press(Qt::Key_Right);
    EXPECT_TRUE(waitFor([&] { return find<QWidget>(*m_window, "zoomFileName")->toolTip() != first; }));
    press(Qt::Key_2);
    EXPECT_EQ(m_window->session().undoStack().count(), 1);
    EXPECT_TRUE(zoom->isVisible());
    press(Qt::Key_Escape);
    EXPECT_FALSE(zoom->isVisible());
    press(Qt::Key_Z);
    press(Qt::Key_Z);
    EXPECT_FALSE(zoom->isVisible());
}

TEST_F(ReviewCells, TheOverlayOfKeysNamesEveryShortcutOfTheTable) {
    openCaseOf(inventedCells(4));
    select("all", 0);
    press(Qt::Key_Question, Qt::ShiftModifier);
    auto* keys = find<QWidget>(*m_window, "keysOverlay");
    ASSERT_TRUE(keys->isVisible());
    QStringList shown;
    for (const auto* label : keys->findChildren<QLabel*>()) shown << label->text();
    for (const ui::ReviewKey& key : ui::reviewKeys()) {
        if (key.action == ui::ReviewAction::ToClass) continue;
        EXPECT_TRUE(shown.contains(ui::keysText(key))) << ui::keysText(key).toStdString();
        EXPECT_TRUE(shown.contains(key.text)) << key.text.toStdString();
    }
    press(Qt::Key_Escape);
    EXPECT_FALSE(keys->isVisible());
}

TEST_F(ReviewCells, AChangedShortcutWorksAtOnceAndStandsInTheOverlay) {
    openCaseOf(inventedCells(6));  // three in the bin: one selected, or the two others
    select("all", 0);
    ui::Shortcuts::set(*m_settings, ui::ShortcutId::InvertSelection, QKeySequence("Ctrl+B"));
    ui::Shortcuts::set(*m_settings, ui::ShortcutId::AddImages, {});
    const auto selected = [this] { return find<QLabel>(*m_window, "selectedCount")->text(); };
    const QString before = selected();
    press(Qt::Key_I, Qt::ControlModifier);
    EXPECT_EQ(selected(), before) << "the keys of before";
    press(Qt::Key_B, Qt::ControlModifier);
    EXPECT_NE(selected(), before);
    press(Qt::Key_Question, Qt::ShiftModifier);
    QStringList shown;
    for (const auto* label : find<QWidget>(*m_window, "keysOverlay")->findChildren<QLabel*>()) shown << label->text();
    EXPECT_TRUE(shown.contains("Ctrl+B"));
    EXPECT_FALSE(shown.contains("Ctrl+I"));
    EXPECT_FALSE(shown.contains("Ctrl+O"));
    EXPECT_FALSE(shown.contains("Add images")) << "without keys it has no line";
}

TEST_F(ReviewCells, TypingInALineEditTriggersNoKey) {
    openCaseOf(inventedCells(6));
    select("all", 0);
    for (const char* name : {"patientName", "filterText", "inspectorReason"}) {
        auto* line = find<QLineEdit>(*m_window, name);
        line->setFocus();
        QTest::keyClicks(line, "10 xmzun?");
        EXPECT_TRUE(line->text().contains("10 xmzun?")) << line->text().toStdString();
        if (QString(name) == "filterText") line->clear();
    }
    EXPECT_EQ(m_window->session().undoStack().count(), 0);
    EXPECT_FALSE(find<QWidget>(*m_window, "zoomOverlay")->isVisible());
    EXPECT_FALSE(find<QWidget>(*m_window, "keysOverlay")->isVisible());
}

TEST_F(ReviewCells, TheFilterSaysWhatItShowsAndIsCleared) {
    openCaseOf(inventedCells(20));
    auto* field = find<QLineEdit>(*m_window, "filterText");
    field->setText("Zelle 1");
    EXPECT_EQ(cards(), 11) << "1 and 10 to 19";
    EXPECT_EQ(text("shownCells"), "Showing 11 of 20");
    find<QComboBox>(*m_window, "filterFlag")->setCurrentIndex(1);
    EXPECT_EQ(text("shownCells"), "Showing 1 of 20") << "only 19 is flagged among them";
    click(*m_window, "clearFilter");
    EXPECT_EQ(cards(), 20);
    EXPECT_FALSE(find<QWidget>(*m_window, "shownCells")->isVisible());
    EXPECT_TRUE(field->text().isEmpty());
}

TEST_F(ReviewCells, LikenessWithoutVectorsSaysSoAndKeepsTheOrder) {
    openCaseOf(inventedCells(6));
    select("all", 0);
    auto* order = find<QComboBox>(*m_window, "cellOrder");
    order->setCurrentIndex(order->findData(static_cast<int>(ui::CellOrder::MostSimilar)));
    EXPECT_TRUE(text("messageSummary").contains("no vector"));
    EXPECT_EQ(order->currentData().toInt(), static_cast<int>(ui::CellOrder::Arrival));
}

TEST_F(ReviewCells, TheSliderIsTheSettingOfTheCards) {
    openCaseOf(inventedCells(4));
    auto* slider = find<QSlider>(*m_window, "cardSize");
    EXPECT_EQ(slider->value(), m_settings->number(ui::SettingKey::CardSizePx));
    const int before = bin("all").gridSize().height();
    slider->setValue(200);
    EXPECT_EQ(m_settings->number(ui::SettingKey::CardSizePx), 200);
    EXPECT_GT(bin("all").gridSize().height(), before);
}

TEST_F(ReviewCells, AReasonIsInTheHistoryWithWhoAndWhatFrom) {
    openCaseOf(inventedCells(4));
    m_settings->set(ui::SettingKey::UserName, "Eva");
    select("all", 0);
    const auto key = bin("all").selectedKeys().front();
    m_window->session().relabel({key}, "hem");
    for (int row = 0; row < cardsIn("hem"); ++row) {
        select("hem", row);
        if (bin("hem").selectedKeys() == std::vector{key}) break;
    }
    auto* why = find<QLineEdit>(*m_window, "inspectorReason");
    why->setFocus();
    QTest::keyClicks(why, "no nucleoli");
    QTest::keyClick(why, Qt::Key_Return);
    ASSERT_TRUE(waitFor([this] { return text("inspectorHistory").contains("Why: no nucleoli"); })) << text("inspectorHistory").toStdString();
    EXPECT_TRUE(text("inspectorHistory").contains("Moved to Normal from ALL blast")) << text("inspectorHistory").toStdString();
    EXPECT_TRUE(text("inspectorHistory").contains("Eva"));
    EXPECT_TRUE(why->text().isEmpty());
}

}  // namespace
}  // namespace leukolens::test
