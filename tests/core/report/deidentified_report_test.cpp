#include "core/report/deidentified_report.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/report/case_export.h"
#include "tests/core/report/whole_report.h"

namespace leukolens::report {
namespace {

using nlohmann::json;

TEST(DeidentifiedReport, SaysNothingOfAnybody) {
    const CaseReport hidden = deidentified(test::wholeReport());
    for (const std::string& text : {caseJson(hidden).dump(), caseCsv(hidden)})
        for (const char* trace : {"ecret", "Müller", "Dr.", "folder", "2024-", "bbbb"}) EXPECT_THAT(text, testing::Not(testing::HasSubstr(trace)));
}

TEST(DeidentifiedReport, KeepsCountsAndAnswersAndCountsDays) {
    const CaseReport whole = test::wholeReport(), hidden = deidentified(whole);
    EXPECT_TRUE(hidden.deidentified);
    EXPECT_EQ(hidden.total, whole.total);
    EXPECT_EQ(hidden.cells[0].probabilities, whole.cells[0].probabilities);
    EXPECT_EQ(hidden.cells[0].path, "cell 1");
    EXPECT_EQ(hidden.summary.taken, "day 29");
    EXPECT_EQ(hidden.summary.id, 2) << "the second session of the timeline";
    EXPECT_EQ(hidden.timeline[0].taken, "day -1");
    EXPECT_EQ(hidden.signatures[1].time, "day 31");
    EXPECT_EQ(hidden.signatures[1].role, "administrator");
    EXPECT_EQ(hidden.made, "2024");
    EXPECT_EQ(hidden.facts[2].value, "day 0") << "the start of treatment itself";
    EXPECT_EQ(hidden.facts[7].value, whole.facts[7].value);
    EXPECT_EQ(hidden.auditHead, "") << "who has the store finds the case by it";
    EXPECT_EQ(hidden.signatures[1].head, "");
    EXPECT_EQ(hidden.readings[0].reader, "");
    EXPECT_EQ(hidden.readings[0].finished, "day 31");
    EXPECT_EQ(hidden.readings[0].kappa->value, 0.9);
    EXPECT_EQ(hidden.modelFacts[0].sha256, whole.modelFacts[0].sha256);
    EXPECT_EQ(hidden.modelFacts[0].card->threshold, whole.modelFacts[0].card->threshold);
    EXPECT_EQ(hidden.cells[0].modelName, "inception_v3");
    EXPECT_THAT(hidden.models, testing::ElementsAre("inception_v3 (" + std::string(64, 'a') + ")"));
    const json exported = caseJson(hidden);
    EXPECT_EQ(exported["sample"]["day"], 29);
    EXPECT_TRUE(exported["sample"]["taken"].is_null());
    EXPECT_EQ(exported["deidentified"], true);
}

TEST(DeidentifiedReport, KnowsWherePicturesLieAndTellsNobody) {
    const CaseReport whole = test::wholeReport(), hidden = deidentified(whole);
    ASSERT_EQ(hidden.hiddenPictures.size(), whole.cells.size());
    EXPECT_EQ(pictureOf(hidden, 3).path, whole.cells[3].path);
    EXPECT_EQ(pictureOf(hidden, 3).sha256, whole.cells[3].sha256);
    EXPECT_EQ(pictureOf(whole, 3).path, whole.cells[3].path);
}

TEST(DeidentifiedReport, GeneticsThatAreATextOfTheirOwnAreOther) {
    CaseReport report = test::wholeReport();
    report.facts[7].value = "ETV6::RUNX1, says Dr. Meier";
    EXPECT_EQ(deidentified(report).facts[7].value, "other");
}

TEST(DeidentifiedReport, CountsFromTheFirstSessionWhereNoTreatmentIsKnown) {
    CaseReport report = test::wholeReport();
    std::erase_if(report.facts, [](const auto& fact) { return fact.name == "treatmentStart"; });
    const CaseReport hidden = deidentified(report);
    EXPECT_EQ(hidden.timeline[0].taken, "day 0");
    EXPECT_EQ(hidden.summary.taken, "day 30");
}

TEST(DeidentifiedReport, TellsOfHighAgesOnlyThatTheyAreHigh) {
    CaseReport report = test::wholeReport();
    report.facts[1].value = "97.5";
    report.risk.ageYears = 97.5;
    const CaseReport hidden = deidentified(report);
    EXPECT_EQ(hidden.facts[1].value, "90+");
    EXPECT_EQ(hidden.risk.ageYears, 90);
    report.facts[1].value = "89.9";
    EXPECT_EQ(deidentified(report).facts[1].value, "89.9");
}

TEST(DeidentifiedReport, TheCodeIsThePatientsAndNotTheNames) {
    CaseReport report = test::wholeReport();
    EXPECT_EQ(deidentified(report).summary.name, "P-0123456789");
    EXPECT_EQ(deidentified(report).patient->patient.label, "P-0123456789");
}

TEST(DeidentifiedReport, ASessionAloneIsHiddenToo) {
    casebook::CaseSummary summary;
    summary.id = 7;
    summary.name = "Secret Name";
    const CaseReport hidden = deidentified(makeCaseReport(summary, {test::reportCell(1, 9)}));
    EXPECT_TRUE(hidden.summary.name.empty());
    EXPECT_EQ(hidden.summary.id, 1);
}

}  // namespace
}  // namespace leukolens::report
