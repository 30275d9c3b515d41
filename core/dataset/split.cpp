#include "core/dataset/split.h"

#include <algorithm>

#include "core/base/random.h"
#include "core/dataset/split_patient.h"
#include "core/dataset/split_subjects.h"

namespace leukolens::dataset {
namespace {

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

/// LeaveOneOut has as many as there are subjects, which leaveOneOutFolds() counts.
Result<void> requireFolds(Protocol protocol, int folds) {
    if (protocol == Protocol::LeaveOneOut || protocol == Protocol::Own) return {};
    if (protocol == Protocol::Official) {
        if (folds == kOfficialFolds) return {};
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(folds) + " folds were asked for, the protocol official has " + std::to_string(kOfficialFolds), {},
                    "Choose 3 folds.");
    }
    const int fewest = protocol == Protocol::Patient ? 2 : 1;
    if (folds >= fewest && folds <= kMostFolds) return {};
    return fail(ErrorCode::InvalidArgument,
                std::to_string(folds) + " folds were asked for, expected " + std::to_string(fewest) + " to " + std::to_string(kMostFolds), {},
                "The paper used 3.");
}

Result<std::vector<Fold>> foldsOf(const Dataset& dataset, Protocol protocol, int folds, std::uint64_t seed, Stratify stratify) {
    switch (protocol) {
        case Protocol::Patient: return patientFolds(dataset, folds, seed, stratify);
        case Protocol::Paper: return paperFolds(dataset, folds, seed);
        case Protocol::Official: return officialFolds(dataset, seed, stratify);
        case Protocol::HoldOut: return holdOutFolds(dataset, folds, seed, stratify);
        case Protocol::LeaveOneOut: return leaveOneOutFolds(dataset, folds, seed, stratify);
        case Protocol::Own: break;
    }
    return fail(ErrorCode::InvalidArgument, "the protocol own is not drawn, its split comes from a table", {},
                "Choose the CSV file that holds the split.");
}

}  // namespace

std::string_view toString(Protocol protocol) {
    switch (protocol) {
        case Protocol::Patient: return "patient";
        case Protocol::Paper: return "paper";
        case Protocol::Official: return "official";
        case Protocol::HoldOut: return "holdout";
        case Protocol::LeaveOneOut: return "leave-one-out";
        case Protocol::Own: return "own";
    }
    return "patient";
}

Result<Protocol> protocolFromString(std::string_view name) {
    for (const Protocol protocol : {Protocol::Patient, Protocol::Paper, Protocol::Official, Protocol::HoldOut, Protocol::LeaveOneOut, Protocol::Own})
        if (toString(protocol) == name) return protocol;
    return fail(ErrorCode::InvalidArgument, "no protocol is called \"" + std::string(name) + "\"", {},
                "Choose patient, paper, official, holdout, leave-one-out or own.");
}

std::string_view toString(Stratify stratify) {
    switch (stratify) {
        case Stratify::None: return "none";
        case Stratify::Sex: return "sex";
        case Stratify::Immunophenotype: return "immunophenotype";
        case Stratify::PrednisoneResponse: return "response";
    }
    return "none";
}

Result<Split> makeSplit(const Dataset& dataset, Protocol protocol, int folds, std::uint64_t seed, Stratify stratify) {
    if (const auto enough = requireTwoClasses(dataset); !enough) return fail(enough.error());
    if (const auto sensible = requireFolds(protocol, folds); !sensible) return fail(sensible.error());
    if (protocol == Protocol::Paper && stratify != Stratify::None)
        return fail(ErrorCode::InvalidArgument, "the protocol paper splits by image, so it cannot stratify by a fact of subjects", {},
                    "Choose another protocol, or stratify by nothing.");
    auto made = foldsOf(dataset, protocol, folds, seed, stratify);
    if (!made) return fail(made.error());
    return Split{protocol, seed, std::move(*made)};
}

}  // namespace leukolens::dataset
