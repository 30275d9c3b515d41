#include "core/report/fhir_export.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/casebook/deidentify.h"
#include "core/digest/sha256.h"
#include "core/report/coded_values.h"
#include "core/report/export_words.h"

namespace leukolens::report {
namespace {

using nlohmann::json;

constexpr const char* kLoinc = "http://loinc.org";
constexpr const char* kSnomed = "http://snomed.info/sct";
constexpr const char* kUcum = "http://unitsofmeasure.org";
constexpr std::size_t kDateLength = 10, kInstantLength = 25;

/// FHIR's string: no control characters but tab and line ends, and never empty.
std::string fhirText(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') c = ' ';
    return text.find_first_not_of(" \t\r\n") == std::string::npos ? std::string() : text;
}

void putText(json& object, const char* key, const std::string& text) {
    if (auto clean = fhirText(text); !clean.empty()) object[key] = std::move(clean);
}

std::string escapedXml(const std::string& text) {
    std::string escaped;
    for (const char c : fhirText(text)) {
        if (c == '&') escaped += "&amp;";
        else if (c == '<') escaped += "&lt;";
        else if (c == '>') escaped += "&gt;";
        else escaped += c;
    }
    return escaped;
}

bool isDate(const std::string& text) { return text.size() == kDateLength && !casebook::numberOfDay(text); }
bool isInstant(const std::string& text) { return text.size() == kInstantLength || (text.size() > kDateLength && text.back() == 'Z'); }

/// A UUID of version 8 (RFC 9562) out of what it names.
std::string uuidOf(const std::string& name) {
    std::string hex = digest::sha256(name).substr(0, 32);
    hex[12] = '8';
    hex[16] = 'a';
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" + hex.substr(20, 12);
}

json coding(const char* system, const std::string& code, const std::string& display) { return {{"system", system}, {"code", code}, {"display", display}}; }

json conceptOf(const Code& code) {
    json codings = json::array();
    if (!code.loinc.empty()) codings.push_back(coding(kLoinc, code.loinc, code.loincText));
    codings.push_back(coding(kLocalSystem, code.code, code.text));
    return {{"coding", codings}, {"text", code.text}};
}

/// Whole numbers without a fraction, as FHIR's decimal is written.
json decimal(double value) { return value == std::floor(value) && std::abs(value) < 1e15 ? json(static_cast<std::int64_t>(value)) : json(value); }

void putValue(json& object, const CodedValue& value) {
    if (const auto* text = std::get_if<std::string>(&value.value)) {
        putText(object, "valueString", *text);
        if (!object.contains("valueString")) object["dataAbsentReason"] = {{"coding", {coding("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown", "Unknown")}}};
        return;
    }
    json quantity = {{"value", decimal(std::get<double>(value.value))}, {"system", kUcum}, {"code", value.unit}, {"unit", value.unit == "{cells}" ? "cells" : value.unit}};
    if (!value.comparator.empty()) quantity["comparator"] = value.comparator;
    object["valueQuantity"] = std::move(quantity);
}

class Bundle {
public:
    explicit Bundle(const CaseReport& report)
        : m_report(report), m_seed(patientIdentifier(report) + "\n" + (report.patient ? report.patient->patient.created : std::string()) + "\n" + report.summary.created + "\n" + sessionIdentifier(report)) {}

    json make() {
        m_patient = add("patient", patient());
        if (m_report.summary.material != casebook::Material::Unknown) m_specimen = add("specimen", specimen());
        for (const ModelFacts& model : models()) m_devices.push_back(add("device " + model.sha256 + model.name, device(model)));
        json results = json::array();
        const auto observations = codedObservations(m_report);
        for (std::size_t i = 0; i < observations.size(); ++i) {
            json reference = {{"reference", add("observation " + std::to_string(i), observation(observations[i]))}};
            if (observations[i].source != CodedObservation::Source::Earlier) results.push_back(std::move(reference));
        }
        const std::string report = add("report", diagnosticReport(std::move(results)));
        for (std::size_t i = 0; i < m_report.signatures.size(); ++i)
            if (isInstant(m_report.signatures[i].time)) add("signature " + std::to_string(i), provenance(m_report.signatures[i], report));
        json bundle = {{"resourceType", "Bundle"}, {"type", "collection"}, {"meta", {{"tag", {coding(kLocalSystem, "research-use", kResearchUseNotice)}}}}, {"entry", m_entries}};
        if (isInstant(m_report.made)) bundle["timestamp"] = m_report.made;
        return bundle;
    }

private:
    /// Its reference.
    std::string add(const std::string& what, json resource) {
        const std::string id = uuidOf(m_seed + "\n" + what), url = "urn:uuid:" + id;
        resource["id"] = id;
        m_entries.push_back({{"fullUrl", url}, {"resource", std::move(resource)}});
        return url;
    }

