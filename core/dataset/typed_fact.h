// One fact of a subject as text, to and from: what a person types.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/dataset/subject_facts.h"

namespace leukolens::dataset {

/// Their names in JSON, in the order they are shown. Further columns of a table are none of them.
inline constexpr std::array<std::string_view, 7> kFactNames{
    "ageYears", "sex", "whiteCount", "immunophenotype", "genetics", "prednisoneResponse", "mrdPercent"};

/// Puts it into `facts`, in the unit of SubjectFacts and with a point for decimals; a text that is empty or says that
/// nothing is known ("unknown", "-") makes it missing. `name` is one of kFactNames. Fails with InvalidArgument, its `what`
/// saying in words what is wrong; `facts` is unchanged then.
Result<void> setTypedFact(SubjectFacts& facts, std::string_view name, std::string_view text);

/// What setTypedFact() makes the same fact of; empty: missing.
std::string typedFact(const SubjectFacts& facts, std::string_view name);

}  // namespace leukolens::dataset
