// Colour transfer by mean and spread: E. Reinhard, M. Ashikhmin, B. Gooch, P. Shirley, "Color transfer between images", IEEE Computer
// Graphics and Applications 21(5), 2001. The paper works in Ruderman's lαβ, whose logarithms have no value at 0 and blow up the noise of
// dark nuclei; here, as in most programs for histology, it is CIE L*a*b*, in which the shift meter works too. Unlike the paper, background
// is not counted: black stays as it is, and what is transparent (tissue.h) fades from changed to unchanged as it nears white, without an edge.
#pragma once

#include "core/stain/stain_reference.h"

namespace leukolens::stain {

/// Smallest sd of a channel that is scaled: below it, rounding to 8 bits is what is left.
inline constexpr double kMinChannelSd = 0.5;

tl::expected<ColourStatistics, StainOutcome> measureReinhard(const image::Image& picture);

/// target: sound (faultOf). Each channel: (value − mean) · target sd / sd + target mean.
StainOutcome applyReinhard(image::Image& picture, const ColourStatistics& target);

}  // namespace leukolens::stain
