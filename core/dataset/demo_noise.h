// Smooth random fields for the texture and the jagged edge of demonstration cells.
#pragma once

#include <array>
#include <cstdint>

namespace leukolens::dataset {

/// Value noise: random heights on a square lattice, joined smoothly. Repeats every 64 units. Immutable, so any thread may
/// read it.
class LatticeNoise {
public:
    explicit LatticeNoise(std::uint64_t seed);

    /// −1 … 1; hills about one unit wide.
    double at(double x, double y) const;

    /// `octaves` ≥ 1 layers, each half as wide and half as high as the one before and turned against it, so that the lattice
    /// does not show. −1 … 1.
    double fractal(double x, double y, int octaves) const;

private:
    static constexpr int kSide = 64;
    std::array<float, kSide * kSide> m_heights;
};

}  // namespace leukolens::dataset
