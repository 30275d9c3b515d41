#include "core/experiment/load_pixels.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/cache_folder.h"
#include "core/base/cores.h"
#include "core/engine/device.h"
#include "core/experiment/pixel_cache.h"
#include "core/image/cell_mask.h"
#include "core/image/decode.h"
#include "core/stain/network_pixels.h"
#include "core/stain/stain_target.h"

namespace leukolens::experiment {
namespace {

constexpr double kResidentShare = 0.5;
/// Pictures that a streamed store reads ahead.
constexpr std::uint64_t kAheadBytes = 256u << 20;


/// cutsOut: as in PixelRequest.
template <class Use>
Result<void> withPicture(const std::filesystem::path& file, bool cutsOut, const Use& use) {
    try {
        auto picture = image::decodeFile(file);
        if (!picture) return fail(picture.error());
        if (cutsOut)
            if (auto made = image::onBlack(*picture); made.picture) *picture = std::move(*made.picture);
        use(*picture);
        return {};
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "memory ran out while reading", file, "Close other programs.");
    }
}

std::vector<std::string> sha256sOf(const PixelRequest& request) {
    std::vector<std::string> sha256s;
    for (const auto& cell : request.cells) sha256s.push_back(cell.sha256);
    return sha256s;
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
        for (int t = 0; t < usableCores(); ++t) pool.emplace_back(run);
    }
    if (failure) return fail(*failure);
    return {};
}

class Loading {
public:
    Loading(const PixelRequest& request, ProgressSink& progress, const CancelToken& cancel)
        : m_request(request), m_progress(progress), m_cancel(cancel), m_count(static_cast<std::int64_t>(request.cells.size())),
          m_cellBytes(std::size_t{3} * static_cast<std::size_t>(request.inputPx) * static_cast<std::size_t>(request.inputPx)) {
        const auto sha256s = sha256sOf(request);
        m_key = pixelKey(sha256s, request.inputPx, request.stain, request.cutsOut);
        m_coloursKey = coloursKey(sha256s, request.stain, request.cutsOut);
    }

    Result<LoadedPixels> run() {
        findColours(m_loaded.notices);
        m_cache = PixelCache::open(m_request.cacheFolder, m_key, m_count, m_request.inputPx, m_loaded.notices);
        m_loaded.fromCache = m_cache && m_measured;
        const bool resident = static_cast<std::uint64_t>(m_count) * m_cellBytes <= m_request.maxResidentBytes;
        if (auto loaded = resident ? loadAll() : stream(); !loaded) return fail(loaded.error());
        m_loaded.colours = std::move(m_colours);
        return std::move(m_loaded);
    }

    Result<std::vector<CellColours>> colours(std::vector<std::string>& notices) {
        findColours(notices);
        if (auto measured = measureAll(notices); !measured) return fail(measured.error());
        return std::move(m_colours);
    }

private:
    const std::filesystem::path& pathOf(std::int64_t cell) const { return m_request.cells[static_cast<std::size_t>(cell)].path; }

    void findColours(std::vector<std::string>& notices) {
        auto kept = readColours(m_request.coloursFolder, m_coloursKey, m_request.cells.size(), notices);
        m_measured = kept.has_value();
        m_colours = m_measured ? std::move(*kept) : std::vector<CellColours>(m_request.cells.size());
    }

    void keepMeasured(std::vector<std::string>& notices) {
        if (!std::exchange(m_measured, true)) keepColours(m_request.coloursFolder, m_coloursKey, m_colours, notices);
    }

    /// Of a cell whose pixels are not asked for.
    Result<void> measure(std::int64_t cell) {
        return withPicture(pathOf(cell), m_request.cutsOut, [&](image::Image& picture) {
            auto& told = m_colours[static_cast<std::size_t>(cell)];
            told.colours = stain::colourStatistics(picture);
            told.outcome = stain::applyStain(picture, m_request.stain);
        });
    }

    Result<void> measureAll(std::vector<std::string>& notices) {
        if (m_measured) return {};
        if (auto done = forEachCell(m_count, m_progress, m_cancel, [this](std::int64_t cell) { return measure(cell); }); !done) return done;
        keepMeasured(notices);
        return {};
    }

    Result<void> decodeInto(std::int64_t cell, std::span<std::uint8_t> rgb) {
        return withPicture(pathOf(cell), m_request.cutsOut, [&](const image::Image& picture) {
            const auto outcome = stain::networkPixels(picture, m_request.stain, m_request.inputPx, rgb);
            if (!m_measured) m_colours[static_cast<std::size_t>(cell)] = {stain::colourStatistics(picture), outcome};
        });
    }

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
        if (auto measured = measureAll(m_loaded.notices); !measured) return measured;
        m_loaded.notices.push_back("The cells do not fit into memory: they are read as they are needed.");
        auto read = [cells = m_request.cells, inputPx = m_request.inputPx, stain = m_request.stain, cutsOut = m_request.cutsOut,
                     cache = m_cache](std::int64_t cell, std::span<std::uint8_t> rgb) -> Result<void> {
            if (cache && cache->read(cell, rgb)) return {};
            return withPicture(cells[static_cast<std::size_t>(cell)].path, cutsOut, [&](const image::Image& picture) { stain::networkPixels(picture, stain, inputPx, rgb); });
        };
        m_loaded.store = std::make_unique<engine::PixelStore>(m_count, m_request.inputPx, std::move(read), usableCores(), kAheadBytes);
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
            if (m_cache && m_cache->read(cell, rgb)) return m_measured ? Result<void>() : measure(cell);
            if (m_cache) ++spoilt;
            if (auto decoded = decodeInto(cell, rgb); !decoded) return decoded;
            if (writer) writer->put(cell, rgb);
            return {};
        });
        if (!done) return done;
        keepMeasured(m_loaded.notices);
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
    std::string m_key, m_coloursKey;
    std::shared_ptr<const PixelCache> m_cache;
    std::vector<CellColours> m_colours;
    bool m_measured = false;  ///< m_colours is filled: nothing writes to it any more
    LoadedPixels m_loaded;
};

}  // namespace

dataset::ReadOptions readOptions() {
    dataset::ReadOptions options;
    options.cacheFolder = cacheFolder("readings");
    return options;
}

PixelRequest pixelRequest(const dataset::Dataset& dataset, bool external, const TrainSettings& settings) {
    PixelRequest request{dataset.cells, settings.inputPx, cacheFolder("pixels"), 0, stain::fixedReference(settings.stain), cacheFolder("colours"), networkOf(settings).cutsOut};
    if (external) request.cells.insert(request.cells.end(), dataset.external.begin(), dataset.external.end());
    const std::uint64_t free = engine::freeMemory("cpu");
    request.maxResidentBytes = free == 0 ? UINT64_MAX : static_cast<std::uint64_t>(kResidentShare * static_cast<double>(free));
    return request;
}

Result<LoadedPixels> loadPixels(const PixelRequest& request, ProgressSink& progress, const CancelToken& cancel) { return Loading(request, progress, cancel).run(); }

Result<std::vector<CellColours>> loadColours(const PixelRequest& request, std::vector<std::string>& notices, ProgressSink& progress, const CancelToken& cancel) {
    return Loading(request, progress, cancel).colours(notices);
}

}  // namespace leukolens::experiment
