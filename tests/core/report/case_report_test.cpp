#include "core/report/case_report.h"

#include <gmock/gmock.h>

#include "core/casebook/audit_trail.h"
#include "tests/support/temp_folder.h"

namespace leukolens::report {
namespace {

using casebook::CaseCell;
using casebook::kUnidentified;

CaseCell cell(const std::string& predicted, const std::string& assigned, std::vector<std::string> classes = {"all", "hem"}) {
    CaseCell made;
    made.modelName = "inception_v3 fold 1";
    made.modelSha256 = "abc";
    made.probabilities.assign(classes.size(), 1.0 / static_cast<double>(classes.size()));
    made.classes = std::move(classes);
    made.predictedClass = predicted;
    made.assignedClass = assigned;
    return made;
}

TEST(WilsonInterval, MatchesPublishedValues) {
    // Newcombe, Stat Med 1998, table I, method 3 (Wilson without continuity correction).
    const struct {
        int count, total;
        double low, high;
    } published[] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0.0, 0.1611}, {1, 29, 0.0061, 0.1718}};
    for (const auto& row : published) {
        const Interval interval = wilsonInterval(row.count, row.total);
        EXPECT_NEAR(interval.low, row.low, 5e-5) << row.count << "/" << row.total;
        EXPECT_NEAR(interval.high, row.high, 5e-5) << row.count << "/" << row.total;
        EXPECT_DOUBLE_EQ(interval.value, static_cast<double>(row.count) / row.total);
    }
}

TEST(WilsonInterval, MatchesAHandComputedCase) {
    // 5 of 10: centre ½ by symmetry, half width z/(2·sqrt(n + z²)) = 1.959964/(2·sqrt(13.841459)).
    const Interval interval = wilsonInterval(5, 10);
    EXPECT_NEAR(interval.low, 0.5 - 0.263407, 1e-6);
    EXPECT_NEAR(interval.high, 0.5 + 0.263407, 1e-6);
}

TEST(WilsonInterval, StaysInsideZeroAndOneAndHoldsTheValue) {
    for (int total = 1; total <= 300; ++total) {
        for (int count = 0; count <= total; ++count) {
            const Interval interval = wilsonInterval(count, total);
            ASSERT_LE(0.0, interval.low);
            ASSERT_LE(interval.low, interval.value);
            ASSERT_LE(interval.value, interval.high);
            ASSERT_LE(interval.high, 1.0);
        }
    }
    EXPECT_EQ(wilsonInterval(20, 20).high, 1.0);
    EXPECT_EQ(wilsonInterval(0, 20).low, 0.0);
}

TEST(CaseReport, ExcludedCellsCountNowhere) {
    std::vector<CaseCell> cells = {cell("all", "all"), cell("all", "all"), cell("hem", "hem"), cell("hem", "all"), cell(kUnidentified, kUnidentified)};
    cells[1].excluded = cells[4].excluded = true;
    cells[0].reviewed = cells[1].reviewed = true;
    const CaseReport report = makeCaseReport({}, cells);
    EXPECT_EQ(report.total, 3);
    EXPECT_EQ(report.excluded, 2);
    EXPECT_EQ(report.identified, 3);
    EXPECT_EQ(report.notReviewed, 2) << "an excluded cell waits for nobody";
    EXPECT_EQ(report.blasts, 2);
    EXPECT_EQ(report.counts[0].count, 2);
    EXPECT_EQ(report.counts[0].predicted, 1) << "of the same cells, as the model said";
    EXPECT_EQ(report.counts[1].predicted, 2);
    EXPECT_EQ(report.counts[2].count, 0);
    EXPECT_EQ(report.cells.size(), 5u) << "they are listed all the same";
}

TEST(CaseReport, CountsByTheClassThatStandsNow) {
    const CaseReport report =
        makeCaseReport({}, {cell("all", "all"), cell("all", "hem"), cell(kUnidentified, "all"), cell("hem", "hem"),
                            cell("all", kUnidentified), cell(kUnidentified, kUnidentified)});
    ASSERT_EQ(report.counts.size(), 3u);
    EXPECT_EQ(report.counts[0].className, "all");
    EXPECT_EQ(report.counts[0].count, 2);
    EXPECT_EQ(report.counts[0].corrected, 1);
    EXPECT_EQ(report.counts[1].className, "hem");
    EXPECT_EQ(report.counts[1].count, 2);
    EXPECT_EQ(report.counts[1].corrected, 1);
    EXPECT_EQ(report.counts[2].className, kUnidentified);
    EXPECT_EQ(report.counts[2].count, 2);
    EXPECT_EQ(report.counts[2].corrected, 1);
    EXPECT_EQ(report.total, 6);
    EXPECT_EQ(report.identified, 4);
}

