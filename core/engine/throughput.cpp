#include "core/engine/throughput.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/engine/trainer.h"

namespace leukolens::engine {
namespace {

using Clock = std::chrono::steady_clock;

/// A step on a GPU is recorded as the fifteenth of a network from nothing.
constexpr int kWarmUpSteps = 3, kGpuWarmUpSteps = 16;
constexpr std::size_t kFewestParts = 3;
/// A step on a GPU returns before it is done: so many count as one part, whose end waits.
constexpr int kGpuStepsAPart = 50;
constexpr int kBatchesOfCells = 4;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void fillWithNoise(PixelStore& store) {
    Random random(1);
    for (std::int64_t cell = 0; cell < store.cells(); ++cell) {
        const auto pixels = store.cell(cell);
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < pixels.size(); ++i, bits >>= 8) {
            if (i % 8 == 0) bits = random.next();
            pixels[i] = static_cast<std::uint8_t>(bits);
        }
    }
}

}  // namespace

Result<Throughput> measureThroughput(const ThroughputRequest& request, ProgressSink& progress, const CancelToken& cancel) {
    const int batch = request.settings.batch;
    PixelStore store(request.cells > 0 ? std::max(request.cells, batch) : kBatchesOfCells * batch, request.inputPx);
    fillWithNoise(store);
    std::vector<int> labels(static_cast<std::size_t>(store.cells())), order(labels.size());
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int>(i) % request.settings.classes;
    const auto trainer = Trainer::create(request.settings, store, labels);
    if (!trainer) return fail(trainer.error());

    std::size_t at = 0;
    const auto once = [&]() -> Result<void> {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        if (at + static_cast<std::size_t>(batch) > order.size()) at = 0;
        const auto cells = std::span(order).subspan(at, static_cast<std::size_t>(batch));
        at += cells.size();
        if (request.training) return (*trainer)->step(cells, 1e-6);
        const auto evaluation = (*trainer)->evaluate(cells, cancel);
        if (!evaluation) return fail(evaluation.error());
        return {};
    };
    const bool recorded = request.training && request.settings.device == "cuda";
    for (int i = 0; i < (recorded ? kGpuWarmUpSteps : kWarmUpSteps); ++i)
        if (auto done = once(); !done) return fail(done.error());
    (*trainer)->takeTotals();

    const int stepsAPart = recorded ? kGpuStepsAPart : 1;
    std::vector<double> rates;
    const auto begin = Clock::now();
    while (since(begin) < request.seconds || rates.size() < kFewestParts) {
        const auto start = Clock::now();
        for (int i = 0; i < stepsAPart; ++i)
            if (auto done = once(); !done) return fail(done.error());
        (*trainer)->takeTotals();
        rates.push_back(stepsAPart * batch / since(start));
        progress.report({"Measuring", static_cast<std::int64_t>(std::min(since(begin), request.seconds) * 10), static_cast<std::int64_t>(request.seconds * 10)});
    }
    std::sort(rates.begin(), rates.end());
    return Throughput{rates[rates.size() / 2], rates.front(), rates.back(), static_cast<int>(rates.size()), (*trainer)->takeNotices()};
}

}  // namespace leukolens::engine
