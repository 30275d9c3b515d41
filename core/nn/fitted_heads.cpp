#include "core/nn/fitted_heads.h"

#include <ATen/ATen.h>

namespace leukolens::nn {
namespace {

/// Deeper trees are no forest's; it bounds what a file can ask for.
constexpr int64_t kMostDepth = 64;
/// Of vectors that are the same: as near as a float tells.
constexpr double kNearest = 1e-6;
/// What no vote at all is taken for.
constexpr double kNoVote = 0.005;

bool isMatrix(at::IntArrayRef shape, int64_t columns) { return shape.size() == 2 && shape[0] >= 1 && shape[1] == columns; }
bool isList(at::IntArrayRef shape) { return shape.size() == 1 && shape[0] >= 1; }

bool allWithin(const at::Tensor& values, int64_t low, int64_t high) {
    const auto [least, most] = at::aminmax(values);
    return least.item<int64_t>() >= low && most.item<int64_t>() <= high;
}

at::Tensor whole(int64_t size) { return at::zeros({size}, at::kLong); }

}  // namespace

HiddenLayerHead::HiddenLayerHead(int64_t features, int64_t classes)
    : FittedHead(features, classes), hidden_weight(register_buffer("hidden_weight", at::zeros({1, features}))), hidden_bias(register_buffer("hidden_bias", at::zeros({1}))),
      last_weight(register_buffer("last_weight", at::zeros({classes, 1}))), last_bias(register_buffer("last_bias", at::zeros({classes}))) {}

bool HiddenLayerHead::takesShape(const std::string& tensor, at::IntArrayRef shape) const {
    if (tensor == "hidden_weight") return isMatrix(shape, m_features);
    if (tensor == "hidden_bias") return isList(shape);
    return tensor == "last_weight" && shape.size() == 2 && shape[0] == m_classes && shape[1] >= 1;
}

std::string HiddenLayerHead::settle() {
    if (hidden_bias.size(0) != hidden_weight.size(0) || last_weight.size(1) != hidden_weight.size(0)) return "its hidden layer is of two widths";
    return FittedHead::settle();
}

at::Tensor HiddenLayerHead::scores(const at::Tensor& x) const { return at::linear(at::linear(x, hidden_weight, hidden_bias).tanh(), last_weight, last_bias); }

SupportVectorHead::SupportVectorHead(int64_t features, int64_t classes)
    : FittedHead(features, classes), vectors(register_buffer("vectors", at::zeros({1, features}))), coefficients(register_buffer("coefficients", at::zeros({pairs(), 1}))),
      offsets(register_buffer("offsets", at::zeros({pairs()}))), gamma(register_buffer("gamma", at::ones({1}))) {}

bool SupportVectorHead::takesShape(const std::string& tensor, at::IntArrayRef shape) const {
    if (tensor == "vectors") return isMatrix(shape, m_features);
    return tensor == "coefficients" && shape.size() == 2 && shape[0] == pairs() && shape[1] >= 1;
}

std::string SupportVectorHead::settle() {
    return coefficients.size(1) != vectors.size(0) ? "it has not as many coefficients as support vectors" : FittedHead::settle();
}

at::Tensor SupportVectorHead::scores(const at::Tensor& x) const {
    const auto kernel = (-gamma * at::cdist(x, vectors).square()).exp();
    const auto decisions = at::linear(kernel, coefficients, -offsets);  // N × p
    if (m_classes == 2) return at::cat({decisions, -decisions}, 1);
    const auto votes = decisions.tanh();
    std::vector<at::Tensor> sums(static_cast<std::size_t>(m_classes), at::zeros({x.size(0)}, x.options()));
    int64_t pair = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        for (std::size_t j = i + 1; j < sums.size(); ++j, ++pair) {
            sums[i] = sums[i] + votes.select(1, pair);
            sums[j] = sums[j] - votes.select(1, pair);
        }
    }
    return at::stack(sums, 1);
}

