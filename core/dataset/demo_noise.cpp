#include "core/dataset/demo_noise.h"

#include <cmath>

#include "core/base/random.h"

namespace leukolens::dataset {
namespace {

double fade(double t) {
    return t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
}

}  // namespace

LatticeNoise::LatticeNoise(std::uint64_t seed) {
    Random random(seed);
    for (float& height : m_heights) height = static_cast<float>(random.uniform(-1.0, 1.0));
}

double LatticeNoise::at(double x, double y) const {
    const double left = std::floor(x);
    const double top = std::floor(y);
    const double u = fade(x - left);
    const double v = fade(y - top);
    const int column = static_cast<int>(left) & (kSide - 1);
    const int row = static_cast<int>(top) & (kSide - 1);
    const int nextColumn = (column + 1) & (kSide - 1);
    const int nextRow = (row + 1) & (kSide - 1);
    const auto height = [&](int r, int c) {
        return static_cast<double>(m_heights[static_cast<std::size_t>(r * kSide + c)]);
    };
    const double upper = height(row, column) + u * (height(row, nextColumn) - height(row, column));
    const double lower = height(nextRow, column) + u * (height(nextRow, nextColumn) - height(nextRow, column));
    return upper + v * (lower - upper);
}

double LatticeNoise::fractal(double x, double y, int octaves) const {
    // Twice a rotation by about 37°: scales the next octave and turns it.
    constexpr double kCos = 1.6;
    constexpr double kSin = 1.2;
    double sum = 0.0;
    double weight = 1.0;
    double weights = 0.0;
    for (int octave = 0; octave < octaves; ++octave) {
        sum += weight * at(x, y);
        weights += weight;
        weight *= 0.5;
        const double turned = kCos * x - kSin * y + 17.3;
        y = kSin * x + kCos * y + 5.9;
        x = turned;
    }
    return sum / weights;
}

}  // namespace leukolens::dataset
