#include "core/dataset/split.h"

#include <algorithm>
#include <set>

#include "core/base/random.h"
#include "core/dataset/split_patient.h"

namespace leukolens::dataset {
namespace {

constexpr int kMaxFolds = 100;

Result<void> requireTwoClasses(const Dataset& dataset) {
    if (dataset.cells.empty())
        return fail(ErrorCode::EmptyDataset, "holds no usable image", dataset.root,
                    "Choose the folder that holds the images.");
    std::set<int> classes;
    for (const Cell& cell : dataset.cells) classes.insert(cell.classIndex);
    if (classes.size() < 2) {
        return fail(ErrorCode::OneClassOnly, "holds cells of 1 class only, expected 2 at least", dataset.root,
                    "Add cells of another class.");
    }
    return {};
}

/// 70 % of each class to train, 30 % to test, drawn anew for each fold.
Result<std::vector<Fold>> paperFolds(const Dataset& dataset, int folds, std::uint64_t seed) {
    std::vector<std::vector<int>> cellsOfClass(dataset.classes.size());
    for (std::size_t i = 0; i < dataset.cells.size(); ++i) {
        cellsOfClass.at(static_cast<std::size_t>(dataset.cells[i].classIndex)).push_back(static_cast<int>(i));
    }
    for (std::size_t c = 0; c < cellsOfClass.size(); ++c) {
        if (cellsOfClass[c].size() >= 2) continue;
        return fail(ErrorCode::InvalidArgument,
                    "class " + dataset.classes[c] + " has " + std::to_string(cellsOfClass[c].size()) +
                        " cells; training and test need 2 at least",
                    dataset.root, "Add cells of that class.");
    }
    std::vector<Fold> result(static_cast<std::size_t>(folds));
    for (std::size_t k = 0; k < result.size(); ++k) {
        Fold& fold = result[k];
        for (std::size_t c = 0; c < cellsOfClass.size(); ++c) {
            std::vector<int> cells = cellsOfClass[c];
            Random random(deriveSeed(seed, (k + 1) << 32 | c));
            random.shuffle(cells);
            const std::size_t tested = std::max<std::size_t>(1, (cells.size() * 3 + 5) / 10);
            const auto border = cells.begin() + static_cast<std::ptrdiff_t>(tested);
            fold.test.insert(fold.test.end(), cells.begin(), border);
            fold.train.insert(fold.train.end(), border, cells.end());
        }
        std::sort(fold.train.begin(), fold.train.end());
        std::sort(fold.test.begin(), fold.test.end());
        fold.validation = fold.test;
    }
    return result;
}

}  // namespace

std::string_view toString(Protocol protocol) {
    switch (protocol) {
        case Protocol::Patient: return "patient";
        case Protocol::Paper: return "paper";
        case Protocol::Official: return "official";
    }
    return "patient";
}

Result<Protocol> protocolFromString(std::string_view name) {
    if (name == "patient") return Protocol::Patient;
    if (name == "paper") return Protocol::Paper;
    if (name == "official") return Protocol::Official;
    return fail(ErrorCode::InvalidArgument, "no protocol is called \"" + std::string(name) + "\"", {},
                "Choose patient, paper or official.");
}

Result<Split> makeSplit(const Dataset& dataset, Protocol protocol, int folds, std::uint64_t seed) {
    if (const auto enough = requireTwoClasses(dataset); !enough) return fail(enough.error());
    if (protocol == Protocol::Official) {
        if (folds != kOfficialFolds)
            return fail(ErrorCode::InvalidArgument, std::to_string(folds) + " folds were asked for, the protocol official has " + std::to_string(kOfficialFolds),
                        {}, "Choose 3 folds.");
        auto official = officialFolds(dataset, seed);
        if (!official) return fail(official.error());
        return Split{protocol, seed, std::move(*official)};
    }
    const int fewest = protocol == Protocol::Patient ? 2 : 1;
    if (folds < fewest || folds > kMaxFolds) {
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(folds) + " folds were asked for, expected " + std::to_string(fewest) + " to " +
                        std::to_string(kMaxFolds),
                    {}, "The paper used 3.");
    }
    auto made = protocol == Protocol::Patient ? patientFolds(dataset, folds, seed) : paperFolds(dataset, folds, seed);
    if (!made) return fail(made.error());
    return Split{protocol, seed, std::move(*made)};
}

}  // namespace leukolens::dataset
