// Arithmetic on sizes that come from files: no overflow, no negative number gets through.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace leukolens::nn {

inline constexpr std::uint64_t kMaxTensorBytes = 1ull << 36;

/// Product of the shape and the element size; nothing if a size is negative or the product exceeds kMaxTensorBytes.
inline std::optional<std::uint64_t> checkedByteCount(std::span<const std::int64_t> shape, std::uint64_t elementBytes) {
    std::uint64_t bytes = elementBytes;
    bool empty = false;
    for (const auto size : shape) {
        if (size < 0) return std::nullopt;
        if (size == 0) {
            empty = true;
            continue;
        }
        if (static_cast<std::uint64_t>(size) > kMaxTensorBytes / bytes) return std::nullopt;
        bytes *= static_cast<std::uint64_t>(size);
    }
    return empty ? 0 : bytes;
}

}  // namespace leukolens::nn
