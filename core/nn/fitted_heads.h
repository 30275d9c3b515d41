// The four kinds of fitted heads. n: vectors kept, h: hidden numbers, t: trees, m: their nodes together, p: pairs of classes, (0,1), (0,2) … (1,2) …
#pragma once

#include "core/nn/fitted_head.h"

namespace leukolens::nn {

/// Scores: last(tanh(hidden(x))). Joshi 2020's "neural network" on the trunk's vectors, whose form the publication leaves open.
class HiddenLayerHead final : public FittedHead {
public:
    HiddenLayerHead(int64_t features, int64_t classes);
    bool takesShape(const std::string& tensor, at::IntArrayRef shape) const override;
    std::string settle() override;

private:
    at::Tensor scores(const at::Tensor& x) const override;
    at::Tensor hidden_weight, hidden_bias, last_weight, last_bias;  ///< h × features; h; classes × h; classes
};

/// Kernel exp(−gamma · distance²). Of each pair of classes the decision value is f = Σ coefficient · kernel − offset, above 0 for the first. Two classes: scores f and −f. More: each class's sum of
/// tanh(± f) over its pairs, which is the usual vote made smooth.
class SupportVectorHead final : public FittedHead {
public:
    SupportVectorHead(int64_t features, int64_t classes);
    bool takesShape(const std::string& tensor, at::IntArrayRef shape) const override;
    std::string settle() override;

private:
    int64_t pairs() const { return m_classes * (m_classes - 1) / 2; }
    at::Tensor scores(const at::Tensor& x) const override;
    at::Tensor vectors, coefficients, offsets, gamma;  ///< n × features; p × n; p; 1
};

/// The k nearest vectors vote, each by 1/distance; scores: log((k · share of the votes + 1) / (k + classes)), so that no class is impossible.
class NeighbourHead final : public FittedHead {
public:
    NeighbourHead(int64_t features, int64_t classes);
    bool takesShape(const std::string& tensor, at::IntArrayRef shape) const override;
    std::string settle() override;

private:
    at::Tensor scores(const at::Tensor& x) const override;
    at::Tensor vectors, labels, neighbours;  ///< n × features; n, int64; 1, int64: k
    int64_t m_asked = 1;                     ///< k; asking a GPU for it would stop the recording of answers
};

/// Each tree gives its leaf's class a vote; scores: log(share of the votes + 0.005). A node sends vectors whose number `feature` is ≤ threshold to the left; a leaf names itself both ways.
class ForestHead final : public FittedHead {
public:
    ForestHead(int64_t features, int64_t classes);
    bool takesShape(const std::string& tensor, at::IntArrayRef shape) const override;
    std::string settle() override;

private:
    at::Tensor scores(const at::Tensor& x) const override;
    at::Tensor roots, feature, threshold, left, right, leaf, depth;  ///< t; m; m, float; m; m; m: class of a leaf, 0 elsewhere; 1: most steps to a leaf. int64 but for threshold
    int64_t m_steps = 0;  ///< depth, on the host as m_asked
};

}  // namespace leukolens::nn
