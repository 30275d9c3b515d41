#include "core/dataset/corrections.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/unused_names.h"
#include "core/digest/sha256.h"

namespace leukolens::dataset {
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 20;
constexpr std::size_t kMaxText = 4096;
constexpr const char* kAdvice = "Restore the file from a copy, or remove it: then no correction is known.";

bool isSound(const Correction& correction) {
    const bool isRelabel = correction.kind == Correction::Kind::Relabel;
    for (const auto* text : {&correction.from, &correction.to, &correction.reason, &correction.time})
        if (text->size() > kMaxText) return false;
    return digest::isSha256(correction.sha256) && !correction.from.empty() && !correction.reason.empty() && isRelabel != correction.to.empty() &&
           correction.from != correction.to;
}

Correction correctionFrom(const nlohmann::json& json) {
    Correction correction;
    const auto kind = json.at("kind").get<std::string>();
    if (kind != "relabel" && kind != "exclude") throw nlohmann::json::other_error::create(501, "kind", nullptr);
    correction.kind = kind == "relabel" ? Correction::Kind::Relabel : Correction::Kind::Exclude;
    json.at("sha256").get_to(correction.sha256);
    json.at("from").get_to(correction.from);
    if (const auto to = json.find("to"); to != json.end()) to->get_to(correction.to);
    json.at("reason").get_to(correction.reason);
    json.at("time").get_to(correction.time);
    return correction;
}

}  // namespace

const Correction* Corrections::find(const std::string& sha256) const {
    const auto found = m_byContent.find(sha256);
    return found == m_byContent.end() ? nullptr : &found->second;
}

void Corrections::put(Correction correction) {
    std::string key = correction.sha256;
    m_byContent.insert_or_assign(std::move(key), std::move(correction));
}

void Corrections::remove(const std::string& sha256) { m_byContent.erase(sha256); }

std::vector<Correction> Corrections::all() const {
    std::vector<Correction> corrections;
    for (const auto& [sha256, correction] : m_byContent) corrections.push_back(correction);
    return corrections;
}

Result<CorrectedDataset> withCorrections(const Dataset& dataset, const Corrections& corrections) {
    CorrectedDataset corrected{dataset, 0, 0, {}};
    auto& cells = corrected.dataset.cells;
    cells.clear();
    for (Cell cell : dataset.cells) {
        const Correction* correction = corrections.find(cell.sha256);
        if (!correction) {
            cells.push_back(std::move(cell));
            continue;
        }
        const bool isExclusion = correction->kind == Correction::Kind::Exclude;
        const auto to = std::ranges::find(dataset.classes, correction->to);
        const bool fits = dataset.classes[static_cast<std::size_t>(cell.classIndex)] == correction->from && (isExclusion || to != dataset.classes.end());
        if (!fits) {
            corrected.unfitting.push_back(*correction);
            cells.push_back(std::move(cell));
            continue;
        }
        corrected.dataset.corrections.push_back(*correction);
        ++(isExclusion ? corrected.excluded : corrected.relabelled);
        if (isExclusion) continue;
        cell.classIndex = static_cast<int>(to - dataset.classes.begin());
        cells.push_back(std::move(cell));
    }
    dropUnusedNames(corrected.dataset);
    const std::string advice = "Take back a correction.";
    if (cells.empty()) return fail(ErrorCode::EmptyDataset, "keeps no cell after the corrections", dataset.root, advice);
    if (corrected.dataset.classes.size() < 2)
        return fail(ErrorCode::OneClassOnly, "keeps cells of one class only after the corrections (" + corrected.dataset.classes.front() + ")", dataset.root, advice);
    return corrected;
}

nlohmann::json toJson(const Corrections& corrections) {
    nlohmann::json list = nlohmann::json::array();
    for (const Correction& correction : corrections.all()) {
        const bool isRelabel = correction.kind == Correction::Kind::Relabel;
        nlohmann::json entry = {{"kind", isRelabel ? "relabel" : "exclude"}, {"sha256", correction.sha256}, {"from", correction.from}, {"reason", correction.reason}, {"time", correction.time}};
        if (isRelabel) entry["to"] = correction.to;
        list.push_back(std::move(entry));
    }
    return {{"version", 1}, {"corrections", std::move(list)}};
}

Result<Corrections> correctionsFromJson(const nlohmann::json& json, const std::filesystem::path& file) {
    Corrections corrections;
    std::size_t number = 0;
    try {
        if (json.at("version").get<int>() != 1) return fail(ErrorCode::ReadFailed, "holds corrections of a newer program", file, "Update Leukolens.");
        for (const auto& entry : json.at("corrections")) {
            ++number;
            Correction correction = correctionFrom(entry);
            if (!isSound(correction) || corrections.find(correction.sha256))
                return fail(ErrorCode::ReadFailed, "correction " + std::to_string(number) + " is impossible, or is the second one of its picture", file, kAdvice);
            corrections.put(std::move(correction));
        }
        return corrections;
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::ReadFailed, "is no list of corrections" + (number > 0 ? " (entry " + std::to_string(number) + ")" : std::string()), file, kAdvice);
    }
}

Result<Corrections> readCorrections(const std::filesystem::path& file) {
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return Corrections();
    if (!text) return fail(text.error());
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (json.is_discarded()) return fail(ErrorCode::ReadFailed, "is no JSON", file, kAdvice);
    return correctionsFromJson(json, file);
}

Result<void> writeCorrections(const std::filesystem::path& file, const Corrections& corrections) {
    // A reason is what a person typed: not UTF-8 only if it came from elsewhere.
    return writeFileAtomically(file, toJson(corrections).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace leukolens::dataset
