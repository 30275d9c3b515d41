// Two stains and their amounts: M. Macenko et al., "A method for normalizing histology slides for quantitative analysis", ISBI 2009.
// Optical densities of the stained pixels lie near a plane through the origin, that of the two largest singular values; within it the
// robust extremes of the angle (1st and 99th percentile) are the stains; amounts are scaled so that their 99th percentiles agree.
//
// Details in which programs differ, and what holds here: density −ln(max(value, 1) / 255), white 255; transparent if any channel is below
// β = 0.15; singular vectors of the densities themselves, as the paper says, not of their covariance about the mean, as many ports have it
// (on blood smears that leaves two to five times the residual, docs/results.md); the stain that absorbs more green comes first. What lies beside the
// plane is lost, as in the paper, so that a picture does not come back exactly from its own reference.
#pragma once

#include "core/stain/stain_reference.h"

namespace leukolens::stain {

/// Percentile of the angle, from either end.
inline constexpr double kAnglePercentile = 1;
inline constexpr double kConcentrationPercentile = 99;

/// Stains nearer to each other than this (degrees) are one stain; real cells have 5.5° and more.
inline constexpr double kMinStainAngle = 2;

/// Stained pixels (C-NMC: 40,000) that stains are measured on; of more, every n-th, so that memory and time are bounded.
inline constexpr std::size_t kMaxSampledPixels = 1u << 16;

tl::expected<StainPair, StainOutcome> measureMacenko(const image::Image& picture);

/// target: sound (faultOf).
StainOutcome applyMacenko(image::Image& picture, const StainPair& target);

/// Between the two, degrees.
double angleBetween(const StainPair& stains);

}  // namespace leukolens::stain
