#include "core/nn/safetensors.h"

#include <ATen/ATen.h>

#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/nn/tensor_checks.h"

namespace leukolens::nn {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors is little-endian");
constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kMaxHeaderBytes = 100u << 20;

constexpr std::pair<const char*, at::ScalarType> kTypes[] = {
    {"F64", at::kDouble}, {"F32", at::kFloat}, {"F16", at::kHalf}, {"BF16", at::kBFloat16}, {"I64", at::kLong},
    {"I32", at::kInt},    {"I16", at::kShort}, {"I8", at::kChar},  {"U8", at::kByte},       {"BOOL", at::kBool},
};

std::string typeName(at::ScalarType type) {
    for (const auto& [name, known] : kTypes)
        if (known == type) return name;
    throw std::invalid_argument("no safetensors type for this tensor");
}

std::optional<at::ScalarType> typeFromName(const std::string& name) {
    for (const auto& [known, type] : kTypes)
        if (name == known) return type;
    return std::nullopt;
}

tl::unexpected<Error> damaged(const std::filesystem::path& file, const std::string& what) {
    return fail(ErrorCode::DamagedModel, "damaged weights: " + what, file, "Copy or export the file again.");
}

/// One entry of the header, checked against the size of the data that follows it.
Result<at::Tensor> readTensor(const std::string& name, const nlohmann::json& entry, std::span<const std::uint8_t> data,
                              const std::filesystem::path& file) {
    const auto type = typeFromName(entry.at("dtype").get<std::string>());
    if (!type) return damaged(file, name + " has an unknown number type");
    const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
    const auto offsets = entry.at("data_offsets").get<std::vector<std::uint64_t>>();
    const auto bytes = checkedByteCount(shape, c10::elementSize(*type));
    if (!bytes) return damaged(file, name + " has an impossible shape");
    if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data.size())
        return damaged(file, name + " lies outside the file's " + std::to_string(data.size()) + " bytes of data");
    if (offsets[1] - offsets[0] != *bytes)
        return damaged(file, name + " needs " + std::to_string(*bytes) + " bytes, found " + std::to_string(offsets[1] - offsets[0]));
    at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(*type));
    if (*bytes > 0) std::memcpy(tensor.data_ptr(), data.data() + offsets[0], *bytes);
    return tensor;
}

}  // namespace

Bytes writeSafetensors(const StateDict& state) {
    nlohmann::json header = nlohmann::json::object();
    std::uint64_t offset = 0;
    const StateDict copy = copyOf(state);
    for (const auto& [name, tensor] : copy) {
        const std::uint64_t end = offset + tensor.nbytes();
        header[name] = {{"dtype", typeName(tensor.scalar_type())}, {"shape", tensor.sizes().vec()}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.append((kLengthBytes - text.size() % kLengthBytes) % kLengthBytes, ' ');  // tensors start aligned
    const std::uint64_t length = text.size();
    Bytes bytes(kLengthBytes + text.size() + offset);
    std::memcpy(bytes.data(), &length, kLengthBytes);
    std::memcpy(bytes.data() + kLengthBytes, text.data(), text.size());
    std::uint8_t* out = bytes.data() + kLengthBytes + text.size();
    for (const auto& [name, tensor] : copy) {
        if (tensor.nbytes() > 0) std::memcpy(out, tensor.const_data_ptr(), tensor.nbytes());
        out += tensor.nbytes();
    }
    return bytes;
}

Result<StateDict> readSafetensors(std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    std::uint64_t length = 0;
    if (bytes.size() < kLengthBytes) return damaged(file, "only " + std::to_string(bytes.size()) + " bytes");
    std::memcpy(&length, bytes.data(), kLengthBytes);
    if (length > kMaxHeaderBytes || length > bytes.size() - kLengthBytes)
        return damaged(file, "the header claims " + std::to_string(length) + " bytes, the file has " + std::to_string(bytes.size()));
    const auto text = bytes.subspan(kLengthBytes, length);
    const auto data = bytes.subspan(kLengthBytes + length);
    try {
        const auto header = nlohmann::json::parse(text.begin(), text.end());
        if (!header.is_object()) return damaged(file, "the header is no JSON object");
        StateDict state;
        for (const auto& [name, entry] : header.items()) {
            if (name == "__metadata__") continue;
            auto tensor = readTensor(name, entry, data, file);
            if (!tensor) return fail(tensor.error());
            state.emplace(name, std::move(*tensor));
        }
        return state;
    } catch (const nlohmann::json::exception&) {
        return damaged(file, "the header cannot be read");
    }
}

}  // namespace leukolens::nn
