#include "core/fields/field_run_record.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace leukolens::fields {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxJsonBytes = 64u << 20;

Result<json> readJson(const fs::path& file) {
    const auto text = readTextFile(file, kMaxJsonBytes);
    if (!text) return fail(text.error());
    auto value = json::parse(*text, nullptr, false);
    if (!value.is_object()) return fail(ErrorCode::ReadFailed, "is no JSON object", file, "The run folder is damaged.");
    return value;
}

}  // namespace

Result<FieldRunRecord> readFieldRun(const fs::path& folder) {
    const auto file = folder / "settings.json";
    const auto document = readJson(file);
    if (!document) return fail(document.error());
    const auto split = readJson(folder / "split.json");
    if (!split) return fail(split.error());
    FieldRunRecord record;
    try {
        if (document->value("kind", "") != "detector") return fail(ErrorCode::InvalidArgument, "is a run of a classifier, not of a finder of cells", folder, "Use leukolens train --resume, or leukolens evaluate.");
        auto settings = fieldSettingsFromJson(document->at("settings"), file);
        if (!settings) return fail(settings.error());
        record.settings = std::move(*settings);
        record.dataRoot = document->at("data").at("root").get<std::string>();
        document->at("data").at("sha256").get_to(record.dataSha256);
        split->at("train").get_to(record.trainFields);
        split->at("test").get_to(record.testFields);
    } catch (const json::exception&) {
        return fail(ErrorCode::ReadFailed, "lacks an entry, or has one of another kind", file, "The run folder is damaged.");
    }
    auto names = record.trainFields;
    names.insert(names.end(), record.testFields.begin(), record.testFields.end());
    std::ranges::sort(names);
    if (record.trainFields.empty() || std::ranges::adjacent_find(names) != names.end())
        return fail(ErrorCode::ReadFailed, "has no training fields, or names one twice", folder / "split.json", "The run folder is damaged.");
    std::error_code ignored;
    record.finished = fs::exists(folder / kDetectorFile, ignored);
    return record;
}

Result<std::vector<int>> testPartOf(const FieldRunRecord& record, const FieldSet& set) {
    std::vector<int> part;
    for (const auto& name : record.testFields) {
        const auto field = std::ranges::lower_bound(set.fields, name, {}, &FieldFile::name);
        if (field == set.fields.end() || field->name != name) return fail(ErrorCode::DataChanged, "a test field of the run is not there: " + name, set.root, "Bring it back, or start a new run.");
        part.push_back(static_cast<int>(field - set.fields.begin()));
    }
    std::ranges::sort(part);
    return part;
}

}  // namespace leukolens::fields
