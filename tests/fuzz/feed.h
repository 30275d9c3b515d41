// What fuzzing gives its inputs to, one implementation each kind of files: every reader of weights and models, and all bytes that they hand out (feed.cpp); pictures row by row, from memory and from a
// file (feed_pictures.cpp).
#pragma once

#include <cstdint>
#include <span>

namespace leukolens::fuzz {

/// True if one of the readers accepted the bytes, and gave all that is in them. Nothing may be thrown.
bool feed(std::span<const std::uint8_t> bytes);

}  // namespace leukolens::fuzz
