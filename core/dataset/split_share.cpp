#include "core/dataset/split_share.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/random.h"
#include "core/dataset/split_subjects.h"

namespace leukolens::dataset {
namespace {

constexpr std::uint64_t kShareSeed = 40;  ///< purpose of a derived seed
/// A share that was meant to be whole is not one unit more for its last digit.
constexpr double kRounding = 1e-9;

bool goesByImage(const Dataset& dataset, Protocol protocol) { return protocol == Protocol::Paper || !dataset.hasSubjects(); }

int unitOf(const Dataset& dataset, bool byImage, int cell) { return byImage ? cell : dataset.cells[static_cast<std::size_t>(cell)].subjectIndex; }

/// Units of a part, each under the class of most of its cells.
std::vector<std::vector<int>> unitsByClass(const Dataset& dataset, bool byImage, const std::vector<int>& cells) {
    std::map<int, std::vector<int>> counts;
    for (const int cell : cells) {
        auto& ofUnit = counts[unitOf(dataset, byImage, cell)];
        ofUnit.resize(dataset.classes.size());
        ++ofUnit[static_cast<std::size_t>(dataset.cells[static_cast<std::size_t>(cell)].classIndex)];
    }
    std::vector<std::vector<int>> byClass(dataset.classes.size());
    for (const auto& [unit, ofUnit] : counts) byClass[static_cast<std::size_t>(std::ranges::max_element(ofUnit) - ofUnit.begin())].push_back(unit);
    // A class that is nobody's largest is kept by whoever has it.
    for (std::size_t c = 0; c < byClass.size(); ++c)
        if (byClass[c].empty())
            for (const auto& [unit, ofUnit] : counts)
                if (ofUnit[c] > 0) byClass[c].push_back(unit);
    return byClass;
}

}  // namespace

Split withTrainingShare(const Dataset& dataset, Split split, double share, std::uint64_t seed) {
    if (share >= 1) return split;
    const bool byImage = goesByImage(dataset, split.protocol);
    for (std::size_t k = 0; k < split.folds.size(); ++k) {
        auto& train = split.folds[k].train;
        std::set<int> kept;
        Random random(seedOfFold(seed, k, kShareSeed));
        for (auto& units : unitsByClass(dataset, byImage, train)) {
            random.shuffle(units);
            const auto count = static_cast<std::size_t>(std::ceil(share * static_cast<double>(units.size()) - kRounding));
            kept.insert(units.begin(), units.begin() + static_cast<std::ptrdiff_t>(std::min(count, units.size())));
        }
        std::erase_if(train, [&](int cell) { return !kept.contains(unitOf(dataset, byImage, cell)); });
    }
    return split;
}

int unitsOf(const Dataset& dataset, Protocol protocol, const std::vector<int>& cells) {
    const bool byImage = goesByImage(dataset, protocol);
    std::set<int> units;
    for (const int cell : cells) units.insert(unitOf(dataset, byImage, cell));
    return static_cast<int>(units.size());
}

}  // namespace leukolens::dataset
