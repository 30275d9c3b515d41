// Folders of files that can be made again at any time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace leukolens {

/// $XDG_CACHE_HOME/leukolens/`name`, or below ~/.cache; empty where neither variable is set.
std::filesystem::path cacheFolder(const std::string& name);

/// As createFolder(), for its owner alone: the names of files may say more than a person wants others to read, and pictures are of patients.
Result<void> createPrivateFolder(const std::filesystem::path& folder);

/// Removes the files that were not used for longest until `bytes` more fit under `limitBytes`, and what interrupted programs left. Whether a file of that size may
/// be written: it fits under the limit and twice its size is free on the disk.
bool makeRoom(const std::filesystem::path& folder, std::uint64_t bytes, std::uint64_t limitBytes);

}  // namespace leukolens
