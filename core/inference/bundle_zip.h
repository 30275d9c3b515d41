// The zip around a model: card.json and tensors, packed in memory, every part checked when it is read.
#pragma once

#include <span>
#include <string>

#include "core/base/files.h"
#include "core/weights/zip_directory.h"

namespace leukolens::inference {

inline constexpr std::uint64_t kMaxCardBytes = 1u << 20;
inline constexpr int kMaxCardDepth = 8;
inline constexpr const char* kCardName = "card.json";
inline constexpr const char* kWeightsName = "weights.safetensors";
inline constexpr const char* kBundleAdvice = "Choose a .leukomodel that Leukolens wrote.";
inline constexpr const char* kCopyAdvice = "Copy or export the model again.";

struct BundlePart {
    const char* name;
    std::span<const std::uint8_t> bytes;
};

/// The same parts give the same bytes. `file` is named in errors.
Result<Bytes> packBundle(std::span<const BundlePart> parts, const std::filesystem::path& file);

bool looksLikeZip(std::span<const std::uint8_t> bytes);

/// card.json, at most kMaxCardBytes whatever it claims. Fails with NotAModel where there is none, else with DamagedModel.
Result<Bytes> bundleCard(const weights::ZipDirectory& zip, const std::filesystem::path& file);

/// The bytes of a part that is stored as it is and has the checksum that the card states. Fails with DamagedModel.
Result<std::span<const std::uint8_t>> bundlePart(const weights::ZipDirectory& zip, const char* name, const std::string& sha256, const std::filesystem::path& file);

}  // namespace leukolens::inference
