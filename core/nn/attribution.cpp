#include "core/nn/attribution.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

namespace leukolens::nn {

at::Tensor gradCam(Network& network, std::string_view block, const at::Tensor& picture, std::int64_t classIndex) {
    at::Tensor map;
    {
        const at::NoGradGuard noGrad;
        map = network.mapAt(block, picture);
    }
    const at::AutoGradMode gradients(true);
    const auto leaf = map.detach().requires_grad_(true);
    const auto score = network.logitsFrom(block, leaf).select(1, classIndex).sum();
    const auto gradient = torch::autograd::grad({score}, {leaf}).front();
    const auto weights = gradient.to(at::kFloat).mean({2, 3}, true);
    return (weights * map.to(at::kFloat)).sum(1).relu().squeeze(0).to(at::kCPU).contiguous();
}

at::Tensor ablationCam(Network& network, std::string_view block, const at::Tensor& picture, std::int64_t classIndex, int batch, const std::function<bool(std::int64_t, std::int64_t)>& onChannels) {
    const at::NoGradGuard noGrad;
    const auto map = network.mapAt(block, picture);
    const auto probability = [&](const at::Tensor& maps) { return network.logitsFrom(block, maps).to(at::kFloat).softmax(1).select(1, classIndex); };
    const auto whole = probability(map);
    const auto channels = map.size(1);
    std::vector<at::Tensor> falls;
    for (std::int64_t first = 0; first < channels; first += batch) {
        const auto count = std::min<std::int64_t>(batch, channels - first);
        auto maps = map.repeat({count, 1, 1, 1}).contiguous(at::MemoryFormat::ChannelsLast);
        for (std::int64_t i = 0; i < count; ++i) maps[i][first + i].zero_();
        falls.push_back(whole - probability(maps));
        if (!onChannels(first + count, channels)) return {};
    }
    return (at::cat(falls).view({1, channels, 1, 1}) * map.to(at::kFloat)).sum(1).relu().squeeze(0).to(at::kCPU).contiguous();
}

IntegratedGradients integratedGradients(Network& network, const at::Tensor& picture, const at::Tensor& baseline, std::int64_t classIndex, int steps, int batch,
                                        const std::function<bool(int)>& onSteps) {
    IntegratedGradients result;
    const auto way = picture - baseline;
    {
        const at::NoGradGuard noGrad;
        const auto ends = network.forward(at::cat({baseline, picture})).logits.select(1, classIndex).to(at::kDouble).to(at::kCPU);
        result.difference = ends[1].item<double>() - ends[0].item<double>();
    }
    auto sum = at::zeros_like(picture);
    for (int done = 0; done < steps;) {
        const int now = std::min(batch, steps - done);
        const auto places = (at::arange(done, done + now, picture.options()) + 0.5) / steps;
        const at::AutoGradMode gradients(true);
        const auto points = (baseline + places.view({-1, 1, 1, 1}) * way).contiguous(at::MemoryFormat::ChannelsLast).detach().requires_grad_(true);
        const auto score = network.forward(points).logits.select(1, classIndex).sum();
        sum += torch::autograd::grad({score}, {points}).front().sum(0, true).detach();
        done += now;
        if (!onSteps(done)) return {};
    }
    result.map = (sum / steps * way).sum(1).squeeze(0).to(at::kFloat).to(at::kCPU).contiguous();
    return result;
}

}  // namespace leukolens::nn
