#include "core/dataset/sketch_alignment.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace leukolens::dataset {
namespace {

constexpr int kSide = image::kSketchSide;
constexpr int kSmoothSteps = 4, kFineSteps = 4;
constexpr double kFurthest = 0.2;        ///< scale from 1, shift from 0
constexpr double kLongestStep = 0.06;
constexpr double kDamping = 0.01;        ///< relative, on the four places only (Levenberg)
constexpr double kLeastGain = 0.2;
constexpr double kLeastSmooth = 0.8;     ///< of the smooth textures: below it the fine ones are not near either
constexpr double kLeastOverlap = 0.6;    ///< of the fixed sketch's bins

constexpr int kUnknowns = 6;  ///< scaleX, shiftX, scaleY, shiftY (each times the gain), gain, offset
using Vector = std::array<double, kUnknowns>;
using Matrix = std::array<Vector, kUnknowns>;

std::size_t at(int y, int x) { return static_cast<std::size_t>(y * kSide + x); }

double coordinate(int bin) { return (bin + 0.5) * 2.0 / kSide - 1.0; }

/// A point between bins on one axis.
struct Between {
    int low = 0;
    float fraction = 0;
    bool inside = false;
};

std::array<Between, kSide> betweens(double scale, double shift) {
    std::array<Between, kSide> result;
    for (int i = 0; i < kSide; ++i) {
        const double place = (coordinate(i) * scale + shift + 1.0) * kSide / 2.0 - 0.5;
        const double held = std::clamp(place, 0.0, kSide - 1.0);
        Between& between = result[static_cast<std::size_t>(i)];
        between.low = std::min(static_cast<int>(held), kSide - 2);
        between.fraction = static_cast<float>(held - between.low);
        between.inside = place >= -0.5 && place <= kSide - 0.5;
    }
    return result;
}

float sample(const Grid& grid, const Between& y, const Between& x) {
    const float* top = grid.data() + at(y.low, x.low);
    const float* bottom = top + kSide;
    const float upper = top[0] + x.fraction * (top[1] - top[0]);
    const float lower = bottom[0] + x.fraction * (bottom[1] - bottom[0]);
    return upper + y.fraction * (lower - upper);
}

/// Change from one edge to the next but one, for each unit of a Placement's coordinates.
std::pair<Grid, Grid> gradients(const Grid& grid) {
    std::pair<Grid, Grid> result;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const int left = std::max(x - 1, 0), right = std::min(x + 1, kSide - 1), up = std::max(y - 1, 0), down = std::min(y + 1, kSide - 1);
            result.first[at(y, x)] = (grid[at(y, right)] - grid[at(y, left)]) / static_cast<float>(right - left) * (kSide / 2.0f);
            result.second[at(y, x)] = (grid[at(down, x)] - grid[at(up, x)]) / static_cast<float>(down - up) * (kSide / 2.0f);
        }
    }
    return result;
}

/// Gaussian elimination; false where the matrix is singular.
bool solve(Matrix& matrix, Vector& right) {
    for (std::size_t column = 0; column < kUnknowns; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < kUnknowns; ++row)
            if (std::abs(matrix[row][column]) > std::abs(matrix[pivot][column])) pivot = row;
        if (!(std::abs(matrix[pivot][column]) > 1e-12)) return false;
        std::swap(matrix[pivot], matrix[column]);
        std::swap(right[pivot], right[column]);
        for (std::size_t row = column + 1; row < kUnknowns; ++row) {
            const double factor = matrix[row][column] / matrix[column][column];
            for (std::size_t k = column; k < kUnknowns; ++k) matrix[row][k] -= factor * matrix[column][k];
            right[row] -= factor * right[column];
        }
    }
    for (std::size_t row = kUnknowns; row-- > 0;) {
        for (std::size_t k = row + 1; k < kUnknowns; ++k) right[row] -= matrix[row][k] * right[k];
        right[row] /= matrix[row][row];
    }
    return true;
}

/// One texture laid on another.
class Fitting {
public:
    Fitting(const Texture& fixed, const Texture& moving) : m_fixed(fixed), m_moving(moving), m_gradients(gradients(moving.value)) {
        for (const float weight : fixed.weight) m_fixedBins += weight;
    }

