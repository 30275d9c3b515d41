#include "core/engine/adamw.h"

#include <ATen/ATen.h>

namespace leukolens::engine {
namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;

}  // namespace

AdamW::AdamW(const std::vector<at::Tensor>& parameters, double weightDecay) {
    m_decayed.weightDecay = weightDecay;
    for (const auto& parameter : parameters) {
        Group& group = parameter.dim() >= 2 ? m_decayed : m_plain;
        group.parameters.push_back(parameter);
        group.averages.push_back(at::zeros_like(parameter));
        group.squares.push_back(at::zeros_like(parameter));
        group.steps.push_back(at::zeros({}, parameter.options().dtype(at::kFloat)));
    }
}

void AdamW::step(double learningRate) {
    const at::NoGradGuard noGrad;
    update(m_decayed, learningRate);
    update(m_plain, learningRate);
}

void AdamW::update(Group& group, double learningRate) {
    std::vector<at::Tensor> parameters, gradients, averages, squares, steps;
    for (std::size_t i = 0; i < group.parameters.size(); ++i) {
        at::Tensor& gradient = group.parameters[i].mutable_grad();
        if (!gradient.defined()) continue;
        // The fused update walks parameter and gradient memory side by side.
        gradients.push_back(gradient.strides() == group.parameters[i].strides()
                                ? gradient
                                : at::empty_like(group.parameters[i]).copy_(gradient));
        parameters.push_back(group.parameters[i]);
        averages.push_back(group.averages[i]);
        squares.push_back(group.squares[i]);
        steps.push_back(group.steps[i].add_(1));
        gradient.reset();
    }
    if (parameters.empty()) return;
    at::_fused_adamw_(parameters, gradients, averages, squares, {}, steps, learningRate, kBeta1, kBeta2, group.weightDecay, kEpsilon,
                      false, false);
}

}  // namespace leukolens::engine
