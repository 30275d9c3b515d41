// Case files that somebody altered behind the program's back.
#pragma once

#include <filesystem>
#include <string>

namespace leukolens::test {

/// Takes away what keeps rows from being changed, then does what the SQL says; a failure of the test if that changes no row. No store may be open in it.
void alterCaseFile(const std::filesystem::path& file, const std::string& sql);

}  // namespace leukolens::test
