// Weights and pictures that another program can make bit for bit: integers of a hash, scaled once, rounded once to float32.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <string_view>

namespace leukolens::parity {

/// FNV-1a, 64 bits.
std::uint64_t fnv1a(std::string_view text);

/// The numbers of splitmix64 started at the FNV-1a hash of a name, reached in any order.
class NamedHash {
public:
    explicit NamedHash(std::string_view name) : m_start(fnv1a(name)) {}
    std::uint64_t at(std::uint64_t index) const;    ///< index from 0
    std::int64_t signedAt(std::uint64_t index) const;  ///< −2²³ … 2²³ − 1: float32 holds it exactly

private:
    std::uint64_t m_start;
};

/// Overwrites every parameter and buffer, by its name, but for the counters num_batches_tracked. The distributions and the reasons for
/// them: tests/core/parity/make_inception_reference.py.
void fillByFormula(torch::nn::Module& network);

/// count × 3 × sizePx × sizePx, −1 … 1, float32 on the CPU.
at::Tensor formulaPictures(std::int64_t count, std::int64_t sizePx);

}  // namespace leukolens::parity
