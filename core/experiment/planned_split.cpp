#include "core/experiment/planned_split.h"

#include "core/dataset/split_share.h"

namespace leukolens::experiment {
namespace {

Result<dataset::Split> unproven(const dataset::Dataset& dataset, const TrainSettings& settings) {
    if (settings.protocol == dataset::Protocol::Own) return dataset::splitFromCsv(dataset, settings.splitFile, settings.seed);
    const int folds = settings.protocol == dataset::Protocol::LeaveOneOut ? 0 : settings.folds;
    return dataset::makeSplit(dataset, settings.protocol, folds, settings.seed, settings.stratify);
}

}  // namespace

bool choosesFolds(dataset::Protocol protocol) {
    return protocol == dataset::Protocol::Patient || protocol == dataset::Protocol::Paper || protocol == dataset::Protocol::HoldOut;
}

bool hasInnerPart(dataset::Protocol protocol) { return protocol != dataset::Protocol::Paper; }

Result<dataset::Split> plannedSplit(const dataset::Dataset& dataset, const TrainSettings& settings) {
    auto split = unproven(dataset, settings);
    if (!split) return split;
    if (auto proof = dataset::verifySplit(dataset, *split); !proof) return fail(proof.error());
    // A part of a split that holds: fewer cells train, nobody changes places.
    return dataset::withTrainingShare(dataset, std::move(*split), settings.trainShare, settings.seed);
}

}  // namespace leukolens::experiment
