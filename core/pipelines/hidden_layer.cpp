#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <torch/optim/adamw.h>

#include <cmath>

#include "core/pipelines/classifier.h"

namespace leukolens::pipelines {
namespace {

constexpr std::int64_t kHidden = 64;
constexpr int kSteps = 150;
constexpr double kRate = 2e-3;

HeadTensor plain(const at::Tensor& tensor) {
    const auto flat = tensor.detach().contiguous();
    const float* values = flat.const_data_ptr<float>();
    return {flat.sizes().vec(), std::vector<float>(values, values + flat.numel())};
}

}  // namespace

/// first: weight decay. All rows in every step.
HeadTensors fitHiddenLayer(const Rows& rows, const Candidate& candidate, std::uint64_t seed) {
    const auto x = at::from_blob(const_cast<float*>(rows.vectors.data()), {rows.count(), rows.length}, at::kFloat);
    const auto labels = at::from_blob(const_cast<int*>(rows.labels.data()), {rows.count()}, at::kInt).to(at::kLong);
    auto random = at::make_generator<at::CPUGeneratorImpl>(seed);
    const auto layer = [&](std::int64_t out, std::int64_t in) {
        const double bound = 1 / std::sqrt(static_cast<double>(in));
        return at::empty({out, in}).uniform_(-bound, bound, random).requires_grad_(true);
    };
    const auto weight = layer(kHidden, rows.length), lastWeight = layer(rows.classes, kHidden);
    const auto bias = at::zeros({kHidden}).requires_grad_(true), lastBias = at::zeros({rows.classes}).requires_grad_(true);
    std::vector<torch::optim::OptimizerParamGroup> groups;
    groups.emplace_back(std::vector{weight, lastWeight}, std::make_unique<torch::optim::AdamWOptions>(torch::optim::AdamWOptions(kRate).weight_decay(candidate.first)));
    groups.emplace_back(std::vector{bias, lastBias}, std::make_unique<torch::optim::AdamWOptions>(torch::optim::AdamWOptions(kRate).weight_decay(0)));
    torch::optim::AdamW optimizer(groups, torch::optim::AdamWOptions(kRate));
    const at::AutoGradMode gradients(true);
    for (int step = 0; step < kSteps; ++step) {
        optimizer.zero_grad();
        at::cross_entropy_loss(at::linear(at::linear(x, weight, bias).tanh(), lastWeight, lastBias), labels).backward();
        optimizer.step();
    }
    return {{"hidden_weight", plain(weight)}, {"hidden_bias", plain(bias)}, {"last_weight", plain(lastWeight)}, {"last_bias", plain(lastBias)}};
}

}  // namespace leukolens::pipelines
