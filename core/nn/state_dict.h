// The named tensors of a network.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <map>
#include <string>

#include "core/base/files.h"
#include "core/weights/tensor_record.h"

namespace leukolens::nn {

/// Parameters and buffers by torchvision's names.
using StateDict = std::map<std::string, at::Tensor>;

/// The network's own tensors, sharing memory with it.
StateDict stateDict(const torch::nn::Module& network);

/// As above, copied to the CPU, contiguous.
StateDict copyOf(const StateDict& state);

/// Copies every tensor of `state`, a copy of this network's, back into it. Throws std::out_of_range for a name it lacks.
void copyInto(torch::nn::Module& network, const StateDict& state);

/// As a safetensors file: opens in Python by safetensors.torch.load_file(). Tensors of any device; float32, float16, bfloat16, float64,
/// int64, others throw std::invalid_argument.
Bytes writeSafetensors(const StateDict& state, const std::map<std::string, std::string>& metadata = {});

/// Copies of the tensors of a safetensors file, on the CPU; `file` is named in errors. Fails with DamagedModel or NotAModel.
Result<StateDict> readSafetensors(std::span<const std::uint8_t> bytes, const std::filesystem::path& file);

/// A copy on the CPU, contiguous, of the record's own number type.
at::Tensor tensorOf(const weights::TensorRecord& record);

}  // namespace leukolens::nn