TEST(CaseReport, BlastPercentageLeavesTheUnidentifiedOut) {
    std::vector<CaseCell> cells(30, cell("all", "all"));
    cells.insert(cells.end(), 10, cell("hem", "hem"));
    cells.insert(cells.end(), 60, cell(kUnidentified, kUnidentified));
    const CaseReport report = makeCaseReport({}, cells);
    EXPECT_TRUE(report.hasBlast);
    EXPECT_EQ(report.blastClass, "all");
    EXPECT_EQ(report.blasts, 30);
    EXPECT_DOUBLE_EQ(report.blast.value, 0.75);
    EXPECT_DOUBLE_EQ(report.blast.low, wilsonInterval(30, 40).low);
}

TEST(CaseReport, SaysWhenFewerThanAHundredAreIdentified) {
    std::vector<CaseCell> cells(99, cell("all", "all"));
    cells.insert(cells.end(), 50, cell(kUnidentified, kUnidentified));
    EXPECT_TRUE(makeCaseReport({}, cells).fewCells);
    cells.push_back(cell("hem", "hem"));
    EXPECT_FALSE(makeCaseReport({}, cells).fewCells);
}

TEST(CaseReport, HasNoBlastPercentageWithoutABlastClassOrWithoutCells) {
    EXPECT_FALSE(makeCaseReport({}, {cell("monocyte", "monocyte", {"basophil", "monocyte"})}).hasBlast);
    EXPECT_FALSE(makeCaseReport({}, {cell(kUnidentified, kUnidentified)}).hasBlast);
    const CaseReport empty = makeCaseReport({}, {});
    EXPECT_FALSE(empty.hasBlast);
    EXPECT_EQ(empty.total, 0);
    EXPECT_EQ(empty.counts.size(), 1u) << "the unidentified are always told";
}

TEST(CaseReport, NamesEachModelOnceAndJoinsTheirClasses) {
    CaseCell other = cell("blast", "blast", {"blast", "hem"});
    other.modelName = "second";
    other.modelSha256 = "def";
    CaseCell odd = cell("hem", "smudge");
    const CaseReport report = makeCaseReport({}, {cell("all", "all"), other, odd, cell("hem", "hem")});
    EXPECT_THAT(report.models, testing::ElementsAre("inception_v3 fold 1 (abc)", "second (def)"));
    ASSERT_EQ(report.modelFacts.size(), 2u);
    EXPECT_EQ(report.modelFacts[1].name, "second");
    EXPECT_EQ(report.modelFacts[1].sha256, "def");
    EXPECT_FALSE(report.modelFacts[1].card) << "nobody has read it yet";
    std::vector<std::string> names;
    for (const auto& count : report.counts) names.push_back(count.className);
    EXPECT_THAT(names, testing::ElementsAre("all", "hem", "blast", "smudge", kUnidentified));
    EXPECT_THAT(report.made, testing::MatchesRegex("....-..-..T..:..:..[+-]..:.."));
}

