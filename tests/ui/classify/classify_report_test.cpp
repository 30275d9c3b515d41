// The summary of the case and its printed report.
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QStandardPaths>

#include "tests/ui/classify/classify_fixture.h"
#include "ui/shell/dialogs.h"

namespace leukolens::test {
namespace {

class ClassifyReport : public ClassifyTest {
protected:
    /// Words of the PDF, runs of white space made one space.
    static QString pdfText(const std::filesystem::path& file) {
        QProcess reader;
        reader.start("pdftotext", {"-raw", qpath(file), "-"});
        reader.waitForFinished();
        return QString::fromUtf8(reader.readAllStandardOutput()).simplified();
    }

    /// Until its pages are shown.
    void openReport() {
        click(*m_window, "report");
        ASSERT_TRUE(waitFor([this] {
            const auto* save = m_window->findChild<QPushButton*>("reportSave");
            return save && save->isEnabled();
        }));
    }
};

TEST_F(ClassifyReport, TheReportHoldsNameAndCounts) {
    if (QStandardPaths::findExecutable("pdftotext").isEmpty()) GTEST_SKIP() << "pdftotext is not installed";
    chooseTinyModel();
    dropAndWait(7);
    // Five blasts, two normal, whatever the untrained network thinks.
    const auto& cells = m_window->session().cells().cells();
    for (std::size_t i = 0; i < cells.size(); ++i) m_window->session().relabel({cells[i].key}, i < 5 ? "all" : "hem");
    m_window->session().rename("Patientin 4711");
    const auto file = m_folder / "Bericht.pdf";
    ui::dialogs::setTestHook({{}, [&](const QString&) { return qpath(file); }});
    openReport();
    click(*m_window, "reportSave");
    ASSERT_TRUE(waitFor([this] { return find<QWidget>(*m_window, "reportStrip")->isVisible(); }));
    ui::dialogs::setTestHook({});
    EXPECT_TRUE(waitFor([this] { return m_window->findChild<QWidget*>("reportDialog") == nullptr; })) << "it goes once the report is saved";
    const QString text = pdfText(file);
    EXPECT_TRUE(text.contains("Patientin 4711"));
    EXPECT_TRUE(text.contains(QRegularExpression("ALL blast 5 71.4"))) << text.toStdString();
    EXPECT_TRUE(text.contains(QRegularExpression("Normal 2 28.6"))) << text.toStdString();
    EXPECT_TRUE(text.contains("For research use only"));
}

TEST_F(ClassifyReport, AFailureToWriteItIsSaidWithTheFile) {
    chooseTinyModel();
    dropAndWait(1);
    ui::dialogs::setTestHook({{}, [&](const QString&) { return qpath(m_folder / "no such folder" / "report.pdf"); }});
    openReport();
    click(*m_window, "reportSave");
    ASSERT_TRUE(waitFor([this] { return !m_window->findChildren<QWidget*>("message").isEmpty(); }));
    ui::dialogs::setTestHook({});
    EXPECT_TRUE(text("messageSummary").contains("report could not be written"));
    EXPECT_FALSE(find<QWidget>(*m_window, "reportStrip")->isVisible());
}

TEST_F(ClassifyReport, FewCellsAreCalledFewAndTheIntervalIsWilsons) {
    chooseTinyModel();
    dropAndWait(4);
    const auto& cells = m_window->session().cells().cells();
    for (std::size_t i = 0; i < cells.size(); ++i) m_window->session().relabel({cells[i].key}, i < 1 ? "all" : "hem");
    // Wilson, 1 of 4, z = 1.959964: 4.56 % to 69.94 % (by hand).
    ASSERT_TRUE(waitFor([this] { return text("summaryInterval").contains("1 of 4"); }));
    EXPECT_TRUE(text("summaryInterval").contains("4.6")) << text("summaryInterval").toStdString();
    EXPECT_TRUE(text("summaryInterval").contains("69.9"));
    EXPECT_EQ(text("summaryBlast").left(4), "25.0");
    EXPECT_TRUE(find<QWidget>(*m_window, "summaryNotice")->isVisible());
}

}  // namespace
}  // namespace leukolens::test
