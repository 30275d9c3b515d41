#include "core/weights/tensor_record.h"

#include <algorithm>
#include <cstring>

namespace leukolens::weights {
namespace {

constexpr std::size_t kMaxDimensions = 8;
constexpr std::uint64_t kMaxExtentBytes = 1ull << 40;
constexpr std::size_t kMaxNameLength = 256;
constexpr std::string_view kPrefixes[] = {"module.", "_orig_mod."};  // DataParallel's and torch.compile's

bool isPrintable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string withoutPrefixes(std::string_view name) {
    for (bool found = true; found;) {
        found = false;
        for (const auto prefix : kPrefixes) {
            if (!name.starts_with(prefix)) continue;
            name.remove_prefix(prefix.size());
            found = true;
        }
    }
    return std::string(name);
}

/// Copies the dimensions from `dimension` on, one run of the innermost at a time.
void copyPart(const TensorRecord& record, std::size_t dimension, const std::uint8_t* in, std::uint8_t*& out) {
    const std::size_t size = bytesOf(record.type);
    const auto count = static_cast<std::size_t>(record.shape[dimension]);
    const auto step = static_cast<std::size_t>(record.stride[dimension]) * size;
    if (dimension + 1 == record.shape.size()) {
        if (step == size) {
            std::memcpy(out, in, count * size);
        } else {
            for (std::size_t i = 0; i < count; ++i) std::memcpy(out + i * size, in + i * step, size);
        }
        out += count * size;
        return;
    }
    for (std::size_t i = 0; i < count; ++i) copyPart(record, dimension + 1, in + i * step, out);
}

}  // namespace

std::size_t bytesOf(NumberType type) {
    switch (type) {
        case NumberType::Float64:
        case NumberType::Int64: return 8;
        case NumberType::Float32: return 4;
        case NumberType::Float16:
        case NumberType::BFloat16: return 2;
    }
    return 0;
}

std::string_view nameOf(NumberType type) {
    switch (type) {
        case NumberType::Float64: return "float64";
        case NumberType::Float32: return "float32";
        case NumberType::Float16: return "float16";
        case NumberType::BFloat16: return "bfloat16";
        case NumberType::Int64: return "int64";
    }
    return "";
}

std::uint64_t TensorRecord::elements() const {
    std::uint64_t count = 1;
    for (const auto size : shape) count *= static_cast<std::uint64_t>(size);
    return count;
}

void copyContiguous(const TensorRecord& record, std::span<std::uint8_t> out) {
    if (record.byteCount() == 0) return;
    if (record.stride == contiguousStride(record.shape)) {
        std::memcpy(out.data(), record.bytes.data(), record.byteCount());
        return;
    }
    std::uint8_t* target = out.data();
    copyPart(record, 0, record.bytes.data(), target);
}

std::vector<std::int64_t> contiguousStride(std::span<const std::int64_t> shape) {
    std::vector<std::int64_t> stride(shape.size(), 1);
    for (std::size_t i = shape.size(); i > 1; --i) stride[i - 2] = stride[i - 1] * std::max<std::int64_t>(shape[i - 1], 1);
    return stride;
}

std::optional<std::uint64_t> extentBytes(std::span<const std::int64_t> shape, std::span<const std::int64_t> stride, NumberType type) {
    if (shape.size() != stride.size() || shape.size() > kMaxDimensions) return std::nullopt;
    std::uint64_t elements = 1, last = 0;
    bool empty = false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] < 0 || stride[i] < 0) return std::nullopt;
        empty = empty || shape[i] == 0;
    }
    if (empty) return 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const auto size = static_cast<std::uint64_t>(shape[i]), step = static_cast<std::uint64_t>(stride[i]);
        if (size > kMaxExtentBytes / elements || (step > 0 && size - 1 > kMaxExtentBytes / step)) return std::nullopt;
        elements *= size;
        last += (size - 1) * step;
        if (last > kMaxExtentBytes) return std::nullopt;
    }
    // Fewer numbers in the file than the tensor has: strides of 0 or ones that overlap would multiply what the file holds.
    if (elements > last + 1) return std::nullopt;
    return (last + 1) * bytesOf(type);
}

Result<void> checkRecords(std::vector<TensorRecord>& records, const std::filesystem::path& file) {
    const auto damaged = [&](const std::string& what) {
        return fail(ErrorCode::DamagedModel, "damaged weights: " + what, file, "Copy or export the file again.");
    };
    if (records.empty()) return fail(ErrorCode::NotAModel, "holds no tensors", file, "Choose a file of weights.");
    for (auto& record : records) {
        if (record.name.size() > kMaxNameLength || !isPrintable(record.name)) return damaged("'" + printable(record.name) + "' is no name of a tensor");
        record.name = withoutPrefixes(record.name);
        if (record.name.empty()) return damaged("a tensor has no name");
    }
    std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    for (std::size_t i = 1; i < records.size(); ++i)
        if (records[i].name == records[i - 1].name) return damaged("'" + printable(records[i].name) + "' occurs twice");
    std::vector<const TensorRecord*> byPlace;
    for (const auto& record : records)
        if (!record.bytes.empty()) byPlace.push_back(&record);
    std::sort(byPlace.begin(), byPlace.end(), [](const auto* a, const auto* b) { return a->bytes.data() < b->bytes.data(); });
    for (std::size_t i = 1; i < byPlace.size(); ++i)
        if (byPlace[i]->bytes.data() < byPlace[i - 1]->bytes.data() + byPlace[i - 1]->bytes.size())
            return damaged("'" + printable(byPlace[i]->name) + "' and '" + printable(byPlace[i - 1]->name) + "' share bytes");
    return {};
}

std::string shapeText(std::span<const std::int64_t> shape) {
    if (shape.empty()) return "scalar";
    std::string text;
    for (const auto size : shape) text += (text.empty() ? "" : "×") + std::to_string(size);
    return text;
}

std::string printable(std::string_view text) {
    constexpr std::size_t kMaxShown = 100;
    std::string result(text.substr(0, kMaxShown));
    for (char& c : result)
        if (c < 0x20 || c >= 0x7f) c = '?';
    if (text.size() > kMaxShown) result += "…";
    return result;
}

}  // namespace leukolens::weights
