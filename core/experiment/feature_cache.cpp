#include "core/experiment/feature_cache.h"

#include <array>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/cache_folder.h"
#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/experiment/pixel_cache.h"
#include "core/nn/network_info.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

// Magic; cells, copies and length (8 bytes each); the numbers; SHA-256 of all that in hexadecimal digits.
constexpr std::string_view kMagic = "LEUKOFT1";
constexpr std::size_t kStart = 32, kDigest = 64;
/// Raised whenever the trunk or the augmentation gives other vectors.
constexpr int kFeatureVersion = 1;

using Start = std::array<std::uint8_t, kStart>;

std::uint64_t numberAt(const Bytes& bytes, std::size_t at) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

Start startOf(const engine::FeatureStore& features) {
    Start start{};
    const std::uint64_t numbers[] = {static_cast<std::uint64_t>(features.cells()), static_cast<std::uint64_t>(features.copies()),
                                     static_cast<std::uint64_t>(features.length())};
    std::memcpy(start.data(), kMagic.data(), kMagic.size());
    std::memcpy(start.data() + kMagic.size(), numbers, sizeof numbers);
    return start;
}

std::span<const std::uint8_t> bytesOf(std::span<const float> values) { return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()}; }

std::unique_ptr<engine::FeatureStore> parse(const Bytes& bytes) {
    if (bytes.size() < kStart + kDigest || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) return nullptr;
    const std::size_t hashed = bytes.size() - kDigest;
    if (digest::sha256(std::span<const std::uint8_t>(bytes).first(hashed)) != std::string(bytes.begin() + static_cast<std::ptrdiff_t>(hashed), bytes.end())) return nullptr;
    // The checksum is right, so the numbers are what this program wrote.
    auto features = std::make_unique<engine::FeatureStore>(static_cast<std::int64_t>(numberAt(bytes, 8)), static_cast<int>(numberAt(bytes, 16)),
                                                           static_cast<int>(numberAt(bytes, 24)));
    if (features->all().size_bytes() != hashed - kStart) return nullptr;
    std::memcpy(features->all().data(), bytes.data() + kStart, hashed - kStart);
    return features;
}

}  // namespace

std::string featureKey(const engine::TrainerSettings& settings, int copies, const std::string& pixels, const std::string& weightsSha256) {
    const auto range = [](const engine::Range& r) { return nlohmann::json{r.low, r.high}; };
    const auto& a = settings.augmentation;
    // Networks that are fitted on one trunk see the same vectors.
    const auto info = nn::networkInfo(settings.network);
    const std::string& trunk = info && !info->trunk.empty() ? info->trunk : settings.network;
    nlohmann::json json = {{"version", kFeatureVersion}, {"pixels", pixels},           {"weights", weightsSha256},           {"network", trunk},
                           {"device", settings.device},  {"precision", settings.precision}, {"copies", settings.augment ? copies : 0}};
    if (settings.augment && copies > 0) {
        json["augmentation"] = {range(a.brightness), range(a.contrast), range(a.saturation), range(a.gamma), a.flips, a.rotation, a.rotationDegrees};
        json["seed"] = settings.seed;
    }
    return digest::sha256(json.dump());
}

std::unique_ptr<engine::FeatureStore> readFeatures(const fs::path& folder, const std::string& key, std::vector<std::string>& notices) {
    if (folder.empty()) return nullptr;
    const fs::path file = folder / key;
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return nullptr;
    const auto bytes = readFile(file, kFeatureCacheLimitBytes);
    if (!bytes) {
        notices.push_back("The kept vectors were not read: " + bytes.error().message());
        return nullptr;
    }
    auto features = parse(*bytes);
    if (features) {
        fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);  // used now: the oldest go first
    } else {
        fs::remove(file, ignored);
        notices.push_back("The kept vectors in " + file.string() + " are damaged; they are computed again.");
    }
    return features;
}

void keepFeatures(const fs::path& folder, const std::string& key, const engine::FeatureStore& features, std::vector<std::string>& notices) {
    if (folder.empty()) return;
    const auto problem = [&](const std::string& what) { notices.push_back("The trunk's vectors are not kept for the next run: " + what); };
    if (auto created = createFolder(folder); !created) return problem(created.error().message());
    const Start start = startOf(features);
    if (!makeRoom(folder, kStart + features.all().size_bytes() + kDigest, kFeatureCacheLimitBytes)) return problem("there is too little space in " + folder.string() + '.');
    std::vector<std::span<const std::uint8_t>> parts = {start, bytesOf(features.all())};
    const std::string digest = digest::sha256(parts);
    parts.push_back({reinterpret_cast<const std::uint8_t*>(digest.data()), digest.size()});
    if (auto written = writeFileAtomically(folder / key, parts); !written) problem(written.error().message());
}

}  // namespace leukolens::experiment
