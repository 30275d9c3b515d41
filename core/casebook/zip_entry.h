// Private to this folder: one entry of a zip, as bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/files.h"

struct zip;

namespace leukolens::casebook {

/// Unpacks at most `most` bytes, whatever the directory claims. Fails with ReadFailed (damaged, locked by a password) or TooLarge, whose words are `tooMuch`; both name `named` and give `advice`.
Result<Bytes> readZipEntry(struct zip* archive, std::uint64_t index, std::uint64_t most, const std::filesystem::path& named, const char* tooMuch, const char* advice);

}  // namespace leukolens::casebook
