// The stain that pictures are brought to: plain numbers, of one picture or pooled over many. Nothing here keeps state: thread-safe.
#pragma once

#include <array>
#include <span>
#include <variant>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/image/image.h"
#include "core/stain/colour_statistics.h"
#include "core/stain/stain_method.h"

namespace leukolens::stain {

/// One stain as Macenko has it.
struct StainVector {
    std::array<double, 3> density{};  ///< of red, green, blue; length 1. Density is −ln(value / 255)
    double concentration = 0;         ///< amount that 99 % of the stained pixels stay below, > 0
};

/// First the stain that absorbs more green: the purple of nuclei (azure-eosin on DNA, about 545 nm). The ports order by red, as suits
/// haematoxylin; on blood smears that swaps the stains from picture to picture (docs/results.md).
using StainPair = std::array<StainVector, 2>;

/// The same for every picture of a training and of what is classified later: belongs into the model's card.
struct StainReference {
    std::variant<std::monostate, ColourStatistics, StainPair> target;  ///< monostate: none
    int pictures = 0;                                                  ///< pooled

    StainMethod method() const { return static_cast<StainMethod>(target.index()); }
};

/// What became of a picture. All but Applied leave it as it was.
enum class StainOutcome {
    Applied,       ///< also of a reference without a method, which changes nothing
    TooFewPixels,  ///< fewer than kMinStainedPixels are neither black nor transparent
    OneColour,     ///< the stained pixels hardly differ: nothing to scale (Reinhard: a channel's sd below 0.5; Macenko: hues within 2°)
    NotAReference, ///< the reference holds an impossible number
};

std::string_view toString(StainOutcome outcome);  ///< "applied", "too_few_pixels", "one_colour", "not_a_reference"

/// One picture's own numbers. The error says why it has none.
tl::expected<StainReference, StainOutcome> measureStain(const image::Image& picture, StainMethod method);

/// One reference for many pictures: of each number the median over the pictures, so that a few odd ones do not move it; stain vectors are
/// brought back to length 1. The order of pictures does not matter. Fails with InvalidArgument for none, or for references of several
/// methods or with impossible numbers.
Result<StainReference> poolStains(std::span<const StainReference> pictures);

/// measureStain() and poolStains(); pictures without numbers are left out, and StainReference::pictures counts the others. For pictures that do
/// not fit memory at once, call the two. Fails with EmptyDataset where no picture has numbers.
Result<StainReference> fitStain(std::span<const image::Image> pictures, StainMethod method);

/// Brings a picture to the reference, in place. Black pixels keep their values. The same input gives the same pixels. Needs at most 2 MB beside it.
StainOutcome applyStain(image::Image& picture, const StainReference& reference);

/// What is impossible in it ("sdL is 0, expected 0.5 to 100"); empty if sound.
std::string faultOf(const StainReference& reference);

nlohmann::json toJson(const StainReference& reference);

/// Strict: exactly these keys, numbers in range. Parse foreign text by weights::parseChecked(), which bounds depth and refuses repeated
/// keys. Fails with ReadFailed, naming `file` and the entry.
Result<StainReference> stainReferenceFromJson(const nlohmann::json& json, const std::filesystem::path& file);

}  // namespace leukolens::stain
