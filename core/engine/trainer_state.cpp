#include "core/engine/trainer_state.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/batchnorm.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/engine/augmentation.h"
#include "core/engine/autocast.h"
#include "core/nn/registry.h"

namespace leukolens::engine {
namespace {

// Purposes of derived seeds.
constexpr std::uint64_t kInitialWeights = 1, kAugmentation = 3;
constexpr int kLooksEverySteps = 32;

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
    state->labels = state->indexOf(labels);
    if (!settings.classWeights.empty())
        state->classWeights = at::tensor(settings.classWeights, at::kDouble).to(at::kFloat).to(state->device);
    state->resetTotals();
    const auto count = at::TensorOptions().dtype(at::kLong);
    state->strange = at::zeros({}, count.device(state->device));
    state->strangeSeen = at::zeros({}, count.pinned_memory(state->device.is_cuda()));
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
    lossSum = at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(device));
    correct = at::zeros({}, at::TensorOptions().dtype(at::kLong).device(device));
    seen = 0;
}

at::Tensor Trainer::State::indexOf(std::span<const int> cells) const {
    const std::vector<std::int64_t> index(cells.begin(), cells.end());
    return at::tensor(index, at::kLong).to(device);
}

Result<at::Tensor> Trainer::State::picturesOf(std::span<const int> cells) const {
    at::Tensor bytes;
    if (resident.defined()) {
        bytes = resident.index_select(0, indexOf(cells).to(resident.device()));
    } else {
        const std::int64_t size = store->sizePx();
        bytes = at::empty({static_cast<std::int64_t>(cells.size()), size, size, 3}, at::TensorOptions().dtype(at::kByte).pinned_memory(device.is_cuda()));
        if (auto read = store->copyTo(cells, bytes.mutable_data_ptr<std::uint8_t>()); !read) return fail(read.error());
    }
    return bytes.to(device).permute({0, 3, 1, 2}).to(at::kFloat).mul_(1.0 / 255);
}

at::Tensor Trainer::State::vectorsOf(std::span<const int> cells, std::span<const int> copies) const {
    std::vector<std::int64_t> rows(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) rows[i] = (copies.empty() ? 0 : copies[i]) * features->cells() + cells[i];
    return resident.index_select(0, at::tensor(rows, at::kLong).to(device));
}

void Trainer::State::setTraining() {
    // The last layer alone is the same in both modes, and dropout is the trainer's own there.
    if (inTraining || features) return;
    inTraining = true;
    network->train();
    if (settings.frozenUpTo.empty()) return;
    // Without this, batch norm would go on averaging its statistics in blocks that are meant to stay as they are.
    const auto frozen = frozenBlocks(settings, info);
    for (auto& child : network->named_children())
        if (std::find(frozen->begin(), frozen->end(), child.key()) != frozen->end()) child.value()->eval();
}

void Trainer::State::setEvaluating() {
    inTraining = false;
    network->eval();
}

nn::NetworkOutput Trainer::State::run(const at::Tensor& input, bool isFeatures) {
    const AutocastScope scope(device.type(), settings.precision == "bf16" && !isFeatures);
    nn::NetworkOutput output;
    if (isFeatures) {
        output.logits = network->head(input);
    } else {
        output = network->forward(input.sub(0.5).mul_(2).contiguous(at::MemoryFormat::ChannelsLast));
    }
    output.logits = output.logits.to(at::kFloat);
    if (output.auxiliary.defined()) output.auxiliary = output.auxiliary.to(at::kFloat);
    return output;
}

at::Tensor Trainer::State::dropoutMask(std::int64_t rows, std::int64_t columns, std::int64_t number) const {
    // 16 random bits decide on a number. LibTorch's dropout takes 64, one after another: most of a step on vectors.
    constexpr std::int64_t kSteps = 65536;
    const auto dropped = static_cast<std::uint64_t>(std::llround(settings.dropout * kSteps));
    const auto scale = static_cast<float>(static_cast<double>(kSteps) / static_cast<double>(kSteps - static_cast<std::int64_t>(dropped)));
    Random random(deriveSeed(settings.seed, kDropout + (static_cast<std::uint64_t>(number) << 8)));
    auto mask = at::empty({rows, columns}, at::kFloat);
    float* values = mask.mutable_data_ptr<float>();
    std::uint64_t bits = 0;
    for (std::int64_t i = 0; i < rows * columns; ++i, bits >>= 16) {
        if (i % 4 == 0) bits = random.next();
        values[i] = (bits & 0xffff) < dropped ? 0 : scale;
    }
    return mask.to(device);
}

Result<at::Tensor> Trainer::State::trainingInput(std::span<const int> cells, std::int64_t number) const {
    Random random(deriveSeed(settings.seed, kAugmentation + (static_cast<std::uint64_t>(number) << 8)));
    if (features) {
        std::vector<int> copies(cells.size(), 0);
        if (settings.augment && features->copies() > 0)
            for (int& copy : copies) copy = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(features->copies())));
        const auto vectors = vectorsOf(cells, copies);
        return settings.dropout > 0 ? vectors.mul(dropoutMask(vectors.size(0), vectors.size(1), number)) : vectors;
    }
    auto pictures = picturesOf(cells);
    if (pictures && settings.augment) pictures = augment(*pictures, settings.augmentation, random);
    return pictures;
}

at::Tensor Trainer::State::lossOf(const nn::NetworkOutput& output, const at::Tensor& wanted, at::Tensor& plainLoss) const {
    const auto entropy = [&](const at::Tensor& logits) {
        return at::cross_entropy_loss_symint(logits, wanted, classWeights.defined() ? std::optional<at::Tensor>(classWeights) : std::nullopt,
                                             at::Reduction::Mean, c10::SymInt(-100), settings.labelSmoothing);
    };
    auto loss = entropy(output.logits);
    // Curves of runs with and without smoothing and weights are to be compared.
    plainLoss = settings.labelSmoothing > 0 || classWeights.defined() ? at::cross_entropy_loss(output.logits.detach(), wanted) : loss.detach();
    if (output.auxiliary.defined() && settings.auxiliaryWeight > 0) loss = loss.add(entropy(output.auxiliary), settings.auxiliaryWeight);
    return loss;
}

void Trainer::State::count(const at::Tensor& logits, const at::Tensor& meanLoss, const at::Tensor& wanted) {
    lossSum.add_(meanLoss.detach().to(at::kDouble), static_cast<double>(wanted.size(0)));
    correct.add_(logits.detach().argmax(1).eq(wanted).sum());
    seen += wanted.size(0);
}

void Trainer::State::watch(const at::Tensor& loss) {
    strange.add_(at::isfinite(loss.detach()).logical_not());
    if (!device.is_cuda()) {
        strangeSeen.copy_(strange);
    } else if (steps % kLooksEverySteps == 0) {
        strangeSeen.copy_(strange, /*non_blocking=*/true);
    }
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
        if (!kept.empty()) all.emplace("kept/" + name, kept.at(name));
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

AveragedWeights::~AveragedWeights() {
    if (!m_own.empty()) nn::copyInto(*m_state.network, m_own);
}

}  // namespace leukolens::engine
