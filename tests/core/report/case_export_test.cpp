#include "core/report/case_export.h"

#include <gmock/gmock.h>

#include <clocale>
#include <map>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "tests/core/report/whole_report.h"
#include "tests/support/temp_folder.h"

namespace leukolens::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Rows of fields, without the comment at the top.
std::vector<std::vector<std::string>> csvTable(const std::string& text) {
    std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
    bool quoted = false;
    for (std::size_t i = text.find('\n') + 1; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            if (quoted && text[i + 1] == '"') rows.back().back() += text[++i];
            else quoted = !quoted;
        } else if (c == ',' && !quoted) rows.back().emplace_back();
        else if (c == '\r' && !quoted) rows.emplace_back(1), ++i;
        else rows.back().back() += c;
    }
    rows.pop_back();
    return rows;
}

CaseReport twoCells() {
    casebook::CaseCell first;
    first.id = 11;
    first.path = "/bilder/Zelle \"ü\", ж.bmp";
    first.sha256 = "aa";
    first.modelName = "m";
    first.modelSha256 = "ff";
    first.classes = {"all", "hem"};
    first.probabilities = {0.1, 0.9};
    first.predictedClass = "hem";
    first.assignedClass = "all";
    first.reviewed = true;
    casebook::CaseCell second = first;
    first.asked = {8, {"e1", "e2"}};
    first.disagreement = 0.125;
    second.reviewed = false;
    second.id = 12;
    second.path = "/b.bmp";
    second.probabilities = {0.55, 0.45};
    second.predictedClass = second.assignedClass = casebook::kUnidentified;
    return makeCaseReport({7, "Müller, Ж", "2024-01-01T00:00:00+01:00", "2024-01-02T00:00:00+01:00", 2}, {first, second});
}

TEST(CaseExport, CsvHasTheNoticeAColumnAClassAndARowACell) {
    EXPECT_EQ(caseCsv(twoCells()),
              "# For research use only. Not for diagnosis.\r\n"
              "case,patient,cell,path,sha256,predicted,class,corrected,model,model_sha256,reviewed,excluded,views,other_models,disagreement,"
              "sample_taken,material,state,comment,signatures,second_readings,blast_timeline,audit_head,p_all,p_hem\r\n"
              "7,\"Müller, Ж\",11,\"/bilder/Zelle \"\"ü\"\", ж.bmp\",aa,hem,all,1,m,ff,1,0,8,e1 e2,0.125,,,open,,,,,,0.1,0.9\r\n"
              "7,\"Müller, Ж\",12,/b.bmp,aa,unidentified,unidentified,0,m,ff,0,0,1,,,,,open,,,,,,0.55,0.45\r\n");
}

TEST(CaseExport, CsvRepeatsWhatBelongsToTheCaseInEachRow) {
    const CaseReport report = test::wholeReport();
    const auto table = csvTable(caseCsv(report));
    ASSERT_EQ(table.size(), report.cells.size() + 1);
    std::map<std::string, std::size_t> columns;
    for (std::size_t i = 0; i < table[0].size(); ++i) columns[table[0][i]] = i;
    for (std::size_t row = 1; row < table.size(); ++row) {
        ASSERT_EQ(table[row].size(), table[0].size());
        EXPECT_EQ(table[row][columns.at("sample_taken")], "2024-02-03");
        EXPECT_EQ(table[row][columns.at("material")], "blood");
        EXPECT_EQ(table[row][columns.at("state")], "signed");
        EXPECT_EQ(table[row][columns.at("fact_whiteCount")], "12.25 (2024-01-02)");
        EXPECT_EQ(table[row][columns.at("fact_sex")], "female");
        EXPECT_EQ(table[row][columns.at("signatures")], "Dr. Secret Person (reviewer) 2024-02-05T12:30:00+01:00; Second Secret | Person (administrator) 2024-02-05T13:00:00+01:00");
        EXPECT_EQ(table[row][columns.at("blast_timeline")], "2024-01-04: 180 of 200; 2024-02-03: " + std::to_string(report.blasts) + " of " + std::to_string(report.identified));
        EXPECT_EQ(table[row][columns.at("second_readings")], "Third Secret Person 2024-02-05T11:00:00+01:00: decided 21, 95 % of 20 agree, kappa 0.9");
        EXPECT_EQ(table[row][columns.at("audit_head")], report.auditHead);
    }
}

