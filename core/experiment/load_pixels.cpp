#include "core/experiment/load_pixels.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "core/engine/device.h"
#include "core/experiment/pixel_cache.h"
#include "core/image/decode.h"
#include "core/image/resize.h"

namespace leukolens::experiment {
namespace {

constexpr double kResidentShare = 0.5;
/// Pictures that a streamed store reads ahead.
constexpr std::uint64_t kAheadBytes = 256u << 20;

int coreCount() { return static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }

Result<void> decodeInto(const std::filesystem::path& file, int inputPx, std::span<std::uint8_t> rgb) {
    try {
        const auto picture = image::decodeFile(file);
        if (!picture) return fail(picture.error());
        image::resizeInto(*picture, inputPx, rgb);
        return {};
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "memory ran out while reading", file, "Close other programs.");
    }
}

/// Calls `work` for every cell, on all cores, until one fails.
Result<void> forEachCell(std::int64_t count, ProgressSink& progress, const CancelToken& cancel, const std::function<Result<void>(std::int64_t)>& work) {
    std::atomic<std::int64_t> next{0}, done{0};
    std::atomic<bool> stop{false};
    std::mutex mutex;
    std::optional<Error> failure;
    const auto failWith = [&](Error error) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::move(error);
        stop = true;
    };
    const auto run = [&] {
        for (std::int64_t i; !stop && (i = next++) < count;) {
            if (cancel.cancelled()) return failWith({ErrorCode::Cancelled, "stopped", {}, {}});
            try {
                if (auto worked = work(i); !worked) return failWith(worked.error());
            } catch (const std::bad_alloc&) {
                return failWith({ErrorCode::OutOfMemory, "memory ran out while reading cells", {}, "Close other programs."});
            }
            progress.report({"Loading cells", ++done, count});
        }
    };
    {
        std::vector<std::jthread> pool;
        for (int t = 0; t < coreCount(); ++t) pool.emplace_back(run);
    }
    if (failure) return fail(*failure);
    return {};
}

class Loading {
public:
    Loading(const PixelRequest& request, ProgressSink& progress, const CancelToken& cancel)
        : m_request(request), m_progress(progress), m_cancel(cancel), m_count(static_cast<std::int64_t>(request.cells.size())),
          m_cellBytes(std::size_t{3} * static_cast<std::size_t>(request.inputPx) * static_cast<std::size_t>(request.inputPx)) {
        std::vector<std::string> sha256s;
        for (const auto& cell : request.cells) sha256s.push_back(cell.sha256);
        m_key = pixelKey(sha256s, request.inputPx);
        m_cache = PixelCache::open(request.cacheFolder, m_key, m_count, request.inputPx, m_loaded.notices);
        m_loaded.fromCache = m_cache != nullptr;
    }

    Result<LoadedPixels> run() {
        const bool resident = static_cast<std::uint64_t>(m_count) * m_cellBytes <= m_request.maxResidentBytes;
        if (auto loaded = resident ? loadAll() : stream(); !loaded) return fail(loaded.error());
        return std::move(m_loaded);
    }

private:
    const std::filesystem::path& pathOf(std::int64_t cell) const { return m_request.cells[static_cast<std::size_t>(cell)].path; }

    Result<void> loadAll() {
        auto store = std::make_unique<engine::PixelStore>(m_count, m_request.inputPx);
        if (auto done = fill([&](std::int64_t cell) { return store->cell(cell); }); !done) return done;
        m_loaded.store = std::move(store);
        return {};
    }

    /// The cache is what is streamed from. Where it cannot be kept, every picture is decoded anew whenever it is asked for.
    Result<void> stream() {
        if (!m_cache) {
            const auto scratch = [this](std::int64_t) {
                thread_local std::vector<std::uint8_t> rgb;
                rgb.resize(m_cellBytes);
                return std::span(rgb);
            };
            if (auto writer = makeWriter()) {
                if (auto done = fill(scratch, std::move(writer)); !done) return done;
                m_cache = PixelCache::open(m_request.cacheFolder, m_key, m_count, m_request.inputPx, m_loaded.notices);
            }
        }
        m_loaded.notices.push_back("The cells do not fit into memory: they are read as they are needed.");
        auto read = [cells = m_request.cells, inputPx = m_request.inputPx, cache = m_cache](std::int64_t cell, std::span<std::uint8_t> rgb) -> Result<void> {
            if (cache && cache->read(cell, rgb)) return {};
            return decodeInto(cells[static_cast<std::size_t>(cell)].path, inputPx, rgb);
        };
        m_loaded.store = std::make_unique<engine::PixelStore>(m_count, m_request.inputPx, std::move(read), coreCount(), kAheadBytes);
        return {};
    }

    std::unique_ptr<PixelCacheWriter> makeWriter() {
        return PixelCacheWriter::create(m_request.cacheFolder, m_key, m_count, m_request.inputPx, m_loaded.notices);
    }

    Result<void> fill(const std::function<std::span<std::uint8_t>(std::int64_t)>& target, std::unique_ptr<PixelCacheWriter> writer = nullptr) {
        if (!m_cache && !writer) writer = makeWriter();
        std::atomic<int> spoilt{0};
        const auto done = forEachCell(m_count, m_progress, m_cancel, [&](std::int64_t cell) -> Result<void> {
            const auto rgb = target(cell);
            if (m_cache && m_cache->read(cell, rgb)) return {};
            if (m_cache) ++spoilt;
            if (auto decoded = decodeInto(pathOf(cell), m_request.inputPx, rgb); !decoded) return decoded;
            if (writer) writer->put(cell, rgb);
            return {};
        });
        if (!done) return done;
        if (spoilt > 0) {
            m_loaded.fromCache = false;
            m_loaded.notices.push_back(std::to_string(spoilt) + " of the kept pictures are damaged and were decoded again.");
            std::error_code ignored;
            std::filesystem::remove(m_request.cacheFolder / m_key, ignored);
        }
        if (writer)
            if (auto finished = writer->finish(); !finished) m_loaded.notices.push_back("Decoded pixels are not kept for the next run: " + finished.error().message());
        return {};
    }

    const PixelRequest& m_request;
    ProgressSink& m_progress;
    const CancelToken& m_cancel;
    std::int64_t m_count;
    std::size_t m_cellBytes;
    std::string m_key;
    std::shared_ptr<const PixelCache> m_cache;
    LoadedPixels m_loaded;
};

}  // namespace

dataset::ReadOptions readOptions() {
    dataset::ReadOptions options;
    options.cacheFolder = cacheFolder("readings");
    return options;
}

PixelRequest pixelRequest(const dataset::Dataset& dataset, bool external, int inputPx) {
    PixelRequest request{dataset.cells, inputPx, cacheFolder("pixels"), 0};
    if (external) request.cells.insert(request.cells.end(), dataset.external.begin(), dataset.external.end());
    const std::uint64_t free = engine::freeMemory("cpu");
    request.maxResidentBytes = free == 0 ? UINT64_MAX : static_cast<std::uint64_t>(kResidentShare * static_cast<double>(free));
    return request;
}

Result<LoadedPixels> loadPixels(const PixelRequest& request, ProgressSink& progress, const CancelToken& cancel) { return Loading(request, progress, cancel).run(); }

}  // namespace leukolens::experiment
