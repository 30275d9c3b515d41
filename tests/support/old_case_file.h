// Case files as earlier versions of the program wrote them.
#pragma once

#include <filesystem>

namespace leukolens::test {

/// Version 1, of one case: its first cell was corrected from blast to normal, its third was uncertain. cells ≥ 1.
void writeVersion1CaseFile(const std::filesystem::path& file, int cells);

}  // namespace leukolens::test
