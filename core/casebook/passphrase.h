// Private to this folder: passphrases as Argon2id.
#pragma once

#include <filesystem>
#include <string>

namespace leukolens::casebook {

/// Throws InvalidArgument where it is shorter than kLeastPassphrase, longer than kMostPassphrase, or no text.
void requirePassphrase(const std::string& passphrase, const std::filesystem::path& file);

/// Argon2id with interactive limits and a salt of its own, as libsodium writes it ("$argon2id$v=19$…"). Takes about 64 MiB and a tenth of a second; throws std::bad_alloc without them.
std::string hashOfPassphrase(const std::string& passphrase);

/// An empty hash fits none, in the time that any other takes.
bool fitsHash(const std::string& passphrase, const std::string& hash);

}  // namespace leukolens::casebook
