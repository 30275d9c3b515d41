#include "core/engine/trainer_state.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/batchnorm.h>

#include <algorithm>

#include "core/base/random.h"
#include "core/nn/registry.h"

namespace leukolens::engine {
namespace {

// Purpose of a derived seed.
constexpr std::uint64_t kInitialWeights = 1;

/// Convolutions are fastest on channels_last memory.
void useChannelsLast(nn::Network& network) {
    for (auto& parameter : network.parameters())
        if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
}

Result<std::vector<std::string>> frozenBlocks(const TrainerSettings& settings, const nn::NetworkInfo& info) {
    if (settings.frozenUpTo.empty()) return std::vector<std::string>();
    if (settings.frozenUpTo == kWholeTrunk) return info.blocks;
    const auto last = std::find(info.blocks.begin(), info.blocks.end(), settings.frozenUpTo);
    if (last == info.blocks.end())
        return fail(ErrorCode::InvalidArgument, info.name + " has no block called '" + settings.frozenUpTo + "' to freeze up to", {},
                    "Blocks go from " + info.blocks.front() + " to " + info.blocks.back() + ".");
    return std::vector<std::string>(info.blocks.begin(), last + 1);
}

bool startsWithAny(const std::string& name, const std::vector<std::string>& blocks) {
    return std::any_of(blocks.begin(), blocks.end(), [&](const std::string& block) { return name.starts_with(block + '.'); });
}

}  // namespace

Result<std::unique_ptr<Trainer::State>> Trainer::State::make(const TrainerSettings& settings, std::span<const int> labels) {
    auto state = std::make_unique<State>();
    at::manual_seed(deriveSeed(settings.seed, kInitialWeights));
    auto network = nn::createNetwork(settings.network, {settings.classes, settings.dropout});
    if (!network) return fail(network.error());
    state->info = *nn::networkInfo(settings.network);
    const auto frozen = frozenBlocks(settings, state->info);
    if (!frozen) return fail(frozen.error());
    state->settings = settings;
    state->device = at::Device(settings.device == "cuda" ? at::kCUDA : at::kCPU);
    state->network = *network;
    state->network->to(state->device);
    useChannelsLast(*state->network);
    for (auto& named : state->network->named_parameters())
        if (startsWithAny(named.key(), *frozen)) named.value().requires_grad_(false);
    state->makeOptimizer();
    if (settings.emaDecay > 0) state->average.emplace(*state->network, settings.emaDecay);
    state->labels.assign(labels.begin(), labels.end());
    if (!settings.classWeights.empty())
        state->classWeights = at::tensor(settings.classWeights, at::kDouble).to(at::kFloat).to(state->device);
    state->lossSum = at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(state->device));
    state->correct = at::zeros({}, at::TensorOptions().dtype(at::kLong).device(state->device));
    state->watch.emplace(state->device);
    // Sizes are the same in every step: it pays to try which algorithm is the fastest.
    if (state->device.is_cuda()) at::globalContext().setBenchmarkCuDNN(true);
    State& s = *state;
    state->runner = std::make_unique<StepRunner>(
        s.device, StepRunner::Work{[&s](const StepInputs& inputs) { s.computeStep(inputs); },
                                   [&s] {
                                       s.optimizer->dropGradients();
                                       s.seedDropout(s.steps - 1);
                                   },
                                   pictureOperations(s.device.type()) != nullptr});
    return state;
}

void Trainer::State::makeOptimizer() {
    std::vector<NamedParameter> parameters;
    for (auto& named : network->named_parameters()) {
        if (!named.value().requires_grad()) continue;
        if (features && trained().count(named.key()) == 0) continue;
        const bool head = std::find(info.heads.begin(), info.heads.end(), named.key()) != info.heads.end();
        parameters.push_back({named.key(), named.value(), head ? 1.0 : settings.trunkRate});
    }
    optimizer = std::make_unique<Optimizer>(std::move(parameters),
                                            OptimizerSettings{settings.optimizer, settings.momentum, settings.weightDecay, settings.clipNorm});
}

void Trainer::State::resetTotals() {
    lossSum.zero_();
    correct.zero_();
    seen = 0;
}

void Trainer::State::setTraining() {
    // The last layer alone is the same in both modes, and dropout is the trainer's own there.
    if (inTraining || features) return;
    inTraining = true;
    network->train();
    if (settings.frozenUpTo.empty()) return;
    // Without this, batch norm would go on averaging its statistics in blocks that are meant to stay as they are.
    const auto frozen = frozenBlocks(settings, info);
    for (auto& module : network->named_modules())
        if (std::find(frozen->begin(), frozen->end(), module.key()) != frozen->end()) module.value()->eval();
}

void Trainer::State::setEvaluating() {
    inTraining = false;
    network->eval();
}

nn::StateDict Trainer::State::trained() const {
    auto state = nn::stateDict(*network);
    if (features)
        std::erase_if(state, [&](const auto& entry) {
            return info.isAuxiliary(entry.first) || std::find(info.heads.begin(), info.heads.end(), entry.first) == info.heads.end();
        });
    return state;
}

nn::StateDict Trainer::State::everything() const {
    nn::StateDict all;
    for (const auto& [name, tensor] : trained()) {
        all.emplace("weights/" + name, tensor);
        if (average) all.emplace("mean/" + name, average->state().at(name));
    }
    for (const auto& [name, tensor] : optimizer->state()) all.emplace("optimizer/" + name, tensor);
    all.emplace("totals/loss", lossSum);
    all.emplace("totals/correct", correct);
    return all;
}

AveragedWeights::AveragedWeights(Trainer::State& state) : m_state(state) {
    if (!state.average || state.keptRestored) return;
    for (const auto& [name, tensor] : nn::stateDict(*state.network)) m_own.emplace(name, tensor.detach().clone());
    nn::copyInto(*state.network, state.average->state());
}

AveragedWeights::~AveragedWeights() noexcept(false) {
    if (m_own.empty()) return;
    try {
        nn::copyInto(*m_state.network, m_own);
    } catch (...) {
        // Where an error is on its way already, that one counts: the trainer is of no use after it.
        if (std::uncaught_exceptions() == m_exceptions) throw;
    }
}

}  // namespace leukolens::engine
