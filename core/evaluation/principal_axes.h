// Principal components of vectors, as directions that new vectors can be brought to.
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"

namespace leukolens::evaluation {

struct PrincipalAxes {
    int length = 0;      ///< of a vector
    int components = 0;  ///< fewer than asked for where there are few vectors
    std::vector<float> mean;       ///< length
    std::vector<float> axes;       ///< components × length, orthonormal rows, the widest first
    std::vector<float> scores;     ///< vectors × components
    std::vector<double> variances; ///< one a component
    double variance = 0;           ///< of the vectors, over all directions
};

/// IRLBA (Baglama & Reichel 2005). vectors: number × length, row after row. The same vectors give the same axes. Fails with InvalidArgument for fewer than two vectors or a value that is no
/// number. Copies the vectors once.
Result<PrincipalAxes> principalAxes(std::span<const float> vectors, int length, int components);

}  // namespace leukolens::evaluation
