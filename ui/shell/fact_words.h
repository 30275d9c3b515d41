// Facts of subjects and of patients in the program's language. A fact is named as in core/dataset/typed_fact.h or core/casebook/patients.h; other
// names are columns of a table.
#pragma once

#include <QString>

#include <string>

#include "core/dataset/subject_facts.h"

namespace leukolens::ui {

QString factTitle(const std::string& fact);  ///< "Age": head of a column, label of a field
QString factHelp(const std::string& fact);   ///< "At diagnosis, in years"; empty for further columns
QString factUnit(const std::string& fact);   ///< "years", "10⁹/L", "%" or empty

/// For a table; empty where it is missing. Decimals follow the locale.
QString factText(const dataset::SubjectFacts& facts, const std::string& fact);
/// The value of a fact that is one of a few words ("female", "B", "good"), in the program's language.
QString factValue(const std::string& fact, const std::string& value);

}  // namespace leukolens::ui
