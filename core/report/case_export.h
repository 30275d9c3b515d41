// A case for other programs: CSV with a row a cell, and JSON. Decimals are plain, times ISO 8601, whatever the locale.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/report/case_report.h"

namespace leukolens::report {

/// UTF-8, RFC 4180 with CRLF. The first line is a comment ("# " and the research-use notice), the second names the columns:
/// case,patient,cell,path,sha256,predicted,class,corrected,model,model_sha256,reviewed,excluded,views,other_models,disagreement,sample_taken,material,state,comment,patient_notes,fact_<name>…,signatures,
/// second_readings,blast_timeline,audit_head,p_<class>…; corrected, reviewed and excluded are 0 or 1. From sample_taken to audit_head every row says the same; facts are "value (date)", several behind each other with "; ".
/// Excluded cells have their row and are in no count.
/// A field that a spreadsheet would run as a formula gets an apostrophe in front.
std::string caseCsv(const CaseReport& report);

/// {"notice","made","case":{…},"counts":[…],"total","identified","excluded","notReviewed","blast":{…} or null,"fewCells","models":[…],"patient":{…} or null,"facts":[…],"nciRisk":{…},"sample":{…},
/// "timeline":[…],"signatures":[…],"readings":[…],"auditHead","modelFacts":[…],"deidentified","cells":[…]}. Where a date stands there is "day" beside it: the days since the start of treatment where the report knows them, and instead of
/// dates in a deidentified() report.
nlohmann::json caseJson(const CaseReport& report);

/// Saved atomically.
Result<void> writeCaseCsv(const CaseReport& report, const std::filesystem::path& file);
Result<void> writeCaseJson(const CaseReport& report, const std::filesystem::path& file);

}  // namespace leukolens::report
