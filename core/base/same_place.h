// Whether two paths lead to the same file or folder.
#pragma once

#include <filesystem>

namespace leukolens {

/// Through links, and whatever separators and dots are in them; what does not exist is compared by its path. Never for an empty path.
bool samePlace(const std::filesystem::path& first, const std::filesystem::path& second);

}  // namespace leukolens
