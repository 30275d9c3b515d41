#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/cores.h"
#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"
#include "core/inference/predictor.h"

namespace leukolens::inference {
namespace {

using Paths = std::span<const std::filesystem::path>;

struct Decoded {
    std::string sha256;
    Result<image::Image> image = fail(ErrorCode::Internal, "not decoded");
};

Decoded decode(const std::filesystem::path& file) {
    try {
        const image::DecodeLimits limits;
        const auto bytes = readFile(file, limits.maxFileBytes);
        if (!bytes) return {{}, fail(bytes.error())};
        return {digest::sha256(*bytes), image::decodeBytes(*bytes, file, limits)};
    } catch (const std::bad_alloc&) {
        return {{}, fail(ErrorCode::OutOfMemory, "is too large for the memory that is left", file, "Close other programs.")};
    }
}

/// Fails only where the network does.
Result<std::vector<FilePrediction>> answer(Predictor& predictor, Paths files, const PredictOptions& options) {
    std::vector<Decoded> decoded;
    std::vector<image::Image> images;
    for (const auto& file : files) {
        decoded.push_back(decode(file));
        if (decoded.back().image) images.push_back(std::move(*decoded.back().image));
    }
    auto predictions = predictor.predict(images, options);
    if (!predictions) return fail(predictions.error());
    std::vector<FilePrediction> results;
    auto next = predictions->begin();
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (decoded[i].image) {
            results.push_back({files[i], std::move(decoded[i].sha256), std::move(*next++)});
        } else {
            results.push_back({files[i], std::move(decoded[i].sha256), fail(decoded[i].image.error())});
        }
    }
    return results;
}

/// Batches that several threads answer, told in order by one.
class Batches {
public:
    Batches(Predictor& predictor, Paths files, FileListener& listener, const CancelToken& cancel, const PredictOptions& options)
        : m_predictor(predictor), m_files(files), m_listener(listener), m_cancel(cancel), m_options(options), m_teller(std::this_thread::get_id()) {
        // Few files are spread over all streams.
        const auto cores = static_cast<std::size_t>(usableCores());
        m_size = std::clamp<std::size_t>(files.size() / cores, 1, static_cast<std::size_t>(predictor.batch()));
        m_ready.resize((files.size() + m_size - 1) / m_size);
    }

    Result<void> run() {
        m_predictor.onStreams(m_ready.size(), [this] { stream(); });
        tell();
        if (m_failure) return fail(*m_failure);
        return {};
    }

private:
    void stream() {
        for (;;) {
            const std::size_t batch = m_next++;
            if (batch >= m_ready.size() || m_stopped) return;
            if (m_cancel.cancelled()) return stop({ErrorCode::Cancelled, "stopped", {}, {}});
            auto results = answer(m_predictor, m_files.subspan(batch * m_size, std::min(m_size, m_files.size() - batch * m_size)), m_options);
            if (!results) return stop(results.error());
            {
                const std::lock_guard lock(m_mutex);
                m_ready[batch] = std::move(*results);
            }
            if (std::this_thread::get_id() == m_teller) tell();
        }
    }

    void stop(Error error) {
        const std::lock_guard lock(m_mutex);
        if (!m_failure) m_failure = std::move(error);
        m_stopped = true;
    }

    /// What is ready and not yet told, up to the first gap.
    void tell() {
        for (; m_told < m_ready.size(); ++m_told) {
            std::optional<std::vector<FilePrediction>> results;
            {
                const std::lock_guard lock(m_mutex);
                results.swap(m_ready[m_told]);
            }
            if (!results) return;
            for (const auto& result : *results) m_listener.onResult(result);
        }
    }

    Predictor& m_predictor;
    Paths m_files;
    FileListener& m_listener;
    const CancelToken& m_cancel;
    const PredictOptions& m_options;
    std::thread::id m_teller;
    std::size_t m_size = 1, m_told = 0;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_stopped{false};
    std::mutex m_mutex;
    std::vector<std::optional<std::vector<FilePrediction>>> m_ready;  ///< one a batch
    std::optional<Error> m_failure;
};

}  // namespace

Result<void> predictFiles(Predictor& predictor, const std::vector<std::filesystem::path>& files, FileListener& listener, const CancelToken& cancel, const PredictOptions& options) {
    return Batches(predictor, files, listener, cancel, options).run();
}

}  // namespace leukolens::inference
