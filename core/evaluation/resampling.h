// Units drawn with replacement: what every bootstrap here starts from.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace leukolens::evaluation {

struct Interval {
    double low = 0, high = 0;
};

/// Resample `index` (0-based) of a bootstrap with this seed: as many draws as there are units, how often each was drawn into `counts`. The same anywhere, in
/// any order and on any number of threads.
void drawUnits(std::uint64_t seed, int index, std::span<int> counts);

/// Linear between the two nearest of the sorted values (Hyndman & Fan 1996, type 7, as NumPy and R do). probability 0…1; one value at least.
double quantileOf(std::span<const double> sorted, double probability);

}  // namespace leukolens::evaluation
