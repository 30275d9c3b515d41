#include <gmock/gmock.h>

#include <QLocale>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/report/case_maker.h"
#include "tests/ui/report/pdf_probe.h"
#include "ui/report/pdf_report.h"

namespace leukolens::ui {
namespace {

using casebook::CaseCell;
using test::countOf;
using test::pdfText;
using testing::HasSubstr;
using testing::Not;

class CancelAfter final : public ProgressSink {
public:
    CancelAfter(CancelSource& source, int calls) : m_source(source), m_left(calls) {}
    void report(const Progress&) override {
        if (--m_left == 0) m_source.cancel();
    }
    int left() const { return m_left; }

private:
    CancelSource& m_source;
    int m_left;
};

/// Of the pages behind the report.
struct Grid {
    std::string text;
    int pictures = 0;
};

class PdfCaseReportTest : public testing::Test {
protected:
    test::TempFolder folder;
    std::filesystem::path pdf = folder / "report.pdf";
    casebook::CaseSummary summary = {.id = 7, .name = "Müller, Jörg"};

    void SetUp() override {
        if (!test::hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    }
    void TearDown() override { QLocale::setDefault(QLocale::c()); }

    ReportOptions options;

    CaseCell cell(int number, const std::string& predicted, const std::string& assigned) { return test::drawnCell(folder, number, predicted, assigned); }
    std::vector<CaseCell> cells(int blasts, int normals) { return test::drawnCells(folder, blasts, normals); }

    PdfWritten write(const std::vector<CaseCell>& cells) {
        NoProgress progress;
        const auto written = writeCaseReport(report::makeCaseReport(summary, cells), options, pdf, progress, {});
        if (!written) throw std::runtime_error(written.error().message());
        return *written;
    }

    /// With every cell behind it.
    Grid writeAll(const std::vector<CaseCell>& cells) {
        const int pages = write(cells).pages, pictures = test::pdfPictures(pdf);
        options.allCells = true;
        const int all = write(cells).pages;
        Grid grid{{}, test::pdfPictures(pdf) - pictures};
        for (int page = pages + 1; page <= all; ++page) grid.text += pdfText(pdf, page) + ' ';
        return grid;
    }
};

TEST_F(PdfCaseReportTest, SummaryTellsPatientCountsPercentageAndInterval) {
    std::vector<CaseCell> mixed = cells(75, 45);
    mixed.push_back(cell(500, "", ""));
    mixed.push_back(cell(501, "hem", "all"));
    write(mixed);
    const std::string text = pdfText(pdf, 1);
    EXPECT_THAT(text, HasSubstr("White blood cell report"));
    EXPECT_THAT(text, HasSubstr("Müller, Jörg"));
    EXPECT_THAT(text, HasSubstr("ALL blast 76 62.8 % 53.9–70.9 % 1"));
    EXPECT_THAT(text, HasSubstr("Normal 45 37.2 % 29.1–46.1 % 0"));
    EXPECT_THAT(text, HasSubstr("Unidentified 1 – – 0"));
    EXPECT_THAT(text, HasSubstr("Total 122 1"));
    EXPECT_THAT(text, HasSubstr("95 % CI Corrected"));
    EXPECT_THAT(text, HasSubstr("76 of 121 identified cells"));
    EXPECT_THAT(text, HasSubstr("95 % CI 53.9–70.9 % (counting error only)"));
    EXPECT_THAT(pdfText(pdf), HasSubstr("inception_v3 fold 1 · 9f86d081884c"));
    EXPECT_THAT(pdfText(pdf), HasSubstr(test::kModelHash));
    EXPECT_THAT(text, HasSubstr("Reviewed by"));
    EXPECT_THAT(text, Not(HasSubstr("Fewer than 100")));
}

TEST_F(PdfCaseReportTest, TellsEachWayInWhichAModelWasAsked) {
    std::vector<CaseCell> mixed = cells(2, 1);
    mixed[1].asked.views = 8;
    write(mixed);
    const std::string text = pdfText(pdf);
    EXPECT_THAT(text, HasSubstr("9f86d081884c · each picture in 8 views"));
    EXPECT_THAT(text, HasSubstr("9f86d081884c inception_v3 fold 1 · 9f86d081884c · each")) << "the others were asked once: nothing is said of them";
}

TEST_F(PdfCaseReportTest, EveryPageIsNumberedAndCarriesNoticeModelAndPatient) {
    options.allCells = true;
    const PdfWritten written = write(cells(150, 20));
    EXPECT_EQ(written.file, pdf);
    EXPECT_GE(written.pages, 4);
    EXPECT_EQ(test::pdfInfo(pdf, "Pages"), std::to_string(written.pages));
    EXPECT_THAT(test::pdfInfo(pdf, "Page size"), HasSubstr("A4"));
    for (int page = 1; page <= written.pages; ++page) {
        const std::string text = pdfText(pdf, page);
        EXPECT_THAT(text, HasSubstr("Page " + std::to_string(page) + " of " + std::to_string(written.pages) +
                                    " · For research use only. Not for diagnosis. Model 9f86d081884c · "));
        EXPECT_THAT(text, HasSubstr("Müller, Jörg"));
        EXPECT_THAT(text, HasSubstr("Case no. 7"));
    }
}

TEST_F(PdfCaseReportTest, DrawsEveryCellWithItsProbability) {
    const Grid grid = writeAll(cells(90, 30));
    EXPECT_EQ(grid.pictures, 120);
    EXPECT_EQ(countOf(grid.text, "62.5 %"), 90) << "below each blast";
    EXPECT_EQ(countOf(grid.text, "37.5 %"), 30) << "below each normal cell";
    EXPECT_THAT(grid.text, HasSubstr("ALL blast (continued)"));
}

TEST_F(PdfCaseReportTest, MarksCorrectedCells) {
    std::vector<CaseCell> some = cells(3, 3);
    some[0].assignedClass = "hem";
    some[4].predictedClass = "";
    const std::string text = writeAll(some).text;
    EXPECT_EQ(countOf(text, "corrected,"), 2);
    EXPECT_THAT(text, HasSubstr("was ALL blast"));
    EXPECT_THAT(text, HasSubstr("was Unidentified"));
    EXPECT_THAT(text, HasSubstr("Normal cells: 4 · corrected: 2"));
}

TEST_F(PdfCaseReportTest, TellsTheLikeliestClassOfAnUnidentifiedCell) {
    EXPECT_THAT(writeAll({cell(0, "", ""), cell(1, "all", "all")}).text, HasSubstr("Unidentified cells: 1 ALL blast 62.5 %"));
}

TEST_F(PdfCaseReportTest, SaysWhyAPictureIsNotThere) {
    std::vector<CaseCell> some = cells(4, 0);
    std::filesystem::remove(some[0].path);
    ASSERT_TRUE(writeFileAtomically(some[1].path, "other bytes"));
    ASSERT_TRUE(writeFileAtomically(some[2].path, "no picture"));
    some[2].sha256 = digest::sha256(std::string_view("no picture"));
    const auto [text, pictures] = writeAll(some);
    EXPECT_THAT(text, HasSubstr("file missing"));
    EXPECT_THAT(text, HasSubstr("file changed"));
    EXPECT_EQ(countOf(text, "unreadable"), 1);
    EXPECT_EQ(pictures, 1);
}

TEST_F(PdfCaseReportTest, WarnsOfFewCellsAndNeverRoundsToCertainty) {
    std::vector<CaseCell> some = cells(2, 0);
    some[0].probabilities = {0.99996, 0.00004};
    some[1].assignedClass = some[1].predictedClass = "hem";
    some[1].probabilities = {0.99996, 0.00004};
    write(some);
    const std::string text = pdfText(pdf);
    EXPECT_THAT(text, HasSubstr("Fewer than 100 cells are identified (2)"));
    EXPECT_THAT(text, HasSubstr(">99.9 %"));
    EXPECT_THAT(text, HasSubstr("<0.1 %"));
}

TEST_F(PdfCaseReportTest, KeepsNamesOfAnyScriptAndLengthReadable) {
    summary.name = "Гончарова Ярослава";
    write(cells(1, 1));
    EXPECT_EQ(countOf(pdfText(pdf), "Гончарова Ярослава"), 2) << "on both pages";

    summary.name =
        "Константинопольская-Преображенская Александра von Schmidt-Ehrenreich zu Übermäßighausen MRN 0000-1234-5678";
    write(cells(1, 1));
    for (const char* part : {"Константинопольская-", "Преображенская", "Ehrenreich", "Übermäßighausen", "0000-1234-5678"}) {
        EXPECT_THAT(pdfText(pdf, 1), HasSubstr(part));
    }
}

TEST_F(PdfCaseReportTest, AnEmptyCaseAndAnEmptyNameStillMakeAReport) {
    summary.name.clear();
    EXPECT_EQ(write({}).pages, 1);
    EXPECT_THAT(pdfText(pdf), HasSubstr("No blast percentage"));
    EXPECT_THAT(pdfText(pdf), HasSubstr("Total 0"));
}

TEST_F(PdfCaseReportTest, ManyClassesGoOnOverThePage) {
    std::vector<CaseCell> some;
    for (int i = 0; i < 60; ++i) {
        const std::string name = "class number " + std::to_string(i);
        some.push_back(cell(i, name, name));
        some.back().classes = {name};
        some.back().probabilities = {1.0};
    }
    write(some);
    const std::string text = pdfText(pdf);
    for (int i = 0; i < 60; ++i) EXPECT_THAT(text, HasSubstr("class number " + std::to_string(i) + " 1 1.7 % 0"));
    EXPECT_THAT(text, HasSubstr("None of the classes means leukemic blast."));
}

TEST_F(PdfCaseReportTest, NumbersFollowTheLocale) {
    QLocale::setDefault(QLocale(QLocale::German));
    write(cells(5, 3));
    EXPECT_THAT(pdfText(pdf), HasSubstr("62,5 %"));
}

TEST_F(PdfCaseReportTest, StoppedBetweenPicturesLeavesTheOldFileWhole) {
    ASSERT_TRUE(writeFileAtomically(pdf, "the old report"));
    const auto report = report::makeCaseReport(summary, cells(30, 0));
    const auto before = test::entries(folder.path());
    CancelSource source;
    CancelAfter progress(source, 60);
    const auto written = writeCaseReport(report, options, pdf, progress, source.token());
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(progress.left(), 0) << "went on after it was stopped";
    EXPECT_EQ(readTextFile(pdf, 1 << 20).value(), "the old report");
    EXPECT_EQ(test::entries(folder.path()), before);
}

TEST_F(PdfCaseReportTest, FailureNamesTheFile) {
    NoProgress progress;
    const auto report = report::makeCaseReport(summary, cells(1, 0));
    const auto missing = writeCaseReport(report, options, folder / "none" / "r.pdf", progress, {});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_EQ(missing.error().file, folder / "none" / "r.pdf");
    EXPECT_EQ(writeCaseReport(report, options, folder.path(), progress, {}).error().code, ErrorCode::NotAFile);
}

TEST_F(PdfCaseReportTest, TwoHundredRealCellsStaySmall) {
    LEUKOLENS_NEEDS_SHARED(pictures, "pbc");
    std::vector<CaseCell> real;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(pictures)) {
        if (real.size() == 200 || !entry.is_regular_file() || entry.path().extension() != ".jpg") continue;
        real.push_back(cell(0, "all", "all"));
        real.back().path = toUtf8(entry.path());
        real.back().sha256.clear();
    }
    ASSERT_EQ(real.size(), 200u);
    EXPECT_EQ(writeAll(real).pictures, 200);
    EXPECT_LE(std::filesystem::file_size(pdf), 5u << 20);
}

}  // namespace
}  // namespace leukolens::ui
