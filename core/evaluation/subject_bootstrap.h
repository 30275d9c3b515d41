// How sure a mean over cells is when cells of one person resemble each other: the bootstrap over subjects.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/result.h"

namespace leukolens::evaluation {

struct Interval {
    double low = 0, high = 0;
};

inline constexpr int kResamples = 2000;

/// Percentile interval (Efron & Tibshirani 1993, ch. 13) of the mean of `values`: people are drawn with replacement, each with all of
/// their cells. `groups`: one number ≥ 0 a value, equal for values of one person; where people are not known, give every value its
/// own. level in 0…1, e.g. 0.95. The same seed gives the same interval. Fails with InvalidArgument for no values, another count of
/// groups or a level outside 0…1, and with TooFewSubjects for fewer than two people.
Result<Interval> meanInterval(std::span<const double> values, std::span<const int> groups, double level, std::uint64_t seed);

}  // namespace leukolens::evaluation