TEST(CaseExport, JsonTellsPatientSampleAndSignatures) {
    const CaseReport report = test::wholeReport();
    const json exported = caseJson(report);
    EXPECT_EQ(exported["patient"]["label"], report.summary.name);
    EXPECT_EQ(exported["patient"]["notes"], "Secret notes");
    EXPECT_EQ(exported["facts"].size(), report.facts.size());
    EXPECT_EQ(exported["facts"][3]["name"], "whiteCount");
    EXPECT_EQ(exported["facts"][3]["value"], "12.25");
    EXPECT_EQ(exported["facts"][3]["enteredBy"], "Dr. Secret Person");
    EXPECT_EQ(exported["sample"], json::parse(R"({"taken":"2024-02-03","day":null,"material":"blood","comment":"Secret comment | with ^ signs & more\nsecond line"})"));
    EXPECT_EQ(exported["nciRisk"], json::parse(R"({"group":"standard","why":"none","ageYears":4.5,"whiteCount":12.25})"));
    EXPECT_EQ(exported["timeline"][0]["day"], -1);
    EXPECT_EQ(exported["timeline"][0]["blasts"], 180);
    EXPECT_EQ(exported["timeline"][0]["blast"]["proportion"], 0.9);
    EXPECT_EQ(exported["signatures"][0]["person"], "Dr. Secret Person");
    EXPECT_EQ(exported["signatures"][0]["time"], "2024-02-05T12:30:00+01:00");
    EXPECT_EQ(exported["signatures"][0]["reentered"], true);
    EXPECT_EQ(exported["readings"], json::parse(R"([{"reader":"Third Secret Person","finished":"2024-02-05T11:00:00+01:00","day":null,"decided":21,"compared":20,"agreement":{"proportion":0.95,"low":0.75,"high":0.99},
                                                    "kappa":{"value":0.9,"low":0.71,"high":1.0}}])"));
    EXPECT_EQ(exported["auditHead"], report.auditHead);
    EXPECT_EQ(exported["modelFacts"][0]["card"]["network"], "inception_v3");
    EXPECT_EQ(exported["deidentified"], false);
    EXPECT_EQ(exported["case"]["state"], "signed");
}

TEST(CaseExport, CsvStaysPlainWhateverTheLocale) {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    if (!std::setlocale(LC_ALL, "de_DE.UTF-8")) std::setlocale(LC_ALL, "");
    EXPECT_THAT(caseCsv(twoCells()), HasSubstr(",0.1,0.9\r\n"));
    std::setlocale(LC_ALL, before.c_str());
}

TEST(CaseExport, CsvGivesSpreadsheetsNoFormulaToRun) {
    CaseReport report = twoCells();
    report.summary.name = "=HYPERLINK(\"http://x\")";
    EXPECT_THAT(caseCsv(report), HasSubstr("7,\"'=HYPERLINK(\"\"http://x\"\")\",11"));
}

TEST(CaseExport, JsonTellsWhatTheReportTells) {
    const json exported = caseJson(twoCells());
    EXPECT_EQ(exported["notice"], kResearchUseNotice);
    EXPECT_EQ(exported["case"]["id"], 7);
    EXPECT_EQ(exported["case"]["name"], "Müller, Ж");
    EXPECT_EQ(exported["total"], 2);
    EXPECT_EQ(exported["identified"], 1);
    EXPECT_EQ(exported["notReviewed"], 1);
    EXPECT_EQ(exported["excluded"], 0);
    EXPECT_EQ(exported["case"]["state"], "open");
    EXPECT_EQ(exported["fewCells"], true);
    EXPECT_EQ(exported["blast"]["count"], 1);
    EXPECT_EQ(exported["blast"]["proportion"], 1.0);
    // One of one is identified: Wilson's lower bound is 1 / (1 + z²), the upper bound of none of one its complement.
    const auto& counts = exported["counts"];
    ASSERT_EQ(counts.size(), 3u);
    EXPECT_EQ(counts[0]["class"], "all");
    EXPECT_EQ(counts[0]["count"], 1);
    EXPECT_EQ(counts[0]["corrected"], 1);
    EXPECT_EQ(counts[0]["share"]["proportion"], 1.0);
    EXPECT_NEAR(counts[0]["share"]["low"].get<double>(), 1 / (1 + 1.959964 * 1.959964), 1e-6);
    EXPECT_EQ(counts[1]["predicted"], 1);
    EXPECT_NEAR(counts[1]["share"]["high"].get<double>(), 1 - 1 / (1 + 1.959964 * 1.959964), 1e-6);
    EXPECT_EQ(counts[2], json::parse(R"({"class":"unidentified","count":1,"corrected":0,"predicted":1,"share":null})"));
    EXPECT_EQ(exported["cells"][0]["probabilities"], json::parse(R"({"all":0.1,"hem":0.9})"));
    EXPECT_EQ(exported["cells"][0]["corrected"], true);
    EXPECT_EQ(exported["cells"][1]["class"], "unidentified");
    EXPECT_EQ(exported["cells"][0]["views"], 8);
    EXPECT_EQ(exported["cells"][0]["otherModels"], json::parse(R"(["e1","e2"])"));
    EXPECT_EQ(exported["cells"][0]["disagreement"], 0.125);
    EXPECT_TRUE(exported["cells"][1]["disagreement"].is_null()) << "one answer agrees with none";
}

TEST(CaseExport, JsonSaysNullWhereThereIsNoBlastPercentage) {
    EXPECT_TRUE(caseJson(makeCaseReport({}, {}))["blast"].is_null());
}

TEST(CaseExport, FilesHoldTheSameAndAFailureNamesTheFile) {
    const leukolens::test::TempFolder folder;
    const CaseReport report = twoCells();
    ASSERT_TRUE(writeCaseCsv(report, folder / "c.csv"));
    EXPECT_EQ(readTextFile(folder / "c.csv", 1 << 20).value(), caseCsv(report));
    ASSERT_TRUE(writeCaseJson(report, folder / "c.json"));
    EXPECT_EQ(json::parse(readTextFile(folder / "c.json", 1 << 20).value()), caseJson(report));
    const auto failed = writeCaseCsv(report, folder / "none" / "c.csv");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::report
