// Sound small files to start mutating from, and ways to spoil them that a blind flip of bits would hardly find. One implementation each kind of files: seeds.cpp for weights, picture_seeds.cpp.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/random.h"

namespace leukolens::fuzz {

/// Weights: both forms of .pth (from the fixtures of tests/core/weights), safetensors, a .leukomodel. Pictures: those of tests/core/image/formats.json that are read.
std::vector<std::string> soundFiles(const std::filesystem::path& fixtures);

/// One file that lies: a mutation of the parts of one of `sound`, put together again so that checksums fit, or blind damage of its bytes.
std::string spoilt(const std::vector<std::string>& sound, Random& random);

/// What a file is called that made something go wrong.
const char* keptName();

}  // namespace leukolens::fuzz
