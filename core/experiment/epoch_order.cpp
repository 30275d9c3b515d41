#include "core/experiment/epoch_order.h"

#include <algorithm>

#include "core/base/random.h"

namespace leukolens::experiment {
namespace {

// Purposes of derived seeds.
constexpr std::uint64_t kOrderSeed = 200, kSamplingSeed = std::uint64_t{1} << 62;

std::uint64_t purpose(const TrainingPart& part, int epoch) { return (static_cast<std::uint64_t>(part.fold) << 32) + static_cast<std::uint64_t>(epoch); }

std::vector<std::vector<int>> byClass(const TrainingPart& part) {
    std::vector<std::vector<int>> cells(part.dataset.classes.size());
    for (const int cell : part.cells) cells[static_cast<std::size_t>(part.dataset.cells[static_cast<std::size_t>(cell)].classIndex)].push_back(cell);
    std::erase_if(cells, [](const auto& ofClass) { return ofClass.empty(); });
    return cells;
}

std::size_t largest(const std::vector<std::vector<int>>& classes) {
    std::size_t most = 0;
    for (const auto& cells : classes) most = std::max(most, cells.size());
    return most;
}

std::vector<int> sampled(const TrainingPart& part, int epoch) {
    auto classes = byClass(part);
    const std::size_t each = largest(classes);
    Random random(deriveSeed(part.seed, kSamplingSeed + purpose(part, epoch)));
    std::vector<int> order;
    for (auto& cells : classes) {
        random.shuffle(cells);
        for (std::size_t i = 0; i < each; ++i) order.push_back(cells[i % cells.size()]);
    }
    return order;
}

}  // namespace

std::size_t cellsAnEpoch(const TrainingPart& part) {
    if (part.balance != ClassBalance::Sampling) return part.cells.size();
    const auto classes = byClass(part);
    return classes.size() * largest(classes);
}

std::vector<int> epochOrder(const TrainingPart& part, int epoch) {
    std::vector<int> order = part.balance == ClassBalance::Sampling ? sampled(part, epoch) : part.cells;
    Random(deriveSeed(part.seed, kOrderSeed + purpose(part, epoch))).shuffle(order);
    return order;
}

std::vector<std::size_t> batchSizes(std::size_t cells, std::size_t batch) {
    std::vector<std::size_t> sizes(cells / batch, batch);
    const std::size_t rest = cells % batch;
    if (rest == 1 && !sizes.empty()) {
        ++sizes.back();
    } else if (rest > 0) {
        sizes.push_back(rest);
    }
    return sizes;
}

std::vector<double> classWeights(const TrainingPart& part) {
    if (part.balance != ClassBalance::Weights) return {};
    std::vector<double> counts(part.dataset.classes.size(), 0);
    for (const int cell : part.cells) ++counts[static_cast<std::size_t>(part.dataset.cells[static_cast<std::size_t>(cell)].classIndex)];
    std::vector<double> weights;
    // A class that no cell trains counts nowhere: any number does.
    for (const double count : counts)
        weights.push_back(count > 0 ? static_cast<double>(part.cells.size()) / (count * static_cast<double>(counts.size())) : 1.0);
    return weights;
}

}  // namespace leukolens::experiment