NeighbourHead::NeighbourHead(int64_t features, int64_t classes)
    : FittedHead(features, classes), vectors(register_buffer("vectors", at::zeros({1, features}))), labels(register_buffer("labels", whole(1))),
      neighbours(register_buffer("neighbours", at::ones({1}, at::kLong))) {}

bool NeighbourHead::takesShape(const std::string& tensor, at::IntArrayRef shape) const {
    if (tensor == "vectors") return isMatrix(shape, m_features);
    return tensor == "labels" && isList(shape);
}

std::string NeighbourHead::settle() {
    if (labels.size(0) != vectors.size(0)) return "it has not as many classes as vectors";
    if (!allWithin(labels, 0, m_classes - 1)) return "a vector is of a class that there is not";
    m_asked = neighbours.item<int64_t>();
    if (m_asked < 1 || m_asked > vectors.size(0)) return "it asks for more neighbours than there are";
    return FittedHead::settle();
}

at::Tensor NeighbourHead::scores(const at::Tensor& x) const {
    const auto [distances, nearest] = at::cdist(x, vectors).topk(m_asked, 1, false, false);
    const auto weights = (distances + kNearest).reciprocal();
    const auto votes = at::zeros({x.size(0), m_classes}, x.options()).scatter_add(1, labels.index_select(0, nearest.flatten()).view_as(nearest), weights / weights.sum(1, true));
    return ((votes * m_asked + 1) / (m_asked + m_classes)).log();
}

ForestHead::ForestHead(int64_t features, int64_t classes)
    : FittedHead(features, classes), roots(register_buffer("roots", whole(1))), feature(register_buffer("feature", whole(1))), threshold(register_buffer("threshold", at::zeros({1}))),
      left(register_buffer("left", whole(1))), right(register_buffer("right", whole(1))), leaf(register_buffer("leaf", whole(1))), depth(register_buffer("depth", whole(1))) {}

bool ForestHead::takesShape(const std::string& tensor, at::IntArrayRef shape) const {
    for (const char* name : {"roots", "feature", "threshold", "left", "right", "leaf"})
        if (tensor == name) return isList(shape);
    return false;
}

std::string ForestHead::settle() {
    const auto nodes = feature.size(0);
    for (const auto& list : {threshold, left, right, leaf})
        if (list.size(0) != nodes) return "the lists of its trees' nodes are of different lengths";
    if (!allWithin(roots, 0, nodes - 1) || !allWithin(left, 0, nodes - 1) || !allWithin(right, 0, nodes - 1)) return "a tree names a node that there is not";
    if (!allWithin(feature, 0, m_features - 1)) return "a tree asks for a number that the vectors have not";
    if (!allWithin(leaf, 0, m_classes - 1)) return "a leaf is of a class that there is not";
    m_steps = depth.item<int64_t>();
    if (m_steps < 0 || m_steps > kMostDepth) return "its trees are deeper than " + std::to_string(kMostDepth) + " nodes";
    return FittedHead::settle();
}

at::Tensor ForestHead::scores(const at::Tensor& x) const {
    const auto trees = roots.size(0), pictures = x.size(0);
    auto node = roots.unsqueeze(0).expand({pictures, trees});
    const auto at = [&](const at::Tensor& list) { return list.index_select(0, node.flatten()).view({pictures, trees}); };
    for (int64_t step = 0; step < m_steps; ++step) {
        const auto goesLeft = x.gather(1, at(feature)) <= at(threshold);
        node = at::where(goesLeft, at(left), at(right)).contiguous();
    }
    // Class by class: one_hot() asks a GPU whether the numbers are classes, and a recording of answers forbids asking.
    const auto said = at(leaf);
    std::vector<at::Tensor> votes;
    for (int64_t c = 0; c < m_classes; ++c) votes.push_back(said.eq(c).sum(1).to(at::kFloat) / trees);
    return (at::stack(votes, 1) + kNoVote).log();
}

}  // namespace leukolens::nn
