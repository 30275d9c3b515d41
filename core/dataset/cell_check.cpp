#include "core/dataset/cell_check.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <mutex>
#include <thread>
#include <type_traits>

#include "core/base/cores.h"
#include "core/dataset/demo_cells.h"
#include "core/dataset/read_cache.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

/// What the index keeps of each picture beside its hash. A new kind is added at the end, and to pack() and unpack().
const std::vector<BlobKind> kBlobs{{1, image::kFactsVersion, image::kPackedFactsBytes}, {2, image::kSketchVersion, sizeof(image::PictureSketch)}, {3, 1, 1}};  // the last: whether it was drawn
static_assert(sizeof(image::PictureSketch) == 1030 && std::is_trivially_copyable_v<image::PictureSketch>, "it is kept as it lies in memory");

Bytes pack(const CellCheck& check) {
    const auto facts = image::packFacts(check.facts);
    Bytes packed(facts.size() + sizeof(image::PictureSketch) + 1);
    std::ranges::copy(facts, packed.begin());
    std::memcpy(packed.data() + facts.size(), check.sketch.get(), sizeof(image::PictureSketch));
    packed.back() = check.drawn ? 1 : 0;
    return packed;
}

/// Nothing if an index holds impossible numbers: the file is read again.
std::optional<CellCheck> unpack(const IndexedFile& known, const fs::path& file) {
    CellCheck check{known.sha256, known.error, {}, {}, false};
    if (check.error) {
        check.error->file = file;
        return check;
    }
    const auto facts = image::unpackFacts(std::span(known.blobs).first<image::kPackedFactsBytes>());
    if (!facts) return std::nullopt;
    check.facts = *facts;
    image::PictureSketch sketch;
    std::memcpy(&sketch, known.blobs.data() + image::kPackedFactsBytes, sizeof(sketch));
    check.sketch = std::make_shared<const image::PictureSketch>(sketch);
    check.drawn = known.blobs.back() != 0;
    return check;
}

/// The files handed out one by one to as many threads as there are cores.
class DecodePool {
public:
    DecodePool(const std::vector<LabelledFile>& files, const ReadCache& cache, ProgressSink& progress, const CancelToken& cancel)
        : m_files(files), m_cache(cache), m_progress(progress), m_cancel(cancel), m_found(files.size()) {
        m_checks.cells.resize(files.size());
    }

    CellChecks run() {
        const auto cores = static_cast<std::size_t>(usableCores());
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < std::min(cores, m_files.size()); ++i) threads.emplace_back([this] { work(); });
        }
        if (m_exception) std::rethrow_exception(m_exception);
        return std::move(m_checks);
    }

    /// What was read and may be kept, with the files' paths.
    std::vector<std::pair<fs::path, IndexedFile>> takeFresh() {
        std::vector<std::pair<fs::path, IndexedFile>> fresh;
        for (std::size_t i = 0; i < m_files.size(); ++i) {
            if (m_found[i]) fresh.emplace_back(m_files[i].path, std::move(*m_found[i]));
        }
        return fresh;
    }

private:
    void work() {
        try {
            Bytes buffer;
            for (std::size_t i = m_next++; i < m_files.size() && !m_stop && !m_cancel.cancelled(); i = m_next++) {
                const bool known = recall(i);
                if (!known) read(i, buffer);
                const auto& error = m_checks.cells[i].error;
                if (error && error->code == ErrorCode::OutOfMemory) m_stop = true;
                const std::lock_guard lock(m_mutex);
                if (known) ++m_checks.known;
                m_progress.report({"Reading cells", ++m_done, static_cast<std::int64_t>(m_files.size())});
            }
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            if (!m_exception) m_exception = std::current_exception();
            m_stop = true;
        }
    }

    bool recall(std::size_t i) {
        const IndexedFile* known = m_cache.find(m_files[i].path);
        if (!known) return false;
        auto check = unpack(*known, m_files[i].path);
        if (!check) return false;
        m_checks.cells[i] = std::move(*check);
        return true;
    }

    void read(std::size_t i, Bytes& buffer) {
        const image::DecodeLimits limits;
        const fs::path& file = m_files[i].path;
        CellCheck& check = m_checks.cells[i];
        const std::int64_t now = wallClockNs();
        const auto stamp = readStamped(file, limits.maxFileBytes, buffer);
        if (!stamp) {
            check.error = stamp.error();
            return;
        }
        if (const auto picture = image::decodeBytes(buffer, file, limits)) {
            check.sha256 = digest::sha256(std::span(buffer));
            check.facts = image::factsOf(*picture);
            check.sketch = std::make_shared<const image::PictureSketch>(image::sketchOf(*picture));
            check.drawn = isDemoFile(buffer);
        } else {
            check.error = picture.error();
        }
        constexpr std::size_t kKeptBytes = 16 << 20;
        if (buffer.capacity() > kKeptBytes) buffer = Bytes();
        if (m_cache.file().empty() || (check.error && !isKept(check.error->code))) return;
        m_found[i] = IndexedFile{*stamp, now, check.sha256, check.error, check.error ? Bytes() : pack(check)};
    }

    const std::vector<LabelledFile>& m_files;
    const ReadCache& m_cache;
    ProgressSink& m_progress;
    const CancelToken& m_cancel;
    std::vector<std::optional<IndexedFile>> m_found;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_stop{false};
    std::mutex m_mutex;  ///< guards what follows, and keeps reports in order
    CellChecks m_checks;  ///< each of the cells is written by one thread
    std::int64_t m_done = 0;
    std::exception_ptr m_exception;
};

}  // namespace

Result<CellChecks> checkCells(const fs::path& root, const std::vector<LabelledFile>& files, const ReadOptions& options, ProgressSink& progress,
                              const CancelToken& cancel) {
    ReadCache cache(root, options, image::decodeRules(), kBlobs);
    DecodePool pool(files, cache, progress, cancel);
    CellChecks checks = pool.run();
    std::vector<fs::path> listed;
    for (const auto& file : files) listed.push_back(file.path);
    const auto kept = cache.save(listed, pool.takeFresh(), !cancel.cancelled());
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "reading was stopped");
    for (const CellCheck& check : checks.cells) {
        // The file may be whole: a set without it would be another set.
        if (check.error && check.error->code == ErrorCode::OutOfMemory) return fail(*check.error);
    }
    if (!kept) checks.notKept = kept.error();
    return checks;
}

}  // namespace leukolens::dataset
