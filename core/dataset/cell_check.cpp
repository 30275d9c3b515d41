#include "core/dataset/cell_check.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"

namespace leukolens::dataset {
namespace {

CellCheck checkCell(const std::filesystem::path& file) {
    const image::DecodeLimits limits;
    const auto bytes = readFile(file, limits.maxFileBytes);
    if (!bytes) return {{}, bytes.error()};
    const auto picture = image::decodeBytes(*bytes, file, limits);
    if (!picture) return {{}, picture.error()};
    return {digest::sha256(std::span(*bytes)), std::nullopt};
}

/// The files handed out one by one to as many threads as there are cores.
class DecodePool {
public:
    DecodePool(const std::vector<LabelledFile>& files, ProgressSink& progress, const CancelToken& cancel)
        : m_files(files), m_progress(progress), m_cancel(cancel), m_checks(files.size()) {}

    std::vector<CellCheck> run() {
        const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < std::min(cores, m_files.size()); ++i) threads.emplace_back([this] { work(); });
        }
        if (m_exception) std::rethrow_exception(m_exception);
        return std::move(m_checks);
    }

private:
    void work() {
        try {
            for (std::size_t i = m_next++; i < m_files.size() && !m_stop && !m_cancel.cancelled(); i = m_next++) {
                m_checks[i] = checkCell(m_files[i].path);
                const auto& error = m_checks[i].error;
                if (error && error->code == ErrorCode::OutOfMemory) m_stop = true;
                const std::lock_guard lock(m_mutex);
                m_progress.report({"Reading cells", ++m_done, static_cast<std::int64_t>(m_files.size())});
            }
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            if (!m_exception) m_exception = std::current_exception();
            m_stop = true;
        }
    }

    const std::vector<LabelledFile>& m_files;
    ProgressSink& m_progress;
    const CancelToken& m_cancel;
    std::vector<CellCheck> m_checks;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_stop{false};
    std::mutex m_mutex;  ///< guards what follows, and keeps reports in order
    std::int64_t m_done = 0;
    std::exception_ptr m_exception;
};

}  // namespace

Result<std::vector<CellCheck>> checkCells(const std::vector<LabelledFile>& files, ProgressSink& progress,
                                          const CancelToken& cancel) {
    std::vector<CellCheck> checks = DecodePool(files, progress, cancel).run();
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "reading was stopped");
    for (const CellCheck& check : checks) {
        // The file may be whole: a set without it would be another set.
        if (check.error && check.error->code == ErrorCode::OutOfMemory) return fail(*check.error);
    }
    return checks;
}

}  // namespace leukolens::dataset
