#include "core/nn/state_dict.h"

#include <ATen/ATen.h>

namespace leukolens::nn {

StateDict stateDict(const torch::nn::Module& network) {
    StateDict state;
    for (const auto& parameter : network.named_parameters()) state.emplace(parameter.key(), parameter.value());
    for (const auto& buffer : network.named_buffers()) state.emplace(buffer.key(), buffer.value());
    return state;
}

StateDict copyOf(const StateDict& state) {
    StateDict copy;
    for (const auto& [name, tensor] : state)
        copy.emplace(name, tensor.detach().to(at::kCPU, tensor.scalar_type(), false, true, at::MemoryFormat::Contiguous));
    return copy;
}

LoadReport loadStateDict(torch::nn::Module& network, const StateDict& state) {
    const at::NoGradGuard noGrad;
    LoadReport report;
    const StateDict own = stateDict(network);
    for (const auto& [name, tensor] : own) {
        const auto found = state.find(name);
        if (found != state.end() && found->second.sizes() == tensor.sizes()) {
            at::Tensor target = tensor;
            target.copy_(found->second);
            ++report.loaded;
        } else if (found != state.end() || !name.ends_with("num_batches_tracked")) {
            report.missing.push_back(name);
        }
    }
    for (const auto& [name, tensor] : state) {
        const auto found = own.find(name);
        if (found == own.end()) {
            report.unexpected.push_back(name);
        } else if (found->second.sizes() != tensor.sizes()) {
            report.unexpected.push_back(name + " (" + shapeText(tensor.sizes()) + ", expected " + shapeText(found->second.sizes()) + ")");
        }
    }
    return report;
}

std::string shapeText(at::IntArrayRef shape) {
    if (shape.empty()) return "scalar";
    std::string text;
    for (const auto size : shape) text += (text.empty() ? "" : "×") + std::to_string(size);
    return text;
}

}  // namespace leukolens::nn
