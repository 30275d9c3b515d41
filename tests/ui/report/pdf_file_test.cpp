// What the file of a report is, whatever stands in it.
#include <gmock/gmock.h>

#include <QProcess>

#include "core/base/files.h"
#include "tests/ui/report/case_maker.h"
#include "tests/ui/report/pdf_probe.h"
#include "ui/report/pdf_finish.h"
#include "ui/report/pdf_report.h"
#include "ui/report/report_text.h"

namespace leukolens::ui {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class PdfFileTest : public testing::Test {
protected:
    test::TempFolder folder;
    std::filesystem::path pdf = folder / "report.pdf";
    report::CaseReport report = test::wholeReport(test::drawnCells(folder, 12, 3));
    ReportOptions options;
    NoProgress progress;

    void SetUp() override {
        if (!test::hasPoppler() || !test::hasQpdf()) GTEST_SKIP() << "poppler-utils or qpdf is not installed";
    }
    QByteArray draw() { return drawCaseReport(report, options, progress, {}).value().bytes; }
    void write() { ASSERT_TRUE(writeCaseReport(report, options, pdf, progress, {})); }
};

TEST_F(PdfFileTest, FontsAreInsideAndHaveTheirLetters) {
    write();
    const auto fonts = test::pdfFonts(pdf);
    ASSERT_FALSE(fonts.empty());
    // name type encoding emb sub uni object ID
    for (const auto& font : fonts) EXPECT_THAT(font, MatchesRegex("[A-Z]{6}\\+DejaVuSans(-Bold)? CID TrueType Identity-H yes yes yes .*"));
}

TEST_F(PdfFileTest, QpdfFindsNothingToComplainAbout) {
    options.allCells = true;
    write();
    EXPECT_EQ(test::qpdfComplaints(pdf), "");
}

TEST_F(PdfFileTest, SaysWhatItIsInInfoAndInXmpAlike) {
    options.lab = {"Labor <Süd> & Partner", {}, {}};
    write();
    EXPECT_EQ(test::pdfInfo(pdf, "Title"), "White blood cell report · Case no. 7");
    EXPECT_EQ(test::pdfInfo(pdf, "Author"), "Labor <Süd> & Partner");
    EXPECT_THAT(test::pdfInfo(pdf, "Creator"), HasSubstr("Leukolens"));
    EXPECT_THAT(test::pdfInfo(pdf, "Producer"), HasSubstr("Leukolens"));
    const std::string xmp = test::pdfMetadata(pdf);
    EXPECT_THAT(xmp, HasSubstr("White blood cell report · Case no. 7"));
    EXPECT_THAT(xmp, HasSubstr("Labor &lt;Süd&gt; &amp; Partner"));
    EXPECT_THAT(xmp, HasSubstr("<xmp:CreateDate>2026-11-26T09:07:00+01:00"));
    EXPECT_THAT(xmp, Not(HasSubstr("Müller"))) << "nobody's name in what lists of files show";
}

TEST_F(PdfFileTest, TheProgramIsTheAuthorWhereNoLaboratoryIsNamed) {
    write();
    EXPECT_THAT(test::pdfInfo(pdf, "Author"), HasSubstr("Leukolens"));
}

TEST_F(PdfFileTest, TheSameInputGivesTheSameBytes) {
    const QByteArray first = draw();
    EXPECT_EQ(first, draw());
    report.made = "2026-11-26T09:08:00+01:00";
    EXPECT_NE(first, draw()) << "the time is in it";
}

/// Qt seeds its hashes anew in each process, and with them the order of fonts in what QPdfWriter writes.
TEST_F(PdfFileTest, TheSameInputGivesTheSameBytesInAnotherProcess) {
    for (const char* seed : {"", "0"}) {
        QProcess other;
        auto environment = QProcessEnvironment::systemEnvironment();
        if (*seed) environment.insert("QT_HASH_SEED", seed);
        other.setProcessEnvironment(environment);
        const auto file = folder / (std::string("other") + seed + ".pdf");
        other.start(QCoreApplication::applicationFilePath(), {"--write-report", QString::fromStdString(toUtf8(file))});
        ASSERT_TRUE(other.waitForFinished());
        ASSERT_EQ(other.exitCode(), 0) << other.readAllStandardError().toStdString();
    }
    EXPECT_TRUE(readFile(folder / "other.pdf", 1 << 24).value() == readFile(folder / "other0.pdf", 1 << 24).value());
}

TEST_F(PdfFileTest, PagesAreOfThePaperThatWasAskedFor) {
    write();
    EXPECT_THAT(test::pdfInfo(pdf, "Page size"), HasSubstr("A4"));
    options.paper = Paper::Letter;
    write();
    EXPECT_THAT(test::pdfInfo(pdf, "Page size"), HasSubstr("612 x 792 pts (letter)"));
}

TEST_F(PdfFileTest, AReportWithoutATimeIsRefused) {
    report.made.clear();
    const auto drawn = drawCaseReport(report, options, progress, {});
    ASSERT_FALSE(drawn);
    EXPECT_EQ(drawn.error().code, ErrorCode::InvalidArgument);
}

TEST_F(PdfFileTest, WhatIsNoPdfIsNotFinished) { EXPECT_FALSE(pdf::finishPdf("no PDF", {"title", {}, "en", report.made})); }

}  // namespace
}  // namespace leukolens::ui
