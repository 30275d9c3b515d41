#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/files.h"
#include "core/experiment/history.h"
#include "core/experiment/run.h"
#include "core/experiment/run_files.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxJsonBytes = 64u << 20;
constexpr int kSettingsVersion = 2;

Result<nlohmann::json> readJson(const fs::path& file, int newestVersion) {
    const auto text = readTextFile(file, kMaxJsonBytes);
    if (!text) return fail(text.error());
    auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object()) return fail(ErrorCode::ReadFailed, "is no JSON object", file, "The run folder is damaged.");
    const auto version = json.value("version", nlohmann::json());
    if (!version.is_number_integer() || version < 1) return fail(ErrorCode::ReadFailed, "states no version", file, "The run folder is damaged.");
    if (version > newestVersion)
        return fail(ErrorCode::ReadFailed, "is of version " + version.dump() + ", newer than " + std::to_string(newestVersion), file, "Update Leukolens.");
    return json;
}

Result<void> readOutcome(const fs::path& file, RunResult& result) {
    const auto json = readJson(file, kRunFormatVersion);
    if (!json) return fail(json.error());
    try {
        json->at("notices").get_to(result.notices);
        if (json->contains("weights")) {
            WeightsRecord weights;
            json->at("weights").at("loaded").get_to(weights.loaded);
            json->at("weights").at("missing").get_to(weights.missing);
            json->at("weights").at("unexpected").get_to(weights.unexpected);
            result.weights = std::move(weights);
        }
        if (const auto halved = json->find("halvedBatch"); halved != json->end()) {
            halved->at("batch").get_to(result.halvedBatch);
            halved->at("fold").get_to(result.halvedInFold);
            if (result.halvedBatch < 2 || result.halvedInFold < 1) throw nlohmann::json::other_error::create(501, "halvedBatch", nullptr);
        }
        return {};
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::ReadFailed, "an entry is missing or of another kind", file, "The run folder is damaged.");
    }
}

/// Throws nlohmann's exceptions.
void readData(const nlohmann::json& json, RunRecord& record) {
    const auto& data = json.at("data");
    record.dataRoot = data.at("root").get<std::string>();
    record.dataSource = data.value("source", data.at("root").get<std::string>());
    data.at("sha256").get_to(record.dataSha256);
    for (const auto& [name, count] : data.at("classes").items()) record.classes.push_back(name);
    if (!json.contains("extensions")) return;
    for (const auto& entry : json.at("extensions")) {
        ExtensionRecord extension{entry.at("epochs").get<int>(), entry.at("from").get<std::vector<int>>()};
        const bool sound = extension.epochs >= 1 && extension.epochs <= kMaxExtraEpochs && std::ranges::all_of(extension.from, [](int epoch) { return epoch >= 1; });
        if (!sound || static_cast<int>(extension.from.size()) != record.result.settings.folds) throw nlohmann::json::other_error::create(501, "folds", nullptr);
        record.extensions.push_back(std::move(extension));
    }
}

/// Runs of earlier programs do not say it.
Result<void> readHow(const nlohmann::json& json, const fs::path& file, RunRecord& record) {
    const auto data = json.find("data");
    if (data == json.end() || !data->is_object() || !data->contains("read")) return {};
    auto choices = dataset::readChoicesFromJson(data->at("read"), file);
    if (!choices) return fail(choices.error());
    record.readAs = std::move(*choices);
    return {};
}

bool areDistinct(const std::vector<FoldRecord>& folds, int count) {
    std::set<int> numbers;
    return std::ranges::all_of(folds, [&](const FoldRecord& fold) { return fold.fold >= 1 && fold.fold <= count && numbers.insert(fold.fold).second; });
}

bool isFinished(const RunRecord& record) {
    if (static_cast<int>(record.result.folds.size()) != record.result.settings.folds) return false;
    if (record.extensions.empty()) return true;
    const auto& from = record.extensions.back().from;
    return std::ranges::all_of(record.result.folds, [&](const FoldRecord& fold) { return fold.epochs > from.at(static_cast<std::size_t>(fold.fold - 1)); });
}

}  // namespace

Result<RunRecord> readRun(const fs::path& folder) {
    if (auto readable = requireReadableFolder(folder); !readable) return fail(readable.error());
    std::error_code code;
    if (!fs::exists(folder / "settings.json", code))
        return fail(ErrorCode::NotFound, "is no run folder: settings.json is missing", folder, "Choose a folder that leukolens train wrote.");
    const auto json = readJson(folder / "settings.json", kSettingsVersion);
    if (!json) return fail(json.error());
    const auto settings = trainSettingsFromJson(*json, folder / "settings.json");
    if (!settings) return fail(settings.error());
    auto checked = *settings;
    checked.seed = 0;  // runs of earlier programs have seeds of 64 bits
    if (auto valid = validate(checked); !valid) return fail(ErrorCode::ReadFailed, valid.error().what, folder / "settings.json", "The run folder is damaged.");
    RunRecord record;
    record.result.folder = folder;
    record.result.settings = *settings;
    if (auto read = readHow(*json, folder / "settings.json", record); !read) return fail(read.error());
    try {
        json->at("used").at("device").get_to(record.result.device);
        json->at("used").at("precision").get_to(record.result.precision);
        readData(*json, record);
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::ReadFailed, "does not say what the run used", folder / "settings.json", "The run folder is damaged.");
    }
    auto history = readHistory(folder / "history.csv");
    // What is gone of it the checkpoints know.
    if (!history && history.error().code != ErrorCode::NotFound) return fail(history.error());
    if (history) record.history = std::move(*history);
    if (fs::exists(folder / "folds.csv", code)) {  // absent until the first fold is done
        auto folds = readFolds(folder / "folds.csv");
        if (!folds) return fail(folds.error());
        record.result.folds = std::move(*folds);
        if (!areDistinct(record.result.folds, settings->folds)) return fail(ErrorCode::ReadFailed, "names a fold twice, or one that there is not", folder / "folds.csv", "The run folder is damaged.");
    }
    if (fs::exists(folder / "outcome.json", code))
        if (auto read = readOutcome(folder / "outcome.json", record.result); !read) record.result.notices.push_back("What the run noted was lost: " + read.error().message());
    record.result.mean = meanOf(record.result.folds);
    record.finished = isFinished(record);
    return record;
}

}  // namespace leukolens::experiment
