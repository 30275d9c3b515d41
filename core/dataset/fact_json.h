// Private to this folder: the facts of one subject as JSON, within larger files.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "core/dataset/subject_facts.h"

namespace leukolens::dataset {

/// As toJson(FactsBySubject) writes one; what is missing has no key.
nlohmann::json oneToJson(const SubjectFacts& facts);

/// The same back. Throws std::invalid_argument or nlohmann's exceptions; `where`, which comes with the subject's name, then
/// says at which key.
SubjectFacts oneFromJson(const nlohmann::json& json, std::string& where);

}  // namespace leukolens::dataset
