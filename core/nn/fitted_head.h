// What answers from a trunk's vectors where it was fitted to them at once (core/pipelines) and not learnt step by step. All of it is tensors, so that such a model is saved, loaded, answers
// and is explained as any other.
#pragma once

#include <torch/nn/module.h>

#include <memory>
#include <string>
#include <vector>

#include "core/nn/network_info.h"

namespace leukolens::nn {

/// logits = slope · scores((features − mean) / deviation) + bias, in float32 whatever runs around it. slope and bias bring the scores to probabilities
/// (Platt 1999; of more than two classes one slope and a bias each). As made it knows one vector of zeros and says nothing of use.
class FittedHead : public torch::nn::Module {
public:
    at::Tensor forward(const at::Tensor& features) const;  ///< N × features → N × classes

    /// As Network's; names without the part's own.
    virtual bool takesShape(const std::string& tensor, at::IntArrayRef shape) const = 0;
    virtual std::string settle();

protected:
    FittedHead(int64_t features, int64_t classes);
    virtual at::Tensor scores(const at::Tensor& x) const = 0;  ///< of standardised vectors

    int64_t m_features, m_classes;
    at::Tensor bias, slope, mean, deviation;  ///< classes; 1; features; features, > 0
};

std::shared_ptr<FittedHead> makeFittedHead(HeadKind kind, int64_t features, int64_t classes);

/// Names of its tensors, "bias" first.
std::vector<std::string> fittedTensors(HeadKind kind);

}  // namespace leukolens::nn
