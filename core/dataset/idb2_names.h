// The file names of ALL-IDB2 (Labati, Piuri, Scotti, ICIP 2011) carry the class and no subject.
#pragma once

#include <optional>
#include <string_view>

namespace leukolens::dataset {

/// "Im001_1" is a lymphoblast (true), "Im131_0" is none (false); nothing if the name, without folder and extension, is of another form.
std::optional<bool> parseIdb2Name(std::string_view stem);

}  // namespace leukolens::dataset
