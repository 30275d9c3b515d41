// Words and numbers as exports and the command line have them, in no language of the window.
#pragma once

#include <string>
#include <string_view>

#include "core/casebook/nci_risk.h"

namespace leukolens::report {

std::string stateName(casebook::CaseState state);     ///< "open", "awaiting_second", "signed"
std::string riskGroup(const casebook::NciRisk& risk);  ///< "standard", "high", "not_applicable"
std::string riskReason(const casebook::NciRisk& risk); ///< "none", "no_age", "no_white_count", "no_lineage", "infant", "adult", "not_b_lineage"

/// Shortest decimal that reads back as the same number; a point in every locale.
std::string plainNumber(double value);

/// In percent, of a proportion, to four decimals.
double asPercent(double proportion);

/// "unidentified" for casebook::kUnidentified.
std::string exportedClass(const std::string& className);

}  // namespace leukolens::report
