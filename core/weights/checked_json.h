// JSON out of foreign files.
#pragma once

#include <cstdint>
#include <span>

#include <nlohmann/json.hpp>

namespace leukolens::weights {

/// Parses in time and memory proportional to the text (bound its length before). Throws std::invalid_argument, saying what is wrong, for
/// what is no JSON, is nested deeper than `maxDepth` (nlohmann copies and destroys values recursively), or names a key twice (the last one
/// would win).
nlohmann::json parseChecked(std::span<const std::uint8_t> text, int maxDepth);

}  // namespace leukolens::weights
