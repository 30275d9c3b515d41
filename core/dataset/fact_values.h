// Private to this folder: which fact a column holds, told by its header, and one field of it as a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/dataset/subject_facts.h"

namespace leukolens::dataset {

enum class FactKind { Age, Sex, WhiteCount, Immunophenotype, Genetics, Prednisone, Mrd, Personal, Other };

struct FactColumn {
    FactKind kind = FactKind::Other;
    double scale = 1;         ///< to years, 10⁹/L or percent
    std::string unknownUnit;  ///< the header names a unit that is not known: the column is kept as Other
};

inline constexpr double kMaxAgeYears = 120;
inline constexpr double kMaxWhiteCount = 2000;  ///< 10⁹/L
inline constexpr std::size_t kMaxFactBytes = 2000;

/// By usual names, whatever their case: age (years; or age_months, "age [days]"), sex or gender, wbc, white_count, leukocytes (10⁹/L, also as G/L or
/// k/µL; or
/// "/µL", "/mm3"), immunophenotype, lineage, genetics, karyotype, cytogenetics, prednisone_response, mrd, "mrd (%)", mrd_fraction, mrd_day33. A unit
/// that is not stated is that of SubjectFacts. Names, birth dates, addresses and numbers that identify a person are Personal.
FactColumn factColumn(std::string_view header);

/// "", "NA", "n/a", "-", "?", "unknown" and the like.
bool isMissing(std::string_view field);

/// A whole date ("2011-05-30", "30.5.2011", "05/30/2011"): of a person it is no fact but a trace (all elements of dates but the year are identifiers
/// under the Safe Harbor method of HIPAA, 45 CFR 164.514(b)(2)).
bool isDate(std::string_view field);

/// Puts the field's value into `facts`. Fails with InvalidArgument saying what is wrong with it; `facts` is unchanged then. Not for Personal and
/// Other.
Result<void> setFact(SubjectFacts& facts, const FactColumn& column, std::string_view field);

}  // namespace leukolens::dataset
