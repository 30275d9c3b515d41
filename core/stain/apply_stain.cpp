#include <cmath>
#include <sstream>

#include "core/stain/macenko.h"
#include "core/stain/reinhard.h"

namespace leukolens::stain {
namespace {

/// Empty if the number lies in its range; NaN does not.
std::string rangeFault(const std::string& name, double value, double low, double high) {
    if (value >= low && value <= high) return {};
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << name << " is " << value << ", expected " << low << " to " << high;
    return text.str();
}

std::string reinhardFault(const ColourStatistics& colours) {
    const ColourVector values = asVector(colours);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool isSd = i % 2 == 1;
        const double low = isSd ? kMinChannelSd : i == 0 ? 0 : -128;
        if (auto fault = rangeFault(kColourFeatureNames[i], values[i], low, isSd || i == 0 ? 100 : 128); !fault.empty()) return fault;
    }
    return {};
}

std::string macenkoFault(const StainPair& stains) {
    for (const auto& [density, concentration] : stains) {
        if (auto fault = rangeFault("a stain's length", std::hypot(density[0], density[1], density[2]), 1 - 1e-6, 1 + 1e-6); !fault.empty()) return fault;
        if (auto fault = rangeFault("a stain's concentration", concentration, 0.05, 100); !fault.empty()) return fault;
    }
    if (stains[0].density[1] < stains[1].density[1]) return "the second stain absorbs more green than the first";
    return rangeFault("the angle between the stains", angleBetween(stains), kMinStainAngle - 1e-3, 90);
}

}  // namespace

std::string faultOf(const StainReference& reference) {
    if (reference.pictures < 1 && reference.method() != StainMethod::None) return "it was made from no picture";
    if (const auto* colours = std::get_if<ColourStatistics>(&reference.target)) return reinhardFault(*colours);
    if (const auto* stains = std::get_if<StainPair>(&reference.target)) return macenkoFault(*stains);
    return {};
}

StainOutcome applyStain(image::Image& picture, const StainReference& reference) {
    if (!faultOf(reference).empty()) return StainOutcome::NotAReference;
    if (const auto* colours = std::get_if<ColourStatistics>(&reference.target)) return applyReinhard(picture, *colours);
    if (const auto* stains = std::get_if<StainPair>(&reference.target)) return applyMacenko(picture, *stains);
    return StainOutcome::Applied;
}

}  // namespace leukolens::stain
