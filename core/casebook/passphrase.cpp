#include "core/casebook/passphrase.h"

#include <sodium.h>

#include <algorithm>
#include <new>
#include <stdexcept>

#include "core/casebook/accounts.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/database.h"

namespace leukolens::casebook {
namespace {

void start() {
    static const bool ready = sodium_init() >= 0;  // 1: somebody was quicker
    if (!ready) throw std::runtime_error("libsodium could not be started");
}

Refused refuse(std::string what, const std::filesystem::path& file) { return {{ErrorCode::InvalidArgument, std::move(what), file, "Choose another passphrase."}}; }

}  // namespace

void requirePassphrase(const std::string& passphrase, const std::filesystem::path& file) {
    if (!isPlainText(passphrase)) throw refuse("the passphrase is not UTF-8 text", file);
    if (passphrase.size() > kMostPassphrase) throw refuse("the passphrase is longer than " + std::to_string(kMostPassphrase) + " bytes", file);
    const auto codePoints = std::count_if(passphrase.begin(), passphrase.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
    if (static_cast<std::size_t>(codePoints) < kLeastPassphrase) throw refuse("the passphrase has fewer than " + std::to_string(kLeastPassphrase) + " characters", file);
}

std::string hashOfPassphrase(const std::string& passphrase) {
    start();
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, passphrase.data(), passphrase.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) throw std::bad_alloc();
    return hash;
}

bool fitsHash(const std::string& passphrase, const std::string& hash) {
    start();
    static const std::string kOfNobody = hashOfPassphrase("nobody has this passphrase");
    const bool fits = crypto_pwhash_str_verify((hash.empty() ? kOfNobody : hash).c_str(), passphrase.data(), passphrase.size()) == 0;
    return fits && !hash.empty();
}

}  // namespace leukolens::casebook
