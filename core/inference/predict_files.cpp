#include <thread>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"
#include "core/inference/predictor.h"

namespace leukolens::inference {
namespace {

constexpr std::size_t kBatch = 16;

struct Decoded {
    std::string sha256;
    Result<image::Image> image = fail(ErrorCode::Internal, "not decoded");
};

Decoded decode(const std::filesystem::path& file) {
    const image::DecodeLimits limits;
    const auto bytes = readFile(file, limits.maxFileBytes);
    if (!bytes) return {{}, fail(bytes.error())};
    return {digest::sha256(*bytes), image::decodeBytes(*bytes, file, limits)};
}

/// A batch at once, on all cores.
std::vector<Decoded> decodeAll(std::span<const std::filesystem::path> files) {
    std::vector<Decoded> decoded(files.size());
    const std::size_t threads = std::min<std::size_t>(files.size(), std::max(1u, std::thread::hardware_concurrency()));
    std::vector<std::jthread> pool;
    for (std::size_t t = 0; t < threads; ++t)
        pool.emplace_back([&, t] {
            for (std::size_t i = t; i < files.size(); i += threads) {
                try {
                    decoded[i] = decode(files[i]);
                } catch (const std::bad_alloc&) {
                    decoded[i].image = fail(ErrorCode::OutOfMemory, "is too large for the memory that is left", files[i], "Close other programs.");
                }
            }
        });
    pool.clear();
    return decoded;
}

}  // namespace

Result<void> predictFiles(Predictor& predictor, const std::vector<std::filesystem::path>& files, FileListener& listener, const CancelToken& cancel, const PredictOptions& options) {
    for (std::size_t at = 0; at < files.size(); at += kBatch) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        const std::span batch(files.data() + at, std::min(kBatch, files.size() - at));
        auto decoded = decodeAll(batch);
        std::vector<image::Image> images;
        for (auto& one : decoded)
            if (one.image) images.push_back(std::move(*one.image));
        auto predictions = predictor.predict(images, options);
        if (!predictions) return fail(predictions.error());
        auto next = predictions->begin();
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (decoded[i].image) {
                listener.onResult({batch[i], decoded[i].sha256, std::move(*next++)});
            } else {
                listener.onResult({batch[i], decoded[i].sha256, fail(decoded[i].image.error())});
            }
        }
    }
    return {};
}

}  // namespace leukolens::inference
