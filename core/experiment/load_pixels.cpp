#include "core/experiment/load_pixels.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "core/image/decode.h"
#include "core/image/resize.h"

namespace leukolens::experiment {

Result<std::unique_ptr<engine::PixelStore>> loadPixels(const dataset::Dataset& dataset, int inputPx, ProgressSink& progress, const CancelToken& cancel) {
    const auto count = static_cast<std::int64_t>(dataset.cells.size());
    auto store = std::make_unique<engine::PixelStore>(count, inputPx);
    std::atomic<std::int64_t> next{0}, done{0};
    std::atomic<bool> stop{false};
    std::mutex mutex;
    std::optional<Error> failure;

    const auto failWith = [&](Error error) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::move(error);
        stop = true;
    };
    const auto work = [&] {
        for (std::int64_t i; !stop && (i = next++) < count;) {
            if (cancel.cancelled()) return failWith({ErrorCode::Cancelled, "stopped", {}, {}});
            const auto& path = dataset.cells[static_cast<std::size_t>(i)].path;
            try {
                const auto picture = image::decodeFile(path);
                if (!picture) return failWith(picture.error());
                image::resizeInto(*picture, inputPx, store->cell(i));
            } catch (const std::bad_alloc&) {
                return failWith({ErrorCode::OutOfMemory, "memory ran out while reading", path, "Close other programs."});
            }
            progress.report({"Loading cells", ++done, count});
        }
    };
    {
        std::vector<std::jthread> pool;
        for (unsigned t = 0; t < std::max(1u, std::thread::hardware_concurrency()); ++t) pool.emplace_back(work);
    }
    if (failure) return fail(*failure);
    return store;
}

}  // namespace leukolens::experiment
