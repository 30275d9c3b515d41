// Private to this folder: vectors as text columns.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace leukolens::casebook {

/// Base64 (RFC 4648) of the numbers as little-endian float32; empty for none.
std::string embeddingToColumn(std::span<const float> embedding);
/// To the last bit what was written. StoreFailed where the text is none of the above.
Result<std::vector<float>> embeddingFromColumn(const std::string& column);

}  // namespace leukolens::casebook
