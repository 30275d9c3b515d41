// Validation by an independent package is in tests/interop; here is what no validator knows.
#include "core/report/fhir_export.h"

#include <gmock/gmock.h>

#include <set>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/report/deidentified_report.h"
#include "tests/core/report/whole_report.h"
#include "tests/support/temp_folder.h"

namespace leukolens::report {
namespace {

using nlohmann::json;

std::vector<json> resources(const json& bundle, const std::string& type) {
    std::vector<json> found;
    for (const json& entry : bundle["entry"])
        if (entry["resource"]["resourceType"] == type) found.push_back(entry["resource"]);
    return found;
}

/// Observations with that code of the program.
std::vector<json> observations(const json& bundle, const std::string& code) {
    std::vector<json> found;
    for (const json& observation : resources(bundle, "Observation"))
        for (const json& coding : observation["code"]["coding"])
            if (coding["system"] == "urn:x-leukolens:codes" && coding["code"] == code) found.push_back(observation);
    return found;
}

json part(const json& observation, const std::string& code) {
    for (const json& component : observation["component"])
        if (component["code"]["coding"][0]["code"] == code) return component.contains("valueQuantity") ? component["valueQuantity"]["value"] : component["valueString"];
    return nullptr;
}

void collect(const json& value, const std::string& key, std::vector<json>& found) {
    if (value.is_object())
        for (const auto& [name, member] : value.items()) {
            if (name == key) found.push_back(member);
            collect(member, key, found);
        }
    if (value.is_array())
        for (const json& member : value) collect(member, key, found);
}

TEST(FhirExport, CountsStandUnderTheProgramsOwnCodes) {
    const CaseReport report = test::wholeReport();
    const json bundle = caseFhir(report);
    EXPECT_EQ(bundle["resourceType"], "Bundle");
    EXPECT_EQ(bundle["type"], "collection");
    const auto total = observations(bundle, "cells-counted");
    ASSERT_EQ(total.size(), 1u);
    EXPECT_EQ(total[0]["valueQuantity"]["value"], report.total);
    EXPECT_EQ(part(total[0], "excluded"), 1);
    EXPECT_EQ(part(total[0], "identified"), report.identified);
    EXPECT_EQ(part(total[0], "not-reviewed"), report.notReviewed);
    const auto classes = observations(bundle, "class-count");
    ASSERT_EQ(classes.size(), 3u);
    for (std::size_t i = 0; i < classes.size(); ++i) {
        EXPECT_EQ(classes[i]["valueQuantity"]["value"], report.counts[i].count);
        EXPECT_EQ(part(classes[i], "class-predicted"), report.counts[i].predicted);
        EXPECT_EQ(part(classes[i], "class-corrected"), report.counts[i].corrected);
        EXPECT_EQ(classes[i]["status"], "final");
        if (!report.counts[i].share) continue;
        EXPECT_NEAR(part(classes[i], "class-share-low").get<double>(), 100 * report.counts[i].share->low, 1e-4);
    }
    EXPECT_EQ(part(classes[2], "class"), "unidentified");
    const auto shares = observations(bundle, "picture-blast-share");
    ASSERT_EQ(shares.size(), 2u) << "this session's and the earlier one's";
    EXPECT_NEAR(shares[0]["valueQuantity"]["value"].get<double>(), 100 * report.blast.value, 1e-4);
    EXPECT_EQ(shares[1]["valueQuantity"]["value"], 90);
    EXPECT_EQ(shares[1]["status"], "unknown");
    EXPECT_EQ(shares[1]["effectiveDateTime"], "2024-01-04");
}

TEST(FhirExport, LoincIsForWhatAPersonTypedAlone) {
    std::map<std::string, double> coded;
    for (const json& observation : resources(caseFhir(test::wholeReport()), "Observation"))
        for (const json& coding : observation["code"]["coding"])
            if (coding["system"] == "http://loinc.org") coded[coding["code"]] = observation["valueQuantity"]["value"].get<double>();
    EXPECT_EQ(coded, (std::map<std::string, double>{{"26446-5", 63.5}, {"26464-8", 12.25}, {"30525-0", 4.5}}));
    CaseReport without = test::wholeReport();
    without.facts.clear();
    for (const json& observation : resources(caseFhir(without), "Observation"))
        for (const json& coding : observation["code"]["coding"]) EXPECT_NE(coding["system"], "http://loinc.org") << "the program's share of blasts is no blast percentage of leukocytes";
}

TEST(FhirExport, EveryReferenceLeadsToAnEntry) {
    const json bundle = caseFhir(test::wholeReport());
    std::set<std::string> urls;
    for (const json& entry : bundle["entry"]) {
        EXPECT_TRUE(urls.insert(entry["fullUrl"]).second) << entry["fullUrl"];
        EXPECT_EQ(entry["fullUrl"], "urn:uuid:" + entry["resource"]["id"].get<std::string>());
    }
    std::vector<json> references;
    collect(bundle, "reference", references);
    EXPECT_GT(references.size(), 20u);
    for (const json& reference : references) EXPECT_TRUE(urls.contains(reference)) << reference;
}

TEST(FhirExport, SaysWhoSignedAndThatItIsForResearch) {
    const json bundle = caseFhir(test::wholeReport());
    const auto signatures = resources(bundle, "Provenance");
    ASSERT_EQ(signatures.size(), 2u);
    EXPECT_EQ(signatures[0]["signature"][0]["who"]["display"], "Dr. Secret Person");
    EXPECT_EQ(signatures[1]["recorded"], "2024-02-05T13:00:00+01:00");
    EXPECT_EQ(bundle["meta"]["tag"][0]["display"], kResearchUseNotice);
    const auto reports = resources(bundle, "DiagnosticReport");
    EXPECT_THAT(reports[0]["text"]["div"].get<std::string>(), testing::HasSubstr(kResearchUseNotice));
    EXPECT_THAT(reports[0]["text"]["div"].get<std::string>(), testing::HasSubstr("&lt;b&gt;"));
    EXPECT_EQ(reports[0]["status"], "final");
    const auto patient = resources(bundle, "Patient");
    EXPECT_FALSE(patient[0].contains("name"));
    EXPECT_EQ(patient[0]["gender"], "female");
}

TEST(FhirExport, TwoExportsDifferInTheirTimesAlone) {
    CaseReport report = test::wholeReport();
    const json first = caseFhir(report);
    report.made = "2025-01-01T00:00:00+01:00";
    json second = caseFhir(report);
    EXPECT_NE(first, second);
    second["timestamp"] = first["timestamp"];
    for (json& entry : second["entry"])
        if (entry["resource"].contains("issued")) entry["resource"]["issued"] = "2024-02-06T08:00:00+01:00";
    EXPECT_EQ(first, second);
}

TEST(FhirExport, AnOpenSessionAloneIsNoFinalReport) {
    CaseReport report = makeCaseReport({}, {});
    EXPECT_EQ(resources(caseFhir(report), "DiagnosticReport")[0]["status"], "preliminary");
    report = makeCaseReport({}, {test::reportCell(1, 9)});
    EXPECT_EQ(resources(caseFhir(report), "DiagnosticReport")[0]["status"], "partial");
    EXPECT_EQ(resources(caseFhir(report), "Device").size(), 1u);
}

TEST(FhirExport, DeidentifiedHasDaysAndNobody) {
    const json bundle = caseFhir(deidentified(test::wholeReport()));
    const std::string text = bundle.dump();
    for (const char* trace : {"ecret", "Müller", "2024", "Dr.", "folder"}) EXPECT_THAT(text, testing::Not(testing::HasSubstr(trace)));
    EXPECT_EQ(part(observations(bundle, "cells-counted")[0], "day"), 29) << "since the start of treatment on 2024-01-05";
    EXPECT_EQ(part(observations(bundle, "picture-blast-share")[1], "day"), -1);
}

TEST(FhirExport, IsSavedWholeOrNotAtAll) {
    const leukolens::test::TempFolder folder;
    ASSERT_TRUE(writeCaseFhir(test::wholeReport(), folder / "c.json"));
    EXPECT_EQ(json::parse(readTextFile(folder / "c.json", 1 << 20).value()), caseFhir(test::wholeReport()));
    EXPECT_EQ(writeCaseFhir(test::wholeReport(), folder / "none" / "c.json").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::report
