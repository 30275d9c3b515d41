#include "tests/support/tiny_model.h"

#include <ATen/ATen.h>

#include <stdexcept>

#include "core/inference/model_bundle.h"
#include "core/nn/registry.h"
#include "core/nn/state_dict.h"

namespace leukolens::test {

std::filesystem::path makeTinyModel(const std::filesystem::path& folder, const std::vector<std::string>& classes, const std::string& networkName) {
    at::manual_seed(7);
    const auto network = nn::createNetwork(networkName, {static_cast<int>(classes.size()), 0.5});
    if (!network) throw std::runtime_error(network.error().message());
    auto state = nn::stateDict(**network);
    {
        // Without trained statistics the features are huge: scaled to answers around 1, the probabilities are not all exactly 0 or 1.
        const at::NoGradGuard noGrad;
        (*network)->eval();
        const auto heads = nn::networkInfo(networkName)->heads;
        state.at(heads[1]).zero_();
        state.at(heads[0]).div_((*network)->forward(at::rand({1, 3, 75, 75}).mul_(2).sub_(1)).logits.abs().max());
    }
    inference::ModelCard card;
    inference::fillStandardTexts(card);
    card.name = "tiny";
    card.network = networkName;
    for (const auto& name : classes) card.classes.push_back({name, inference::knownMeaning(name), {}, {}, {}});
    card.blastClass = inference::guessBlastClass(classes);
    card.inputPx = 75;
    card.uncertainBelow = 0;
    card.created = "2026-01-01T00:00:00Z";
    const auto file = folder / "tiny.leukomodel";
    if (const auto written = inference::writeModelBundle(file, std::move(card), nn::writeSafetensors(state)); !written)
        throw std::runtime_error(written.error().message());
    return file;
}

}  // namespace leukolens::test
