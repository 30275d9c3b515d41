// A file of settings that a person wrote: everything wrong in it is said at once.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/files.h"
#include "core/experiment/presets.h"
#include "core/experiment/setting_check.h"
#include "core/experiment/train_settings.h"
#include "core/weights/checked_json.h"

namespace leukolens::experiment {
namespace {

constexpr std::uint64_t kMaxBytes = 1u << 20;
constexpr int kMaxDepth = 16, kNewestVersion = 2;
constexpr std::size_t kMostComplaints = 20;
/// What a run's own settings.json holds besides: such a file may be used too.
constexpr std::string_view kPassedOver[] = {"version", "used", "data", "extensions"};

/// Fewest insertions, removals and changes of a character that make `b` of `a` (Levenshtein 1966), letters' case aside.
std::size_t distance(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t before = row[0];
        row[0] = i + 1;
        for (std::size_t k = 0; k < b.size(); ++k) {
            const std::size_t change = before + (lower(a[i]) == lower(b[k]) ? 0 : 1);
            before = row[k + 1];
            row[k + 1] = std::min({change, row[k] + 1, row[k + 1] + 1});
        }
    }
    return row.back();
}

std::string unknown(const std::string& key) {
    const Setting* nearest = nullptr;
    // A third of the letters wrong is no misspelling any more.
    std::size_t least = std::max<std::size_t>(2, key.size() / 3) + 1;
    if (key.size() <= 64) {
        for (const Setting& setting : settingTable()) {
            const std::size_t d = distance(key, setting.key);
            if (d >= least) continue;
            least = d;
            nearest = &setting;
        }
    }
    return "there is no setting \"" + shortened(key) + "\"" + (nearest ? std::string(" (did you mean ") + nearest->key + "?)" : std::string());
}

std::optional<std::string> takeEntry(const std::string& key, const nlohmann::json& json, TrainSettings& settings) {
    if (std::ranges::find(kPassedOver, key) != std::end(kPassedOver)) return {};
    const Setting* setting = findSetting(key);
    if (!setting) return unknown(key);
    const auto value = valueFromJson(*setting, json);
    if (!value) return key + " is " + shortened(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) + ", expected " + kindOf(*setting);
    if (auto complaint = complaintAbout(*setting, *value)) return complaint;
    setting->set(settings, *value);
    return {};
}

Result<nlohmann::json> readObject(const std::filesystem::path& file) {
    const auto bytes = readFile(file, kMaxBytes);
    if (!bytes) return fail(bytes.error());
    std::string what = "is no JSON object";
    try {
        auto json = weights::parseChecked(*bytes, kMaxDepth);
        if (json.is_object()) return json;
    } catch (const std::invalid_argument& problem) {
        what += std::string(" (") + problem.what() + ")";
    }
    return fail(ErrorCode::InvalidArgument, what, file, "Write settings as {\"epochs\": 20, \"learningRate\": 0.001}.");
}

}  // namespace

Result<TrainSettings> trainSettingsFromFile(const std::filesystem::path& file, const TrainSettings& base) {
    const auto json = readObject(file);
    if (!json) return fail(json.error());
    if (const auto version = json->find("version"); version != json->end() && version->is_number_integer() && version->get<std::int64_t>() > kNewestVersion)
        return fail(ErrorCode::InvalidArgument, "is of version " + version->dump() + ", newer than " + std::to_string(kNewestVersion), file, "Update Leukolens.");
    TrainSettings settings = base;
    if (const auto network = json->find("network"); network != json->end() && network->is_string() && !json->contains("inputPx")) settings = withNetwork(settings, network->get<std::string>());
    std::vector<std::string> wrong;
    for (const auto& [key, value] : json->items())
        if (auto complaint = takeEntry(key, value, settings)) wrong.push_back(std::move(*complaint));
    if (wrong.size() > kMostComplaints) {
        const std::size_t more = wrong.size() - kMostComplaints;
        wrong.resize(kMostComplaints);
        wrong.push_back("and " + std::to_string(more) + " more");
    }
    if (!wrong.empty()) return fail(ErrorCode::InvalidArgument, joined(wrong), file, "Correct the file.");
    return settings;
}

}  // namespace leukolens::experiment
