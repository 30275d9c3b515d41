// Whether new pictures are stained and photographed like those that a model was trained on: the shift meter.
// Plain functions on numbers: deterministic, thread-safe.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/stain/colour_statistics.h"

namespace leukolens::stain {

/// A training set's colours: where its pictures lie among the six numbers of ColourStatistics, and how far from there.
struct ShiftReference {
    int pictures = 0;
    ColourVector centre{};  ///< medians
    ColourVector spread{};  ///< 1.4826 × median absolute deviation (the sd, were they normal), at least kMinSpread
    /// Between the six numbers, standardised and cut at ±3 so that odd pictures do not make it up; shrunk by a tenth towards none, so that it can
    /// be inverted however few the pictures.
    std::array<ColourVector, kColourFeatures> correlation{};
    std::array<double, 101> distances{};  ///< percentiles 0…100 of the pictures' distances (Mahalanobis, with the above) from the centre, in spreads

    /// Distance that 99 % of the training pictures keep within, at least kMinReach. Of fewer than 100 pictures: nearly the largest.
    double reach() const;
};

/// Smallest spread, in units of L*a*b*: differences below it cannot be seen and are no reason to speak of another stain.
inline constexpr double kMinSpread = 0.5;
inline constexpr double kMinReach = 2;

/// Fewest training pictures that say how they vary.
inline constexpr std::size_t kMinReferencePictures = 20;

/// With fewer new pictures their median is uncertain, and a verdict needs more: kFew… below.
inline constexpr std::size_t kFewPictures = 20;

enum class ShiftVerdict {
    Alike,    ///< no sign of another stain
    Shifted,  ///< the colours differ more than parts of one training set do, or a part of the pictures is foreign: look at them
    Foreign,  ///< another stain, camera or cut: nothing that was measured on the training set holds for these pictures
};

// Limits, chosen on six real sets (docs/results.md): halves of C-NMC by subject score up to 0.61 and have up to 33 % far outside; other
// sets score 2.8 and more against C-NMC, 1.27 and more against each other but for one pair (0.74).
inline constexpr double kShiftedScore = 0.7, kForeignScore = 1.0;
inline constexpr double kFewShiftedScore = 1.0, kFewForeignScore = 1.5;
/// Part of pictures far outside that makes a set Shifted although its median is not.
inline constexpr double kShiftedShare = 0.4;
/// Far outside is beyond this many reaches.
inline constexpr double kFarReaches = 1.5;

struct Shift {
    ShiftVerdict verdict = ShiftVerdict::Alike;
    /// Distance of the new pictures' median from the training set's centre, in reaches: 0 is the centre, 1 is where one in a hundred
    /// training pictures lies, or would.
    double score = 0;
    /// (median of the new − centre) / spread, for each of kColourFeatureNames: what differs, and which way. An effect size; no p-value is
    /// given, since cells of one person resemble each other and would make any difference "significant".
    ColourVector perFeature{};
    double shareOutside = 0;     ///< 0…1, of the new pictures beyond the reach; 0.01 is expected
    double shareFarOutside = 0;  ///< 0…1, beyond kFarReaches reaches
    int pictures = 0;            ///< new
    bool fewPictures = false;    ///< fewer than kFewPictures: Alike means no more than that nothing was seen
};

std::string_view toString(ShiftVerdict verdict);  ///< "alike", "shifted", "foreign"

/// Fails with InvalidArgument for fewer than kMinReferencePictures, or a number that is none or impossible (means beyond ±200, sds outside 0…200).
/// Both sides must be measured alike: by colourStatistics(), on pictures that nothing normalised, or both normalised the same way.
Result<ShiftReference> fitShift(std::span<const ColourStatistics> training);

/// Fails with InvalidArgument for no pictures, impossible numbers, or an unsound reference.
Result<Shift> measureShift(const ShiftReference& reference, std::span<const ColourStatistics> pictures);

/// Distance of one picture from the centre, in reaches: above 1 is outside. For lists that show the odd ones first. Reference: sound.
double shiftOf(const ShiftReference& reference, const ColourStatistics& picture);

/// What is impossible in it; empty if sound.
std::string faultOf(const ShiftReference& reference);

nlohmann::json toJson(const ShiftReference& reference);
nlohmann::json toJson(const Shift& shift);

/// Strict: exactly these keys, numbers in range, a correlation that can be inverted. Parse foreign text by weights::parseChecked().
/// Fails with ReadFailed, naming `file` and the entry.
Result<ShiftReference> shiftReferenceFromJson(const nlohmann::json& json, const std::filesystem::path& file);

}  // namespace leukolens::stain
