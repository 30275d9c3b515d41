// A trunk that has learnt nothing, for heads that are fitted to what it makes of pictures.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/files.h"
#include "core/base/result.h"

namespace leukolens::engine {

/// Tensors of the network's trunk as safetensors. Each layer's weights are scaled to a variance of 2 over the inputs of one output (He et al. 2015): the trunk is never trained, so nothing else keeps its
/// numbers from growing or vanishing from layer to layer. Same seed, same bytes. Fails with InvalidArgument for a network that is not known.
Result<Bytes> randomTrunk(const std::string& network, std::uint64_t seed);

}  // namespace leukolens::engine
