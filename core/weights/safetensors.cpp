#include "core/weights/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/weights/checked_json.h"

namespace leukolens::weights {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors is little-endian");
constexpr std::size_t kLengthBytes = 8;
// The format allows 100 MB. A network's header has 100 bytes a tensor, and read as JSON it takes a multiple of its size.
constexpr std::size_t kMaxHeaderBytes = 2u << 20;
constexpr int kMaxDepth = 4;
constexpr std::size_t kMaxDimensions = 8;
constexpr std::uint64_t kMaxTensorBytes = 1ull << 40;

constexpr std::pair<std::string_view, NumberType> kTypes[] = {
    {"F64", NumberType::Float64}, {"F32", NumberType::Float32}, {"F16", NumberType::Float16}, {"BF16", NumberType::BFloat16}, {"I64", NumberType::Int64},
};

struct Damage {
    std::string what;
};

nlohmann::json parseHeader(std::span<const std::uint8_t> text) {
    try {
        auto header = parseChecked(text, kMaxDepth);
        if (!header.is_object()) throw Damage{"the header is no JSON object"};
        return header;
    } catch (const std::invalid_argument& e) {
        throw Damage{std::string("the header: ") + e.what()};
    }
}

/// One entry of the header on the data that follows it.
TensorRecord recordOf(const std::string& name, const nlohmann::json& entry, std::span<const std::uint8_t> data) {
    const std::string shown = "'" + printable(name) + "'";
    TensorRecord record{name, {}, {}, {}, {}};
    std::vector<std::uint64_t> offsets;
    std::string typeName;
    try {
        typeName = entry.at("dtype").get<std::string>();
        record.shape = entry.at("shape").get<std::vector<std::int64_t>>();
        offsets = entry.at("data_offsets").get<std::vector<std::uint64_t>>();
        for (const auto* numbers : {&entry.at("shape"), &entry.at("data_offsets")})
            for (const auto& number : *numbers)
                if (!number.is_number_unsigned()) throw Damage{shown + " has an impossible shape or place"};
    } catch (const nlohmann::json::exception&) {
        throw Damage{shown + " is not described as it should be"};
    }
    const auto* type = std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& known) { return known.first == typeName; });
    if (type == std::end(kTypes)) throw Damage{shown + " has the number type " + printable(typeName) + ", which is not read here"};
    record.type = type->second;
    if (record.shape.size() > kMaxDimensions) throw Damage{shown + " has an impossible shape"};
    std::uint64_t bytes = bytesOf(record.type);
    std::uint64_t volume = 1;  // as if no size were 0: strides are made of it
    for (const auto size : record.shape) {
        if (size < 0) throw Damage{shown + " has an impossible shape"};
        const auto length = static_cast<std::uint64_t>(std::max<std::int64_t>(size, 1));
        if (length > kMaxTensorBytes / bytesOf(record.type) / volume) throw Damage{shown + " has an impossible shape"};
        volume *= length;
        bytes *= static_cast<std::uint64_t>(size);
    }
    if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data.size())
        throw Damage{shown + " lies outside the file's " + std::to_string(data.size()) + " bytes of data"};
    if (offsets[1] - offsets[0] != bytes)
        throw Damage{shown + " needs " + std::to_string(bytes) + " bytes, found " + std::to_string(offsets[1] - offsets[0])};
    record.stride = contiguousStride(record.shape);
    record.bytes = data.subspan(offsets[0], bytes);
    return record;
}

}  // namespace

bool looksLikeSafetensors(std::span<const std::uint8_t> bytes) { return bytes.size() > kLengthBytes && bytes[kLengthBytes] == '{'; }

Result<std::vector<TensorRecord>> readSafetensors(std::span<const std::uint8_t> bytes, const std::filesystem::path& file, std::map<std::string, std::string>* metadata) {
    try {
        std::uint64_t length = 0;
        if (bytes.size() < kLengthBytes) throw Damage{"only " + std::to_string(bytes.size()) + " bytes"};
        std::memcpy(&length, bytes.data(), kLengthBytes);
        if (length > bytes.size() - kLengthBytes)
            throw Damage{"the header claims " + std::to_string(length) + " bytes, the file has " + std::to_string(bytes.size())};
        if (length > kMaxHeaderBytes) throw Damage{"the header has " + std::to_string(length) + " bytes, more than any network needs"};
        const auto data = bytes.subspan(kLengthBytes + length);
        std::vector<TensorRecord> records;
        std::uint64_t used = 0;
        const auto header = parseHeader(bytes.subspan(kLengthBytes, length));
        for (const auto& [name, entry] : header.items()) {
            if (name == "__metadata__") {
                if (!metadata || !entry.is_object()) continue;
                for (const auto& [key, value] : entry.items())
                    if (value.is_string()) metadata->emplace(key, value.get<std::string>());
                continue;
            }
            records.push_back(recordOf(name, entry, data));
            used += records.back().bytes.size();
        }
        // Together with checkRecords(), which finds overlaps: every byte belongs to one tensor, as the format demands.
        if (used != data.size()) throw Damage{"its tensors have " + std::to_string(used) + " bytes, the file has " + std::to_string(data.size())};
        return records;
    } catch (const Damage& damage) {
        return fail(ErrorCode::DamagedModel, "damaged weights: " + damage.what, file, "Copy or export the file again.");
    }
}

Bytes writeSafetensors(std::span<const TensorRecord> records, const std::map<std::string, std::string>& metadata) {
    std::vector<const TensorRecord*> sorted;
    for (const auto& record : records) sorted.push_back(&record);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    nlohmann::json header = nlohmann::json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const auto* record : sorted) {
        const auto* type = std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& known) { return known.second == record->type; });
        const std::uint64_t end = offset + record->byteCount();
        header[record->name] = {{"dtype", type->first}, {"shape", record->shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.append((kLengthBytes - text.size() % kLengthBytes) % kLengthBytes, ' ');  // tensors start aligned
    const std::uint64_t length = text.size();
    Bytes bytes(kLengthBytes + text.size() + offset);
    std::memcpy(bytes.data(), &length, kLengthBytes);
    std::memcpy(bytes.data() + kLengthBytes, text.data(), text.size());
    auto rest = std::span(bytes).subspan(kLengthBytes + text.size());
    for (const auto* record : sorted) {
        copyContiguous(*record, rest.first(record->byteCount()));
        rest = rest.subspan(record->byteCount());
    }
    return bytes;
}

}  // namespace leukolens::weights
