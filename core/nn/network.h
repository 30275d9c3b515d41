// What every network of the program offers.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/nn/block.h"

namespace leukolens::nn {

struct NetworkOutput {
    at::Tensor logits;     ///< N × classes
    at::Tensor features;   ///< N × featureCount: what the last layer saw, before dropout
    at::Tensor auxiliary;  ///< N × classes, undefined where the auxiliary head was not run
};

/// A part of the way from the input to the features.
struct Stage {
    std::vector<Branch> branches;
    bool halved = false;  ///< halvingMaxPool() follows
};

/// Modules and tensors carry torchvision's names, so that its weights load unchanged.
class Network : public torch::nn::Module {
public:
    /// input: N × 3 × H × W, R, G, B, float, (rgb/255 − 0.5)/0.5, i.e. −1…1. Any memory format.
    virtual NetworkOutput forward(const at::Tensor& input) = 0;

    /// What the last layer sees: N × featureCount.
    virtual at::Tensor features(const at::Tensor& input) = 0;

    /// From there to the logits, dropout included: forward() is head(features()) but for the auxiliary head. N × featureCount → N × classes.
    virtual at::Tensor head(const at::Tensor& features) = 0;

    /// Output of a block named as in torchvision ("Mixed_6e"): N × channels × height × width. Throws std::invalid_argument for a
    /// name that is none.
    virtual at::Tensor mapAt(std::string_view block, const at::Tensor& input) = 0;

    /// The rest of the way: what features() makes of that block's output. N × channels × height × width → N × featureCount; throws as mapAt().
    virtual at::Tensor featuresFrom(std::string_view block, const at::Tensor& map) = 0;

    /// Likewise to what forward() makes of it: N × classes.
    at::Tensor logitsFrom(std::string_view block, const at::Tensor& map) { return head(featuresFrom(block, map)); }

    /// What features() computes, stage after stage; the mean over the grid follows the last. Empty: the network is no chain of such stages.
    virtual std::vector<Stage> stages() const = 0;

    /// Whether this tensor may be of that shape: of fitted heads, whose sizes follow from what was fitted.
    virtual bool takesShape(const std::string& /*tensor*/, at::IntArrayRef /*shape*/) const { return false; }

    /// Looks through numbers that were just loaded: what is wrong with them, in words; empty: nothing. Of fitted heads, whose numbers refer to each other.
    virtual std::string settle() { return {}; }

    virtual int smallestInputPx() const = 0;

    /// Whether forward() in training runs the auxiliary head for a square input of this side.
    virtual bool auxiliaryRunsAt(int inputPx) const = 0;
};

struct NetworkSettings {
    int classes = 2;       ///< ≥ 2
    double dropout = 0.5;  ///< 0…1, before the last layer
    /// False leaves the tensors as allocated: quicker, for weights that are loaded completely at once.
    bool initialise = true;
};

}  // namespace leukolens::nn
