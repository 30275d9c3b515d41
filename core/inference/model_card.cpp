#include "core/inference/model_card.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace leukolens::inference {
namespace {

constexpr int kFormatVersion = 1;
constexpr const char* kFormat = "leukomodel";

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Empty if the card is sound, otherwise what is wrong.
std::string faultOf(const ModelCard& card) {
    if (card.network.empty()) return "it names no network";
    if (card.classes.size() < 2) return "it has " + std::to_string(card.classes.size()) + " classes, at least 2 are needed";
    if (std::set<std::string>(card.classes.begin(), card.classes.end()).size() != card.classes.size()) return "a class is named twice";
    for (const auto& name : card.classes)
        if (name.empty()) return "a class has no name";
    if (!card.blastClass.empty() && std::find(card.classes.begin(), card.classes.end(), card.blastClass) == card.classes.end())
        return "its blast class '" + card.blastClass + "' is none of its classes";
    if (card.inputPx < 75 || card.inputPx > 4096) return "its input of " + std::to_string(card.inputPx) + " px is outside 75 … 4096";
    if (!std::isfinite(card.mean) || !std::isfinite(card.standardDeviation) || card.standardDeviation <= 0)
        return "its normalisation is no number";
    if (!(card.uncertainBelow >= 0 && card.uncertainBelow <= 1)) return "its limit of uncertainty is outside 0 … 1";
    if (card.weightsSha256.size() != 64) return "the checksum of its weights is missing";
    return {};
}

}  // namespace

nlohmann::json toJson(const ModelCard& card) {
    return {{"format", kFormat},
            {"formatVersion", card.formatVersion},
            {"name", card.name},
            {"network", card.network},
            {"classes", card.classes},
            {"blastClass", card.blastClass},
            {"inputPx", card.inputPx},
            {"normalisation", {{"mean", card.mean}, {"standardDeviation", card.standardDeviation}}},
            {"uncertainBelow", card.uncertainBelow},
            {"weightsSha256", card.weightsSha256},
            {"created", card.created},
            {"provenance", card.provenance}};
}

Result<ModelCard> modelCardFromJson(const nlohmann::json& json, const std::filesystem::path& file) {
    const char* advice = "Choose a .leukomodel that Leukolens wrote.";
    if (!json.is_object() || json.value("format", nlohmann::json()) != kFormat)
        return fail(ErrorCode::NotAModel, "is no model of Leukolens", file, advice);
    try {
        ModelCard card;
        card.formatVersion = json.at("formatVersion").get<int>();
        if (card.formatVersion > kFormatVersion)
            return fail(ErrorCode::NotAModel,
                        "is of format " + std::to_string(card.formatVersion) + ", this program reads up to " + std::to_string(kFormatVersion), file,
                        "Update Leukolens.");
        json.at("name").get_to(card.name);
        json.at("network").get_to(card.network);
        json.at("classes").get_to(card.classes);
        json.at("blastClass").get_to(card.blastClass);
        json.at("inputPx").get_to(card.inputPx);
        json.at("normalisation").at("mean").get_to(card.mean);
        json.at("normalisation").at("standardDeviation").get_to(card.standardDeviation);
        json.at("uncertainBelow").get_to(card.uncertainBelow);
        json.at("weightsSha256").get_to(card.weightsSha256);
        json.at("created").get_to(card.created);
        card.provenance = json.value("provenance", nlohmann::json::object());
        if (const auto fault = faultOf(card); !fault.empty())
            return fail(ErrorCode::DamagedModel, "the model card is damaged: " + fault, file, "Export the model again.");
        return card;
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::DamagedModel, "the model card is damaged: an entry is missing or of another kind", file, "Export the model again.");
    }
}

std::string displayName(const std::string& className) {
    const std::string name = lower(className);
    if (name == "all") return "ALL blast";
    if (name == "hem") return "Normal";
    return className;
}

std::string guessBlastClass(const std::vector<std::string>& classes) {
    static const std::set<std::string> kBlast = {"all", "blast", "blasts", "lymphoblast", "leukemia", "leukaemia", "leukemic", "1_blast"};
    for (const auto& name : classes)
        if (kBlast.count(lower(name)) > 0) return name;
    return {};
}

}  // namespace leukolens::inference
