// SHA-256, by which cells, models and settings are told apart.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace leukolens::digest {

/// 64 lowercase hexadecimal digits.
std::string sha256(std::span<const std::uint8_t> bytes);
std::string sha256(std::string_view text);

/// Of the parts as if they were one.
std::string sha256(std::span<const std::span<const std::uint8_t>> parts);

/// Whether a text from elsewhere has the form that sha256() gives.
bool isSha256(std::string_view text);

}  // namespace leukolens::digest
