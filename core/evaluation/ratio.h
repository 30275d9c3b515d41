// Private to this folder: shares that may have no whole.
#pragma once

#include <limits>

namespace leukolens::evaluation {

inline constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

inline double ratio(double part, double whole) { return whole > 0 ? part / whole : kUndefined; }

}  // namespace leukolens::evaluation
