// A real model file with random weights, so that tests can classify without training.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leukolens::test {

/// Writes FOLDER/tiny.leukomodel (75 px input, never uncertain) and returns its path. Throws if that fails.
std::filesystem::path makeTinyModel(const std::filesystem::path& folder, const std::vector<std::string>& classes = {"all", "hem"}, const std::string& network = "inception_v3");

}  // namespace leukolens::test
