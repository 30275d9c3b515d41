// The stain reference as a model card records it.
#include <limits>
#include <stdexcept>

#include "core/stain/stain_reference.h"
#include "core/stain/strict_json.h"

namespace leukolens::stain {
namespace {

constexpr int kVersion = 1;
constexpr double kAnyNumber = 1e6;  // faultOf() knows the ranges

ColourStatistics coloursFrom(const nlohmann::json& json) {
    requireKeys(json, {"meanL", "sdL", "meanA", "sdA", "meanB", "sdB"});
    ColourVector values{};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = numberIn(json.at(kColourFeatureNames[i]), kColourFeatureNames[i], -kAnyNumber, kAnyNumber);
    return fromVector(values);
}

StainPair stainsFrom(const nlohmann::json& json) {
    arrayOf(json, "stains", 2);
    StainPair stains;
    for (std::size_t s = 0; s < stains.size(); ++s) {
        requireKeys(json[s], {"density", "concentration"});
        const auto& density = arrayOf(json[s].at("density"), "density", 3);
        for (std::size_t k = 0; k < 3; ++k) stains[s].density[k] = numberIn(density[k], "density", -1, 1);
        stains[s].concentration = numberIn(json[s].at("concentration"), "concentration", 0, kAnyNumber);
    }
    return stains;
}

StainReference referenceFrom(const nlohmann::json& json) {
    if (!json.is_object() || !json.contains("method") || !json.at("method").is_string()) throw std::invalid_argument("it names no method");
    const auto method = stainMethodFromString(json.at("method").get<std::string>());
    if (!method) throw std::invalid_argument("its method is none of none, reinhard, macenko");
    StainReference reference;
    const char* body = *method == StainMethod::Reinhard ? "colours" : "stains";
    if (*method == StainMethod::None) {
        requireKeys(json, {"version", "method", "pictures"});
    } else {
        requireKeys(json, {"version", "method", "pictures", body});
    }
    if (json.at("version") != kVersion) throw std::invalid_argument("it is of another version than 1");
    reference.pictures = wholeIn(json.at("pictures"), "pictures", 0, std::numeric_limits<int>::max());
    if (*method == StainMethod::Reinhard) reference.target = coloursFrom(json.at(body));
    if (*method == StainMethod::Macenko) reference.target = stainsFrom(json.at(body));
    if (const auto fault = faultOf(reference); !fault.empty()) throw std::invalid_argument(fault);
    return reference;
}

}  // namespace

nlohmann::json toJson(const StainReference& reference) {
    nlohmann::json json = {{"version", kVersion}, {"method", toString(reference.method())}, {"pictures", reference.pictures}};
    if (const auto* colours = std::get_if<ColourStatistics>(&reference.target)) {
        const ColourVector values = asVector(*colours);
        for (std::size_t i = 0; i < values.size(); ++i) json["colours"][kColourFeatureNames[i]] = values[i];
    }
    if (const auto* stains = std::get_if<StainPair>(&reference.target))
        for (const auto& [density, concentration] : *stains) json["stains"].push_back({{"density", density}, {"concentration", concentration}});
    return json;
}

Result<StainReference> stainReferenceFromJson(const nlohmann::json& json, const std::filesystem::path& file) {
    try {
        return referenceFrom(json);
    } catch (const std::invalid_argument& fault) {
        return fail(ErrorCode::ReadFailed, std::string("its stain reference is damaged: ") + fault.what(), file, "Restore the file from a copy.");
    }
}

}  // namespace leukolens::stain
