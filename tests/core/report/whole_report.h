// A report that says everything a report can say, with letters and signs that exports have to escape.
#pragma once

#include "core/report/case_report.h"

namespace leukolens::report::test {

inline casebook::PatientFact someFact(const std::string& name, const std::string& value, const std::string& date, const std::string& note = {}) {
    casebook::PatientFact fact;
    fact.name = name;
    fact.value = value;
    fact.date = date;
    fact.note = note;
    fact.entered = "2024-02-03T10:00:00+01:00";
    fact.enteredBy = "Dr. Secret Person";
    return fact;
}

/// `number` from 1; one in five is normal, one in seven moved by a person, the last two unidentified.
inline casebook::CaseCell reportCell(int number, int of) {
    casebook::CaseCell cell;
    cell.id = 1000 + number;
    cell.path = "/secret folder/Secret Name/cell " + std::to_string(number) + ".png";
    cell.sha256 = std::string(62, 'b') + std::to_string(10 + number % 90);
    cell.modelName = "inception_v3 fold 1";
    cell.modelSha256 = std::string(64, 'a');
    cell.classes = {"all", "hem"};
    cell.probabilities = {0.75, 0.25};
    cell.predictedClass = number > of - 2 ? casebook::kUnidentified : number % 5 == 0 ? "hem" : "all";
    cell.assignedClass = number % 7 == 0 ? "hem" : cell.predictedClass;
    cell.reviewed = number % 2 == 0;
    cell.added = "2024-02-03T09:00:00+01:00";
    return cell;
}

inline CaseReport wholeReport() {
    casebook::CaseSummary summary;
    summary.id = 7;
    summary.patient = 3;
    summary.name = "Secret Name|^~\\& Müller, Ж <b>";
    summary.taken = "2024-02-03";
    summary.material = casebook::Material::Blood;
    summary.comment = "Secret comment | with ^ signs & more\nsecond line";
    summary.created = "2024-02-03T09:00:00+01:00";
    summary.changed = "2024-02-04T09:00:00+01:00";
    summary.state = casebook::CaseState::Signed;
    summary.signedBy = "Dr. Secret Person";
    summary.signedAt = "2024-02-05T12:30:00+01:00";
    std::vector<casebook::CaseCell> cells;
    constexpr int kCells = 23;
    for (int i = 1; i <= kCells; ++i) cells.push_back(reportCell(i, kCells));
    cells[3].excluded = true;
    CaseReport report = makeCaseReport(summary, std::move(cells));
    report.made = "2024-02-06T08:00:00+01:00";
    report.patient.emplace();
    report.patient->patient = {3, summary.name, "Secret notes", "2024-01-01T08:00:00+01:00", 1, "P-0123456789"};
    report.patient->sessions = {summary};
    report.facts = {someFact("sex", "female", ""),
                    someFact("ageYears", "4.5", "2024-01-02"),
                    someFact("treatmentStart", "2024-01-05", "2024-01-05"),
                    someFact("whiteCount", "12.25", "2024-01-02", "Secret note | of a fact"),
                    someFact("bloodBlastPercent", "63.5", "2024-01-02"),
                    someFact("marrowBlastPercent", "91", "2024-01-03"),
                    someFact("immunophenotype", "B", "2024-01-02"),
                    someFact("genetics", "t(12;21); ETV6::RUNX1 | ^ & \\", "2024-01-04"),
                    someFact("prednisoneResponse", "good", "2024-01-13"),
                    someFact("mrdPercent", "<0.01", "2024-02-10")};
    report.risk.group = casebook::NciRisk::Group::Standard;
    report.risk.why = casebook::NciRisk::Why::None;
    report.risk.ageYears = 4.5;
    report.risk.whiteCount = 12.25;
    report.timeline = {{5, "2024-01-04", -1, casebook::Material::Marrow, 180, 200, wilsonInterval(180, 200)}, {7, "2024-02-03", 29, casebook::Material::Blood, report.blasts, report.identified, report.blast}};
    report.signatures = {{"Dr. Secret Person", "reviewer", "2024-02-05T12:30:00+01:00", std::string(64, 'c'), true}, {"Second Secret | Person", "administrator", "2024-02-05T13:00:00+01:00", std::string(64, 'd'), true}};
    report.readings = {{"Third Secret Person", "2024-02-05T11:00:00+01:00", 21, 20, Interval{0.95, 0.75, 0.99}, Interval{0.9, 0.71, 1.0}}};
    report.auditHead = std::string(64, 'e');
    inference::ModelCard card;
    card.name = "Secret laboratory's model";
    card.description = "Secret description";
    card.network = "inception_v3";
    card.threshold = 0.4375;
    card.temperature = 1.25;
    card.program = "Leukolens 0.1.0";
    report.modelFacts = {{card.name, std::string(64, 'a'), card}};
    return report;
}

}  // namespace leukolens::report::test
