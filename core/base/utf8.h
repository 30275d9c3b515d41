// Whether bytes are text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace leukolens {

/// Where the first byte stands that is no well-formed UTF-8 (RFC 3629: no overlong forms, surrogates or values over U+10FFFF); npos if all is well.
std::size_t firstNonUtf8(std::string_view text);

inline bool isUtf8(std::string_view text) {
    return firstNonUtf8(text) == std::string_view::npos;
}

/// A foreign text for a message: in quotes, on one line, at most `maxBytes` long, well-formed UTF-8 whatever it was.
std::string quotedForMessage(std::string_view text, std::size_t maxBytes = 80);

}  // namespace leukolens
