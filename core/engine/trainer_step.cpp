// One training step: what is drawn and read on the host, and what the device does with it.
#include <ATen/ATen.h>
#include <torch/nn/modules/batchnorm.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/engine/autocast.h"
#include "core/engine/cross_entropy.h"
#include "core/engine/trainer_state.h"

namespace leukolens::engine {
namespace {

// Purpose of a derived seed; the augmentation has its own.
constexpr std::uint64_t kDropout = 2;
constexpr int kLooksEverySteps = 32;
/// Steps in which a network from nothing averages its statistics.
constexpr std::int64_t kFirstStatistics = 10;

std::uint64_t seedOf(const TrainerSettings& settings, std::uint64_t purpose, std::int64_t step) {
    return deriveSeed(settings.seed, purpose + (static_cast<std::uint64_t>(step) << 8));
}

/// Batch norm's running statistics start at 0 and 1, and forget that only after some fifty steps at momentum 0.1. A network from
/// nothing takes the plain average of its first steps instead (momentum 1/n until that falls below 0.1), so that an evaluation after
/// a few steps does not measure those start values.
void averageFirstStatistics(nn::Network& network, std::int64_t step) {
    constexpr double kMomentum = 0.1;
    const double momentum = std::max(kMomentum, 1.0 / static_cast<double>(step + 1));
    for (const auto& module : network.modules())
        if (auto* norm = module->as<torch::nn::BatchNorm2d>()) norm->options.momentum(momentum);
}

}  // namespace

Result<StepInputs> Trainer::State::inputsOf(std::span<const int> cells, std::span<const int> copies) const {
    StepInputs inputs;
    std::vector<std::int64_t> rows(cells.size()), wanted(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        rows[i] = (copies.empty() ? 0 : copies[i]) * (features ? features->cells() : 0) + cells[i];
        wanted[i] = labels[static_cast<std::size_t>(cells[i])];
    }
    inputs.labels = at::tensor(wanted, at::kLong);
    const auto index = at::tensor(rows, at::kLong);
    if (resident.defined() && resident.device().type() == device.type()) {
        inputs.rows = index;
        return inputs;
    }
    const std::int64_t size = store->sizePx();
    inputs.bytes = at::empty({static_cast<std::int64_t>(cells.size()), size, size, 3}, at::TensorOptions().dtype(at::kByte).pinned_memory(device.is_cuda()));
    if (resident.defined()) {
        at::index_select_out(inputs.bytes, resident, 0, index);
    } else if (auto read = store->copyTo(cells, inputs.bytes.mutable_data_ptr<std::uint8_t>()); !read) {
        return fail(read.error());
    }
    return inputs;
}

at::Tensor Trainer::State::dropoutMask(std::int64_t rows, std::int64_t columns, std::int64_t number) const {
    // 16 random bits decide on a number. LibTorch's dropout takes 64, one after another: most of a step on vectors.
    constexpr std::int64_t kSteps = 65536;
    const auto dropped = static_cast<std::uint64_t>(std::llround(settings.dropout * kSteps));
    const auto scale = static_cast<float>(static_cast<double>(kSteps) / static_cast<double>(kSteps - static_cast<std::int64_t>(dropped)));
    Random random(seedOf(settings, kDropout, number));
    auto mask = at::empty({rows, columns}, at::kFloat);
    float* values = mask.mutable_data_ptr<float>();
    const std::int64_t count = rows * columns;
    for (std::int64_t i = 0; i < count; i += 4) {
        const std::uint64_t bits = random.next();
        for (std::int64_t k = 0; k < std::min<std::int64_t>(4, count - i); ++k) values[i + k] = (bits >> (16 * k) & 0xffff) < dropped ? 0 : scale;
    }
    return mask;
}

Result<StepInputs> Trainer::State::drawStep(std::span<const int> cells, double learningRate) {
    Random random = augmentationRandom(settings.seed, steps);
    std::vector<int> copies;
    if (features && settings.augment && features->copies() > 0)
        for (std::size_t i = 0; i < cells.size(); ++i) copies.push_back(1 + static_cast<int>(random.below(static_cast<std::uint64_t>(features->copies()))));
    auto inputs = inputsOf(cells, copies);
    if (!inputs) return inputs;
    const auto count = static_cast<std::int64_t>(cells.size());
    if (features && settings.dropout > 0) inputs->mask = dropoutMask(count, features->length(), steps);
    if (store && settings.augment) inputs->augmentation = drawAugmentation(count, settings.augmentation, random);
    inputs->numbers = at::tensor({learningRate, average ? average->nextShare() : 0.0}, device.is_cuda() ? at::kFloat : at::kDouble);
    if (!pretrained && steps <= kFirstStatistics) averageFirstStatistics(*network, steps);
    seedDropout(steps);
    ++steps;
    seen += count;
    return inputs;
}

void Trainer::State::seedDropout(std::int64_t number) const { at::manual_seed(seedOf(settings, kDropout, number)); }

bool Trainer::State::repeats() const {
    // LibTorch's operations for augmentation take the order of the colour changes from the host: recorded, it would stay what it was.
    const bool orderIsRead = device.is_cpu() || !store || !settings.augment || pictureOperations(device.type());
    return orderIsRead && (pretrained || features || steps > kFirstStatistics + 1);
}

void Trainer::State::computeStep(const StepInputs& inputs) {
    const auto output = run(inputs);
    at::Tensor plainLoss;
    const auto loss = lossOf(output, inputs.labels, plainLoss);
    loss.backward();
    optimizer->step(inputs.learningRate());
    if (average) average->update(inputs.averageShare());
    count(output.logits, plainLoss, inputs.labels);
    watch->look(loss);
}

nn::NetworkOutput Trainer::State::run(const StepInputs& inputs) {
    nn::NetworkOutput output;
    if (features) {
        const auto vectors = resident.index_select(0, inputs.rows);
        output.features = vectors;
        output.logits = network->head(inputs.mask.defined() ? vectors.mul(inputs.mask) : vectors);
    } else {
        const bool bf16 = settings.precision == "bf16";
        const StoredPictures pictures{inputs.rows.defined() ? resident : inputs.bytes, inputs.rows};
        const auto input = networkInput(pictures, settings.augmentation, inputs.augmentation, bf16 ? at::kBFloat16 : at::kFloat);
        // After the augmentation: angles in bf16 would be off by a degree.
        const AutocastScope scope(device.type(), bf16);
        output = network->forward(input);
    }
    output.logits = output.logits.to(at::kFloat);
    if (output.auxiliary.defined()) output.auxiliary = output.auxiliary.to(at::kFloat);
    return output;
}

at::Tensor Trainer::State::lossOf(const nn::NetworkOutput& output, const at::Tensor& wanted, at::Tensor& plainLoss) const {
    const auto entropy = [&](const at::Tensor& logits) { return crossEntropy(logits, wanted, classWeights, settings.labelSmoothing); };
    auto loss = entropy(output.logits);
    // Curves of runs with and without smoothing and weights are to be compared.
    plainLoss = settings.labelSmoothing > 0 || classWeights.defined() ? at::cross_entropy_loss(output.logits.detach(), wanted) : loss.detach();
    if (output.auxiliary.defined() && settings.auxiliaryWeight > 0) loss = loss.add(entropy(output.auxiliary), settings.auxiliaryWeight);
    return loss;
}

void Trainer::State::count(const at::Tensor& logits, const at::Tensor& meanLoss, const at::Tensor& wanted) {
    lossSum.add_(meanLoss.detach().to(at::kDouble), static_cast<double>(wanted.size(0)));
    correct.add_(logits.detach().argmax(1).eq(wanted).sum());
}

Result<void> Trainer::State::step(std::span<const int> cells, double learningRate) {
    const auto drawn = drawStep(cells, learningRate);
    if (!drawn) return fail(drawn.error());
    setTraining();
    runner->run(*drawn, repeats());
    if (device.is_cpu() || steps % kLooksEverySteps == 0) watch->fetch();
    return {};
}

}  // namespace leukolens::engine
