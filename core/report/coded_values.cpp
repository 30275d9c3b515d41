#include "core/report/coded_values.h"

#include <charconv>

#include "core/report/export_words.h"

namespace leukolens::report {
namespace {

constexpr const char* kPercent = "%";
constexpr const char* kCells = "{cells}";
constexpr const char* kCountNote = "Pictures of cells that the program was given. No differential count of the sample: 95 % intervals (Wilson) are of the counting error only. ";

struct FactCode {
    std::string_view name;
    Code code;
    std::string unit;
};

/// LOINC 2.80. The blast percentage is the one of a differential that a person typed.
const std::vector<FactCode>& factCodes() {
    static const std::vector<FactCode> codes = {
        {"ageYears", {"age-years", "Age", "30525-0", "Age"}, "a"},
        {"sex", {"sex", "Sex"}, ""},
        {"treatmentStart", {"treatment-start", "Start of treatment"}, ""},
        {"whiteCount", {"white-count", "White blood cell count", "26464-8", "Leukocytes [#/volume] in Blood"}, "10*9/L"},
        {"bloodBlastPercent", {"blood-blast-percent", "Blasts in blood, of leukocytes, as entered", "26446-5", "Blasts/100 leukocytes in Blood"}, kPercent},
        {"marrowBlastPercent", {"marrow-blast-percent", "Blasts in bone marrow, as entered"}, kPercent},
        {"immunophenotype", {"immunophenotype", "Immunophenotype"}, ""},
        {"genetics", {"genetics", "Genetics"}, ""},
        {"prednisoneResponse", {"prednisone-response", "Prednisone response on day 8"}, ""},
        {"mrdPercent", {"mrd-percent", "Minimal residual disease"}, kPercent},
    };
    return codes;
}

/// "4.5", "<0.01" and "90+" are numbers; nothing else is.
CodedValue asNumber(const Code& code, const std::string& unit, std::string_view text) {
    const std::string whole(text);
    std::string comparator;
    if (text.starts_with('<')) {
        comparator = "<";
        text.remove_prefix(1);
    } else if (text.ends_with('+')) {
        comparator = ">=";
        text.remove_suffix(1);
    }
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (unit.empty() || problem != std::errc{} || end != text.data() + text.size()) return {code, whole};
    return {code, number, unit, comparator};
}

CodedObservation ofFact(const casebook::PatientFact& fact) {
    Code code{fact.name, fact.name};
    std::string unit;
    for (const FactCode& known : factCodes())
        if (known.name == fact.name) code = known.code, unit = known.unit;
    return {asNumber(code, unit, fact.value), {}, CodedObservation::Source::Person, fact.date, fact.note};
}

CodedValue count(const char* code, const char* text, int cells) { return {{code, text}, static_cast<double>(cells), kCells}; }
CodedValue percent(const char* code, const char* text, double proportion) { return {{code, text}, asPercent(proportion), kPercent}; }

CodedObservation ofClass(const ClassCount& counted, const std::string& date) {
    CodedObservation observation{count("class-count", "Cells of a class", counted.count), {}, CodedObservation::Source::Program, date, kCountNote};
    observation.parts = {{{"class", "Class"}, exportedClass(counted.className)}, count("class-corrected", "Moved to it by a person", counted.corrected), count("class-predicted", "Cells that the model put there", counted.predicted)};
    if (!counted.share) return observation;
    observation.parts.push_back(percent("class-share", "Share of the identified cells", counted.share->value));
    observation.parts.push_back(percent("class-share-low", "Lower bound of the share", counted.share->low));
    observation.parts.push_back(percent("class-share-high", "Upper bound of the share", counted.share->high));
    return observation;
}

CodedObservation blastShare(const Interval& share, int blasts, int identified, CodedObservation::Source source, const std::string& date) {
    CodedObservation observation{percent("picture-blast-share", "Share of blasts among the cells in the pictures", share.value), {}, source, date, kCountNote};
    observation.parts = {count("blasts", "Cells of the class that means blast", blasts), count("identified", "Identified cells", identified), percent("picture-blast-share-low", "Lower bound of the share", share.low),
                         percent("picture-blast-share-high", "Upper bound of the share", share.high)};
    return observation;
}

void addRisk(std::vector<CodedObservation>& list, const CaseReport& report) {
    if (report.risk.group == casebook::NciRisk::Group::NotApplicable) return;
    list.push_back({{{"nci-risk", "NCI risk group (Smith et al. 1996)"}, riskGroup(report.risk)}, {}, CodedObservation::Source::Program, report.summary.taken, "From age, white count and immunophenotype as entered. "});
}

}  // namespace

std::vector<CodedObservation> codedObservations(const CaseReport& report) {
    const std::string& date = report.summary.taken;
    std::vector<CodedObservation> list;
    CodedObservation total{count("cells-counted", "Cells that count", report.total), {}, CodedObservation::Source::Program, date, kCountNote};
    total.parts = {count("identified", "Identified cells", report.identified), count("excluded", "Cells taken out of all counts", report.excluded), count("not-reviewed", "Cells that nobody has reviewed", report.notReviewed)};
    if (report.fewCells) total.note += "Fewer than 100 cells were identified. ";
    list.push_back(std::move(total));
    for (const ClassCount& counted : report.counts) list.push_back(ofClass(counted, date));
    if (report.hasBlast) list.push_back(blastShare(report.blast, report.blasts, report.identified, CodedObservation::Source::Program, date));
    addRisk(list, report);
    for (const auto& fact : report.facts) list.push_back(ofFact(fact));
    for (const TimelinePoint& point : report.timeline)
        if (point.session != report.summary.id && point.blast) list.push_back(blastShare(*point.blast, point.blasts, point.identified, CodedObservation::Source::Earlier, point.taken));
    if (!report.auditHead.empty()) list.push_back({{{"audit-head", "SHA-256 of the last line of the audit trail"}, report.auditHead}, {}, CodedObservation::Source::Program, date, {}});
    return list;
}

std::string patientIdentifier(const CaseReport& report) {
    const std::string& label = report.patient ? report.patient->patient.label : report.summary.name;
    return label.empty() ? "unnamed-" + std::to_string(report.summary.patient ? report.summary.patient : report.summary.id) : label;
}

std::string sessionIdentifier(const CaseReport& report) { return "session-" + std::to_string(report.summary.id); }

std::string sexOf(const CaseReport& report) {
    std::string sex;
    for (const auto& fact : report.facts)
        if (fact.name == "sex") sex = fact.value;
    return sex;
}

}  // namespace leukolens::report
