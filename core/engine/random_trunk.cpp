#include "core/engine/random_trunk.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "core/nn/registry.h"
#include "core/nn/state_dict.h"

namespace leukolens::engine {

Result<Bytes> randomTrunk(const std::string& name, std::uint64_t seed) {
    const auto info = nn::networkInfo(name);
    if (!info) return fail(info.error());
    const at::NoGradGuard noGrad;
    at::manual_seed(seed);
    const auto network = nn::createNetwork(name, {2, 0.0});
    if (!network) return fail(network.error());
    auto state = nn::stateDict(**network);
    std::erase_if(state, [&](const auto& entry) { return info->isAuxiliary(entry.first) || std::ranges::find(info->heads, entry.first) != info->heads.end(); });
    for (auto& [tensorName, tensor] : state) {
        if (tensor.dim() < 2) continue;
        const auto inputs = static_cast<double>(tensor.numel() / tensor.size(0));
        tensor.mul_(std::sqrt(2 / inputs) / tensor.std().item<double>());
    }
    return nn::writeSafetensors(state);
}

}  // namespace leukolens::engine
