#include "core/pipelines/calibration.h"

#include <ATen/ATen.h>

namespace leukolens::pipelines {
namespace {

constexpr int kMostSteps = 100;
constexpr double kEnough = 1e-10, kSmallestStep = 1e-6;
/// One bias can be given to all classes without changing anything: this keeps them about 0.
constexpr double kRidge = 1e-6;

/// (classes + 1): slope, then biases.
at::Tensor logitsOf(const at::Tensor& scores, const at::Tensor& parameters) { return scores * parameters[0] + parameters.slice(0, 1); }

double lossOf(const at::Tensor& scores, const at::Tensor& targets, const at::Tensor& parameters) {
    return -(targets * logitsOf(scores, parameters).log_softmax(1)).sum(1).mean().item<double>() + kRidge / 2 * parameters.square().sum().item<double>();
}

}  // namespace

std::optional<Scale> calibrate(const at::Tensor& given, const at::Tensor& labels) {
    const at::NoGradGuard noGrad;
    const auto scores = given.to(at::kDouble);
    const auto rows = scores.size(0), classes = scores.size(1);
    // Platt: a class of m cells is believed (m + 1)/(m + 2); the rest is shared by the others.
    const auto right = at::one_hot(labels, classes).to(at::kDouble);
    const auto believed = ((right.sum(0) + 1) / (right.sum(0) + 2)).index_select(0, labels).unsqueeze(1);
    const auto targets = right * believed + (1 - right) * (1 - believed) / (classes - 1);
    auto parameters = at::zeros({classes + 1}, at::kDouble);
    parameters[0] = 1;
    double loss = lossOf(scores, targets, parameters);
    const auto directions = at::cat({scores.unsqueeze(2), at::eye(classes, at::kDouble).expand({rows, classes, classes})}, 2);  // n × classes × (classes + 1)
    for (int step = 0; step < kMostSteps; ++step) {
        const auto p = logitsOf(scores, parameters).softmax(1);
        const auto slopeOf = at::einsum("nc,nck->k", {p - targets, directions}) / rows + kRidge * parameters;
        const auto curvature = at::diag_embed(p) - p.unsqueeze(2) * p.unsqueeze(1);
        const auto hessian = at::einsum("nck,ncd,ndl->kl", {directions, curvature, directions}) / rows + kRidge * at::eye(classes + 1, at::kDouble);
        const auto way = at::linalg_solve(hessian, slopeOf);
        double length = 1, next = loss;
        at::Tensor there;
        // The loss is convex: some shorter step goes down.
        for (; length > kSmallestStep; length /= 2) {
            there = parameters - length * way;
            next = lossOf(scores, targets, there);
            if (next < loss) break;
        }
        if (!(next < loss)) break;
        parameters = there;
        if (loss - next < kEnough) break;
        loss = next;
    }
    const double slope = parameters[0].item<double>();
    if (!(slope > 0)) return std::nullopt;
    return Scale{slope, parameters.slice(0, 1).clone()};
}

}  // namespace leukolens::pipelines
