// A frozen trunk's vectors kept on the disk between runs: $XDG_CACHE_HOME/leukolens/features/<key>. A cache: whatever goes wrong costs time only.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/feature_store.h"
#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

inline constexpr std::uint64_t kFeatureCacheLimitBytes = 10ull << 30;

/// What the vectors depend on. pixelKey: experiment::pixelKey() of the cells; weightsSha256: of the file of weights.
std::string featureKey(const engine::TrainerSettings& settings, int copies, const std::string& pixelKey, const std::string& weightsSha256);

/// Null where there is none; a damaged one is removed and adds a line to `notices`. Throws std::bad_alloc.
std::unique_ptr<engine::FeatureStore> readFeatures(const std::filesystem::path& folder, const std::string& key, std::vector<std::string>& notices);

/// Adds a line to `notices` where it does not succeed. An empty folder: does nothing.
void keepFeatures(const std::filesystem::path& folder, const std::string& key, const engine::FeatureStore& features, std::vector<std::string>& notices);

}  // namespace leukolens::experiment
