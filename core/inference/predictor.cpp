#include "core/inference/predictor.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>

#include "core/engine/autocast.h"
#include "core/engine/device.h"
#include "core/inference/card_network.h"
#include "core/inference/model_bundle.h"
#include "core/inference/network_input.h"
#include "core/inference/predictor_state.h"
#include "core/nn/registry.h"

namespace leukolens::inference {
namespace {

constexpr int kCpuBatch = 4, kGpuBatch = 64;

/// The most probable class; with a threshold, the blast class from that probability on and another one below it.
std::size_t decide(const std::vector<double>& probabilities, const ModelCard& card) {
    std::optional<std::size_t> blast;
    if (card.threshold)
        for (std::size_t i = 0; i < card.classes.size(); ++i)
            if (card.classes[i].name == card.blastClass) blast = i;
    if (blast && probabilities[*blast] >= *card.threshold) return *blast;
    std::size_t best = blast == std::size_t{0} ? 1 : 0;
    for (std::size_t i = best; i < probabilities.size(); ++i)
        if (blast != i && probabilities[i] > probabilities[best]) best = i;
    return best;
}

bool isUncertain(const std::vector<double>& probabilities, const ModelCard& card) {
    if (const auto band = uncertainBand(card)) {
        const double blast = probabilities[card.classes[0].name == card.blastClass ? 0 : 1];
        return blast > band->first && blast < band->second;
    }
    return *std::max_element(probabilities.begin(), probabilities.end()) < card.uncertainBelow;
}

/// opinions: each about one picture, the classes' probabilities.
Prediction predictionOf(const std::vector<std::vector<double>>& opinions, const PictureFindings& told, const ModelCard& card) {
    Prediction prediction;
    prediction.probabilities.assign(card.classes.size(), 0);
    for (const auto& opinion : opinions)
        for (std::size_t i = 0; i < opinion.size(); ++i) prediction.probabilities[i] += opinion[i] / static_cast<double>(opinions.size());
    const std::size_t chosen = decide(prediction.probabilities, card);
    prediction.classIndex = static_cast<int>(chosen);
    prediction.probability = prediction.probabilities[chosen];
    if (opinions.size() > 1) {
        double squares = 0;
        for (const auto& opinion : opinions) squares += (opinion[chosen] - prediction.probability) * (opinion[chosen] - prediction.probability);
        prediction.disagreement = std::sqrt(squares / static_cast<double>(opinions.size() - 1));
    }
    // First, for it explains most of the others.
    if (told.wholeField) prediction.flags.emplace_back(kWholeFieldFlag);
    if (isUncertain(prediction.probabilities, card)) prediction.flags.emplace_back(kUncertainFlag);
    if (told.colours && card.colours && stain::shiftOf(*card.colours, *told.colours) > stain::kFarReaches) prediction.flags.emplace_back(kForeignColoursFlag);
    if (told.outcome != stain::StainOutcome::Applied) prediction.flags.emplace_back(kNotNormalisedFlag);
    if (told.blurred) prediction.flags.emplace_back(kBlurredFlag);
    if (told.notMasked) prediction.flags.emplace_back(kNotMaskedFlag);
    prediction.colours = told.colours;
    prediction.masked = told.masked;
    return prediction;
}

Result<std::string> usedPrecision(const std::string& wanted, const std::string& device, const ModelCard& card, const std::filesystem::path& model) {
    if (wanted == kQuickestPrecision) {
        const bool isOffered = device == "cpu" && offersEightBit(card) && compiled::processorComputesWith(compiled::Numbers::Int8);
        return isOffered ? Result<std::string>(kEightBitPrecision) : engine::resolvePrecision("auto", device);
    }
    if (wanted != kEightBitPrecision) return engine::resolvePrecision(wanted, device);
    if (device != "cpu") return fail(ErrorCode::InvalidArgument, "8-bit answers are computed on the CPU alone", model, "Choose the device cpu, or another precision.");
    if (!offersEightBit(card))
        return fail(ErrorCode::InvalidArgument, card.eightBit ? "its 8-bit answers differ from its others too often" : "was not measured with 8-bit numbers", model, "Choose another precision.");
    return wanted;
}

compiled::Numbers numbersOf(const std::string& precision) {
    return precision == kEightBitPrecision ? compiled::Numbers::Int8 : precision == "bf16" ? compiled::Numbers::BFloat16 : compiled::Numbers::Float32;
}

void compare(Prediction& prediction, const ReferenceCells& references, std::span<const float> features) {
    prediction.embedding = embeddingOf(references, features);
    prediction.strangeness = strangenessOf(references, prediction.embedding);
    if (*prediction.strangeness > 1) prediction.flags.emplace_back(kNotACellFlag);
}

}  // namespace

Predictor::Predictor(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Predictor::~Predictor() = default;

Result<std::unique_ptr<Predictor>> Predictor::load(const std::filesystem::path& model, const std::string& device, const std::string& precision) {
    const auto resolved = engine::resolveDevice(device);
    if (!resolved) return fail(resolved.error());
    auto bundle = readModelBundle(model);
    if (!bundle) return fail(bundle.error());
    const auto used = usedPrecision(precision, *resolved, bundle->card, model);
    if (!used) return fail(used.error());
    const bool eightBit = *used == kEightBitPrecision;
    if (bundle->card.kind == ModelKind::Trunk)
        return fail(ErrorCode::NotAModel, "has no last layer: it is a starting point for training and classifies nothing", model, "Train a model from it, or choose another.");
    auto network = networkOf(bundle->card, bundle->weights, model);
    if (!network) return fail(network.error());
    const auto info = nn::networkInfo(bundle->card.network);
    if (bundle->references && bundle->references->length != info->featureCount)
        return fail(ErrorCode::DamagedModel, "lists training cells of another network", model, "Copy or export the model again.");
    auto state = std::make_unique<State>();
    state->info = *info;
    state->references = std::move(bundle->references);
    state->card = std::move(bundle->card);
    state->sha256 = bundle->sha256;
    state->device = at::Device(*resolved == "cuda" ? at::kCUDA : at::kCPU);
    state->bf16 = *used == "bf16";
    state->precision = *used;
    state->network = *network;
    state->network->to(state->device);
    if (!eightBit && engine::answerOperations(state->device.type())) {
        state->recorded = std::make_unique<engine::RecordedAnswers>(state->device, state->batch(), [s = state.get()](const at::Tensor& pixels) { return s->compute(pixels); });
    } else if (const auto numbers = numbersOf(*used); state->device.is_cpu() && (eightBit || (compiled::processorComputesWith(numbers) && !state->network->stages().empty()))) {
        const compiled::InputForm form{state->card.inputPx, state->card.mean, state->card.standardDeviation};
        auto compiled = compiled::CompiledNetwork::make(state->network, form, numbers, at::get_num_threads(), eightBit ? state->card.eightBit->ranges : compiled::ActivationRanges());
        if (!compiled) return fail(compiled.error());
        state->compiled = std::move(*compiled);
    }
    return std::unique_ptr<Predictor>(new Predictor(std::move(state)));
}

const ModelCard& Predictor::card() const { return m_state->card; }
const ReferenceCells* Predictor::references() const { return m_state->references ? &*m_state->references : nullptr; }
const std::string& Predictor::modelSha256() const { return m_state->sha256; }
const std::string& Predictor::precision() const { return m_state->precision; }

Result<void> Predictor::join(std::unique_ptr<Predictor> other) {
    if (other->card().classNames() != card().classNames())
        return fail(ErrorCode::InvalidArgument, "'" + other->card().name + "' tells other classes apart than '" + card().name + "'", {}, "Choose models of one training.");
    m_state->others.push_back(std::move(other));
    return {};
}

void Predictor::askAlone() { m_state->others.clear(); }

std::vector<std::string> Predictor::joinedModels() const {
    std::vector<std::string> models;
    for (const auto& other : m_state->others) models.push_back(other->modelSha256());
    return models;
}

namespace {

constexpr int kTurns = 4, kViews = 8;

/// Of N × height × width × 3. The first is the picture as it is.
at::Tensor viewOf(const at::Tensor& pictures, int view) {
    const auto turned = view % kTurns == 0 ? pictures : at::rot90(pictures, view % kTurns, {1, 2});
    return (view < kTurns ? turned : turned.flip(2)).contiguous();
}

}  // namespace

/// One model's opinions about pictures.
struct Predictor::State::Opinions {
    std::vector<PictureFindings> pictures;
    std::vector<at::Tensor> views;  ///< N × classes each: probabilities, on the CPU
    at::Tensor features;            ///< N × length, on the CPU, of the first view; undefined unless asked for
};

int Predictor::State::batch() const { return device.is_cuda() ? kGpuBatch : kCpuBatch; }

engine::RecordedAnswers::Answer Predictor::State::compute(const at::Tensor& pixels) {
    const at::NoGradGuard noGrad;
    const engine::AutocastScope scope(device.type(), bf16);
    const auto features = network->features(normalised(pixels, card, device));
    return {features.to(at::kFloat), network->head(features).to(at::kFloat)};
}

engine::RecordedAnswers::Answer Predictor::State::answer(const at::Tensor& pixels) {
    if (recorded)
        if (auto known = recorded->answer(pixels)) return *known;
    std::unique_lock lock(mutex, std::defer_lock);
    if (device.is_cuda()) lock.lock();
    const auto [features, logits] = compute(pixels.to(device));
    return {features.to(at::kCPU), logits.to(at::kCPU)};
}

Result<Predictor::State::Opinions> Predictor::State::ask(std::span<const image::Image> images, int viewCount, bool keepFeatures) {
    auto prepared = networkInput(images, card);
    Opinions opinions{std::move(prepared.pictures), {}, {}};
    for (int view = 0; view < viewCount; ++view) {
        const auto pixels = viewOf(prepared.pixels, view);
        engine::RecordedAnswers::Answer given;
        if (compiled) {
            auto seen = compiled->features({pixels.const_data_ptr<std::uint8_t>(), static_cast<std::size_t>(pixels.numel())}, !at::in_parallel_region());
            if (!seen) return fail(seen.error());
            given.features = at::from_blob(seen->data(), {pixels.size(0), info.featureCount}, at::kFloat).clone();
            given.logits = network->head(given.features);
        } else {
            given = answer(pixels);
        }
        if (keepFeatures && view == 0) opinions.features = given.features.contiguous();
        opinions.views.push_back(given.logits.div(card.temperature.value_or(1)).softmax(1).contiguous());
    }
    return opinions;
}

Result<std::vector<Prediction>> Predictor::predict(std::span<const image::Image> images, const PredictOptions& options) {
    if (images.empty()) return std::vector<Prediction>{};
    State& s = *m_state;
    const at::NoGradGuard noGrad;
    const bool usesFeatures = options.features || s.references;
    const int viewCount = options.eightViews ? kViews : 1;
    auto asked = s.ask(images, viewCount, usesFeatures);
    if (!asked) return fail(asked.error());
    auto& own = *asked;
    auto views = own.views;
    for (const auto& other : s.others) {
        const auto theirs = other->m_state->ask(images, viewCount, false);
        if (!theirs) return fail(theirs.error());
        views.insert(views.end(), theirs->views.begin(), theirs->views.end());
        for (std::size_t i = 0; i < images.size(); ++i) {
            own.pictures[i].masked |= theirs->pictures[i].masked;
            own.pictures[i].notMasked |= theirs->pictures[i].notMasked;
        }
    }
    const std::size_t classes = s.card.classes.size();
    std::vector<Prediction> predictions;
    for (std::size_t i = 0; i < images.size(); ++i) {
        std::vector<std::vector<double>> about;
        for (const auto& view : views) {
            const float* row = view.const_data_ptr<float>() + i * classes;
            if (!std::all_of(row, row + classes, [](float p) { return p >= 0 && p <= 1; }))
                return fail(ErrorCode::DamagedModel, "the network answers with something that is no number", {}, "Train or export the model again.");
            about.emplace_back(row, row + classes);
        }
        predictions.push_back(predictionOf(about, own.pictures[i], s.card));
        if (!usesFeatures) continue;
        const auto length = static_cast<std::size_t>(own.features.size(1));
        const std::span vector(own.features.const_data_ptr<float>() + i * length, length);
        if (s.references) compare(predictions.back(), *s.references, vector);
        if (options.features) predictions.back().features.assign(vector.begin(), vector.end());
    }
    return predictions;
}

int Predictor::batch() const { return m_state->batch(); }

std::vector<std::string> Predictor::takeNotices() {
    State& s = *m_state;
    std::vector<std::string> notices;
    if (s.device.is_cuda() && !std::exchange(s.libraryNoticeTaken, true))
        if (auto notice = engine::cudaNotice(); !notice.empty()) notices.push_back(std::move(notice));
    if (s.recorded) std::ranges::move(s.recorded->takeNotices(), std::back_inserter(notices));
    for (const auto& other : s.others)
        if (other->m_state->recorded) std::ranges::move(other->m_state->recorded->takeNotices(), std::back_inserter(notices));
    return notices;
}

void Predictor::onStreams(std::size_t most, const std::function<void()>& work) {
    const auto streams = static_cast<std::int64_t>(std::min<std::size_t>(most, static_cast<std::size_t>(at::get_num_threads())));
    // Inside a parallel region operations run on the thread they are called from, and its threads live as long as the calling one:
    // what LibTorch keeps for a thread, cuDNN's plans among it, is there at the next call.
    at::parallel_for(0, streams, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) work();
    });
}

}  // namespace leukolens::inference
