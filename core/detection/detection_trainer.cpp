#include "core/detection/detection_trainer.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/random.h"
#include "core/detection/detector_tensors.h"
#include "core/detection/detector_weights.h"
#include "core/detection/field_view.h"
#include "core/engine/augmentation.h"
#include "core/engine/autocast.h"
#include "core/engine/kept_memory.h"
#include "core/engine/memory_watch.h"
#include "core/engine/optimizer.h"
#include "core/nn/state_dict.h"

namespace leukolens::detection {
namespace {

// Purposes of derived seeds.
constexpr std::uint64_t kInitialWeights = 1, kViews = 2, kSamples = 3;
constexpr const char* kBody = "backbone.body.";
constexpr const char* kSteps = "steps";

engine::AugmentSettings colourChanges() {
    engine::AugmentSettings settings;
    settings.flips = settings.rotation = false;  // boxes would have to turn with the picture: field_view.h
    return settings;
}

/// Under these names frozen parts of a body lie: a convolution of ResNet's stem has its norm beside it, which holds no parameter.
Result<std::vector<std::string>> frozenParts(const Backbone& backbone, const std::string& frozenUpTo) {
    const auto blocks = backbone.blocks();
    if (frozenUpTo.empty()) return std::vector<std::string>();
    const auto last = std::ranges::find(blocks, frozenUpTo);
    if (last == blocks.end())
        return fail(ErrorCode::InvalidArgument, "the backbone has no block called '" + frozenUpTo + "' to freeze up to", {}, "Blocks go from " + blocks.front() + " to " + blocks.back() + ".");
    std::vector<std::string> parts;
    for (auto block = blocks.begin(); block <= last; ++block) parts.push_back(kBody + *block + ".");
    return parts;
}

/// Batch norm stays as it is in every block, with its two parameters.
bool isNorm(const std::string& name) { return name.ends_with(".bn.weight") || name.ends_with(".bn.bias"); }

tl::unexpected<Error> mismatch(const std::string& what) { return fail(ErrorCode::WeightsMismatch, "the checkpoint does not fit this training: " + what, {}, "Start the training anew."); }

}  // namespace

struct DetectionTrainer::State {
    engine::KeptMemory memory;
    DetectionTrainerSettings settings;
    at::Device device{at::kCPU};
    std::shared_ptr<FasterRcnn> network;
    std::optional<engine::Optimizer> optimizer;
    std::int64_t steps = 0;
    at::Tensor sums = at::zeros({5}, at::kDouble);  ///< of the four losses, and how many steps

