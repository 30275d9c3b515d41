#include "core/stain/shift.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace leukolens::stain {
namespace {

using Matrix = std::array<ColourVector, kColourFeatures>;

constexpr double kShrinkage = 0.1;
constexpr double kCut = 3;           // spreads
constexpr double kMadToSd = 1.4826;  // of a normal distribution
constexpr double kMaxValue = 200;    // in units of L*a*b*, more than any colour has
constexpr double kSmallestPivot = 1e-6;

/// Linear between the two nearest of the sorted values (Hyndman & Fan 1996, type 7).
double quantile(const std::vector<double>& sorted, double probability) {
    const double place = probability * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return quantile(values, 0.5);
}

ColourVector medians(std::span<const ColourStatistics> pictures) {
    ColourVector result{};
    for (std::size_t i = 0; i < kColourFeatures; ++i) {
        std::vector<double> values;
        for (const auto& picture : pictures) values.push_back(asVector(picture)[i]);
        result[i] = median(std::move(values));
    }
    return result;
}

/// Empty if every number is possible. A comparison with NaN is false.
std::string faultOfPictures(std::span<const ColourStatistics> pictures) {
    for (std::size_t p = 0; p < pictures.size(); ++p) {
        const ColourVector values = asVector(pictures[p]);
        for (std::size_t i = 0; i < kColourFeatures; ++i) {
            const bool isSd = i % 2 == 1;
            if (!(values[i] <= kMaxValue && values[i] >= (isSd ? 0 : -kMaxValue)))
                return std::string(kColourFeatureNames[i]) + " of picture " + std::to_string(p + 1) + " is no possible number";
        }
    }
    return {};
}

ColourVector standardised(const ShiftReference& reference, const ColourVector& values) {
    ColourVector result{};
    for (std::size_t i = 0; i < kColourFeatures; ++i) result[i] = (values[i] - reference.centre[i]) / reference.spread[i];
    return result;
}

/// Lower triangle L of LLᵀ = m; false if m is not positive definite.
bool cholesky(const Matrix& m, Matrix& lower) {
    for (std::size_t row = 0; row < kColourFeatures; ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
            double rest = m[row][column];
            for (std::size_t k = 0; k < column; ++k) rest -= lower[row][k] * lower[column][k];
            if (row != column) {
                lower[row][column] = rest / lower[column][column];
            } else if (rest >= kSmallestPivot) {
                lower[row][row] = std::sqrt(rest);
            } else {
                return false;
            }
        }
    }
    return true;
}

/// Mahalanobis distances from a reference's centre, in spreads.
class Distance {
public:
    explicit Distance(const ShiftReference& reference) : m_reference(reference) { m_sound = cholesky(reference.correlation, m_lower); }

    bool sound() const { return m_sound; }

    double operator()(const ColourVector& values) const {
        ColourVector solved = standardised(m_reference, values);
        double squares = 0;
        for (std::size_t row = 0; row < kColourFeatures; ++row) {
            for (std::size_t k = 0; k < row; ++k) solved[row] -= m_lower[row][k] * solved[k];
            solved[row] /= m_lower[row][row];
            squares += solved[row] * solved[row];
        }
        return std::sqrt(squares);
    }

private:
    const ShiftReference& m_reference;
    Matrix m_lower{};
    bool m_sound = false;
};

ColourVector spreads(std::span<const ColourStatistics> pictures, const ColourVector& centre) {
    ColourVector result{};
    for (std::size_t i = 0; i < kColourFeatures; ++i) {
        std::vector<double> deviations;
        for (const auto& picture : pictures) deviations.push_back(std::abs(asVector(picture)[i] - centre[i]));
        result[i] = std::max(kMadToSd * median(std::move(deviations)), kMinSpread);
    }
    return result;
}

Matrix correlations(std::span<const ColourStatistics> pictures, const ShiftReference& reference) {
    Matrix products{}, result{};
    for (const auto& picture : pictures) {
        ColourVector values = standardised(reference, asVector(picture));
        for (double& value : values) value = std::clamp(value, -kCut, kCut);
        for (std::size_t i = 0; i < kColourFeatures; ++i)
            for (std::size_t j = 0; j < kColourFeatures; ++j) products[i][j] += values[i] * values[j];
    }
    for (std::size_t i = 0; i < kColourFeatures; ++i) {
        for (std::size_t j = 0; j < kColourFeatures; ++j) {
            const double scale = std::sqrt(products[i][i] * products[j][j]);
            result[i][j] = i == j ? 1 : scale > 0 ? (1 - kShrinkage) * products[i][j] / scale : 0;
        }
    }
    return result;
}

