// How the learning rate changes over a fold.
#pragma once

#include <cstdint>

namespace leukolens::experiment {

/// Linear warm-up over the first tenth of all steps (at least one), then half a cosine down to a hundredth of the peak
/// (Loshchilov & Hutter 2017). step: 0 … totalSteps−1.
double learningRateAt(std::int64_t step, std::int64_t totalSteps, double peak);

}  // namespace leukolens::experiment
