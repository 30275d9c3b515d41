// Blinded review, second readings, agreement, and reviewed cells as training data.
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>

#include "core/dataset/reader.h"
#include "tests/ui/classify/classify_fixture.h"
#include "ui/classify/cell_order.h"

namespace leukolens::test {
namespace {

class ReviewModes : public ClassifyTest {
protected:
    ui::ClassifySession& session() { return m_window->session(); }
    void trigger(const char* action) { find<QAction>(*m_window, action)->trigger(); }
    void press(int key) { QTest::keyClick(m_window->focusWidget(), static_cast<Qt::Key>(key)); }

    void startReading(const QString& reader) {
        trigger("secondReader");
        find<QLineEdit>(*m_window, "readerName")->setText(reader);
        click(*m_window, "startReading");
        ASSERT_TRUE(waitFor([this] { return session().reading(); }));
    }

    /// Everything in words that the window shows or tells a screen reader of the cells and the selected one.
    QString allWords() {
        QString words;
        for (const auto* list : m_window->findChildren<ui::BinList*>())
            for (int row = 0; row < list->model()->rowCount(); ++row)
                for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
                    words += list->model()->index(row, 0).data(role).toString() + '\n';
        for (const char* name : {"inspectorVerdict", "inspectorFlags", "inspectorHistory", "inspectorLike", "summaryCounts"})
            if (const auto* label = find<QLabel>(*m_window, name); label->isVisible()) words += label->text() + '\n';
        return words;
    }
};

TEST_F(ReviewModes, BlindedHidesTheModelsAnswerUntilTheCellIsDecided) {
    openCaseOf(inventedCells(20));
    select("all", 0);
    EXPECT_TRUE(allWords().contains("Model:"));
    trigger("blinded");
    EXPECT_EQ(cardsIn("undecided"), 20);
    EXPECT_EQ(cardsIn("all") + cardsIn("hem") + cardsIn(""), 0);
    select("undecided", 0);
    ASSERT_TRUE(waitFor([this] { return text("inspectorHistory").contains("Added"); }));
    for (const char* word : {"Model:", "%", "uncertain", "ALL blast,", "as the model", "Classified as"})
        EXPECT_FALSE(allWords().contains(word)) << word << " in:\n" << allWords().toStdString();
    EXPECT_FALSE(find<QWidget>(*m_window, "inspectorProbabilities")->isVisible());
    EXPECT_FALSE(find<QWidget>(*m_window, "explainMethod")->isVisible()) << "reasons tell the answer";
    auto* order = find<QComboBox>(*m_window, "cellOrder");
    EXPECT_EQ(order->findData(static_cast<int>(ui::CellOrder::LeastCertain)), -1) << "an order that tells the answer";
    for (const char* name : {"filterClass", "filterFlag", "filterCorrected"}) EXPECT_FALSE(find<QComboBox>(*m_window, name)->isEnabled()) << name;

    const auto key = bin("undecided").selectedKeys().front();
    press(Qt::Key_Return);
    EXPECT_FALSE(session().cells().find(key)->reviewed) << "what is not seen cannot be confirmed";
    press(Qt::Key_2);
    EXPECT_EQ(cardsIn("undecided"), 19);
    EXPECT_EQ(cardsIn("hem"), 1);
    EXPECT_EQ(bin("undecided").selectedKeys().size(), 1u) << "the next card follows";
    EXPECT_TRUE(bin("hem").model()->index(0, 0).data(Qt::ToolTipRole).toString().contains("Model: ALL blast")) << "and now it is shown";
    click(*m_window, "endBlinded");
    EXPECT_EQ(cards(), 20);
    EXPECT_GT(cardsIn("all"), 5);
}

TEST_F(ReviewModes, AFilterOrOrderByTheModelsAnswerDoesNotOutliveBlinding) {
    openCaseOf(inventedCells(20));
    auto* order = find<QComboBox>(*m_window, "cellOrder");
    order->setCurrentIndex(order->findData(static_cast<int>(ui::CellOrder::LeastCertain)));
    find<QComboBox>(*m_window, "filterClass")->setCurrentIndex(1);
    EXPECT_LT(cards(), 20);
    trigger("blinded");
    EXPECT_EQ(cards(), 20) << "the filter would tell the answer";
    EXPECT_EQ(order->currentData().toInt(), static_cast<int>(ui::CellOrder::Arrival));
    for (int row = 0; row < 20; ++row)
        EXPECT_EQ(bin("undecided").model()->index(row, 0).data().toString(), QString("Zelle %1.png").arg(row)) << "so would the order";
}

TEST_F(ReviewModes, ASecondReadingIsKeptApartContinuedAndFinished) {
    openCaseOf(inventedCells(10));
    const auto before = cellsInFile();
    startReading("Ben");
    EXPECT_EQ(cardsIn("undecided"), 10);
    EXPECT_FALSE(find<QPushButton>(*m_window, "signCase")->isVisible());
    select("undecided", 0);
    for (const int key : {Qt::Key_1, Qt::Key_2, Qt::Key_0, Qt::Key_X}) press(key);
    EXPECT_EQ(cardsIn("undecided"), 6);
    EXPECT_EQ(cardsIn("excluded"), 1);
    EXPECT_TRUE(text("stateText").contains("Ben: 4 of 10"));
    EXPECT_FALSE(bin("all").model()->index(0, 0).data(Qt::ToolTipRole).toString().contains("Model")) << "hidden also once it is decided";
    press(Qt::Key_U);
    EXPECT_EQ(cardsIn("undecided"), 7) << "its own undo";
    click(*m_window, "leaveReading");
    EXPECT_FALSE(session().reading());
    EXPECT_FALSE(session().undoStack().canUndo()) << "the case has nothing to undo";
    EXPECT_EQ(cardsIn("all") + cardsIn("hem") + cardsIn(""), 10);
    waitUntilSaved();
    const auto after = cellsInFile();
    for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].verdict(), before[i].verdict());

