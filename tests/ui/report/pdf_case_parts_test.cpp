// What a report says beside its counts: patient, risk, sessions, signatures, chosen cells, model, audit head, laboratory.
#include <gmock/gmock.h>

#include <QBuffer>
#include <QImage>

#include <regex>

#include "core/base/files.h"
#include "core/report/deidentified_report.h"
#include "tests/ui/report/case_maker.h"
#include "tests/ui/report/pdf_probe.h"
#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_report.h"

namespace leukolens::ui {
namespace {

using casebook::CaseState;
using casebook::NciRisk;
using test::countOf;
using testing::HasSubstr;
using testing::Not;

class PdfCasePartsTest : public testing::Test {
protected:
    test::TempFolder folder;
    std::filesystem::path pdf = folder / "report.pdf";
    report::CaseReport report = test::wholeReport(test::drawnCells(folder, 2, 1));
    ReportOptions options;

    void SetUp() override {
        if (!test::hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    }
    std::string text() {
        NoProgress progress;
        const auto written = writeCaseReport(report, options, pdf, progress, {});
        if (!written) throw std::runtime_error(written.error().message());
        pages = written->pages;
        return test::pdfText(pdf);
    }
    int pages = 0;
};

TEST_F(PdfCasePartsTest, TellsPatientAndSample) {
    const std::string said = text();
    for (const char* words : {"Müller, Jörg", "Date of the sample 20 Nov 2026", "Material Bone marrow", "Session 3 of 3", "Day of treatment 46", "Cells 3", "Case no. 7", "Report made 26 Nov 2026, 09:07 +01:00", "State Signed"})
        EXPECT_THAT(said, HasSubstr(words));
    EXPECT_LE(pages, 3);
}

TEST_F(PdfCasePartsTest, TellsEveryFactWithUnitDateAndDay) {
    const std::string said = text();
    for (const char* words : {"Sex male – –", "Age 4.5 years 27 Sep 2026 -8", "White count 12.75 10⁹/L 27 Sep 2026 -8 automated count", "Blasts in blood 64 % 27 Sep 2026 -8", "Blasts in marrow 91.5 % 28 Sep 2026 -7",
                              "Immunophenotype B 28 Sep 2026 -7", "Start of treatment 5 Oct 2026 5 Oct 2026 0", "Genetics ETV6::RUNX1 8 Oct 2026 3", "Prednisone response good 13 Oct 2026 8",
                              "Residual disease < 0.01 % 9 Nov 2026 35"})
        EXPECT_THAT(said, HasSubstr(words));
}

TEST_F(PdfCasePartsTest, ExplainsTheRiskGroupAndNamesItsSource) {
    EXPECT_THAT(text(), HasSubstr("NCI risk group: Standard B lineage, age 4.5 years (under 10) and white count 12.75 ×10⁹/L (under 50)."));
    report.risk.group = NciRisk::Group::High;
    EXPECT_THAT(text(), HasSubstr("NCI risk group: High"));
    const std::pair<NciRisk::Why, const char*> reasons[] = {{NciRisk::Why::NoAge, "The age is not recorded."},
                                                           {NciRisk::Why::NoWhiteCount, "The white count is not recorded."},
                                                           {NciRisk::Why::NoLineage, "The immunophenotype is not recorded."},
                                                           {NciRisk::Why::Infant, "younger than one year"},
                                                           {NciRisk::Why::Adult, "18 years or older"},
                                                           {NciRisk::Why::NotBLineage, "not of B lineage"}};
    for (const auto& [why, words] : reasons) {
        report.risk = {NciRisk::Group::NotApplicable, why, std::nullopt, std::nullopt};
        const std::string said = text();
        EXPECT_THAT(said, HasSubstr("NCI risk group: Not applicable"));
        EXPECT_THAT(said, HasSubstr(words));
        EXPECT_THAT(said, HasSubstr("J Clin Oncol 1996; 14: 18–24"));
    }
}

TEST_F(PdfCasePartsTest, DrawsTheSessionsFromTwoOnWithTheirNumbers) {
    const std::string said = text();
    // 183 of 200, 77 of 210 and 6 of 205, Wilson's formula by hand.
    for (const char* words : {"28 Sep 2026 -7 Bone marrow 183 200 91.5 % 86.8–94.6 %", "13 Oct 2026 8 Bone marrow 77 210 36.7 % 30.4–43.4 %", "20 Nov 2026 ○ 46 Bone marrow 6 205 2.9 % 1.3–6.2 %",
                              "Days since the start of treatment"})
        EXPECT_THAT(said, HasSubstr(words));
    for (auto& point : report.timeline) point.day.reset();
    EXPECT_THAT(text(), Not(HasSubstr("Days since the start")));
    report.timeline.resize(1);
    EXPECT_THAT(text(), Not(HasSubstr("over the sessions")));
}

TEST_F(PdfCasePartsTest, ManySessionsAreAllDrawnAndTheLastOnesListed) {
    const auto point = report.timeline.back();
    report.timeline.assign(40, point);
    for (int i = 0; i < 40; ++i) report.timeline[static_cast<std::size_t>(i)].session = 100 + i;
    const std::string said = text();
    EXPECT_THAT(said, HasSubstr("The last 12 of 40 sessions"));
    EXPECT_EQ(countOf(said, "6 205 2.9 %"), 12);
}

TEST_F(PdfCasePartsTest, SignaturesTellRoleTimeAndPassphrase) {
    const std::string said = text();
    EXPECT_THAT(said, HasSubstr("Anna Chen technician 25 Nov 2026, 15:02 +01:00 –"));
    EXPECT_THAT(said, HasSubstr("Dr. Ben Adam reviewer 25 Nov 2026, 16:40 +01:00 entered again"));
    EXPECT_THAT(said, Not(HasSubstr("Reviewed by (name)")));
}

TEST_F(PdfCasePartsTest, NoTimeStandsWithoutItsZone) {
    report.readings = {{"Chris Third", "2026-11-25T18:03:00+01:00", 3, 3, report::wilsonInterval(3, 3)}};
    const std::string said = text();
    int times = 0;
    static const std::regex kTime("[0-9]{4}, [0-9]{2}:[0-9]{2}( [+-][0-9]{2}:[0-9]{2})?");
    for (std::sregex_iterator at(said.begin(), said.end(), kTime), end; at != end; ++at, ++times) EXPECT_TRUE((*at)[1].matched) << at->str();
    EXPECT_EQ(times, 5 + pages) << "made at the top and in the small print, two signatures, a reading, each page's foot";
}

TEST_F(PdfCasePartsTest, SecondReadingsTellReaderTimeCellsAndAgreement) {
    EXPECT_THAT(text(), Not(HasSubstr("Second readings")));
    report.readings = {{"Chris Third", "2026-11-25T18:03:00+01:00", 205, 200, report::wilsonInterval(190, 200), report::Interval{0.875, 0.8, 0.95}}, {"<b>Deniz", "2026-11-25T19:00:00+01:00", 0, 0}};
    const std::string said = text();
    EXPECT_THAT(said, HasSubstr("Chris Third 25 Nov 2026, 18:03 +01:00 205 200 95.0 % 91.0–97.3 % 0.88 0.80 to 0.95")) << "Wilson's formula by hand";
    EXPECT_THAT(said, HasSubstr("<b>Deniz 25 Nov 2026, 19:00 +01:00 0 0 – –"));
    report.readings[0].reader.clear();
    EXPECT_THAT(text(), HasSubstr("Reader 1 25 Nov 2026, 18:03"));
}

TEST_F(PdfCasePartsTest, BloodAndMarrowAreTwoSeriesThatAGreyPrintTellsApart) {
    for (auto& point : report.timeline) point.material = casebook::Material::Marrow;
    const auto joined = [](const Figure& figure) {
        std::vector<PlotLine> lines;
        for (const auto& line : figure.plots.at(0).lines)
            if (line.marker != PlotMarker::None && line.widthPx > 0) lines.push_back(line);
        return lines;
    };
    const Figure one = pdf::timelineFigure(report);
    ASSERT_EQ(joined(one).size(), 1u);
    EXPECT_EQ(joined(one)[0].points.size(), 3u);
    EXPECT_TRUE(one.plots[0].texts.empty()) << "one series needs no legend";

    report.timeline[1].material = casebook::Material::Blood;
    const Figure two = pdf::timelineFigure(report);
    std::vector<PlotLine> lines = joined(two);
    std::erase_if(lines, [](const PlotLine& line) { return line.points[0].y() > 100; });
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].points.size() + lines[1].points.size(), 3u) << "no line joins blood and marrow";
    EXPECT_NE(lines[0].marker, lines[1].marker);
    EXPECT_NE(lines[0].style, lines[1].style);
    EXPECT_EQ(two.plots[0].texts.size(), 2u);
    EXPECT_THAT(text(), HasSubstr("Blood Bone marrow"));
}

TEST_F(PdfCasePartsTest, ADeidentifiedReportHasDaysAndNoLaboratory) {
    options.lab = {"Laboratorium Hematologi", {"Jl. Kesehatan 1"}, folder / "no such logo.png"};
    report = report::deidentified(std::move(report));
    const std::string said = text();
    for (const char* words : {"Case no. 3 · de-identified", "Patient (code) P-", "Date of the sample day 46", "Day of treatment 46", "Session 3 of 3", "Report made 2026", "day 51", "White count 12.75 10⁹/L – -8", "Days since the start of treatment"}) EXPECT_THAT(said, HasSubstr(words));
    for (const char* words : {"Hematologi", "Kesehatan", "Müller", "Anna", "Adam", "Smudge", "Nov 2026", "automated count", "file missing"}) EXPECT_THAT(said, Not(HasSubstr(words)));
    EXPECT_EQ(test::pdfPictures(pdf), 3) << "the cells are shown";
    EXPECT_EQ(test::qpdfComplaints(pdf), "");
    std::erase_if(report.facts, [](const auto& fact) { return fact.name == "treatmentStart"; });
    for (auto& point : report.timeline) point.day.reset();
    EXPECT_THAT(text(), HasSubstr("Days since the first session"));
}

TEST_F(PdfCasePartsTest, AnUnsignedReportHasALineToSignOn) {
    report.summary.state = CaseState::Open;
    report.summary.signedBy.clear();
    report.signatures.clear();
    EXPECT_THAT(text(), HasSubstr("Signatures Open Reviewed by (name) Role Signature Date"));
}

TEST_F(PdfCasePartsTest, AReportThatAwaitsItsSecondSignatureHasBoth) {
    report.summary.state = CaseState::AwaitingSecond;
    report.signatures.pop_back();
    const std::string said = text();
    EXPECT_THAT(said, HasSubstr("Awaiting second signature"));
    EXPECT_THAT(said, HasSubstr("Anna Chen"));
    EXPECT_THAT(said, HasSubstr("Reviewed by (name)"));
}

TEST_F(PdfCasePartsTest, OfASessionAloneWhoSignedItIsSaidAndNothingOfAPatient) {
    auto alone = report::makeCaseReport(report.summary, report.cells);
    report = std::move(alone);
    const std::string said = text();
    EXPECT_THAT(said, HasSubstr("Dr. Ben Adam"));
    EXPECT_THAT(said, Not(HasSubstr("NCI risk")));
    EXPECT_THAT(said, HasSubstr("Its threshold and calibration were not kept with the case."));
}

TEST_F(PdfCasePartsTest, TellsThresholdBandCalibrationAndAuditHead) {
    const std::string said = text();
    EXPECT_THAT(said, HasSubstr("a cell counts as ALL blast from a probability of 42.0 %"));
    // Band by hand: odds of 0.42 times and divided by 1.5 (0.6 against 0.4).
    EXPECT_THAT(said, HasSubstr("Between 32.6 % and 52.1 % a cell is uncertain"));
    EXPECT_THAT(said, HasSubstr("Sensitivity at this threshold: 95.3 %, validation cells of 14 subjects"));
    EXPECT_THAT(said, HasSubstr("Calibration: by temperature 1.317"));
    EXPECT_THAT(said, HasSubstr(test::kModelHash));
    EXPECT_THAT(said, HasSubstr(test::kAuditHead));
    for (int page = 1; page <= pages; ++page) EXPECT_THAT(test::pdfText(pdf, page), HasSubstr("Audit trail 1c8aff950685"));
    EXPECT_THAT(said, HasSubstr("Smudge cells were left out. Second slide of two."));
}

TEST_F(PdfCasePartsTest, AModelWithoutThresholdAndCalibrationSaysSo) {
    for (auto& model : report.modelFacts) model.card->threshold.reset(), model.card->temperature.reset(), model.card->metrics.clear(), model.card->training.demonstration = true;
    const std::string said = text();
    EXPECT_THAT(said, HasSubstr("Threshold: none was chosen"));
    EXPECT_THAT(said, HasSubstr("Calibration: none"));
    EXPECT_THAT(said, Not(HasSubstr("Sensitivity at")));
    EXPECT_THAT(said, HasSubstr("trained on demonstration cells"));
}

TEST_F(PdfCasePartsTest, ShowsAChoiceOfManyCellsAndSaysOfHowMany) {
    auto cells = test::drawnCells(folder, 40, 9);
    for (int i = 0; i < 40; ++i) cells[static_cast<std::size_t>(i)].probabilities = {0.6 + 0.01 * i, 0.4 - 0.01 * i};
    for (int i = 0; i < 20; ++i) cells.push_back(test::drawnCell(folder, 100 + i, "hem", "all"));
    report = test::wholeReport(std::move(cells));
    const std::string said = text();
    EXPECT_LE(pages, 3);
    EXPECT_THAT(said, HasSubstr("ALL blast cells: 60 · corrected: 20"));
    EXPECT_THAT(said, HasSubstr("Most typical · 4 of 40 shown"));
    EXPECT_THAT(said, HasSubstr("Most uncertain · 4 of 40 shown"));
    EXPECT_THAT(said, HasSubstr("99.0 % 98.0 % 97.0 % 96.0 % 60.0 % 61.0 % 62.0 % 63.0 %"));
    EXPECT_THAT(said, HasSubstr("Corrected · 20 of 20 shown")) << "there is room for all of them";
    EXPECT_EQ(countOf(said, "was Normal"), 20);
}

TEST_F(PdfCasePartsTest, CorrectedCellsThatGoOnOverThePageHaveTheirHeading) {
    auto cells = test::drawnCells(folder, 10, 2);
    for (int i = 0; i < 60; ++i) cells.push_back(test::drawnCell(folder, 100 + i, "hem", "all"));
    report = test::wholeReport(std::move(cells));
    static_cast<void>(text());
    int corrected = 0;
    for (int page = 2; page <= pages; ++page) {
        const std::string said = test::pdfText(pdf, page);
        const auto first = said.find("was Normal");
        if (first == std::string::npos) continue;
        ++corrected;
        EXPECT_LT(said.find("ALL blast"), first) << "page " << page;
    }
    EXPECT_EQ(corrected, 2) << "the rows do not go on over a page: this proves nothing";
    EXPECT_THAT(test::pdfText(pdf, 3), HasSubstr("ALL blast (continued)"));
}

TEST_F(PdfCasePartsTest, ThreePagesHoldTwoThousandCellsOfEightClasses) {
    std::vector<casebook::CaseCell> cells;
    const char* const names[] = {"basophil", "eosinophil", "erythroblast", "ig", "lymphocyte", "monocyte", "neutrophil", "platelet"};
    for (int i = 0; i < 2000; ++i) {
        cells.push_back({});
        auto& cell = cells.back();
        cell.path = "/nowhere";
        cell.modelName = "eight";
        cell.modelSha256 = test::kModelHash;
        for (const char* name : names) cell.classes.emplace_back(name);
        cell.probabilities.assign(8, 0.125);
        cell.predictedClass = cell.assignedClass = names[i % 8];
        if (i % 16 == 3) cell.predictedClass = names[0];
    }
    report = test::wholeReport(std::move(cells));
    for (const char* language : {"de", "id", "en"}) {
        options.language = language;
        static_cast<void>(text());
        EXPECT_LE(pages, 3) << language;
    }
    const std::string said = text();
    EXPECT_THAT(said, HasSubstr(" of 125 shown"));
    EXPECT_THAT(said, HasSubstr("Total 2000 125"));
}

TEST_F(PdfCasePartsTest, TheLaboratoryStandsAtTheTop) {
    QImage logo(200, 100, QImage::Format_RGB32);
    logo.fill(Qt::darkGreen);
    ASSERT_TRUE(logo.save(QString::fromStdString(toUtf8(folder / "logo.png"))));
    const int before = (static_cast<void>(text()), test::pdfPictures(pdf));
    options.lab = {"Laboratorium Hematologi", {"Jl. Kesehatan 1", "Yogyakarta 55281"}, folder / "logo.png"};
    EXPECT_EQ(text().rfind("Laboratorium Hematologi Jl. Kesehatan 1 Yogyakarta 55281", 0), 0u);
    EXPECT_EQ(test::pdfPictures(pdf), before + 1);
    options.lab.logo = folder / "gone.png";
    NoProgress progress;
    const auto failed = writeCaseReport(report, options, pdf, progress, {});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().file, folder / "gone.png") << "the logo is named, not the report";
}

TEST_F(PdfCasePartsTest, AVeryLongNameWithAngleBracketsStaysWhole) {
    report.summary.name = "<b>" + std::string(60, 'M') + "</b> & " + std::string(50, 'n');
    const std::string said = text();
    EXPECT_THAT(said, HasSubstr("<b>MMM"));
    EXPECT_EQ(countOf(test::pdfText(pdf, 1), "n") >= 50, true);
    EXPECT_LE(pages, 3);
}

}  // namespace
}  // namespace leukolens::ui
