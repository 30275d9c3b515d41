#include "core/engine/trainer.h"

#include <ATen/ATen.h>
#include <c10/util/Exception.h>
#include <omp.h>
#include <torch/nn/modules/batchnorm.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/engine/device.h"
#include "core/engine/trainer_state.h"
#include "core/nn/load_weights.h"
#include "core/nn/registry.h"

namespace leukolens::engine {
namespace {

/// Share of a GPU's free memory that the pictures may take.
constexpr double kResidentShare = 0.5;
/// Vectors of a frozen trunk are small: an evaluation takes them by thousands.
constexpr std::size_t kVectorBatch = 4096;

/// Batch norm's running statistics start at 0 and 1, and forget that only after some fifty steps at momentum 0.1. A network from
/// nothing takes the plain average of its first steps instead (momentum 1/n until that falls below 0.1), so that an evaluation after
/// a few steps does not measure those start values.
void averageFirstStatistics(nn::Network& network, std::int64_t step) {
    constexpr double kMomentum = 0.1;
    const double momentum = std::max(kMomentum, 1.0 / static_cast<double>(step + 1));
    for (const auto& module : network.modules())
        if (auto* norm = module->as<torch::nn::BatchNorm2d>()) norm->options.momentum(momentum);
}

/// Steps on vectors are so small that a second thread only waits.
class OneThread {
public:
    explicit OneThread(bool on) : m_before(omp_get_max_threads()) {
        if (on) omp_set_num_threads(1);
    }
    ~OneThread() { omp_set_num_threads(m_before); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    int m_before;
};

/// Runs `work`; LibTorch's ways of saying that memory ran out become one.
template <class Work>
auto withMemoryWatched(const Work& work) {
    try {
        return work();
    } catch (const c10::OutOfMemoryError&) {
        throw DeviceOutOfMemory();
    } catch (const c10::Error& error) {
        if (std::string_view(error.what_without_backtrace()).find("can't allocate memory") != std::string_view::npos) throw DeviceOutOfMemory();
        throw;
    }
}

}  // namespace

Trainer::Trainer(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Trainer::~Trainer() = default;

Result<std::unique_ptr<Trainer>> Trainer::create(const TrainerSettings& settings, const PixelStore& store, std::span<const int> labels) {
    return withMemoryWatched([&]() -> Result<std::unique_ptr<Trainer>> {
        auto state = State::make(settings, labels);
        if (!state) return fail(state.error());
        State& s = **state;
        if (store.sizePx() < s.network->smallestInputPx())
            return fail(ErrorCode::InvalidArgument, "an input of " + std::to_string(store.sizePx()) + " px is too small, " + settings.network +
                                                        " needs at least " + std::to_string(s.network->smallestInputPx()) + " px");
        s.store = &store;
        if (store.resident()) {
            const std::int64_t size = store.sizePx();
            s.resident = at::from_blob(store.data(), {store.cells(), size, size, 3}, at::kByte);
            const auto bytes = static_cast<double>(s.resident.nbytes());
            if (s.device.is_cuda() && bytes < kResidentShare * static_cast<double>(freeMemory("cuda"))) s.resident = s.resident.to(s.device);
        }
        return std::unique_ptr<Trainer>(new Trainer(std::move(*state)));
    });
}

Result<std::unique_ptr<Trainer>> Trainer::create(const TrainerSettings& settings, const FeatureStore& features, std::span<const int> labels) {
    return withMemoryWatched([&]() -> Result<std::unique_ptr<Trainer>> {
        auto state = State::make(settings, labels);
        if (!state) return fail(state.error());
        State& s = **state;
        if (features.length() != s.info.featureCount)
            return fail(ErrorCode::InvalidArgument, "vectors of " + std::to_string(features.length()) + " numbers are not of " + settings.network);
        s.features = &features;
        s.setEvaluating();
        // from_blob() wants memory that it could write to; nobody does.
        s.resident = at::from_blob(const_cast<float*>(features.all().data()), {(features.copies() + 1) * features.cells(), features.length()}, at::kFloat).to(s.device);
        s.makeOptimizer();
        return std::unique_ptr<Trainer>(new Trainer(std::move(*state)));
    });
}

Result<nn::LoadReport> Trainer::loadWeights(const weights::WeightsFile& file) {
    State& s = *m_state;
    auto report = nn::loadWeights(*s.network, s.info, file, nn::Fit::AsFarAsItGoes);
    s.pretrained = report.has_value();
    if (s.average) s.average.emplace(*s.network, s.settings.emaDecay);
    return report;
}

bool Trainer::auxiliaryRuns() const { return m_state->store && m_state->network->auxiliaryRunsAt(m_state->store->sizePx()); }

void Trainer::announce(std::span<const int> cells) {
    if (m_state->store) m_state->store->announce(cells);
}

Result<void> Trainer::step(std::span<const int> cells, double learningRate) {
    return withMemoryWatched([&]() -> Result<void> {
        State& s = *m_state;
        const OneThread oneThread(s.features && s.device.is_cpu());
        const auto input = s.trainingInput(cells, s.steps);
        if (!input) return fail(input.error());
        s.setTraining();
        if (!s.pretrained && s.steps <= 10) averageFirstStatistics(*s.network, s.steps);
        at::manual_seed(deriveSeed(s.settings.seed, kDropout + (static_cast<std::uint64_t>(s.steps) << 8)));
        ++s.steps;
        const auto wanted = s.labels.index_select(0, s.indexOf(cells));
        const auto output = s.run(*input, s.features != nullptr);
        at::Tensor plainLoss;
        const auto loss = s.lossOf(output, wanted, plainLoss);
        loss.backward();
        s.optimizer->step(learningRate);
        if (s.average) s.average->update();
        s.count(output.logits, plainLoss, wanted);
        s.watch(loss);
        return {};
    });
}

bool Trainer::lossIsFinite() { return *m_state->strangeSeen.const_data_ptr<std::int64_t>() == 0; }

Totals Trainer::takeTotals() {
    State& s = *m_state;
    Totals totals;
    totals.cells = s.seen;
    if (s.seen > 0) {
        totals.meanLoss = s.lossSum.item<double>() / static_cast<double>(s.seen);
        totals.accuracy = static_cast<double>(s.correct.item<std::int64_t>()) / static_cast<double>(s.seen);
    }
    s.strangeSeen.copy_(s.strange);
    s.resetTotals();
    return totals;
}

Result<Evaluation> Trainer::evaluate(std::span<const int> cells, const CancelToken& cancel, const std::function<void(int)>& onBatch) {
    return withMemoryWatched([&]() -> Result<Evaluation> {
        State& s = *m_state;
        const at::NoGradGuard noGrad;
        const AveragedWeights averaged(s);
        s.setEvaluating();
        s.resetTotals();
        Evaluation evaluation;
        const std::size_t batch = s.features ? kVectorBatch : static_cast<std::size_t>(s.settings.batch);
        for (std::size_t at = 0; at < cells.size(); at += batch) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            const auto part = cells.subspan(at, std::min(batch, cells.size() - at));
            const auto input = s.features ? s.vectorsOf(part, {}) : s.picturesOf(part);
            if (!input) return fail(input.error());
            const auto wanted = s.labels.index_select(0, s.indexOf(part));
            const auto logits = s.run(*input, s.features != nullptr).logits;
            s.count(logits, at::cross_entropy_loss(logits, wanted), wanted);
            const auto probabilities = logits.softmax(1).to(at::kCPU).contiguous();
            const float* values = probabilities.const_data_ptr<float>();
            evaluation.probabilities.insert(evaluation.probabilities.end(), values, values + probabilities.numel());
            if (onBatch) onBatch(static_cast<int>(part.size()));
        }
        evaluation.totals = takeTotals();
        return evaluation;
    });
}

void Trainer::keepWeights() {
    State& s = *m_state;
    s.kept = nn::copyOf(s.average ? s.average->state() : s.trained());
    if (s.features) {
        const auto trained = s.trained();
        std::erase_if(s.kept, [&](const auto& entry) { return trained.count(entry.first) == 0; });
    }
}

void Trainer::restoreKept() {
    nn::copyInto(*m_state->network, m_state->kept);
    m_state->keptRestored = true;
}

Bytes Trainer::serialised() const {
    const AveragedWeights averaged(*m_state);
    return nn::writeSafetensors(nn::stateDict(*m_state->network));
}

}  // namespace leukolens::engine
