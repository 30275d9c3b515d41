// The file of typed facts.
#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/base/files.h"
#include "core/base/utf8.h"
#include "core/dataset/fact_edits.h"
#include "core/dataset/fact_json.h"
#include "core/digest/sha256.h"
#include "core/weights/checked_json.h"

namespace leukolens::dataset {
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 20;
constexpr int kMaxDepth = 6;
constexpr const char* kAdvice = "Restore the file from a copy, or remove it: then no typed fact is known.";
constexpr std::array kNames{"ageYears",           "sex",       "whiteCount", "immunophenotype", "genetics",
                            "prednisoneResponse", "mrdPercent"};

std::vector<std::string> picturesIn(const nlohmann::json& json) {
    auto pictures = json.get<std::vector<std::string>>();
    if (pictures.empty() || !std::ranges::all_of(pictures, digest::isSha256))
        throw std::invalid_argument("has something else than SHA-256 of pictures");
    return pictures;
}

std::set<std::string> namesIn(const nlohmann::json& json, bool areKnown) {
    std::set<std::string> names;
    for (const auto& entry : json.get_ref<const nlohmann::json::array_t&>()) {
        auto name = entry.get<std::string>();
        if (areKnown && std::ranges::find(kNames, name) == kNames.end())
            throw std::invalid_argument("names " + quotedForMessage(name) + ", which is not known here");
        names.insert(std::move(name));
    }
    return names;
}

/// Throws as oneFromJson() does.
FactEdit editIn(const nlohmann::json& json, std::string& where) {
    FactEdit edit;
    const std::string subject = where;
    for (const auto& [key, value] : json.get_ref<const nlohmann::json::object_t&>()) {
        if (key == "facts") {
            edit.set = oneFromJson(value, where);
            continue;
        }
        where = subject + ": " + quotedForMessage(key);
        if (key == "missing") {
            edit.cleared = namesIn(value, true);
        } else if (key == "missingOther") {
            edit.clearedOther = namesIn(value, false);
        } else if (key != "subject" && key != "pictures") {
            throw std::invalid_argument("is not known here");
        }
    }
    where = subject;
    if (edit.empty()) throw std::invalid_argument("says nothing");
    return edit;
}

}  // namespace

nlohmann::json toJson(const FactEdits& edits) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [subject, pictures, edit] : edits.m_entries) {
        nlohmann::json entry = {{"subject", subject}, {"pictures", pictures}};
        if (!edit.set.empty()) entry["facts"] = oneToJson(edit.set);
        if (!edit.cleared.empty()) entry["missing"] = edit.cleared;
        if (!edit.clearedOther.empty()) entry["missingOther"] = edit.clearedOther;
        list.push_back(std::move(entry));
    }
    return {{"version", 1}, {"subjects", std::move(list)}};
}

Result<FactEdits> factEditsFromJson(std::string_view text, const std::filesystem::path& file) {
    FactEdits edits;
    std::string where = "the file";
    try {
        const auto json =
            weights::parseChecked({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, kMaxDepth);
        for (const auto& [key, value] : json.get_ref<const nlohmann::json::object_t&>()) {
            if (key != "version" && key != "subjects")
                throw std::invalid_argument("holds " + quotedForMessage(key) + ", which is not known here");
        }
        if (json.at("version") != 1)
            return fail(ErrorCode::ReadFailed, "is of another version than 1", file, "Update Leukolens.");
        for (const auto& entry : json.at("subjects").get_ref<const nlohmann::json::array_t&>()) {
            where = "an entry";
            const auto subject = entry.at("subject").get<std::string>();
            if (subject.empty()) throw std::invalid_argument("has no id");
            where = "subject " + quotedForMessage(subject);
            auto pictures = picturesIn(entry.at("pictures"));
            edits.m_entries.push_back({subject, std::move(pictures), editIn(entry, where)});
        }
        return edits;
    } catch (const std::invalid_argument& fault) {
        return fail(ErrorCode::ReadFailed, where + " " + fault.what(), file, kAdvice);
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::ReadFailed, where + " is incomplete or of another kind", file, kAdvice);
    }
}

Result<FactEdits> readFactEdits(const std::filesystem::path& file) {
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return FactEdits();
    if (!text) return fail(text.error());
    return factEditsFromJson(*text, file);
}

Result<void> writeFactEdits(const std::filesystem::path& file, const FactEdits& edits) {
    return writeFileAtomically(file, toJson(edits).dump(1) + '\n');
}

}  // namespace leukolens::dataset
