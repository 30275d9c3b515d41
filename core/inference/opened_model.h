// A file of a model or of weights, read once: what it is, and its tensors.
#pragma once

#include "core/inference/model_bundle.h"
#include "core/inference/model_inspection.h"

namespace leukolens::inference {

struct OpenedModel {
    ModelInspection inspection;
    weights::WeightsFile weights;
    std::shared_ptr<const Bytes> bytes;  ///< the whole file
};

/// As inspectModel().
Result<OpenedModel> openModel(const std::filesystem::path& file);

}  // namespace leukolens::inference
