// Where a tensor lies in a file of weights.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace leukolens::weights {

/// The kinds of number that weights are read in: floating point, and int64 for batch norm's counters.
enum class NumberType { Float64, Float32, Float16, BFloat16, Int64 };

std::size_t bytesOf(NumberType type);          ///< of one number
std::string_view nameOf(NumberType type);      ///< "float32"

/// All fields agree with each other and with the file: see checkRecords().
struct TensorRecord {
    std::string name;
    NumberType type = NumberType::Float32;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> stride;         ///< elements
    std::span<const std::uint8_t> bytes;      ///< of the file: from the first number to the end of the last; little-endian

    std::uint64_t elements() const;
    std::uint64_t byteCount() const { return elements() * bytesOf(type); }  ///< once contiguous
};

/// The numbers in row-major order. `out` has byteCount() bytes.
void copyContiguous(const TensorRecord& record, std::span<std::uint8_t> out);

std::vector<std::int64_t> contiguousStride(std::span<const std::int64_t> shape);

/// Length in bytes from the first number to the end of the last; nothing for a negative size or stride, more than 8 dimensions, or a
/// length of more than 2^40.
std::optional<std::uint64_t> extentBytes(std::span<const std::int64_t> shape, std::span<const std::int64_t> stride, NumberType type);

/// What holds for every format: sorts by name, takes the prefixes "module." and "_orig_mod." away, and makes sure that names are
/// printable ASCII and occur once, and that no two tensors share bytes, so that all of them together are never larger than the
/// file. Fails with DamagedModel or NotAModel, naming the tensor and `file`.
Result<void> checkRecords(std::vector<TensorRecord>& records, const std::filesystem::path& file);

/// "3×4×5", "scalar"
std::string shapeText(std::span<const std::int64_t> shape);

/// Text from a file made fit for a message: ASCII letters, digits and signs; others become '?', 100 at the most.
std::string printable(std::string_view text);

}  // namespace leukolens::weights
