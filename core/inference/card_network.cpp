#include "core/inference/card_network.h"

#include <ATen/ATen.h>

#include "core/nn/load_weights.h"
#include "core/nn/registry.h"

namespace leukolens::inference {

Result<std::shared_ptr<nn::Network>> networkOf(const ModelCard& card, const weights::WeightsFile& weights, const std::filesystem::path& file) {
    const auto info = nn::networkInfo(card.network);
    if (!info) return fail(ErrorCode::NotAModel, info.error().what, file, "Update Leukolens.");
    auto network = nn::createNetwork(card.network, {static_cast<int>(card.classes.size()), 0.0, false});
    if (!network) return fail(network.error());
    if (const auto loaded = nn::loadWeights(**network, *info, weights, nn::Fit::Complete); !loaded) return fail(loaded.error());
    (*network)->eval();
    for (auto& parameter : (*network)->parameters()) {
        parameter.set_requires_grad(false);
        if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
    }
    return *network;
}

}  // namespace leukolens::inference
