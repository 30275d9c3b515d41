#include <ATen/ATen.h>

#include <algorithm>

#include "core/inference/network_input.h"
#include "core/inference/predictor_state.h"
#include "core/nn/attribution.h"

namespace leukolens::inference {
namespace {

constexpr int kSteps = 32, kStepsAtOnce = 4, kChannelsAtOnce = 64;
/// Single pixels stand out by far: the brightest of the map is what 99.5 % of them keep below.
constexpr double kBrightest = 0.995;
constexpr const char* kStage = "Explaining the answer";

Explanation scaled(const at::Tensor& map, double brightest) {
    const auto positive = map.clamp_min(0).contiguous();
    Explanation explanation{static_cast<int>(map.size(1)), static_cast<int>(map.size(0)), {}};
    const float* values = positive.const_data_ptr<float>();
    explanation.values.assign(values, values + positive.numel());
    auto sorted = explanation.values;
    const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(brightest * static_cast<double>(sorted.size() - 1));
    std::ranges::nth_element(sorted, at);
    if (*at <= 0) return explanation;
    for (float& value : explanation.values) value = std::min(1.0f, value / *at);
    return explanation;
}

}  // namespace

std::vector<ExplainMethod> Predictor::explainMethods() const {
    std::vector<ExplainMethod> methods;
    if (m_state->info.hasMaps()) methods = {ExplainMethod::GradCam, ExplainMethod::FineGradCam};
    if (m_state->info.hasGradient()) methods.push_back(ExplainMethod::IntegratedGradients);
    return methods;
}

Result<Explanation> Predictor::explain(const image::Image& picture, int classIndex, ExplainMethod method, ProgressSink& progress, const CancelToken& cancel) {
    State& s = *m_state;
    if (classIndex < 0 || static_cast<std::size_t>(classIndex) >= s.card.classes.size())
        return fail(ErrorCode::InvalidArgument, "the model has no class " + std::to_string(classIndex), {}, "Choose one of its classes.");
    if (method == ExplainMethod::IntegratedGradients && !s.info.hasGradient())
        return fail(ErrorCode::InvalidArgument, "a forest's answer has no gradients to integrate", {}, "Choose one of the maps instead.");
    if (method != ExplainMethod::IntegratedGradients && !s.info.hasMaps())
        return fail(ErrorCode::InvalidArgument, "the network has no map that could be laid over the picture", {}, "Choose integrated gradients.");
    const at::NoGradGuard noGrad;
    const auto input = normalised(networkInput(std::span(&picture, 1), s.card).pixels, s.card, s.device);
    std::unique_lock lock(s.mutex, std::defer_lock);
    if (s.device.is_cuda()) lock.lock();
    const auto& block = method == ExplainMethod::GradCam ? s.info.featureLayer : s.info.fineLayer;
    if (!s.info.hasGradient()) {
        const auto map = nn::ablationCam(*s.network, block, input, classIndex, kChannelsAtOnce, [&](std::int64_t done, std::int64_t total) {
            progress.report({kStage, done, total});
            return !cancel.cancelled();
        });
        if (!map.defined()) return fail(ErrorCode::Cancelled, "stopped");
        return scaled(map, 1);
    }
    if (method != ExplainMethod::IntegratedGradients) return scaled(nn::gradCam(*s.network, block, input, classIndex), 1);
    const auto black = at::full_like(input, -s.card.mean / s.card.standardDeviation);
    const auto found = nn::integratedGradients(*s.network, input, black, classIndex, kSteps, kStepsAtOnce, [&](int done) {
        progress.report({kStage, done, kSteps});
        return !cancel.cancelled();
    });
    if (!found.map.defined()) return fail(ErrorCode::Cancelled, "stopped");
    return scaled(found.map, kBrightest);
}

}  // namespace leukolens::inference
