// Private to this folder: what a report says as coded values, before FHIR or HL7 v2 give them their form.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/report/case_report.h"

namespace leukolens::report {

/// Of the program's own codes: a FHIR code system, and a coding system of HL7 v2 (table 0396: 99zzz are local).
inline constexpr const char* kLocalSystem = "urn:x-leukolens:codes";
inline constexpr const char* kLocalSystemV2 = "99LKL";

struct Code {
    std::string code, text;
    std::string loinc = {}, loincText = {};  ///< empty: LOINC has no code that says just this
};

struct CodedValue {
    Code code;
    std::variant<double, std::string> value;
    std::string unit = {};        ///< UCUM; of numbers
    std::string comparator = {};  ///< "<" or ">="; of numbers, empty: equal
};

struct CodedObservation {
    enum class Source {
        Program,  ///< counted and computed here
        Person,   ///< typed
        Earlier,  ///< of another session of the patient, whose state the report does not know
    };
    CodedValue main;
    std::vector<CodedValue> parts = {};
    Source source = Source::Program;
    std::string date = {};  ///< YYYY-MM-DD or "day 12"; empty: not known
    std::string note = {};
};

/// Counts, the share of blasts, the NCI risk group where it applies, facts, earlier sessions, the trail's head. Only facts that a person typed have codes of LOINC: what the program counts are pictures that it was
/// given, and no differential of a sample.
std::vector<CodedObservation> codedObservations(const CaseReport& report);

/// The patient's label, or what stands for it where it is empty.
std::string patientIdentifier(const CaseReport& report);
/// "session-7".
std::string sessionIdentifier(const CaseReport& report);

/// The last typed sex ("female", "male", "other"); empty where there is none.
std::string sexOf(const CaseReport& report);

}  // namespace leukolens::report
