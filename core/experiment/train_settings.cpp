#include "core/experiment/train_settings.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/digest/sha256.h"
#include "core/experiment/setting_check.h"
#include "core/nn/registry.h"

namespace leukolens::experiment {
namespace {

constexpr int kFormatVersion = 2;
/// What programs of format 1 knew. The others have the values that those programs worked with, which are the defaults still.
constexpr const char* kFirstKeys[] = {"protocol",     "folds",   "epochs", "patienceEpochs", "inputPx",     "batch",  "learningRate", "weightDecay", "auxiliaryWeight",
                                      "dropout", "augment", "network",        "weightsFile", "device", "precision",    "seed"};

/// What came to format 2 later, off by default: runs of earlier programs worked as the default does.
constexpr const char* kLaterKeys[] = {"stain", "splitFile", "stratify", "trainShare"};

tl::unexpected<Error> damaged(const std::string& what, const std::filesystem::path& file) {
    return fail(ErrorCode::ReadFailed, what, file, "The run folder is damaged or of a newer version.");
}

Result<void> take(const nlohmann::json& json, const Setting& setting, TrainSettings& settings, const std::filesystem::path& file) {
    const auto entry = json.find(setting.key);
    if (entry == json.end()) return damaged(std::string("the setting ") + setting.key + " is missing", file);
    const auto value = valueFromJson(setting, *entry);
    if (!value) return damaged(std::string("the setting ") + setting.key + " is " + shortened(entry->dump()) + ", expected " + kindOf(setting), file);
    setting.set(settings, *value);
    return {};
}

/// Settings that are right each by itself and wrong together.
void findContradictions(const TrainSettings& s, std::vector<std::string>& wrong) {
    const auto range = [&](const char* name, const engine::Range& r) {
        if (r.low > r.high) wrong.push_back(std::string(name) + "Low is " + plain(r.low) + ", above " + name + "High, which is " + plain(r.high));
    };
    range("brightness", s.augmentation.brightness);
    range("contrast", s.augmentation.contrast);
    range("saturation", s.augmentation.saturation);
    range("gamma", s.augmentation.gamma);
    if (s.protocol == dataset::Protocol::Official && s.folds != dataset::kOfficialFolds)
        wrong.push_back("folds is " + std::to_string(s.folds) + ", the protocol official has " + std::to_string(dataset::kOfficialFolds));
    if (s.protocol == dataset::Protocol::Patient && s.folds < 2) wrong.push_back("folds is 1, the protocol patient needs 2 at least");
    const bool isOwn = s.protocol == dataset::Protocol::Own;
    if (isOwn && s.stratify != dataset::Stratify::None) wrong.push_back("stratify is " + std::string(toString(s.stratify)) + ", and the protocol own takes the table's folds as they are");
    if (isOwn && s.splitFile.empty()) wrong.push_back("splitFile is empty, the protocol own needs a table");
    if (!isOwn && !s.splitFile.empty()) wrong.push_back("splitFile is set, only the protocol own reads it");
    if (s.protocol == dataset::Protocol::Paper && s.stratify != dataset::Stratify::None)
        wrong.push_back("stratify is " + std::string(toString(s.stratify)) + ", and the protocol paper splits by image, whoever it is of");
    const auto info = nn::networkInfo(s.network);
    if (!info) return;
    if (info->isFitted()) {
        if (s.classBalance != ClassBalance::None) wrong.push_back("classBalance is set, and " + s.network + " is fitted to the cells as they are");
        if (!s.frozenUpTo.empty() && s.frozenUpTo != engine::kWholeTrunk) wrong.push_back("frozenUpTo is \"" + s.frozenUpTo + "\", and of " + s.network + " all but what is fitted stays as it is");
        return;
    }
    if (s.frozenUpTo.empty()) return;
    const bool known = s.frozenUpTo == engine::kWholeTrunk || std::ranges::find(info->blocks, s.frozenUpTo) != info->blocks.end();
    if (!known) wrong.push_back("frozenUpTo is \"" + s.frozenUpTo + "\", which is no block of " + s.network);
    if (known && s.weightsFile.empty()) wrong.push_back("frozenUpTo is \"" + s.frozenUpTo + "\" and there are no weights: random layers would stay random");
}

}  // namespace

Result<void> validate(const TrainSettings& settings) {
    std::vector<std::string> wrong;
    for (const Setting& setting : settingTable())
        if (const auto complaint = complaintAbout(setting, setting.get(settings))) wrong.push_back(*complaint);
    findContradictions(settings, wrong);
    if (wrong.empty()) return {};
    return fail(ErrorCode::InvalidArgument, joined(wrong), {}, wrong.size() == 1 ? "Choose another value." : "Choose other values.");
}

nn::NetworkInfo networkOf(const TrainSettings& settings) {
    const auto info = nn::networkInfo(settings.network);
    if (info) return *info;
    nn::NetworkInfo unknown;
    unknown.name = settings.network;
    return unknown;
}

TrainSettings settled(TrainSettings settings) {
    if (!networkOf(settings).isFitted()) return settings;
    settings.frozenUpTo = engine::kWholeTrunk;
    settings.epochs = 1;
    settings.augment = false;
    settings.featureCopies = 0;
    settings.dropout = 0;
    return settings;
}

nlohmann::json toJson(const TrainSettings& settings) {
    nlohmann::json json = {{"version", kFormatVersion}};
    for (const Setting& setting : settingTable()) json[setting.key] = jsonOf(setting, setting.get(settings));
    return json;
}

Result<TrainSettings> trainSettingsFromJson(const nlohmann::json& json, const std::filesystem::path& file) {
    TrainSettings settings;
    const auto version = json.is_object() ? json.value("version", nlohmann::json()) : nlohmann::json();
    if (version == 1) {
        for (const char* key : kFirstKeys)
            if (auto taken = take(json, *findSetting(key), settings, file); !taken) return fail(taken.error());
        return settings;
    }
    if (version != kFormatVersion) return damaged("is of version " + shortened(version.dump()) + ", expected 1 or " + std::to_string(kFormatVersion), file);
    for (const Setting& setting : settingTable()) {
        if (std::ranges::find(kLaterKeys, std::string_view(setting.key)) != std::end(kLaterKeys) && !json.contains(setting.key)) continue;
        if (auto taken = take(json, setting, settings, file); !taken) return fail(taken.error());
    }
    return settings;
}

std::string settingsHash(const TrainSettings& settings) {
    nlohmann::json json = toJson(settings);
    for (const char* key : kLaterKeys) {
        const Setting& setting = *findSetting(key);
        if (setting.get(settings) == setting.get(TrainSettings{})) json.erase(key);
    }
    return digest::sha256(json.dump());
}

}  // namespace leukolens::experiment
