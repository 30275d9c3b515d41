// A case as an HL7 v2.5.1 message, for laboratory systems.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/report/case_report.h"

namespace leukolens::report {

/// One ORU^R01^ORU_R01 without the framing of MLLP: MSH (UTF-8, said in MSH-18), PID (identifier and sex; the name says that it is a pseudonym), NTE with the research-use notice, ORC, OBR, OBX for each count, fact, earlier
/// session, model and signature, and SPM where the material is known. Each segment ends with CR. What the delimiters would break is escaped (\F\ \S\ \T\ \R\ \E\); lines of a text are repetitions of its field. Parts of one observation share OBX-4. Codes
/// are LOINC where a person typed what LOINC means, otherwise of the local system 99LKL. In a deidentified() report days are parts of observations instead of dates, and MSH-7 is a year.
std::string caseHl7(const CaseReport& report);

/// Saved atomically.
Result<void> writeCaseHl7(const CaseReport& report, const std::filesystem::path& file);

}  // namespace leukolens::report
