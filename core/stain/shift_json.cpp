// The training set's colours as a model card records them, and a shift as a report does.
#include <limits>
#include <stdexcept>

#include "core/stain/shift.h"
#include "core/stain/strict_json.h"

namespace leukolens::stain {
namespace {

constexpr int kVersion = 1;
constexpr double kAnyNumber = 1e6;  // faultOf() knows the ranges

template <std::size_t size>
void readNumbers(const nlohmann::json& json, const std::string& name, std::array<double, size>& numbers) {
    arrayOf(json, name, size);
    for (std::size_t i = 0; i < size; ++i) numbers[i] = numberIn(json[i], name, -kAnyNumber, kAnyNumber);
}

ShiftReference referenceFrom(const nlohmann::json& json) {
    requireKeys(json, {"version", "pictures", "features", "centre", "spread", "correlation", "distances"});
    if (json.at("version") != kVersion) throw std::invalid_argument("it is of another version than 1");
    if (json.at("features") != nlohmann::json(kColourFeatureNames)) throw std::invalid_argument("it is about other features");
    ShiftReference reference;
    reference.pictures = wholeIn(json.at("pictures"), "pictures", 0, std::numeric_limits<int>::max());
    readNumbers(json.at("centre"), "centre", reference.centre);
    readNumbers(json.at("spread"), "spread", reference.spread);
    const auto& rows = arrayOf(json.at("correlation"), "correlation", kColourFeatures);
    for (std::size_t i = 0; i < kColourFeatures; ++i) readNumbers(rows[i], "correlation", reference.correlation[i]);
    readNumbers(json.at("distances"), "distances", reference.distances);
    if (const auto fault = faultOf(reference); !fault.empty()) throw std::invalid_argument(fault);
    return reference;
}

}  // namespace

nlohmann::json toJson(const ShiftReference& reference) {
    return {{"version", kVersion},
            {"pictures", reference.pictures},
            {"features", kColourFeatureNames},
            {"centre", reference.centre},
            {"spread", reference.spread},
            {"correlation", reference.correlation},
            {"distances", reference.distances}};
}

nlohmann::json toJson(const Shift& shift) {
    nlohmann::json features;
    for (std::size_t i = 0; i < kColourFeatures; ++i) features[kColourFeatureNames[i]] = shift.perFeature[i];
    return {{"verdict", toString(shift.verdict)},
            {"score", shift.score},
            {"perFeature", std::move(features)},
            {"shareOutside", shift.shareOutside},
            {"shareFarOutside", shift.shareFarOutside},
            {"pictures", shift.pictures},
            {"fewPictures", shift.fewPictures}};
}

Result<ShiftReference> shiftReferenceFromJson(const nlohmann::json& json, const std::filesystem::path& file) {
    try {
        return referenceFrom(json);
    } catch (const std::invalid_argument& fault) {
        return fail(ErrorCode::ReadFailed, std::string("its training colours are damaged: ") + fault.what(), file, "Restore the file from a copy.");
    }
}

}  // namespace leukolens::stain
