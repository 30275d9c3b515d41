#include "core/dataset/leak_decisions.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/weights/checked_json.h"

namespace leukolens::dataset {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;
constexpr int kMaxDepth = 4;
constexpr const char* kAdvice = "Restore the file from a copy, or remove it and decide anew.";

constexpr LeakDecision kDecisions[] = {LeakDecision::Keep, LeakDecision::Drop, LeakDecision::SamePatient};

std::optional<LeakDecision> decisionFrom(const std::string& name) {
    const auto found = std::find_if(std::begin(kDecisions), std::end(kDecisions), [&](LeakDecision decision) { return name == toString(decision); });
    return found == std::end(kDecisions) ? std::nullopt : std::optional(*found);
}

void requireMembers(const nlohmann::json& object, const std::set<std::string>& names) {
    if (!object.is_object()) throw std::invalid_argument("an entry is of another kind");
    for (const auto& [name, value] : object.items())
        if (!names.contains(name)) throw std::invalid_argument("there is an entry that is not known");
    for (const auto& name : names)
        if (!object.contains(name)) throw std::invalid_argument("'" + name + "' is missing");
}

std::string textOf(const nlohmann::json& object, const char* name) {
    const auto& value = object.at(name);
    if (!value.is_string()) throw std::invalid_argument("'" + std::string(name) + "' is no text");
    return value.get<std::string>();
}

LeakDecisions decisionsFrom(const nlohmann::json& json) {
    requireMembers(json, {"version", "decisions"});
    if (json.at("version") != 1) throw std::invalid_argument("is of another version than 1");
    if (!json.at("decisions").is_array()) throw std::invalid_argument("'decisions' is no list");
    LeakDecisions decisions;
    for (const auto& entry : json.at("decisions")) {
        requireMembers(entry, {"first", "second", "decision"});
        const std::string first = textOf(entry, "first"), second = textOf(entry, "second");
        const auto decision = decisionFrom(textOf(entry, "decision"));
        if (!digest::isSha256(first) || !digest::isSha256(second)) throw std::invalid_argument("a picture is not named by its SHA-256");
        if (!decision) throw std::invalid_argument("a decision is none of keep, drop and same_patient");
        if (decisions.of(first, second) != LeakDecision::Undecided) throw std::invalid_argument("two pictures are decided about twice");
        decisions.set(first, second, *decision);
    }
    return decisions;
}

std::pair<std::string, std::string> keyOf(const std::string& first, const std::string& second) { return std::minmax(first, second); }

}  // namespace

std::string_view toString(LeakDecision decision) {
    switch (decision) {
        case LeakDecision::Undecided: return "undecided";
        case LeakDecision::Keep: return "keep";
        case LeakDecision::Drop: return "drop";
        case LeakDecision::SamePatient: return "same_patient";
    }
    return "undecided";
}

void LeakDecisions::set(const std::string& first, const std::string& second, LeakDecision decision) {
    if (!digest::isSha256(first) || !digest::isSha256(second)) throw std::invalid_argument("decision: a picture is not named by its SHA-256");
    if (decision == LeakDecision::Undecided) m_pairs.erase(keyOf(first, second));
    else m_pairs.insert_or_assign(keyOf(first, second), DecidedPair{first, second, decision});
}

LeakDecision LeakDecisions::of(const std::string& first, const std::string& second) const {
    return pairOf(first, second).decision;
}

DecidedPair LeakDecisions::pairOf(const std::string& first, const std::string& second) const {
    const auto found = m_pairs.find(keyOf(first, second));
    return found == m_pairs.end() ? DecidedPair{first, second, LeakDecision::Undecided} : found->second;
}

std::vector<DecidedPair> LeakDecisions::all() const {
    std::vector<DecidedPair> pairs;
    for (const auto& [key, pair] : m_pairs) pairs.push_back(pair);
    return pairs;
}

nlohmann::json toJson(const LeakDecisions& decisions) {
    nlohmann::json entries = nlohmann::json::array();
    for (const DecidedPair& pair : decisions.all()) entries.push_back({{"first", pair.first}, {"second", pair.second}, {"decision", toString(pair.decision)}});
    return {{"version", 1}, {"decisions", std::move(entries)}};
}

Result<LeakDecisions> leakDecisionsFromJson(std::span<const std::uint8_t> text, const std::filesystem::path& file) {
    if (text.size() > kMaxBytes) {
        return fail(ErrorCode::TooLarge, "has " + std::to_string(text.size()) + " bytes, expected " + std::to_string(kMaxBytes) + " at most", file, kAdvice);
    }
    try {
        return decisionsFrom(weights::parseChecked(text, kMaxDepth));
    } catch (const std::invalid_argument& damage) {
        return fail(ErrorCode::ReadFailed, damage.what(), file, kAdvice);
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::ReadFailed, "an entry is missing or of another kind", file, kAdvice);
    }
}

Result<LeakDecisions> readLeakDecisions(const std::filesystem::path& file) {
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return LeakDecisions();
    if (!text) return fail(text.error());
    return leakDecisionsFromJson({reinterpret_cast<const std::uint8_t*>(text->data()), text->size()}, file);
}

Result<void> writeLeakDecisions(const std::filesystem::path& file, const LeakDecisions& decisions) {
    return writeFileAtomically(file, toJson(decisions).dump(1) + "\n");
}

}  // namespace leukolens::dataset