    startReading("Ben");
    EXPECT_EQ(cardsIn("undecided"), 7) << "goes on where it was left";
    click(*m_window, "finishReading");
    ASSERT_TRUE(waitFor([this] { return !session().reading(); }));
    const auto store = openStore();
    const auto readings = store->readings(store->listCases()->front().id).value();
    ASSERT_EQ(readings.size(), 1u);
    EXPECT_EQ(readings[0].reader, "Ben");
    EXPECT_FALSE(readings[0].finished.empty());
    EXPECT_EQ(readings[0].decided, 3);
}

TEST_F(ReviewModes, AgreementOfTwoReadersIsCohensKappaWithItsInterval) {
    // Kappa's textbook table: 20 and 15 agree, 5 and 10 differ; κ = 0.4, 95 % 0.151 to 0.649 (delta method, by hand).
    auto cells = inventedCells(51);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i].assignedClass = i < 25 ? "all" : "hem";
        cells[i].reviewed = true;
    }
    cells[50].reviewed = false;  // not compared: the first reader has not decided it
    openCaseOf(std::move(cells));
    startReading("Ben");
    ui::ClassifySession& reading = session();
    std::vector<ui::CellKey> blasts, normal;
    for (int i = 0; i < 51; ++i) {
        const bool blast = i < 20 || (i >= 25 && i < 35);
        (blast ? blasts : normal).push_back(reading.cells().cells()[static_cast<std::size_t>(i)].key);
    }
    reading.relabel(blasts, "all");
    reading.relabel(normal, "hem");
    click(*m_window, "finishReading");
    ASSERT_TRUE(waitFor([this] { return !session().reading(); }));
    trigger("agreement");
    ASSERT_TRUE(waitFor([this] { return find<QWidget>(*m_window, "agreementPanel")->isVisible(); }));
    EXPECT_EQ(find<QComboBox>(*m_window, "agreementWho")->count(), 2);
    EXPECT_EQ(text("agreementKappa"), "κ = 0.400 (95 % interval 0.151 to 0.649)");
    EXPECT_TRUE(text("agreementDetail").contains("Cells compared: 50.")) << text("agreementDetail").toStdString();
    EXPECT_TRUE(text("agreementDetail").contains(": 1."));
    const auto* table = find<QTableWidget>(*m_window, "agreementTable");
    ASSERT_EQ(table->rowCount(), 2);
    EXPECT_EQ(table->item(0, 0)->text(), "20");
    EXPECT_EQ(table->item(0, 1)->text(), "5");
    EXPECT_EQ(table->item(1, 0)->text(), "10");
    EXPECT_EQ(table->item(1, 1)->text(), "15");
    find<QComboBox>(*m_window, "agreementWho")->setCurrentIndex(0);
    EXPECT_TRUE(text("agreementKappa").startsWith("κ = "));
    EXPECT_EQ(table->rowCount(), 3) << "the model left some Unidentified";
}

TEST_F(ReviewModes, ReviewedCellsBecomeAListThatDataReads) {
    const auto files = makeCells(8);
    auto cells = inventedCells(8);
    for (std::size_t i = 0; i < 8; ++i) cells[i].path = files[i].string();
    openCaseOf(std::move(cells));
    std::vector<ui::CellKey> keys;
    for (const auto& shown : session().cells().cells()) keys.push_back(shown.key);
    session().relabel({keys[0], keys[1], keys[2]}, "all");
    session().relabel({keys[3], keys[4]}, "hem");
    session().relabel({keys[5]}, "");     // of no class
    session().exclude({keys[4]});         // counts nowhere
    trigger("trainingList");
    auto* strip = find<QWidget>(*m_window, "trainingListStrip");
    ASSERT_TRUE(waitFor([&] { return strip->isVisible(); }));
    QSignalSpy opened(m_context.get(), &ui::AppContext::openDatasetRequested);
    click(*m_window, "openTrainingList");
    ASSERT_EQ(opened.size(), 1);
    const QString file = opened.front().front().toString();
    EXPECT_TRUE(file.endsWith("-v1.csv")) << file.toStdString();
    EXPECT_EQ(find<QLabel>(*m_window, "trainingListText")->toolTip(), "List v1 saved, 4 reviewed cells: " + file);

    NoProgress progress;
    const auto data = dataset::readDataset(file.toStdString(), progress, {});
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->cells.size(), 4u);
    EXPECT_EQ(data->classes.size(), 2u);
    EXPECT_EQ(data->subjects.size(), 1u) << "one patient, one fold";

    strip->hide();
    trigger("trainingList");
    ASSERT_TRUE(waitFor([&] { return strip->isVisible(); }));
    EXPECT_TRUE(find<QLabel>(*m_window, "trainingListText")->toolTip().contains("List v2 "));
    EXPECT_TRUE(std::filesystem::exists(file.toStdString())) << "v1 is as it was";
}

}  // namespace
}  // namespace leukolens::test
