// Private to this folder: how lists stand in the database's text columns, and which text may stand there at all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/casebook/case_types.h"

namespace leukolens::casebook {

/// Well-formed UTF-8 (RFC 3629) without NUL.
bool isPlainText(std::string_view text);

/// JSON as written to columns and to the audit trail. Paths may hold any bytes; those that are not UTF-8 are replaced here.
std::string toColumn(const nlohmann::json& json);

std::vector<std::string> stringsFromColumn(const std::string& column);
std::vector<double> numbersFromColumn(const std::string& column);

/// InvalidArgument where a cell contradicts itself or holds what a column cannot keep.
Result<void> validate(const CaseCell& cell);

}  // namespace leukolens::casebook