ShiftVerdict verdictOf(const Shift& shift) {
    const double foreign = shift.fewPictures ? kFewForeignScore : kForeignScore;
    const double shifted = shift.fewPictures ? kFewShiftedScore : kShiftedScore;
    if (shift.score >= foreign) return ShiftVerdict::Foreign;
    const bool partIsForeign = !shift.fewPictures && shift.shareFarOutside >= kShiftedShare;
    return shift.score >= shifted || partIsForeign ? ShiftVerdict::Shifted : ShiftVerdict::Alike;
}

}  // namespace

double ShiftReference::reach() const { return std::max(distances[99], kMinReach); }

std::string_view toString(ShiftVerdict verdict) {
    switch (verdict) {
        case ShiftVerdict::Alike: return "alike";
        case ShiftVerdict::Shifted: return "shifted";
        case ShiftVerdict::Foreign: return "foreign";
    }
    return "foreign";
}

std::string faultOf(const ShiftReference& reference) {
    if (reference.pictures < static_cast<int>(kMinReferencePictures)) return "it was made from fewer than 20 pictures";
    for (std::size_t i = 0; i < kColourFeatures; ++i) {
        if (!(std::abs(reference.centre[i]) <= kMaxValue)) return "a centre is out of range";
        if (!(reference.spread[i] >= kMinSpread && reference.spread[i] <= 2 * kMaxValue)) return "a spread is out of range";
        if (reference.correlation[i][i] != 1) return "the correlation of a number with itself is not 1";
        for (std::size_t j = 0; j < kColourFeatures; ++j)
            if (!(std::abs(reference.correlation[i][j]) <= 1) || reference.correlation[i][j] != reference.correlation[j][i])
                return "a correlation is out of range or not the same both ways";
    }
    if (!Distance(reference).sound()) return "the correlations contradict each other";
    for (std::size_t i = 0; i < reference.distances.size(); ++i)
        if (!(reference.distances[i] >= (i == 0 ? 0 : reference.distances[i - 1]) && reference.distances[i] <= 1e6)) return "the distances do not rise";
    return {};
}

Result<ShiftReference> fitShift(std::span<const ColourStatistics> training) {
    if (training.size() < kMinReferencePictures) {
        return fail(ErrorCode::InvalidArgument,
                    "the colours of a training set need " + std::to_string(kMinReferencePictures) + " pictures at least, found " + std::to_string(training.size()));
    }
    if (const auto fault = faultOfPictures(training); !fault.empty()) return fail(ErrorCode::InvalidArgument, fault);
    ShiftReference reference;
    reference.pictures = static_cast<int>(training.size());
    reference.centre = medians(training);
    reference.spread = spreads(training, reference.centre);
    reference.correlation = correlations(training, reference);
    const Distance distance(reference);
    std::vector<double> distances;
    for (const auto& picture : training) distances.push_back(distance(asVector(picture)));
    std::sort(distances.begin(), distances.end());
    for (std::size_t i = 0; i < reference.distances.size(); ++i) reference.distances[i] = quantile(distances, static_cast<double>(i) / 100);
    return reference;
}

Result<Shift> measureShift(const ShiftReference& reference, std::span<const ColourStatistics> pictures) {
    if (pictures.empty()) return fail(ErrorCode::InvalidArgument, "there is no picture whose colours could be compared");
    if (const auto fault = faultOf(reference); !fault.empty()) return fail(ErrorCode::InvalidArgument, "the training set's colours are damaged: " + fault);
    if (const auto fault = faultOfPictures(pictures); !fault.empty()) return fail(ErrorCode::InvalidArgument, fault);
    const Distance distance(reference);
    const double reach = reference.reach();
    const ColourVector middle = medians(pictures);
    Shift shift;
    shift.pictures = static_cast<int>(pictures.size());
    shift.fewPictures = pictures.size() < kFewPictures;
    shift.score = distance(middle) / reach;
    shift.perFeature = standardised(reference, middle);
    for (const auto& picture : pictures) {
        const double reaches = distance(asVector(picture)) / reach;
        shift.shareOutside += reaches > 1;
        shift.shareFarOutside += reaches > kFarReaches;
    }
    shift.shareOutside /= static_cast<double>(pictures.size());
    shift.shareFarOutside /= static_cast<double>(pictures.size());
    shift.verdict = verdictOf(shift);
    return shift;
}

double shiftOf(const ShiftReference& reference, const ColourStatistics& picture) { return Distance(reference)(asVector(picture)) / reference.reach(); }

}  // namespace leukolens::stain