    bool bf16() const { return settings.precision == "bf16"; }
    /// One field as the step with this number sees it.
    std::pair<at::Tensor, Truth> inputOf(const LabelledField& field, Random& views) const;
    Result<StepLosses> step(std::span<const LabelledField> fields, double learningRate);
    /// Everything in a checkpoint but the steps, sharing memory with this state.
    nn::StateDict everything() const;
};

std::pair<at::Tensor, Truth> DetectionTrainer::State::inputOf(const LabelledField& field, Random& random) const {
    auto picture = toTensor(field.pixels, device);
    if (!settings.augment) return {picture, toTruth(field.boxes, device)};
    const auto view = drawFieldView(random);
    const auto changes = colourChanges();
    const auto drawn = engine::drawAugmentation(1, changes, random);
    picture = engine::applyAugmentation(viewed(picture, view).unsqueeze(0), changes, {drawn.order, drawn.factors.to(device), {}}).squeeze(0);
    std::vector<LabelledBox> boxes(field.boxes.begin(), field.boxes.end());
    for (auto& labelled : boxes) labelled.box = viewed(labelled.box, view, field.pixels.width, field.pixels.height);
    return {picture, toTruth(boxes, device)};
}

Result<StepLosses> DetectionTrainer::State::step(std::span<const LabelledField> fields, double learningRate) {
    for (const auto& field : fields)
        if (auto sound = checkField(field.pixels); !sound) return fail(sound.error());
    const auto number = static_cast<std::uint64_t>(steps);
    Random views(deriveSeed(deriveSeed(settings.seed, kViews), number)), samples(deriveSeed(deriveSeed(settings.seed, kSamples), number));
    std::vector<at::Tensor> pictures;
    std::vector<Truth> truths;
    for (const auto& field : fields) {
        auto [picture, truth] = inputOf(field, views);
        pictures.push_back(std::move(picture));
        truths.push_back(std::move(truth));
    }
    network->train();
    FasterRcnn::Losses losses;
    {
        const engine::AutocastScope mixed(device.type(), bf16());
        losses = network->losses(pictures, truths, samples);
    }
    const auto value = [](const at::Tensor& loss) { return loss.item<double>(); };
    const StepLosses told{value(losses.objectness), value(losses.proposalBoxes), value(losses.classes), value(losses.boxes)};
    if (!std::isfinite(told.sum())) return fail(ErrorCode::Diverged, "the training loss is no longer a number", {}, "Choose a lower learning rate.");
    losses.sum().backward();
    optimizer->step(learningRate);
    ++steps;
    sums.add_(at::tensor({told.objectness, told.proposalBoxes, told.classes, told.boxes, 1.0}, at::kDouble));
    return told;
}

nn::StateDict DetectionTrainer::State::everything() const {
    auto all = nn::stateDict(*network);
    for (auto& [name, tensor] : optimizer->state()) all.emplace("optimizer/" + name, tensor);
    all.emplace("sums", sums);
    return all;
}

DetectionTrainer::DetectionTrainer(std::unique_ptr<State> state) : m_state(std::move(state)) {}
DetectionTrainer::~DetectionTrainer() = default;

Result<std::unique_ptr<DetectionTrainer>> DetectionTrainer::create(const DetectionTrainerSettings& settings) {
    return engine::withMemoryWatched([&]() -> Result<std::unique_ptr<DetectionTrainer>> {
        at::manual_seed(deriveSeed(settings.seed, kInitialWeights));
        FasterRcnnSettings shape;
        shape.backbone = settings.backbone;
        shape.classes = settings.classes;
        shape.heads.sampled = settings.regions;
        auto network = FasterRcnn::create(shape);
        if (!network) return fail(network.error());
        const auto frozen = frozenParts((*network)->backbone(), settings.frozenUpTo);
        if (!frozen) return fail(frozen.error());
        auto state = std::make_unique<State>();
        state->settings = settings;
        state->device = at::Device(settings.device == "cuda" ? at::kCUDA : at::kCPU);
        state->network = std::move(*network);
        state->network->to(state->device);
        useChannelsLast(*state->network);
        std::vector<engine::NamedParameter> parameters;
        for (auto& named : state->network->named_parameters()) {
            const auto& name = named.key();
            const bool stays = isNorm(name) || std::ranges::any_of(*frozen, [&](const std::string& part) { return name.starts_with(part); });
            named.value().requires_grad_(!stays);
            if (!stays) parameters.push_back({name, named.value(), name.starts_with(kBody) ? settings.bodyRate : 1.0});
        }
        state->optimizer.emplace(std::move(parameters), engine::OptimizerSettings{settings.optimizer, settings.momentum, settings.weightDecay, settings.clipNorm});
        return std::unique_ptr<DetectionTrainer>(new DetectionTrainer(std::move(state)));
    });
}

Result<nn::LoadReport> DetectionTrainer::loadWeights(const weights::WeightsFile& file) {
    return engine::withMemoryWatched([&] { return loadDetectorWeights(*m_state->network, file, WeightsFit::Beginning); });
}

Result<void> DetectionTrainer::measureStatistics(std::span<const LabelledField> fields) {
    return engine::withMemoryWatched([&]() -> Result<void> {
        auto& backbone = m_state->network->backbone();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (auto sound = checkField(fields[i].pixels); !sound) return fail(sound.error());
            backbone.measure(batched({backbone.normalised(toTensor(fields[i].pixels, m_state->device))}), 1.0 / static_cast<double>(i + 1));
        }
        return {};
    });
}

Result<StepLosses> DetectionTrainer::step(std::span<const LabelledField> fields, double learningRate) {
    return engine::withMemoryWatched([&] { return m_state->step(fields, learningRate); });
}

StepLosses DetectionTrainer::takeMeans() {
    auto& sums = m_state->sums;
    const auto means = sums / sums[4].clamp_min(1);
    const auto* mean = means.const_data_ptr<double>();
    const StepLosses told{mean[0], mean[1], mean[2], mean[3]};
    sums.zero_();
    return told;
}

Result<std::vector<FoundBox>> DetectionTrainer::detect(const FieldPixels& field) {
    return engine::withMemoryWatched([&] { return detectIn(*m_state->network, field, m_state->device, m_state->bf16()); });
}

Bytes DetectionTrainer::serialised() const { return nn::writeSafetensors(nn::stateDict(*m_state->network)); }

Bytes DetectionTrainer::checkpoint() const {
    auto all = m_state->everything();
    all.emplace(kSteps, at::full({}, m_state->steps, at::kLong));
    return nn::writeSafetensors(all);
}

Result<void> DetectionTrainer::restore(std::span<const std::uint8_t> checkpoint) {
    const auto found = nn::readSafetensors(checkpoint, "checkpoint");
    if (!found) return fail(found.error());
    auto own = m_state->everything();
    const auto steps = found->find(kSteps);
    if (steps == found->end() || steps->second.numel() != 1 || found->size() != own.size() + 1) return mismatch(std::to_string(found->size()) + " tensors instead of " + std::to_string(own.size() + 1));
    for (const auto& [name, tensor] : own) {
        const auto entry = found->find(name);
        if (entry == found->end()) return mismatch(name + " is missing");
        if (entry->second.sizes() != tensor.sizes() || entry->second.scalar_type() != tensor.scalar_type()) return mismatch(name + " is of another shape");
    }
    const at::NoGradGuard noGrad;
    for (auto& [name, tensor] : own) tensor.copy_(found->at(name));
    m_state->steps = steps->second.item<std::int64_t>();
    return {};
}

Result<std::string> usualFrozenBlock(const std::string& backbone) {
    const auto entry = findBackbone(backbone);
    if (!entry) return fail(entry.error());
    return std::string((*entry)->frozenUpTo);
}

}  // namespace leukolens::detection