    json patient() const {
        json patient = {{"resourceType", "Patient"},
                        {"meta", {{"security", {coding("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "PSEUDED", "pseudonymized")}}}},
                        {"identifier", {{{"system", "urn:x-leukolens:patient"}, {"value", fhirText(patientIdentifier(m_report))}}}}};
        if (const std::string sex = sexOf(m_report); !sex.empty()) patient["gender"] = sex;
        return patient;
    }

    json specimen() const {
        json type = {{"text", "Other"}};
        if (m_report.summary.material == casebook::Material::Blood) type = {{"coding", {coding(kSnomed, "119297000", "Blood specimen")}}, {"text", "Blood"}};
        if (m_report.summary.material == casebook::Material::Marrow) type = {{"coding", {coding(kSnomed, "119359002", "Bone marrow specimen")}}, {"text", "Bone marrow"}};
        json specimen = {{"resourceType", "Specimen"}, {"type", type}, {"subject", {{"reference", m_patient}}}};
        if (isDate(m_report.summary.taken)) specimen["collection"] = {{"collectedDateTime", m_report.summary.taken}};
        return specimen;
    }

    /// Reports of a session alone have no facts of its models.
    std::vector<ModelFacts> models() const {
        if (!m_report.modelFacts.empty()) return m_report.modelFacts;
        std::vector<ModelFacts> models;
        for (const auto& cell : m_report.cells)
            if (std::none_of(models.begin(), models.end(), [&](const ModelFacts& model) { return model.sha256 == cell.modelSha256; })) models.push_back({cell.modelName, cell.modelSha256, {}});
        return models;
    }

    json device(const ModelFacts& model) const {
        json device = {{"resourceType", "Device"}, {"identifier", {{{"system", "urn:x-leukolens:model-sha256"}, {"value", model.sha256}}}}, {"note", {{{"text", kResearchUseNotice}}}}};
        if (const std::string name = fhirText(model.name); !name.empty()) device["deviceName"] = {{{"name", name}, {"type", "model-name"}}};
        if (!model.card) return device;
        json properties = json::array();
        const auto put = [&](const char* code, const char* text, double value) { properties.push_back({{"type", conceptOf({code, text})}, {"valueQuantity", {{{"value", decimal(value)}}}}}); };
        if (model.card->threshold) put("threshold", "Probability of blast from which a cell counts as one", *model.card->threshold);
        if (model.card->temperature) put("temperature", "Calibration: logits are divided by it", *model.card->temperature);
        put("uncertain-below", "How sure the model has to be", model.card->uncertainBelow);
        device["property"] = std::move(properties);
        if (!model.card->program.empty()) device["version"] = {{{"value", fhirText(model.card->program)}}};
        return device;
    }

    std::string status(CodedObservation::Source source) const {
        if (source == CodedObservation::Source::Earlier) return "unknown";
        return source == CodedObservation::Source::Person || m_report.summary.state == casebook::CaseState::Signed ? "final" : "preliminary";
    }

    json observation(const CodedObservation& said) const {
        json observation = {{"resourceType", "Observation"}, {"status", status(said.source)}, {"code", conceptOf(said.main.code)}, {"subject", {{"reference", m_patient}}}};
        observation["category"] = {{{"coding", {coding("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory")}}}};
        putValue(observation, said.main);
        json parts = json::array();
        for (const CodedValue& part : said.parts) {
            json component = {{"code", conceptOf(part.code)}};
            putValue(component, part);
            parts.push_back(std::move(component));
        }
        if (isDate(said.date)) observation["effectiveDateTime"] = said.date;
        if (const auto day = casebook::numberOfDay(said.date)) {
            json component = {{"code", conceptOf({"day", "Days since the start"})}};
            putValue(component, {{}, static_cast<double>(*day), "d"});
            parts.push_back(std::move(component));
        }
        if (!parts.empty()) observation["component"] = std::move(parts);
        const bool ours = said.source == CodedObservation::Source::Program;
        if (ours && !m_specimen.empty()) observation["specimen"] = {{"reference", m_specimen}};
        if (ours && m_devices.size() == 1) observation["device"] = {{"reference", m_devices.front()}};
        const std::string note = fhirText(said.source == CodedObservation::Source::Person ? said.note : said.note + kResearchUseNotice);
        if (!note.empty()) observation["note"] = {{{"text", note}}};
        return observation;
    }

    json diagnosticReport(json results) const {
        json report = {{"resourceType", "DiagnosticReport"},
                       {"identifier", {{{"system", "urn:x-leukolens:session"}, {"value", sessionIdentifier(m_report)}}}},
                       {"status", m_report.summary.state == casebook::CaseState::Signed ? "final" : m_report.notReviewed > 0 ? "partial" : "preliminary"},
                       {"category", {{{"coding", {coding("http://terminology.hl7.org/CodeSystem/v2-0074", "HM", "Hematology")}}}}},
                       {"code", conceptOf({"cell-classification", "Classification of white blood cell pictures"})},
                       {"subject", {{"reference", m_patient}}},
                       {"result", std::move(results)},
                       {"text", {{"status", "generated"}, {"div", narrative()}}}};
        if (isDate(m_report.summary.taken)) report["effectiveDateTime"] = m_report.summary.taken;
        if (isInstant(m_report.made)) report["issued"] = m_report.made;
        if (!m_specimen.empty()) report["specimen"] = {{{"reference", m_specimen}}};
        putText(report, "conclusion", m_report.summary.comment);
        return report;
    }

    std::string narrative() const {
        std::string text = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>" + escapedXml(kResearchUseNotice) + "</p><p>" + escapedXml(patientIdentifier(m_report)) + ": " + std::to_string(m_report.total) + " cells, " +
                           std::to_string(m_report.identified) + " identified</p><ul>";
        for (const ClassCount& counted : m_report.counts) text += "<li>" + escapedXml(exportedClass(counted.className)) + ": " + std::to_string(counted.count) + "</li>";
        return text + "</ul></div>";
    }

    static json provenance(const casebook::Signature& signature, const std::string& report) {
        json who = {{"display", fhirText(signature.person)}};
        if (who["display"].get_ref<const std::string&>().empty()) who["display"] = "unknown";
        json agent = {{"type", {{"coding", {coding("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "verifier", "Verifier")}}}}, {"who", who}};
        if (!signature.role.empty()) agent["role"] = {conceptOf({signature.role, signature.role})};
        json provenance = {{"resourceType", "Provenance"}, {"target", {{{"reference", report}}}}, {"recorded", signature.time}, {"agent", {agent}}};
        provenance["signature"] = {{{"type", {coding("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.5", "Verification Signature")}}, {"when", signature.time}, {"who", who}}};
        if (!signature.head.empty()) provenance["entity"] = {{{"role", "source"}, {"what", {{"identifier", {{"system", "urn:x-leukolens:audit-head"}, {"value", signature.head}}}}}}};
        return provenance;
    }

    const CaseReport& m_report;
    std::string m_seed, m_patient, m_specimen;
    std::vector<std::string> m_devices;
    json m_entries = json::array();
};

}  // namespace

json caseFhir(const CaseReport& report) { return Bundle(report).make(); }

Result<void> writeCaseFhir(const CaseReport& report, const std::filesystem::path& file) {
    return writeFileAtomically(file, caseFhir(report).dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace leukolens::report
