// How alike two sketches are once one has been laid on the other.
#pragma once

#include <optional>

#include "core/dataset/sketch_texture.h"

namespace leukolens::dataset {

/// Where a point of the fixed sketch lies on the moving one: u = scale · x + shift on each axis, both from −1 (first edge) to 1 (last edge).
struct Placement {
    double scaleX = 1, shiftX = 0, scaleY = 1, shiftY = 0;
};

/// What alignment needs of one sketch.
class AlignmentTextures {
public:
    explicit AlignmentTextures(image::PictureSketch sketch);

    const Texture& smooth() const { return m_smooth; }  ///< finds the place from further away
    const Texture& fine();                              ///< measures; made when first asked for, since most pairs fail before

private:
    image::PictureSketch m_sketch;
    Texture m_smooth;
    std::optional<Texture> m_fine;
};

/// Correlation (−1…1) of the fine textures over what both have, at the best placement near `start`; of the smooth ones where that is below 0.8
/// already, and −1 where too little overlaps. Gauss–Newton
/// steps on scale, shift, gain and offset (Lucas & Kanade 1981; Baker & Matthews 2004), at most a fifth of the side away from laying both
/// corner on corner.
double alignedSimilarity(AlignmentTextures& fixed, AlignmentTextures& moving, const Placement& start);

}  // namespace leukolens::dataset
