#include "core/digest/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace leukolens::digest {

std::string sha256(std::span<const std::uint8_t> bytes) {
    std::array<unsigned char, 32> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1 || size != digest.size()) {
        throw std::runtime_error("OpenSSL computes no SHA-256");
    }
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const unsigned char byte : digest) {
        hex += "0123456789abcdef"[byte >> 4];
        hex += "0123456789abcdef"[byte & 15];
    }
    return hex;
}

std::string sha256(std::string_view text) {
    return sha256(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace leukolens::digest