TEST(ReadCaseReport, TellsTheWholePatientAndCountsNoBlastAsNone) {
    const leukolens::test::TempFolder folder;
    const auto store = casebook::CaseStore::open(folder / "cases").value();
    const auto session = [&](const std::string& taken, const std::vector<std::string>& answers) {
        const auto id = store->createCase("P-1").value();
        std::vector<CaseCell> cells;
        for (const auto& answer : answers) {
            cells.push_back(cell(answer, answer));
            cells.back().path = "/p/" + std::to_string(cells.size()) + ".png";
        }
        EXPECT_TRUE(cells.empty() || store->addCells(id, cells));
        EXPECT_TRUE(store->describeSample(id, taken, casebook::Material::Marrow, "", 1));
        return id;
    };
    const auto remission = session("2024-03-01", {"hem", "hem"}), diagnosis = session("2024-01-30", {"all", "hem", "all"});
    session("2024-04-01", {});
    casebook::Patients patients(*store);
    const auto patient = store->findCase(remission)->patient;
    for (const auto& [name, value] : {std::pair{"treatmentStart", "2024-02-01"}, {"ageYears", "4"}, {"whiteCount", "12"}, {"immunophenotype", "B"}})
        ASSERT_TRUE(patients.addFact(patient, {0, name, value, {}, {}, {}, {}, false, 1}));
    ASSERT_TRUE(store->sign(remission, store->findCase(remission)->version));
    const auto report = readCaseReport(*store, remission).value();
    ASSERT_EQ(report.timeline.size(), 2u) << "a session without cells is no point";
    EXPECT_EQ(report.timeline[0].session, diagnosis);
    EXPECT_EQ(report.timeline[0].day, -2);
    EXPECT_EQ(report.timeline[0].blasts, 2);
    EXPECT_EQ(report.timeline[1].day, 29);
    ASSERT_TRUE(report.timeline[1].blast) << "its model knows blasts and found none";
    EXPECT_EQ(report.timeline[1].blast->value, 0.0);
    EXPECT_EQ(report.risk.group, casebook::NciRisk::Group::Standard);
    EXPECT_EQ(report.facts.size(), 4u);
    ASSERT_EQ(report.signatures.size(), 1u);
    EXPECT_EQ(report.auditHead, casebook::AuditTrail(*store).head().value());
    EXPECT_EQ(readCaseReport(*store, 99).error().code, ErrorCode::NotFound);
}

TEST(ReadCaseReport, TellsFinishedReadingsAndHowFarTheyAgree) {
    const leukolens::test::TempFolder folder;
    const auto store = casebook::CaseStore::open(folder / "cases").value();
    const auto id = store->createCase("P-1").value();
    std::vector<CaseCell> cells;
    for (int i = 0; i < 12; ++i) {
        cells.push_back(cell(i < 5 ? "all" : "hem", i < 5 ? "all" : "hem"));
        cells.back().path = "/p/" + std::to_string(i) + ".png";
        cells.back().reviewed = i != 10;
        cells.back().excluded = i == 11;
    }
    const auto added = store->addCells(id, cells);
    ASSERT_TRUE(added) << added.error().message();
    cells = store->cells(id).value();
    const auto read = [&](const char* reader, bool finish) {
        const auto reading = store->startReading(id, reader).value();
        std::vector<casebook::CaseStore::ReadingDecision> decisions;
        for (int i = 0; i < 12; ++i) decisions.push_back({cells[static_cast<std::size_t>(i)].id, casebook::ReaderVerdict{i < 4 ? "all" : "hem", i == 9}});
        EXPECT_TRUE(store->decideReading(reading, decisions));
        EXPECT_TRUE(!finish || store->finishReading(reading));
    };
    EXPECT_TRUE(readCaseReport(*store, id)->readings.empty());
    read("Dr. Half", false);
    EXPECT_TRUE(readCaseReport(*store, id)->readings.empty()) << "it goes on";
    read("Dr. Whole", true);
    const auto report = readCaseReport(*store, id).value();
    ASSERT_EQ(report.readings.size(), 1u);
    const SecondReading& reading = report.readings[0];
    EXPECT_EQ(reading.reader, "Dr. Whole");
    EXPECT_FALSE(reading.finished.empty());
    EXPECT_EQ(reading.decided, 12);
    // Not reviewed: cell 10; excluded by the case: 11; by the reader: 9. Of the other nine the reader calls cell 4 another class.
    EXPECT_EQ(reading.compared, 9);
    ASSERT_TRUE(reading.agreement);
    EXPECT_DOUBLE_EQ(reading.agreement->value, 8.0 / 9);
    EXPECT_DOUBLE_EQ(reading.agreement->low, wilsonInterval(8, 9).low);
    // By hand: by chance (5·4 + 4·5) / 81 agree, so κ = (72/81 − 40/81) / (41/81).
    ASSERT_TRUE(reading.kappa);
    EXPECT_NEAR(reading.kappa->value, 32.0 / 41, 1e-12);
    EXPECT_LT(reading.kappa->low, reading.kappa->value);
}

}  // namespace
}  // namespace leukolens::report
