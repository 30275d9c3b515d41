// What a zip holds.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace leukolens::test {

/// Every entry's bytes by its name. Throws where it is no zip, or an entry cannot be read.
std::map<std::string, std::string> zipEntries(const std::filesystem::path& file);

}  // namespace leukolens::test
