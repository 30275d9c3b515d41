#include <gmock/gmock.h>

#include <QLocale>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/image/encode.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/report/pdf_probe.h"
#include "ui/report/pdf_report.h"

namespace leukolens::ui {
namespace {

using casebook::CaseCell;
using test::countOf;
using test::pdfText;
using testing::HasSubstr;
using testing::Not;

const std::string kModelHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

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

class PdfCaseReportTest : public testing::Test {
protected:
    test::TempFolder folder;
    std::filesystem::path pdf = folder / "report.pdf";
    casebook::CaseSummary summary{7, "Müller, Jörg", "", "", 0};

    void SetUp() override {
        if (!test::hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    }
    void TearDown() override { QLocale::setDefault(QLocale::c()); }

    /// A disc on black, of another colour for each number.
    CaseCell cell(int number, const std::string& predicted, const std::string& assigned) {
        image::Image picture{90, 60, std::vector<std::uint8_t>(90 * 60 * 3, 0)};
        for (int y = 0; y < 60; ++y) {
            for (int x = 0; x < 90; ++x) {
                if ((x - 45) * (x - 45) + (y - 30) * (y - 30) < 500)
                    picture.rgb[picture.offset(x, y)] = std::uint8_t(60 + number % 190);
            }
        }
        picture.rgb[2] = static_cast<std::uint8_t>(number / 190);
        const Bytes bytes = image::encodePng(picture).value();
        CaseCell made;
        made.path = toUtf8(folder / ("cell " + std::to_string(number) + ".png"));
        if (!writeFileAtomically(made.path, bytes)) throw std::runtime_error("could not write " + made.path);
        made.sha256 = digest::sha256(bytes);
        made.modelName = "inception_v3 fold 1";
        made.modelSha256 = kModelHash;
        made.classes = {"all", "hem"};
        made.probabilities = {0.625, 0.375};
        made.predictedClass = predicted;
        made.assignedClass = assigned;
        return made;
    }

    std::vector<CaseCell> cells(int blasts, int normals) {
        std::vector<CaseCell> made;
        for (int i = 0; i < blasts + normals; ++i)
            made.push_back(cell(i, i < blasts ? "all" : "hem", i < blasts ? "all" : "hem"));
        return made;
    }

    PdfWritten write(const std::vector<CaseCell>& cells) {
        NoProgress progress;
        const auto written = writeCaseReport(report::makeCaseReport(summary, cells), pdf, progress, {});
        if (!written) throw std::runtime_error(written.error().message());
        return *written;
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
    EXPECT_THAT(text, HasSubstr("inception_v3 fold 1 · 9f86d081884c"));
    EXPECT_THAT(text, HasSubstr(kModelHash));
    EXPECT_THAT(text, HasSubstr("Reviewed by"));
    EXPECT_THAT(text, Not(HasSubstr("Fewer than 100")));
}

TEST_F(PdfCaseReportTest, TellsEachWayInWhichAModelWasAsked) {
    std::vector<CaseCell> mixed = cells(2, 1);
    mixed[1].asked.views = 8;
    write(mixed);
    const std::string text = pdfText(pdf, 1);
    EXPECT_THAT(text, HasSubstr("9f86d081884c · each picture in 8 views"));
    EXPECT_THAT(text, HasSubstr("9f86d081884c inception_v3 fold 1 · 9f86d081884c · each")) << "the others were asked once: nothing is said of them";
}

TEST_F(PdfCaseReportTest, EveryPageIsNumberedAndCarriesNoticeModelAndPatient) {
    const PdfWritten written = write(cells(150, 20));
    EXPECT_EQ(written.file, pdf);
    EXPECT_GE(written.pages, 3);
    EXPECT_EQ(test::pdfInfo(pdf, "Pages"), std::to_string(written.pages));
    EXPECT_THAT(test::pdfInfo(pdf, "Page size"), HasSubstr("A4"));
    for (int page = 1; page <= written.pages; ++page) {
        const std::string text = pdfText(pdf, page);
        EXPECT_THAT(text, HasSubstr("Page " + std::to_string(page) + " of " + std::to_string(written.pages) +
                                    " · For research use only. Not for diagnosis. · Model 9f86d081884c · "));
        EXPECT_THAT(text, HasSubstr("Müller, Jörg"));
        EXPECT_THAT(text, HasSubstr("Case no. 7"));
    }
}

TEST_F(PdfCaseReportTest, DrawsEveryCellWithItsProbability) {
    write(cells(90, 30));
    EXPECT_EQ(test::pdfPictures(pdf), 120);
    EXPECT_EQ(countOf(pdfText(pdf), "62.5 %"), 90) << "below each blast";
    EXPECT_EQ(countOf(pdfText(pdf), "37.5 %"), 30) << "below each normal cell";
    EXPECT_THAT(pdfText(pdf), HasSubstr("ALL blast (continued)"));
}

TEST_F(PdfCaseReportTest, MarksCorrectedCells) {
    std::vector<CaseCell> some = cells(3, 3);
    some[0].assignedClass = "hem";
    some[4].predictedClass = "";
    write(some);
    const std::string text = pdfText(pdf, 2);
    EXPECT_EQ(countOf(text, "corrected,"), 2);
    EXPECT_THAT(text, HasSubstr("was ALL blast"));
    EXPECT_THAT(text, HasSubstr("was Unidentified"));
    EXPECT_THAT(text, HasSubstr("Normal cells: 4 · corrected: 2"));
}

TEST_F(PdfCaseReportTest, TellsTheLikeliestClassOfAnUnidentifiedCell) {
    write({cell(0, "", ""), cell(1, "all", "all")});
    EXPECT_THAT(pdfText(pdf, 2), HasSubstr("Unidentified cells: 1 ALL blast 62.5 %"));
}

TEST_F(PdfCaseReportTest, SaysWhyAPictureIsNotThere) {
    std::vector<CaseCell> some = cells(4, 0);
    std::filesystem::remove(some[0].path);
    ASSERT_TRUE(writeFileAtomically(some[1].path, "other bytes"));
    ASSERT_TRUE(writeFileAtomically(some[2].path, "no picture"));
    some[2].sha256 = digest::sha256(std::string_view("no picture"));
    write(some);
    const std::string text = pdfText(pdf, 2);
    EXPECT_THAT(text, HasSubstr("file missing"));
    EXPECT_THAT(text, HasSubstr("file changed"));
    EXPECT_EQ(countOf(text, "unreadable"), 1);
    EXPECT_EQ(test::pdfPictures(pdf), 1);
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
    const auto written = writeCaseReport(report, pdf, progress, source.token());
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(progress.left(), 0) << "went on after it was stopped";
    EXPECT_EQ(readTextFile(pdf, 1 << 20).value(), "the old report");
    EXPECT_EQ(test::entries(folder.path()), before);
}

TEST_F(PdfCaseReportTest, FailureNamesTheFile) {
    NoProgress progress;
    const auto report = report::makeCaseReport(summary, cells(1, 0));
    const auto missing = writeCaseReport(report, folder / "none" / "r.pdf", progress, {});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_EQ(missing.error().file, folder / "none" / "r.pdf");
    EXPECT_EQ(writeCaseReport(report, folder.path(), progress, {}).error().code, ErrorCode::NotAFile);
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
    write(real);
    EXPECT_EQ(test::pdfPictures(pdf), 200);
    EXPECT_LE(std::filesystem::file_size(pdf), 5u << 20);
}

}  // namespace
}  // namespace leukolens::ui
