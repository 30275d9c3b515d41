// What fuzzing gives its inputs to: every reader of weights and models, and all bytes that they hand out.
#pragma once

#include <cstdint>
#include <span>

namespace leukolens::fuzz {

/// Opens the bytes as a file of weights and as a model, and copies every tensor that was accepted. True if one of the readers accepted
/// them. Nothing may be thrown.
bool feed(std::span<const std::uint8_t> bytes);

}  // namespace leukolens::fuzz
