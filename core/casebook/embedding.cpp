#include "core/casebook/embedding.h"

#include <bit>
#include <cstdint>
#include <cstring>

#include "core/base/base64.h"

namespace leukolens::casebook {
namespace {

static_assert(std::endian::native == std::endian::little, "columns hold little-endian numbers");

tl::unexpected<Error> damaged() {
    return fail(ErrorCode::StoreFailed, "the case file is damaged (a cell's vector is no vector)", {}, "Restore it from a backup, or choose another case file.");
}

}  // namespace

std::string embeddingToColumn(std::span<const float> embedding) {
    return toBase64({reinterpret_cast<const std::uint8_t*>(embedding.data()), embedding.size_bytes()});
}

Result<std::vector<float>> embeddingFromColumn(const std::string& column) {
    const auto bytes = fromBase64(column);
    if (!bytes || bytes->size() % sizeof(float) != 0) return damaged();
    std::vector<float> embedding(bytes->size() / sizeof(float));
    if (!bytes->empty()) std::memcpy(embedding.data(), bytes->data(), bytes->size());
    return embedding;
}

}  // namespace leukolens::casebook
