#include "core/engine/trainer.h"

#include <ATen/ATen.h>
#include <ATen/DeviceAccelerator.h>
#include <omp.h>
#include <torch/nn/modules/batchnorm.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/random.h"
#include "core/engine/device.h"
#include "core/engine/memory_watch.h"
#include "core/engine/trainer_state.h"
#include "core/nn/load_weights.h"
#include "core/nn/registry.h"

namespace leukolens::engine {
namespace {

/// Share of a GPU's free memory that the pictures may take.
constexpr double kResidentShare = 0.5;
/// Vectors of a frozen trunk are small: an evaluation takes them by thousands.
constexpr std::size_t kVectorBatch = 4096;

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
            // What an earlier trainer left idle with LibTorch is free too.
            if (s.device.is_cuda()) at::accelerator::emptyCache();
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
    return withMemoryWatched([&] {
        State& s = *m_state;
        auto report = nn::loadWeights(*s.network, s.info, file, nn::Fit::AsFarAsItGoes);
        s.pretrained = report.has_value();
        s.runner->forget();
        if (s.average) s.average.emplace(*s.network, s.settings.emaDecay);
        return report;
    });
}

std::vector<std::string> Trainer::takeNotices() {
    State& s = *m_state;
    auto notices = s.runner->takeNotices();
    if (s.device.is_cuda() && !std::exchange(s.libraryNoticeTaken, true))
        if (auto notice = cudaNotice(); !notice.empty()) notices.insert(notices.begin(), std::move(notice));
    return notices;
}

bool Trainer::auxiliaryRuns() const { return m_state->store && m_state->network->auxiliaryRunsAt(m_state->store->sizePx()); }

void Trainer::announce(std::span<const int> cells) {
    if (m_state->store) m_state->store->announce(cells);
}

Result<void> Trainer::step(std::span<const int> cells, double learningRate) {
    return withMemoryWatched([&]() -> Result<void> {
        State& s = *m_state;
        const OneThread oneThread(s.features && s.device.is_cpu());
        return s.step(cells, learningRate);
    });
}

bool Trainer::lossIsFinite() { return m_state->watch->allFinite(); }

bool Trainer::weightsAreFinite() const {
    const at::NoGradGuard noGrad;
    at::Tensor sum = at::zeros({}, at::TensorOptions().device(m_state->device).dtype(at::kDouble));
    for (const auto& [name, tensor] : m_state->trained())
        if (tensor.is_floating_point()) sum.add_(tensor.abs().sum());
    return std::isfinite(sum.item<double>());
}

Totals Trainer::takeTotals() {
    // Where a GPU works behind the host's back, its troubles come up here.
    return withMemoryWatched([&] {
        State& s = *m_state;
        Totals totals;
        totals.cells = s.seen;
        if (s.seen > 0) {
            totals.meanLoss = s.lossSum.item<double>() / static_cast<double>(s.seen);
            totals.accuracy = static_cast<double>(s.correct.item<std::int64_t>()) / static_cast<double>(s.seen);
        }
        s.watch->fetchNow();
        s.resetTotals();
        return totals;
    });
}

Result<Evaluation> Trainer::evaluate(std::span<const int> cells, const CancelToken& cancel, const std::function<void(int)>& onBatch, Keep keep) {
    return withMemoryWatched([&]() -> Result<Evaluation> {
        State& s = *m_state;
        const at::NoGradGuard noGrad;
        const AveragedWeights averaged(s);
        s.setEvaluating();
        s.resetTotals();
        Evaluation evaluation;
        std::vector<at::Tensor> answers, features;  // fetched at the end: a GPU would stand still after each batch
        const std::size_t batch = s.features ? kVectorBatch : static_cast<std::size_t>(s.settings.batch);
        for (std::size_t at = 0; at < cells.size(); at += batch) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            const auto part = cells.subspan(at, std::min(batch, cells.size() - at));
            const auto read = s.inputsOf(part, {});
            if (!read) return fail(read.error());
            const auto inputs = read->on(s.device, true);
            const auto output = s.run(inputs);
            const auto& logits = output.logits;
            s.count(logits, at::cross_entropy_loss(logits, inputs.labels), inputs.labels);
            s.seen += static_cast<std::int64_t>(part.size());
            answers.push_back(logits.softmax(1));
            if (keep == Keep::FeaturesToo) features.push_back(output.features.to(at::kFloat));
            if (onBatch) onBatch(static_cast<int>(part.size()));
        }
        const auto fetch = [](std::vector<at::Tensor> parts, std::vector<float>& into) {
            if (parts.empty()) return;
            const auto whole = at::cat(parts).to(at::kCPU).contiguous();
            const float* values = whole.const_data_ptr<float>();
            into.assign(values, values + whole.numel());
        };
        fetch(std::move(answers), evaluation.probabilities);
        fetch(std::move(features), evaluation.features);
        evaluation.totals = takeTotals();
        return evaluation;
    });
}

void Trainer::keepWeights() {
    withMemoryWatched([&] {
        State& s = *m_state;
        s.kept = nn::copyOf(s.average ? s.average->state() : s.trained());
        if (s.features) {
            const auto trained = s.trained();
            std::erase_if(s.kept, [&](const auto& entry) { return trained.count(entry.first) == 0; });
        }
    });
}

void Trainer::restoreKept() {
    nn::copyInto(*m_state->network, m_state->kept);
    m_state->keptRestored = true;
}

Bytes Trainer::serialised() const {
    return withMemoryWatched([&] {
        const AveragedWeights averaged(*m_state);
        return nn::writeSafetensors(nn::stateDict(*m_state->network));
    });
}

}  // namespace leukolens::engine
