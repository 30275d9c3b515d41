// Facts of subjects as the window keeps them.
#include <array>
#include <cmath>
#include <stdexcept>

#include "core/base/utf8.h"
#include "core/dataset/fact_json.h"
#include "core/dataset/fact_values.h"
#include "core/dataset/subject_facts.h"
#include "core/weights/checked_json.h"

namespace leukolens::dataset {
namespace {

constexpr std::size_t kMaxBytes = 64u << 20;
constexpr int kMaxDepth = 4;

/// One of an enumeration's names. Throws std::invalid_argument.
template <class Value, std::size_t N>
Value byName(const nlohmann::json& json, const std::array<Value, N>& values) {
    const auto name = json.get<std::string>();
    for (const Value value : values) {
        if (toString(value) == name) return value;
    }
    throw std::invalid_argument("is " + quotedForMessage(name) + ", which has no meaning here");
}

double numberUpTo(const nlohmann::json& json, double most) {
    if (!json.is_number()) throw std::invalid_argument("is no number");
    const auto value = json.get<double>();
    if (!std::isfinite(value) || value < 0 || value > most) throw std::invalid_argument("is outside 0 to " + std::to_string(static_cast<long>(most)));
    return value;
}

std::string textIn(const nlohmann::json& json) {
    if (!json.is_string()) throw std::invalid_argument("is no text");
    auto text = json.get<std::string>();
    if (text.empty()) throw std::invalid_argument("is empty");
    if (text.size() > kMaxFactBytes) throw std::invalid_argument("is longer than " + std::to_string(kMaxFactBytes) + " bytes");
    return text;
}

void setOne(SubjectFacts& facts, const std::string& key, const nlohmann::json& value) {
    if (key == "ageYears") {
        facts.ageYears = numberUpTo(value, kMaxAgeYears);
    } else if (key == "sex") {
        facts.sex = byName(value, std::array{Sex::Female, Sex::Male, Sex::Other});
    } else if (key == "whiteCount") {
        facts.whiteCount = numberUpTo(value, kMaxWhiteCount);
    } else if (key == "immunophenotype") {
        facts.immunophenotype = byName(value, std::array{Lineage::B, Lineage::T, Lineage::Myeloid, Lineage::Mixed});
    } else if (key == "genetics") {
        facts.genetics = textIn(value);
    } else if (key == "prednisoneResponse") {
        facts.prednisoneResponse = byName(value, std::array{PrednisoneResponse::Good, PrednisoneResponse::Poor});
    } else if (key == "mrdPercent") {
        facts.mrdPercent = numberUpTo(value, 100);
    } else if (key == "mrdBelow") {
        facts.mrdBelow = value.get<bool>();
    } else if (key == "other") {
        for (const auto& [name, text] : value.get_ref<const nlohmann::json::object_t&>()) facts.other[name] = textIn(text);
    } else {
        throw std::invalid_argument("is not a fact that is known here");
    }
}

}  // namespace

SubjectFacts oneFromJson(const nlohmann::json& json, std::string& where) {
    SubjectFacts facts;
    const std::string subject = where;
    for (const auto& [key, value] : json.get_ref<const nlohmann::json::object_t&>()) {
        where = subject + ": " + quotedForMessage(key);
        setOne(facts, key, value);
    }
    where = subject;
    if (facts.mrdBelow && !facts.mrdPercent) throw std::invalid_argument("has mrdBelow without mrdPercent");
    return facts;
}

nlohmann::json oneToJson(const SubjectFacts& facts) {
    nlohmann::json json = nlohmann::json::object();
    if (facts.ageYears) json["ageYears"] = *facts.ageYears;
    if (facts.sex) json["sex"] = toString(*facts.sex);
    if (facts.whiteCount) json["whiteCount"] = *facts.whiteCount;
    if (facts.immunophenotype) json["immunophenotype"] = toString(*facts.immunophenotype);
    if (!facts.genetics.empty()) json["genetics"] = facts.genetics;
    if (facts.prednisoneResponse) json["prednisoneResponse"] = toString(*facts.prednisoneResponse);
    if (facts.mrdPercent) json["mrdPercent"] = *facts.mrdPercent;
    if (facts.mrdPercent && facts.mrdBelow) json["mrdBelow"] = true;
    if (!facts.other.empty()) json["other"] = facts.other;
    return json;
}

nlohmann::json toJson(const FactsBySubject& facts) {
    nlohmann::json subjects = nlohmann::json::object();
    for (const auto& [id, known] : facts) subjects[id] = oneToJson(known);
    return {{"version", 1}, {"subjects", std::move(subjects)}};
}

Result<FactsBySubject> factsFromJson(std::string_view text, const std::filesystem::path& file) {
    const auto refuse = [&](const std::string& what) {
        return fail(ErrorCode::ReadFailed, what, file, "Restore the file from a copy, or type the facts in again.");
    };
    if (text.size() > kMaxBytes) return refuse("has " + std::to_string(text.size()) + " bytes, more than the limit of " + std::to_string(kMaxBytes));
    std::string where = "the file";
    try {
        const auto json = weights::parseChecked({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, kMaxDepth);
        for (const auto& [key, value] : json.get_ref<const nlohmann::json::object_t&>()) {
            if (key != "version" && key != "subjects") throw std::invalid_argument("holds " + quotedForMessage(key) + ", which is not known here");
        }
        if (json.at("version") != 1) return fail(ErrorCode::ReadFailed, "is of another version than 1", file, "Update Leukolens.");
        FactsBySubject facts;
        for (const auto& [id, known] : json.at("subjects").get_ref<const nlohmann::json::object_t&>()) {
            where = "subject " + quotedForMessage(id);
            if (id.empty()) throw std::invalid_argument("has no id");
            facts[id] = oneFromJson(known, where);
        }
        return facts;
    } catch (const std::invalid_argument& fault) {
        return refuse(where + " " + fault.what());
    } catch (const nlohmann::json::exception&) {
        return refuse(where + " is incomplete or of another kind");
    }
}

}  // namespace leukolens::dataset
