#include "tests/core/dataset/split_random_sets.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace leukolens::dataset::test {
namespace {

class SplitMix {
public:
    explicit SplitMix(std::uint64_t state) : m_state(state) {}

    int below(int bound) {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(bound));
    }

private:
    std::uint64_t m_state;
};

double standardDeviation(const std::vector<double>& values) {
    double mean = 0.0, squares = 0.0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size()));
}

}  // namespace

Dataset datasetOfSubjects(const std::vector<std::vector<int>>& cells) {
    Dataset dataset;
    dataset.root = "root";
    dataset.layout = "class-folders";
    for (std::size_t c = 0; c < cells.front().size(); ++c) dataset.classes.push_back("class" + std::to_string(c));
    for (std::size_t s = 0; s < cells.size(); ++s) {
        const std::string digits = std::to_string(s);
        dataset.subjects.push_back("S" + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits);
        for (std::size_t c = 0; c < cells[s].size(); ++c) {
            for (int i = 0; i < cells[s][c]; ++i) {
                const std::string name = dataset.subjects.back() + "_" + dataset.classes[c] + "_" + std::to_string(i) + ".png";
                dataset.cells.push_back({dataset.root / name, static_cast<int>(c), static_cast<int>(s), -1, {}});
            }
        }
    }
    return dataset;
}

RandomSet randomSet(std::uint64_t number) {
    SplitMix random(number);
    RandomSet set;
    const int classes = 2 + random.below(4);
    set.folds = 3 + random.below(8);
    const bool mixed = random.below(3) == 0;
    for (int own = 0; own < classes; ++own) {
        const int subjects = std::max(4, set.folds) + random.below(30);
        for (int s = 0; s < subjects; ++s) {
            int size = 1 + random.below(200);
            if (random.below(8) == 0) size *= 1 + random.below(5);
            std::vector<int> row(static_cast<std::size_t>(classes), 0);
            row[static_cast<std::size_t>(own)] = size;
            for (int other = 0; other < classes; ++other)
                if (mixed && other != own && random.below(3) == 0) row[static_cast<std::size_t>(other)] = random.below(size / 2 + 1);
            set.cells.push_back(std::move(row));
        }
    }
    set.dataset = datasetOfSubjects(set.cells);
    return set;
}

Measures measure(const Dataset& dataset, const Split& split) {
    const std::size_t classes = dataset.classes.size(), folds = split.folds.size();
    std::vector<std::vector<double>> ofFold(folds, std::vector<double>(classes, 0.0));
    std::vector<double> ofClass(classes, 0.0);
    double all = 0.0;
    for (std::size_t k = 0; k < folds; ++k) {
        for (const int index : split.folds[k].test) {
            const auto c = static_cast<std::size_t>(dataset.cells[static_cast<std::size_t>(index)].classIndex);
            ++ofFold[k][c];
            ++ofClass[c];
            ++all;
        }
    }
    Measures result;
    double sum = 0.0;
    for (std::size_t c = 0; c < classes; ++c) {
        std::vector<double> shares;
        for (std::size_t k = 0; k < folds; ++k) shares.push_back(ofFold[k][c] / ofClass[c]);
        sum += standardDeviation(shares);
    }
    std::vector<double> sizes;
    for (const Fold& fold : split.folds) sizes.push_back(static_cast<double>(fold.test.size()) / all);
    result.classSd = sum / static_cast<double>(classes);
    result.balance = (sum + standardDeviation(sizes)) / static_cast<double>(classes + 1);
    for (const double size : sizes) result.size = std::max(result.size, std::abs(size * static_cast<double>(folds) - 1.0));
    return result;
}

}  // namespace leukolens::dataset::test
