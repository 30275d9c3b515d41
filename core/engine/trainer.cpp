#include "core/engine/trainer.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/batchnorm.h>

#include <algorithm>

#include "core/base/random.h"
#include "core/engine/adamw.h"
#include "core/engine/augmentation.h"
#include "core/engine/autocast.h"
#include "core/nn/load_weights.h"
#include "core/nn/registry.h"
#include "core/nn/state_dict.h"

namespace leukolens::engine {
namespace {

// Purposes of derived seeds.
constexpr std::uint64_t kInitialWeights = 1, kDropout = 2, kAugmentation = 3;

/// Convolutions are fastest on channels_last memory.
void useChannelsLast(nn::Network& network) {
    for (auto& parameter : network.parameters())
        if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
}

/// Batch norm's running statistics start at 0 and 1, and forget that only after some fifty steps at momentum 0.1. A network from
/// nothing takes the plain average of its first steps instead (momentum 1/n until that falls below 0.1), so that an evaluation after
/// a few steps does not measure those start values.
void averageFirstStatistics(nn::Network& network, std::uint64_t step) {
    constexpr double kMomentum = 0.1;
    const double momentum = std::max(kMomentum, 1.0 / static_cast<double>(step + 1));
    for (const auto& module : network.modules())
        if (auto* norm = module->as<torch::nn::BatchNorm2d>()) norm->options.momentum(momentum);
}

}  // namespace

struct Trainer::State {
    TrainerSettings settings;
    at::Device device{at::kCPU};
    std::shared_ptr<nn::Network> network;
    std::unique_ptr<AdamW> optimizer;
    at::Tensor pixels;  ///< cells × size × size × 3, uint8, on the device
    at::Tensor labels;  ///< cells, int64, on the device
    int sizePx = 0;
    std::uint64_t steps = 0;
    bool pretrained = false;
    nn::StateDict kept;
    at::Tensor lossSum, correct;  ///< on the device: reading them stalls it
    std::int64_t seen = 0;

    void resetTotals() {
        lossSum = at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(device));
        correct = at::zeros({}, at::TensorOptions().dtype(at::kLong).device(device));
        seen = 0;
    }

    at::Tensor indexOf(std::span<const int> cells) const {
        std::vector<std::int64_t> index(cells.begin(), cells.end());
        return at::tensor(index, at::kLong).to(device);
    }

    /// N×3×H×W float 0…1, channels_last.
    at::Tensor picturesOf(const at::Tensor& index) const {
        return pixels.index_select(0, index).permute({0, 3, 1, 2}).to(at::kFloat).mul_(1.0 / 255);
    }

    static at::Tensor normalised(const at::Tensor& rgb) { return rgb.sub(0.5).mul_(2).contiguous(at::MemoryFormat::ChannelsLast); }

    nn::NetworkOutput run(const at::Tensor& input) {
        const AutocastScope scope(device.type(), settings.precision == "bf16");
        auto output = network->forward(input);
        output.logits = output.logits.to(at::kFloat);
        if (output.auxiliary.defined()) output.auxiliary = output.auxiliary.to(at::kFloat);
        return output;
    }

    void count(const at::Tensor& logits, const at::Tensor& meanLoss, const at::Tensor& wanted) {
        lossSum.add_(meanLoss.detach().to(at::kDouble), static_cast<double>(wanted.size(0)));
        correct.add_(logits.detach().argmax(1).eq(wanted).sum());
        seen += wanted.size(0);
    }
};

