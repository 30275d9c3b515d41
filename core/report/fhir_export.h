// A case as HL7 FHIR R4 (4.0.1), for systems of hospitals and registers.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/report/case_report.h"

namespace leukolens::report {

/// A Bundle of type collection: Patient (identifier and sex, no name), Specimen, one Device a model, an Observation for each count, fact and earlier session, DiagnosticReport, and one Provenance a signature.
/// Entries name each other by urn:uuid, derived from patient and session: the same in each export. Codes are LOINC where a person typed what LOINC means, otherwise of the system "urn:x-leukolens:codes".
/// A signature says who signed and when; it is no cryptographic one. The research-use notice is a tag of the bundle and in the report's narrative. In a deidentified() report there is no date, so days are parts of
/// observations ("day") and signatures are left out.
nlohmann::json caseFhir(const CaseReport& report);

/// Saved atomically.
Result<void> writeCaseFhir(const CaseReport& report, const std::filesystem::path& file);

}  // namespace leukolens::report
