#include "ui/report/report_preview.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPdfDocument>
#include <QPdfPageNavigator>
#include <QPdfView>
#include <QPrinter>
#include <QPushButton>
#include <QSignalSpy>
#include <QWheelEvent>

#include <gmock/gmock.h>

#include "core/base/files.h"
#include "tests/ui/report/case_maker.h"
#include "tests/ui/report/pdf_probe.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/dialogs.h"

namespace leukolens::ui {
namespace {

using testing::HasSubstr;

class ReportPreviewTest : public testing::Test {
protected:
    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    ReportPreview preview{context};

    ReportPreviewTest() {
        preview.resize(1000, 800);
        preview.show();
    }
    ~ReportPreviewTest() override {
        dialogs::clearTestHook();
        context.stopAllAndWait();
    }
    bool shown() {
        return test::waitFor([this] { return preview.pages() > 0 && !preview.bytes().isEmpty(); });
    }
    void showWhole(int cells = 12) {
        preview.show(test::wholeReport(test::drawnCells(folder, cells, 3)));
        ASSERT_TRUE(shown());
    }
    QPdfView& view() { return *test::find<QPdfView>(preview, "reportPages"); }
    QString text(const char* name) { return test::find<QLabel>(preview, name)->text(); }
    std::vector<std::uint8_t> bytesOf(const std::filesystem::path& file) { return readFile(file, 1 << 26).value(); }
    std::vector<std::uint8_t> shownBytes() { return {preview.bytes().begin(), preview.bytes().end()}; }
};

TEST_F(ReportPreviewTest, WhatIsSavedIsWhatIsShown) {
    EXPECT_FALSE(test::find<QPushButton>(preview, "reportSave")->isEnabled()) << "there is nothing yet";
    showWhole();
    const auto file = folder / "Bericht.pdf";
    dialogs::setTestHook({{}, [&](const QString&) { return test::qpath(file); }});
    QSignalSpy saved(&preview, &ReportPreview::saved);
    test::click(preview, "reportSave");
    ASSERT_TRUE(test::waitFor([&] { return saved.count() == 1; }));
    EXPECT_TRUE(bytesOf(file) == shownBytes());
    EXPECT_EQ(saved[0][0].value<PdfWritten>().pages, preview.pages());
    NoProgress progress;
    EXPECT_EQ(drawCaseReport(test::wholeReport(test::drawnCells(folder, 12, 3)), {}, progress, {}).value().bytes, preview.bytes()) << "and what the command line writes";
}

TEST_F(ReportPreviewTest, OptionsMakeItAnewAndAreKept) {
    showWhole();
    const QByteArray before = preview.bytes();
    const int pages = preview.pages();
    auto* language = test::find<QComboBox>(preview, "reportLanguage");
    language->setCurrentIndex(language->findData("id"));
    EXPECT_TRUE(preview.bytes().isEmpty()) << "what is shown no longer follows from the options";
    ASSERT_TRUE(shown());
    EXPECT_NE(preview.bytes(), before);
    EXPECT_EQ(settings.text(SettingKey::ReportLanguage), "id");
    auto* paper = test::find<QComboBox>(preview, "reportPaper");
    paper->setCurrentIndex(paper->findData("letter"));
    test::find<QCheckBox>(preview, "reportAllCells")->click();  // at once: the first one is given up
    ASSERT_TRUE(shown());
    EXPECT_GT(preview.pages(), pages);
    EXPECT_NEAR(view().document()->pagePointSize(0).height(), 792, 1);
}

TEST_F(ReportPreviewTest, PagesAndZoomFollowTheButtonsAndTheWheel) {
    settings.set(SettingKey::ReportAllCells, true);
    showWhole(120);
    ASSERT_GE(preview.pages(), 3);
    EXPECT_EQ(text("reportPage"), QString("Page 1 of %1").arg(preview.pages()));
    test::click(preview, "reportNextPage");
    EXPECT_EQ(view().pageNavigator()->currentPage(), 1);
    EXPECT_EQ(text("reportPage"), QString("Page 2 of %1").arg(preview.pages()));
    test::click(preview, "reportPreviousPage");
    EXPECT_EQ(view().pageNavigator()->currentPage(), 0);

    EXPECT_EQ(view().zoomMode(), QPdfView::ZoomMode::FitToWidth);
    const QString wide = text("reportZoom");
    QWheelEvent wheel({100, 100}, preview.mapToGlobal(QPointF(100, 100)), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view().viewport(), &wheel);
    EXPECT_EQ(view().zoomMode(), QPdfView::ZoomMode::Custom);
    EXPECT_NE(text("reportZoom"), wide);
    test::click(preview, "reportFitWidth");
    EXPECT_EQ(text("reportZoom"), wide);
}

TEST_F(ReportPreviewTest, PrintsThePagesThatWereChosen) {
    if (!test::hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    settings.set(SettingKey::ReportAllCells, true);
    showWhole(120);
    ASSERT_GE(preview.pages(), 3);
    const auto file = folder / "printed.pdf";
    dialogs::TestHook hook;
    hook.printer = [&](QPrinter& printer) {
        EXPECT_EQ(printer.toPage(), preview.pages());
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setOutputFileName(test::qpath(file));
        printer.setFromTo(2, 3);
        return true;
    };
    dialogs::setTestHook(hook);
    test::click(preview, "reportPrint");
    ASSERT_TRUE(test::waitFor([&] { return preview.findChild<QLabel*>("messageSummary") != nullptr; }, 60'000));
    EXPECT_THAT(text("messageSummary").toStdString(), HasSubstr("2 pages were sent"));
    EXPECT_EQ(test::pdfInfo(file, "Pages"), "2");
}

TEST_F(ReportPreviewTest, AReportThatCannotBeMadeSaysWhy) {
    settings.set(SettingKey::LabLogo, test::qpath(folder / "gone.png"));
    preview.show(test::wholeReport({}));
    ASSERT_TRUE(test::waitFor([&] { return preview.findChild<QLabel*>("messageSummary") != nullptr; }));
    EXPECT_THAT(text("messageSummary").toStdString(), HasSubstr("report could not be made"));
    EXPECT_FALSE(test::find<QPushButton>(preview, "reportSave")->isEnabled());
    settings.set(SettingKey::LabLogo, "");
    EXPECT_TRUE(shown()) << "it is made again once the setting is right";
}

TEST_F(ReportPreviewTest, AnotherCaseTakesItsPlaceAndClearingLeavesNothing) {
    preview.show(test::wholeReport(test::drawnCells(folder, 40, 3)));
    auto second = test::wholeReport({});
    second.summary.id = 4711;
    preview.show(std::move(second));
    ASSERT_TRUE(shown());
    EXPECT_TRUE(view().document()->metaData(QPdfDocument::MetaDataField::Title).toString().contains("4711"));
    preview.clear();
    EXPECT_EQ(preview.pages(), 0);
    EXPECT_FALSE(test::find<QPushButton>(preview, "reportPrint")->isEnabled());
}

}  // namespace
}  // namespace leukolens::ui
