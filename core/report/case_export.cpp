#include "core/report/case_export.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/casebook/deidentify.h"
#include "core/report/export_words.h"

namespace leukolens::report {
namespace {

using nlohmann::json;

std::string csvLine(const std::vector<std::string>& fields) {
    std::string line;
    for (const auto& field : fields) line += (line.empty() ? "" : ",") + csvSpreadsheetField(field);
    return line + "\r\n";
}

/// Of the models, in the order of the report; a class that only a person gave has no probability.
std::vector<std::string> classesWithProbability(const CaseReport& report) {
    std::vector<std::string> names;
    for (const auto& count : report.counts) {
        const bool known = std::any_of(report.cells.begin(), report.cells.end(), [&](const casebook::CaseCell& cell) {
            return std::find(cell.classes.begin(), cell.classes.end(), count.className) != cell.classes.end();
        });
        if (known) names.push_back(count.className);
    }
    return names;
}

std::string probabilityField(const casebook::CaseCell& cell, const std::string& className) {
    const auto found = std::find(cell.classes.begin(), cell.classes.end(), className);
    if (found == cell.classes.end()) return {};
    return plainNumber(cell.probabilities[static_cast<std::size_t>(found - cell.classes.begin())]);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

json cellJson(const casebook::CaseCell& cell) {
    json probabilities = json::object();
    for (std::size_t i = 0; i < cell.classes.size(); ++i) probabilities[cell.classes[i]] = cell.probabilities[i];
    json exported = {{"id", cell.id},
                     {"path", cell.path},
                     {"sha256", cell.sha256},
                     {"predicted", exportedClass(cell.predictedClass)},
                     {"class", exportedClass(cell.assignedClass)},
                     {"corrected", cell.corrected()},
                     {"reviewed", cell.reviewed},
                     {"excluded", cell.excluded},
                     {"marked", cell.marked},
                     {"flags", cell.flags},
                     {"model", cell.modelName},
                     {"modelSha256", cell.modelSha256},
                     {"probabilities", std::move(probabilities)},
                     {"views", cell.asked.views},
                     {"otherModels", cell.asked.otherModels}};
    exported["disagreement"] = cell.disagreement ? json(*cell.disagreement) : json(nullptr);
    return exported;
}

/// "2024-01-02", or "day 12" of a report without dates, as two members of which one is null at least.
void putDate(json& object, const char* name, const std::string& text) {
    const auto day = casebook::numberOfDay(text);
    object[name] = day || text.empty() ? json(nullptr) : json(text);
    object["day"] = day ? json(*day) : json(nullptr);
}

json intervalJson(const Interval& interval) { return {{"proportion", interval.value}, {"low", interval.low}, {"high", interval.high}}; }

json patientJson(const CaseReport& report) {
    if (!report.patient) return nullptr;
    const casebook::Patient& patient = report.patient->patient;
    return {{"id", patient.id}, {"label", patient.label}, {"notes", patient.notes}, {"created", patient.created}};
}

json factsJson(const CaseReport& report) {
    json facts = json::array();
    for (const auto& fact : report.facts) {
        json one = {{"name", fact.name}, {"value", fact.value}, {"note", fact.note}, {"entered", fact.entered}, {"enteredBy", fact.enteredBy}};
        putDate(one, "date", fact.date);
        facts.push_back(std::move(one));
    }
    return facts;
}

json sampleJson(const CaseReport& report) {
    json sample = {{"material", toString(report.summary.material)}, {"comment", report.summary.comment}};
    putDate(sample, "taken", report.summary.taken);
    return sample;
}

json signaturesJson(const CaseReport& report) {
    json signatures = json::array();
    for (const auto& signature : report.signatures) {
        json one = {{"person", signature.person}, {"role", signature.role}, {"head", signature.head}, {"reentered", signature.reentered}};
        putDate(one, "time", signature.time);
        signatures.push_back(std::move(one));
    }
    return signatures;
}

json readingsJson(const CaseReport& report) {
    json readings = json::array();
    for (const SecondReading& reading : report.readings) {
        json one = {{"reader", reading.reader}, {"decided", reading.decided}, {"compared", reading.compared}, {"agreement", nullptr}, {"kappa", nullptr}};
        putDate(one, "finished", reading.finished);
        if (reading.agreement) one["agreement"] = intervalJson(*reading.agreement);
        if (reading.kappa) one["kappa"] = {{"value", reading.kappa->value}, {"low", reading.kappa->low}, {"high", reading.kappa->high}};
        readings.push_back(std::move(one));
    }
    return readings;
}

json timelineJson(const CaseReport& report) {
    json timeline = json::array();
    for (const TimelinePoint& point : report.timeline) {
        json one = {{"session", point.session}, {"material", toString(point.material)}, {"blasts", point.blasts}, {"identified", point.identified}, {"blast", nullptr}};
        putDate(one, "taken", point.taken);
        if (point.day) one["day"] = *point.day;
        if (point.blast) one["blast"] = intervalJson(*point.blast);
        timeline.push_back(std::move(one));
    }
    return timeline;
}

json riskJson(const casebook::NciRisk& risk) {
    json exported = {{"group", riskGroup(risk)}, {"why", riskReason(risk)}, {"ageYears", nullptr}, {"whiteCount", nullptr}};
    if (risk.ageYears) exported["ageYears"] = *risk.ageYears;
    if (risk.whiteCount) exported["whiteCount"] = *risk.whiteCount;
    return exported;
}

json modelFactsJson(const CaseReport& report) {
    json models = json::array();
    for (const ModelFacts& model : report.modelFacts) models.push_back({{"name", model.name}, {"sha256", model.sha256}, {"card", model.card ? inference::toJson(*model.card) : json(nullptr)}});
    return models;
}

/// What is the same for all cells, a column each: spreadsheets have no place for what belongs to the case.
std::vector<std::pair<std::string, std::string>> caseColumns(const CaseReport& report) {
    std::vector<std::pair<std::string, std::string>> columns = {
        {"sample_taken", report.summary.taken}, {"material", std::string(toString(report.summary.material))}, {"state", stateName(report.summary.state)}, {"comment", report.summary.comment}};
    if (report.patient) columns.emplace_back("patient_notes", report.patient->patient.notes);
    const auto listed = [](std::string& list, const std::string& entry) { list += (list.empty() ? "" : "; ") + entry; };
    for (const std::string_view name : casebook::kPatientFactNames) {
        std::string values;
        for (const auto& fact : report.facts)
            if (fact.name == name) listed(values, fact.value + (fact.date.empty() ? "" : " (" + fact.date + ")"));
        if (!values.empty()) columns.emplace_back("fact_" + std::string(name), values);
    }
    std::string signatures, readings, timeline;
    for (const auto& signature : report.signatures)
        listed(signatures, signature.person + (signature.role.empty() ? "" : " (" + signature.role + ")") + (signature.time.empty() ? "" : " " + signature.time));
    for (const TimelinePoint& point : report.timeline) listed(timeline, point.taken + ": " + std::to_string(point.blasts) + " of " + std::to_string(point.identified));
    for (const SecondReading& reading : report.readings) {
        std::string said = reading.reader + (reading.reader.empty() ? "" : " ") + reading.finished + ": decided " + std::to_string(reading.decided);
        if (reading.agreement) said += ", " + plainNumber(asPercent(reading.agreement->value)) + " % of " + std::to_string(reading.compared) + " agree";
        if (reading.kappa) said += ", kappa " + plainNumber(std::round(reading.kappa->value * 1e4) / 1e4);
        listed(readings, said);
    }
    columns.emplace_back("signatures", signatures);
    columns.emplace_back("second_readings", readings);
    columns.emplace_back("blast_timeline", timeline);
    columns.emplace_back("audit_head", report.auditHead);
    return columns;
}

json blastJson(const CaseReport& report) {
    if (!report.hasBlast) return nullptr;
    return {{"class", report.blastClass}, {"count", report.blasts},    {"proportion", report.blast.value},
            {"low", report.blast.low},    {"high", report.blast.high}, {"interval", "Wilson, 95 %, counting error only"}};
}

}  // namespace

std::string caseCsv(const CaseReport& report) {
    const auto classes = classesWithProbability(report);
    std::vector<std::string> header = {"case",      "patient", "cell",      "path",  "sha256",
                                       "predicted", "class",   "corrected", "model", "model_sha256",
                                       "reviewed",  "excluded", "views",    "other_models", "disagreement"};
    const auto shared = caseColumns(report);
    for (const auto& [name, value] : shared) header.push_back(name);
    for (const auto& name : classes) header.push_back("p_" + name);
    std::string text = std::string("# ") + kResearchUseNotice + "\r\n" + csvLine(header);
    for (const auto& cell : report.cells) {
        std::vector<std::string> row = {std::to_string(report.summary.id),
                                        report.summary.name,
                                        std::to_string(cell.id),
                                        cell.path,
                                        cell.sha256,
                                        exportedClass(cell.predictedClass),
                                        exportedClass(cell.assignedClass),
                                        cell.corrected() ? "1" : "0",
                                        cell.modelName,
                                        cell.modelSha256,
                                        cell.reviewed ? "1" : "0",
                                        cell.excluded ? "1" : "0",
                                        std::to_string(cell.asked.views),
                                        joined(cell.asked.otherModels),
                                        cell.disagreement ? plainNumber(*cell.disagreement) : std::string()};
        for (const auto& [name, value] : shared) row.push_back(value);
        for (const auto& name : classes) row.push_back(probabilityField(cell, name));
        text += csvLine(row);
    }
    return text;
}

json caseJson(const CaseReport& report) {
    json counts = json::array(), cells = json::array();
    for (const auto& count : report.counts) {
        json line = {{"class", exportedClass(count.className)}, {"count", count.count}, {"corrected", count.corrected}, {"predicted", count.predicted}, {"share", nullptr}};
        if (count.share) line["share"] = intervalJson(*count.share);
        counts.push_back(std::move(line));
    }
    for (const auto& cell : report.cells) cells.push_back(cellJson(cell));
    return {{"notice", kResearchUseNotice},
            {"made", report.made},
            {"case",
             {{"id", report.summary.id},
              {"name", report.summary.name},
              {"created", report.summary.created},
              {"changed", report.summary.changed},
              {"state", stateName(report.summary.state)},
              {"signedBy", report.summary.signedBy},
              {"signedAt", report.summary.signedAt}}},
            {"counts", std::move(counts)},
            {"total", report.total},
            {"identified", report.identified},
            {"excluded", report.excluded},
            {"notReviewed", report.notReviewed},
            {"blast", blastJson(report)},
            {"fewCells", report.fewCells},
            {"models", report.models},
            {"patient", patientJson(report)},
            {"facts", factsJson(report)},
            {"nciRisk", riskJson(report.risk)},
            {"sample", sampleJson(report)},
            {"timeline", timelineJson(report)},
            {"signatures", signaturesJson(report)},
            {"readings", readingsJson(report)},
            {"auditHead", report.auditHead},
            {"modelFacts", modelFactsJson(report)},
            {"deidentified", report.deidentified},
            {"cells", std::move(cells)}};
}

Result<void> writeCaseCsv(const CaseReport& report, const std::filesystem::path& file) {
    return writeFileAtomically(file, caseCsv(report));
}

Result<void> writeCaseJson(const CaseReport& report, const std::filesystem::path& file) {
    return writeFileAtomically(file, caseJson(report).dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace leukolens::report
