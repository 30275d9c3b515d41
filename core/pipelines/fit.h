// Classical classifiers on a trunk's vectors: settings searched for, fitted, brought to probabilities. The network that answers with them is nn::FeaturePipeline.
#pragma once

#include <span>
#include <string>

#include "core/base/cancel_token.h"
#include "core/base/files.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/nn/network_info.h"

namespace leukolens::pipelines {

struct FitRequest {
    nn::HeadKind kind = nn::HeadKind::SupportVectors;
    std::span<const float> vectors;  ///< row after row, of the training part alone
    int length = 0;
    std::span<const int> labels;     ///< one a row, 0 … classes − 1
    int classes = 2;
    /// Inner part of each row, 0 … parts − 1: rows of one subject lie in one. Settings and probabilities are chosen by what classifiers that were fitted without a part say of it. Empty: the kind's
    /// usual settings, and scores as they are.
    std::span<const int> parts;
    std::uint64_t seed = 1;
};

struct FitResult {
    Bytes head;          ///< "fitted.…" as safetensors, for nn::loadWeights()
    std::string chosen;  ///< "C 10, gamma 0.00049"
    double innerSensitivity = 0;  ///< mean over the classes (balanced accuracy), of what was not fitted on; 0 without parts
    bool calibrated = false;   ///< false: the scores are no better than chance there, or there were no parts
};

/// Vectors are standardised by mean and deviation of the rows that are fitted on, each time. Of more than 2,000 rows every n-th is searched on. Stops between two
/// fits. Same request, same result. Fails with InvalidArgument (rows of fewer than two classes), DamagedModel (a number that is none), Cancelled, or OutOfMemory. Uses its
/// own thread, and LibTorch's for the hidden layer.
Result<FitResult> fitHead(const FitRequest& request, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::pipelines
