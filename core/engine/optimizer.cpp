#include "core/engine/optimizer.h"

#include <ATen/ATen.h>

namespace leukolens::engine {
namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kAdamEpsilon = 1e-8;
/// As Szegedy et al. 2016 trained InceptionV3, section 8; epsilon outside the root, as PyTorch has it.
constexpr double kRmsDecay = 0.9, kRmsEpsilon = 1.0;
constexpr double kNormEpsilon = 1e-6;

}  // namespace

Optimizer::Optimizer(std::vector<NamedParameter> parameters, const OptimizerSettings& settings) : m_settings(settings) {
    const bool adam = settings.kind == OptimizerKind::AdamW;
    for (auto& named : parameters) {
        const at::Tensor& parameter = named.parameter;
        Entry entry;
        entry.first = at::zeros_like(parameter);
        if (settings.kind != OptimizerKind::Sgd) entry.second = at::zeros_like(parameter);
        if (adam) entry.steps = at::zeros({}, parameter.options().dtype(at::kFloat));
        Group& group = groupFor(named.rateShare, parameter.dim() >= 2 ? settings.weightDecay : 0);
        entry.named = std::move(named);
        group.entries.push_back(std::move(entry));
    }
}

Optimizer::Group& Optimizer::groupFor(double rateShare, double weightDecay) {
    for (auto& group : m_groups)
        if (group.rateShare == rateShare && group.weightDecay == weightDecay) return group;
    return m_groups.emplace_back(Group{{}, rateShare, weightDecay});
}

Optimizer::Batch Optimizer::takeGradients(Group& group) {
    Batch batch;
    for (auto& entry : group.entries) {
        at::Tensor& parameter = entry.named.parameter;
        at::Tensor& gradient = parameter.mutable_grad();
        if (!gradient.defined()) continue;
        // The fused updates walk parameter and gradient memory side by side.
        batch.gradients.push_back(gradient.strides() == parameter.strides() ? gradient : at::empty_like(parameter).copy_(gradient));
        batch.parameters.push_back(parameter);
        batch.first.push_back(entry.first);
        if (entry.second.defined()) batch.second.push_back(entry.second);
        if (entry.steps.defined()) batch.steps.push_back(entry.steps);
        gradient.reset();
    }
    if (!batch.steps.empty()) at::_foreach_add_(batch.steps, 1);
    return batch;
}

void Optimizer::clip(std::vector<Batch>& batches) const {
    if (m_settings.clipNorm <= 0) return;
    std::vector<at::Tensor> gradients;
    for (const auto& batch : batches) gradients.insert(gradients.end(), batch.gradients.begin(), batch.gradients.end());
    if (gradients.empty()) return;
    // The factor stays on the device: reading it would make a GPU wait.
    const auto norm = at::stack(at::_foreach_norm(gradients)).norm();
    at::_foreach_mul_(gradients, at::clamp_max(m_settings.clipNorm / norm.add(kNormEpsilon), 1.0));
}

void Optimizer::update(Batch& b, const at::Tensor& rate, double weightDecay) {
    switch (m_settings.kind) {
        case OptimizerKind::AdamW:
            at::_fused_adamw_(b.parameters, b.gradients, b.first, b.second, {}, b.steps, rate, kBeta1, kBeta2, weightDecay, kAdamEpsilon, false,
                              false);
            return;
        case OptimizerKind::Sgd: {
            const bool nesterov = m_settings.momentum > 0;
            at::_fused_sgd_(b.parameters, b.gradients, nesterov ? b.first : std::vector<at::Tensor>(), weightDecay, m_settings.momentum, rate, 0.0, nesterov, false, false);
            return;
        }
        case OptimizerKind::RmsProp: {
            if (weightDecay > 0) at::_foreach_add_(b.gradients, b.parameters, weightDecay);
            at::_foreach_mul_(b.second, kRmsDecay);
            at::_foreach_addcmul_(b.second, b.gradients, b.gradients, 1 - kRmsDecay);
            auto roots = at::_foreach_sqrt(b.second);
            at::_foreach_add_(roots, kRmsEpsilon);
            at::_foreach_mul_(b.first, m_settings.momentum);
            at::_foreach_addcdiv_(b.first, b.gradients, roots, 1.0);
            if (rate.is_cpu()) at::_foreach_add_(b.parameters, b.first, -rate.item<double>());
            else moveAgainst(b.parameters, b.first, rate);
            return;
        }
    }
}

void Optimizer::step(const at::Tensor& learningRate) {
    const at::NoGradGuard noGrad;
    std::vector<Batch> batches;
    for (auto& group : m_groups) batches.push_back(takeGradients(group));
    clip(batches);
    for (std::size_t i = 0; i < batches.size(); ++i)
        if (!batches[i].parameters.empty()) update(batches[i], learningRate.mul(m_groups[i].rateShare), m_groups[i].weightDecay);
}

void Optimizer::step(double learningRate) { step(at::full({}, learningRate, at::kDouble)); }

void Optimizer::dropGradients() {
    for (auto& group : m_groups)
        for (auto& entry : group.entries) entry.named.parameter.mutable_grad().reset();
}

void moveAgainst(at::TensorList parameters, at::TensorList changes, const at::Tensor& rate) {
    const auto moves = at::_foreach_mul(changes, rate);
    at::_foreach_sub_(parameters, moves);
}

std::map<std::string, at::Tensor> Optimizer::state() const {
    std::map<std::string, at::Tensor> state;
    for (const auto& group : m_groups) {
        for (const auto& entry : group.entries) {
            state.emplace(entry.named.name + ".first", entry.first);
            if (entry.second.defined()) state.emplace(entry.named.name + ".second", entry.second);
            if (entry.steps.defined()) state.emplace(entry.named.name + ".steps", entry.steps);
        }
    }
    return state;
}

}  // namespace leukolens::engine
