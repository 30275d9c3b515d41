// What the names of classes mean to people.
#pragma once

#include <string>
#include <vector>

namespace leukolens::inference {

/// How a class is written for people: "ALL blast" for all, "Normal" for hem, "B-cell ALL" for B-ALL or b_cell_all, "B cell" for b_cell, otherwise the name itself.
std::string displayName(const std::string& className);

/// What a class name is known to mean, for ModelClass::meaning; empty if it is not known.
std::string knownMeaning(const std::string& className);

/// Which of the names means leukemic blast ("all", "blast", "blasts", "leukemia", …, any case); empty if none. The lineages of ALL are none: where B-cell and T-cell ALL are told apart, both
/// are blasts.
std::string guessBlastClass(const std::vector<std::string>& classes);

}  // namespace leukolens::inference
