#include "core/evaluation/agreement.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace leukolens::evaluation {
namespace {

constexpr double kNormalQuantile975 = 1.959963984540054;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::size_t placeOf(std::vector<std::string>& classes, const std::string& name) {
    const auto found = std::find(classes.begin(), classes.end(), name);
    const auto place = static_cast<std::size_t>(found - classes.begin());
    if (found == classes.end()) classes.push_back(name);
    return place;
}

/// Proportions of the table and of its margins.
struct Proportions {
    explicit Proportions(const ConfusionMatrix& counts) : size(counts.classes), total(static_cast<double>(counts.total())), rows(size), columns(size) {
        for (std::size_t i = 0; i < size; ++i) {
            rows[i] = static_cast<double>(counts.ofTruth(i)) / total;
            columns[i] = static_cast<double>(counts.called(i)) / total;
            chance += rows[i] * columns[i];
        }
        observed = static_cast<double>(counts.right()) / total;
    }
    std::size_t size;
    double total;
    std::vector<double> rows, columns;
    double observed = 0, chance = 0;
};

/// Variance of kappa in large samples (Fleiss, Cohen & Everitt, Psychol Bull 1969;72:323, equation 13 with weights 0 and 1).
double varianceOf(const ConfusionMatrix& counts, const Proportions& p, double kappa) {
    double agreeing = 0, differing = 0;
    for (std::size_t i = 0; i < p.size; ++i) {
        for (std::size_t j = 0; j < p.size; ++j) {
            const double share = static_cast<double>(counts.at(i, j)) / p.total;
            if (i == j)
                agreeing += share * std::pow(1 - (p.rows[i] + p.columns[i]) * (1 - kappa), 2);
            else
                differing += share * std::pow(p.columns[i] + p.rows[j], 2);
        }
    }
    const double centre = kappa - p.chance * (1 - kappa);
    return (agreeing + (1 - kappa) * (1 - kappa) * differing - centre * centre) / (p.total * (1 - p.chance) * (1 - p.chance));
}

}  // namespace

Agreement agreementOf(const std::vector<std::pair<std::string, std::string>>& cells) {
    Agreement agreement;
    std::vector<std::pair<std::size_t, std::size_t>> places;
    places.reserve(cells.size());
    for (const auto& [first, second] : cells) {
        const std::size_t row = placeOf(agreement.classes, first);
        places.emplace_back(row, placeOf(agreement.classes, second));
    }
    agreement.counts.classes = agreement.classes.size();
    agreement.counts.counts.assign(agreement.classes.size() * agreement.classes.size(), 0);
    for (const auto& [row, column] : places) ++agreement.counts.counts[row * agreement.counts.classes + column];
    agreement.cells = static_cast<std::int64_t>(cells.size());
    agreement.observed = agreement.kappa = kNone;
    if (cells.empty()) return agreement;

    const Proportions p(agreement.counts);
    agreement.observed = p.observed;
    if (agreement.classes.size() < 2) return agreement;  // chance alone agrees
    agreement.kappa = (p.observed - p.chance) / (1 - p.chance);
    const double half = kNormalQuantile975 * std::sqrt(std::max(0.0, varianceOf(agreement.counts, p, agreement.kappa)));
    agreement.interval = Interval{std::max(-1.0, agreement.kappa - half), std::min(1.0, agreement.kappa + half)};
    return agreement;
}

}  // namespace leukolens::evaluation