Trainer::Trainer(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Trainer::~Trainer() = default;

Result<std::unique_ptr<Trainer>> Trainer::create(const TrainerSettings& settings, const PixelStore& store, std::span<const int> labels) {
    at::manual_seed(deriveSeed(settings.seed, kInitialWeights));
    auto network = nn::createNetwork(settings.network, {settings.classes, settings.dropout});
    if (!network) return fail(network.error());
    if (store.sizePx() < (*network)->smallestInputPx())
        return fail(ErrorCode::InvalidArgument, "an input of " + std::to_string(store.sizePx()) + " px is too small, " + settings.network +
                                                    " needs at least " + std::to_string((*network)->smallestInputPx()) + " px");
    auto state = std::make_unique<State>();
    state->settings = settings;
    state->device = at::Device(settings.device == "cuda" ? at::kCUDA : at::kCPU);
    state->network = *network;
    state->network->to(state->device);
    useChannelsLast(*state->network);
    state->optimizer = std::make_unique<AdamW>(state->network->parameters(), settings.weightDecay);
    const std::int64_t size = store.sizePx();
    state->sizePx = store.sizePx();
    state->pixels = at::from_blob(store.data(), {store.cells(), size, size, 3}, at::kByte).to(state->device);
    state->labels = state->indexOf(labels);
    state->resetTotals();
    return std::unique_ptr<Trainer>(new Trainer(std::move(state)));
}

Result<nn::LoadReport> Trainer::loadWeights(const weights::WeightsFile& file) {
    const auto info = nn::networkInfo(m_state->settings.network);
    if (!info) return fail(info.error());
    auto report = nn::loadWeights(*m_state->network, *info, file, nn::Fit::AsFarAsItGoes);
    m_state->pretrained = report.has_value();
    return report;
}

bool Trainer::auxiliaryRuns() const { return m_state->network->auxiliaryRunsAt(m_state->sizePx); }

void Trainer::step(std::span<const int> cells, double learningRate) {
    State& s = *m_state;
    s.network->train();
    const std::uint64_t number = s.steps++;
    if (!s.pretrained && number <= 10) averageFirstStatistics(*s.network, number);
    at::manual_seed(deriveSeed(s.settings.seed, kDropout + (number << 8)));
    Random random(deriveSeed(s.settings.seed, kAugmentation + (number << 8)));
    const auto index = s.indexOf(cells);
    auto pictures = s.picturesOf(index);
    if (s.settings.augment) pictures = augment(pictures, AugmentSettings{}, random);
    const auto wanted = s.labels.index_select(0, index);
    const auto output = s.run(State::normalised(pictures));
    const auto mainLoss = at::cross_entropy_loss(output.logits, wanted);
    auto loss = mainLoss;
    if (output.auxiliary.defined() && s.settings.auxiliaryWeight > 0)
        loss = loss.add(at::cross_entropy_loss(output.auxiliary, wanted), s.settings.auxiliaryWeight);
    loss.backward();
    s.optimizer->step(learningRate);
    s.count(output.logits, mainLoss, wanted);
}

Totals Trainer::takeTotals() {
    State& s = *m_state;
    Totals totals;
    totals.cells = s.seen;
    if (s.seen > 0) {
        totals.meanLoss = s.lossSum.item<double>() / static_cast<double>(s.seen);
        totals.accuracy = static_cast<double>(s.correct.item<std::int64_t>()) / static_cast<double>(s.seen);
    }
    s.resetTotals();
    return totals;
}

Result<Evaluation> Trainer::evaluate(std::span<const int> cells, const CancelToken& cancel, const std::function<void(int)>& onBatch) {
    State& s = *m_state;
    const at::NoGradGuard noGrad;
    s.network->eval();
    s.resetTotals();
    Evaluation evaluation;
    const auto batch = static_cast<std::size_t>(s.settings.batch);
    for (std::size_t at = 0; at < cells.size(); at += batch) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        const auto part = cells.subspan(at, std::min(batch, cells.size() - at));
        const auto index = s.indexOf(part);
        const auto wanted = s.labels.index_select(0, index);
        const auto logits = s.run(State::normalised(s.picturesOf(index))).logits;
        s.count(logits, at::cross_entropy_loss(logits, wanted), wanted);
        const auto probabilities = logits.softmax(1).to(at::kCPU).contiguous();
        const float* values = probabilities.const_data_ptr<float>();
        evaluation.probabilities.insert(evaluation.probabilities.end(), values, values + probabilities.numel());
        if (onBatch) onBatch(static_cast<int>(part.size()));
    }
    evaluation.totals = takeTotals();
    return evaluation;
}

void Trainer::keepWeights() { m_state->kept = nn::copyOf(nn::stateDict(*m_state->network)); }

void Trainer::restoreKept() { nn::copyInto(*m_state->network, m_state->kept); }

Bytes Trainer::serialised() const { return nn::writeSafetensors(nn::stateDict(*m_state->network)); }

}  // namespace leukolens::engine
