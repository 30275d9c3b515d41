// The heads of the bins.
#include "ui/classify/bin_view.h"

#include <QCoreApplication>
#include <QLabel>
#include <QTranslator>

#include "tests/ui/classify/classify_fixture.h"
#include "ui/shell/class_words.h"
#include "ui/shell/labels.h"

namespace leukolens::test {
namespace {

class BinViewTest : public ClassifyTest {
protected:
    ~BinViewTest() override {
        if (m_window) closeWindow();
        QCoreApplication::removeTranslator(&m_german);
    }
    void openInGerman() {
        ASSERT_TRUE(m_german.load(":/i18n/leukolens_de.qm"));
        QCoreApplication::installTranslator(&m_german);
        closeWindow();
        openWindow();
    }
    QTranslator m_german;
};

TEST_F(BinViewTest, TitlesAreWholeInASmallWindowAndTheShareGivesWay) {
    openInGerman();
    openCaseOf(inventedCells(40));
    m_window->resize(1000, 600);
    QCoreApplication::processEvents();
    QStringList titles;
    for (const auto* bin : m_window->findChildren<ui::BinView*>()) {
        const auto* title = find<ui::ElidedLabel>(*bin, "binTitle");
        EXPECT_EQ(title->text(), title->fullText()) << bin->width() << " px";
        titles << title->fullText();
    }
    EXPECT_TRUE(titles.contains("Ausgeschlossen")) << titles.join(", ").toStdString();
    auto* blasts = m_window->findChild<ui::BinView*>("bin-all");
    ASSERT_NE(blasts, nullptr);
    EXPECT_FALSE(find<QLabel>(*blasts, "binShare")->isVisible()) << "there is no room for it at " << blasts->width() << " px";
    m_window->resize(2400, 600);
    QCoreApplication::processEvents();
    EXPECT_TRUE(find<QLabel>(*blasts, "binShare")->isVisible());
}

TEST_F(BinViewTest, SharesAreOfTheIdentifiedCellsAsTheHeadlineIs) {
    auto cells = inventedCells(10);
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i].assignedClass = i < 3 ? "all" : i < 7 ? "hem" : casebook::kUnidentified;
    cells[0].excluded = true;
    openCaseOf(cells);
    m_window->resize(2400, 600);
    QCoreApplication::processEvents();
    const auto shareOf = [this](const char* bin) { return find<QLabel>(*m_window->findChild<ui::BinView*>(bin), "binShare"); };
    EXPECT_EQ(shareOf("bin-all")->text(), ui::percentText(2.0 / 6));
    EXPECT_EQ(shareOf("bin-hem")->text(), ui::percentText(4.0 / 6));
    EXPECT_TRUE(waitFor([this] { return text("summaryBlast").startsWith("33"); })) << text("summaryBlast").toStdString();
    EXPECT_FALSE(shareOf("bin-unidentified")->isVisible()) << "they are of no share";
}

}  // namespace
}  // namespace leukolens::test
