#include "core/engine/feature_store.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <atomic>
#include <mutex>
#include <numeric>
#include <optional>

#include "core/base/random.h"
#include "core/engine/autocast.h"
#include "core/engine/memory_watch.h"
#include "core/engine/picture_operations.h"
#include "core/engine/step_inputs.h"
#include "core/nn/load_weights.h"
#include "core/nn/registry.h"

namespace leukolens::engine {
namespace {

constexpr std::uint64_t kFeatureAugmentation = 4;  ///< purpose of derived seeds
/// Fixed, so that the pictures of a batch, and with them the drawn changes, do not depend on the machine.
constexpr std::int64_t kBatch = 16;

Result<std::shared_ptr<nn::Network>> trunkOf(const FeatureRequest& request) {
    auto network = nn::createNetwork(request.settings.network, {request.settings.classes, 0.0, false});
    if (!network) return fail(network.error());
    const auto info = *nn::networkInfo(request.settings.network);
    const auto report = nn::loadWeights(**network, info, request.weights, nn::Fit::AsFarAsItGoes);
    if (!report) return fail(report.error());
    for (const auto& name : report->missing) {
        if (info.isAuxiliary(name) || std::find(info.heads.begin(), info.heads.end(), name) != info.heads.end()) continue;
        return fail(ErrorCode::WeightsMismatch, "lacks " + name + ", and a frozen trunk needs all of its weights", request.weights.file(),
                    "Choose complete weights, or train the whole network.");
    }
    (*network)->to(request.settings.device == "cuda" ? at::kCUDA : at::kCPU);
    (*network)->eval();
    return network;
}

/// One batch of one copy.
struct Task {
    int copy = 0;
    std::int64_t first = 0;
};

class FeatureRun {
public:
    FeatureRun(const FeatureRequest& request, const PixelStore& pixels, nn::Network& network, FeatureStore& store)
        : m_request(request), m_pixels(pixels), m_network(network), m_store(store) {
        for (int copy = 0; copy <= store.copies(); ++copy)
            for (std::int64_t first = 0; first < store.cells(); first += kBatch) m_tasks.push_back({copy, first});
    }

    Result<void> run(ProgressSink& progress, const CancelToken& cancel);

private:
    Result<at::Tensor> input(const Task& task);
    Result<std::int64_t> compute(const Task& task);

    const FeatureRequest& m_request;
    const PixelStore& m_pixels;
    nn::Network& m_network;
    FeatureStore& m_store;
    std::vector<Task> m_tasks;
    std::mutex m_reading;  ///< a streaming store serves one thread at a time
};

/// What the network sees of them.
Result<at::Tensor> FeatureRun::input(const Task& task) {
    const std::int64_t size = m_pixels.sizePx();
    std::vector<int> cells(static_cast<std::size_t>(std::min(kBatch, m_store.cells() - task.first)));
    std::iota(cells.begin(), cells.end(), static_cast<int>(task.first));
    auto bytes = at::empty({static_cast<std::int64_t>(cells.size()), size, size, 3}, at::kByte);
    {
        const std::lock_guard lock(m_reading);
        if (auto read = m_pixels.copyTo(cells, bytes.mutable_data_ptr<std::uint8_t>()); !read) return fail(read.error());
    }
    StepInputs inputs;
    inputs.bytes = std::move(bytes);
    if (task.copy > 0) {
        const auto purpose = kFeatureAugmentation + (static_cast<std::uint64_t>(task.copy) << 40) + (static_cast<std::uint64_t>(task.first) << 8);
        Random random(deriveSeed(m_request.settings.seed, purpose));
        inputs.augmentation = drawAugmentation(inputs.bytes.size(0), m_request.settings.augmentation, random);
    }
    const auto device = m_network.parameters().front().device();
    inputs = inputs.on(device, pictureOperations(device.type()) != nullptr);
    return networkInput({inputs.bytes, {}}, m_request.settings.augmentation, inputs.augmentation, at::kFloat);
}

Result<std::int64_t> FeatureRun::compute(const Task& task) {
    const at::NoGradGuard noGrad;
    const auto seen = input(task);
    if (!seen) return fail(seen.error());
    const AutocastScope scope(seen->device().type(), m_request.settings.precision == "bf16");
    const auto vectors = m_network.features(*seen).to(at::kFloat).to(at::kCPU).contiguous();
    for (std::int64_t i = 0; i < vectors.size(0); ++i) {
        const float* row = vectors.const_data_ptr<float>() + i * vectors.size(1);
        std::copy(row, row + vectors.size(1), m_store.vector(task.copy, task.first + i).begin());
    }
    return vectors.size(0);
}

Result<void> FeatureRun::run(ProgressSink& progress, const CancelToken& cancel) {
    const std::int64_t total = m_store.cells() * (m_store.copies() + 1);
    std::atomic<std::int64_t> done{0};
    std::mutex mutex;
    std::optional<Error> failure;
    std::atomic<bool> stop{false};
    const auto failWith = [&](Error error) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::move(error);
        stop = true;
    };
    const auto work = [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end && !stop; ++i) {
            if (cancel.cancelled()) return failWith({ErrorCode::Cancelled, "stopped", {}, {}});
            const auto cells = compute(m_tasks[static_cast<std::size_t>(i)]);
            if (!cells) return failWith(cells.error());
            progress.report({"Computing features", done += *cells, total});
        }
    };
    const auto tasks = static_cast<std::int64_t>(m_tasks.size());
    if (m_network.parameters().front().is_cuda()) {
        work(0, tasks);
    } else {
        // Inside a parallel region operations run on the thread they are called from: one stream of batches a core.
        at::parallel_for(0, tasks, 1, work);
    }
    if (failure) return fail(*failure);
    return {};
}

}  // namespace

FeatureStore::FeatureStore(std::int64_t cells, int copies, int length)
    : m_cells(cells), m_copies(copies), m_length(length),
      m_values(static_cast<std::size_t>(cells) * static_cast<std::size_t>(copies + 1) * static_cast<std::size_t>(length)) {}

std::span<float> FeatureStore::vector(int copy, std::int64_t cell) {
    const auto length = static_cast<std::size_t>(m_length);
    return std::span(m_values).subspan(static_cast<std::size_t>(copy * m_cells + cell) * length, length);
}

Result<std::unique_ptr<FeatureStore>> computeFeatures(const FeatureRequest& request, const PixelStore& pixels, ProgressSink& progress,
                                                      const CancelToken& cancel) {
    return withMemoryWatched([&]() -> Result<std::unique_ptr<FeatureStore>> {
        const auto network = trunkOf(request);
        if (!network) return fail(network.error());
        const auto info = *nn::networkInfo(request.settings.network);
        if (pixels.sizePx() < info.smallestInputPx)
            return fail(ErrorCode::InvalidArgument, "an input of " + std::to_string(pixels.sizePx()) + " px is too small, " + info.name + " needs at least " +
                                                        std::to_string(info.smallestInputPx) + " px");
        auto store = std::make_unique<FeatureStore>(pixels.cells(), request.settings.augment ? request.copies : 0, info.featureCount);
        if (auto done = FeatureRun(request, pixels, **network, *store).run(progress, cancel); !done) return fail(done.error());
        return store;
    });
}

}  // namespace leukolens::engine
