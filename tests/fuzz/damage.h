// Blind damage of any bytes.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/random.h"

namespace leukolens::fuzz {

/// A number at which lengths and offsets go wrong.
std::uint64_t awkward(Random& random);

/// One to four changes: bits, bytes, awkward numbers, parts cut off, doubled, left out or put in.
void damage(std::string& bytes, Random& random);

}  // namespace leukolens::fuzz