    /// Follows the correlation uphill; returns the best on the way and its placement.
    double climb(Placement& placement, int steps) const {
        double best = -1;
        Placement at = placement;
        for (int step = 0; step <= steps; ++step) {
            Matrix matrix{};
            Vector right{};
            const double here = correlation(at, matrix, right);
            if (here > best) {
                best = here;
                placement = at;
            }
            if (here <= -1 || step == steps || !move(at, matrix, right)) break;
        }
        return best;
    }

private:
    /// −1 where too little overlaps. Fills the normal equations of fixed ≈ gain · moving(placement + change) + offset.
    double correlation(const Placement& placement, Matrix& matrix, Vector& right) const {
        const auto across = betweens(placement.scaleX, placement.shiftX), down = betweens(placement.scaleY, placement.shiftY);
        double count = 0, ofFixed = 0, squares = 0;
        for (int y = 0; y < kSide; ++y) {
            const Between& v = down[static_cast<std::size_t>(y)];
            for (int x = 0; v.inside && x < kSide; ++x) {
                const Between& u = across[static_cast<std::size_t>(x)];
                if (!u.inside || m_fixed.weight[at(y, x)] == 0 || sample(m_moving.weight, v, u) <= 0.5f) continue;
                const double value = m_fixed.value[at(y, x)];
                const double slopeX = sample(m_gradients.first, v, u), slopeY = sample(m_gradients.second, v, u);
                const Vector row{slopeX * coordinate(x), slopeX, slopeY * coordinate(y), slopeY, sample(m_moving.value, v, u), 1.0};
                for (std::size_t i = 0; i < kUnknowns; ++i) {
                    for (std::size_t k = i; k < kUnknowns; ++k) matrix[i][k] += row[i] * row[k];
                    right[i] += row[i] * value;
                }
                count += 1;
                ofFixed += value;
                squares += value * value;
            }
        }
        for (std::size_t i = 0; i < kUnknowns; ++i)
            for (std::size_t k = 0; k < i; ++k) matrix[i][k] = matrix[k][i];
        if (count < kLeastOverlap * m_fixedBins || count < 2) return -1;
        const double mean = matrix[4][5] / count;
        const double spread = (matrix[4][4] - count * mean * mean) * (squares - ofFixed * ofFixed / count);
        return spread > 1e-12 ? std::clamp((right[4] - mean * ofFixed) / std::sqrt(spread), -1.0, 1.0) : -1;
    }

    static bool move(Placement& placement, Matrix& matrix, Vector& right) {
        for (std::size_t i = 0; i < 4; ++i) matrix[i][i] *= 1.0 + kDamping;
        for (std::size_t i = 0; i < kUnknowns; ++i) matrix[i][i] += 1e-6;
        if (!solve(matrix, right)) return false;
        const double gain = std::abs(right[4]) < kLeastGain ? kLeastGain : right[4];
        const auto step = [&](double& value, std::size_t i, double home) {
            value = std::clamp(value + std::clamp(right[i] / gain, -kLongestStep, kLongestStep), home - kFurthest, home + kFurthest);
        };
        step(placement.scaleX, 0, 1);
        step(placement.shiftX, 1, 0);
        step(placement.scaleY, 2, 1);
        step(placement.shiftY, 3, 0);
        return true;
    }

    const Texture& m_fixed;
    const Texture& m_moving;
    std::pair<Grid, Grid> m_gradients;
    double m_fixedBins = 0;
};

}  // namespace

AlignmentTextures::AlignmentTextures(image::PictureSketch sketch) : m_sketch(sketch), m_smooth(textureOf(m_sketch, 1.0, 5.0)) {}

const Texture& AlignmentTextures::fine() {
    if (!m_fine) m_fine = textureOf(m_sketch, 0, 2.0);
    return *m_fine;
}

double alignedSimilarity(AlignmentTextures& fixed, AlignmentTextures& moving, const Placement& start) {
    Placement placement = start;
    const double smooth = Fitting(fixed.smooth(), moving.smooth()).climb(placement, kSmoothSteps);
    if (smooth < kLeastSmooth) return smooth;
    return Fitting(fixed.fine(), moving.fine()).climb(placement, kFineSteps);
}

}  // namespace leukolens::dataset
