// Risk group of the National Cancer Institute for B-lineage acute lymphoblastic leukemia of children (Smith et al., J Clin Oncol 1996;14:18–24).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/casebook/patients.h"

namespace leukolens::casebook {

struct NciRisk {
    enum class Group { Standard, High, NotApplicable };
    /// Why it is not applicable; None where it is.
    enum class Why { None, NoAge, NoWhiteCount, NoLineage, Infant, Adult, NotBLineage };
    Group group = Group::NotApplicable;
    Why why = Why::NoAge;
    std::optional<double> ageYears, whiteCount;  ///< what it was computed from; 10⁹/L
};

/// Standard: from 1 to under 10 years and fewer than 50×10⁹/L; otherwise high. Only from 1 to under 18 years and of B lineage. Of facts that stand there more than once the earliest counts (at diagnosis);
/// facts without a date before those with one.
NciRisk nciRisk(const std::vector<PatientFact>& facts);

}  // namespace leukolens::casebook
