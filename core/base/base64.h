// Bytes as text of 64 letters (RFC 4648, 4), for the database's text columns.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/files.h"

namespace leukolens {

std::string toBase64(std::span<const std::uint8_t> bytes);
/// Nothing where the text is none: other letters, blanks, or padding that is missing or stands elsewhere than at the end.
std::optional<Bytes> fromBase64(std::string_view text);

}  // namespace leukolens
