#include "core/nn/state_dict.h"

#include <ATen/ATen.h>

#include "core/weights/safetensors.h"

namespace leukolens::nn {
namespace {

weights::NumberType numberType(at::ScalarType type) {
    switch (type) {
        case at::kDouble: return weights::NumberType::Float64;
        case at::kFloat: return weights::NumberType::Float32;
        case at::kHalf: return weights::NumberType::Float16;
        case at::kBFloat16: return weights::NumberType::BFloat16;
        case at::kLong: return weights::NumberType::Int64;
        default: throw std::invalid_argument("no weights are of this number type");
    }
}

at::ScalarType scalarType(weights::NumberType type) {
    switch (type) {
        case weights::NumberType::Float64: return at::kDouble;
        case weights::NumberType::Float32: return at::kFloat;
        case weights::NumberType::Float16: return at::kHalf;
        case weights::NumberType::BFloat16: return at::kBFloat16;
        case weights::NumberType::Int64: return at::kLong;
    }
    return at::kFloat;
}

}  // namespace

at::Tensor tensorOf(const weights::TensorRecord& record) {
    auto tensor = at::empty(record.shape, at::TensorOptions().dtype(scalarType(record.type)));
    weights::copyContiguous(record, {static_cast<std::uint8_t*>(tensor.data_ptr()), tensor.nbytes()});
    return tensor;
}

StateDict stateDict(const torch::nn::Module& network) {
    StateDict state;
    for (const auto& parameter : network.named_parameters()) state.emplace(parameter.key(), parameter.value());
    for (const auto& buffer : network.named_buffers()) state.emplace(buffer.key(), buffer.value());
    return state;
}

StateDict copyOf(const StateDict& state) {
    StateDict copy;
    for (const auto& [name, tensor] : state)
        copy.emplace(name, tensor.detach().to(at::kCPU, tensor.scalar_type(), false, true, at::MemoryFormat::Contiguous));
    return copy;
}

void copyInto(torch::nn::Module& network, const StateDict& state) {
    const at::NoGradGuard noGrad;
    StateDict own = stateDict(network);
    for (const auto& [name, tensor] : state) own.at(name).copy_(tensor);
}

Bytes writeSafetensors(const StateDict& state, const std::map<std::string, std::string>& metadata) {
    StateDict plain;  // contiguous on the CPU, sharing memory where it is already
    std::vector<weights::TensorRecord> records;
    for (const auto& [name, tensor] : state) {
        const auto& kept = plain.emplace(name, tensor.detach().to(at::kCPU).contiguous()).first->second;
        records.push_back({name, numberType(kept.scalar_type()), kept.sizes().vec(), weights::contiguousStride(kept.sizes()),
                           {static_cast<const std::uint8_t*>(kept.const_data_ptr()), kept.nbytes()}});
    }
    return weights::writeSafetensors(records, metadata);
}

Result<StateDict> readSafetensors(std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    auto records = weights::readSafetensors(bytes, file);
    if (!records) return fail(records.error());
    if (auto sound = weights::checkRecords(*records, file); !sound) return fail(sound.error());
    StateDict state;
    for (const auto& record : *records) state.emplace(record.name, tensorOf(record));
    return state;
}

}  // namespace leukolens::nn
