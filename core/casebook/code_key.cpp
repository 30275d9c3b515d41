#include "core/casebook/code_key.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "core/digest/sha256.h"

namespace leukolens::casebook {
namespace {

constexpr std::size_t kKeyBytes = 32, kDigitsOfCode = 10;

std::string randomKey() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium could not be started");
    std::array<unsigned char, kKeyBytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, 2 * kKeyBytes + 1> digits{};
    return sodium_bin2hex(digits.data(), digits.size(), bytes.data(), bytes.size());
}

}  // namespace

void ensureCodeKey(soci::session& sql) {
    long long known = 0;
    sql << "SELECT count(*) FROM store_rule WHERE name = :name", soci::use(kCodeKey), soci::into(known);
    if (known > 0) return;
    const std::string key = randomKey();
    sql << "INSERT INTO store_rule (name, value) VALUES (:name, :value)", soci::use(kCodeKey), soci::use(key);
}

std::string codeKey(soci::session& sql, const std::filesystem::path& file) {
    std::string key;
    sql << "SELECT value FROM store_rule WHERE name = :name", soci::use(kCodeKey), soci::into(key);
    if (!sql.got_data() || key.empty()) throw Refused{{ErrorCode::StoreFailed, "the store has lost the secret of its patients' codes", file, "Restore the cases from a backup."}};
    return key;
}

std::string patientCode(const std::string& key, PatientId id, const std::string& created) {
    return "P-" + digest::sha256(std::string_view(key + "\n" + std::to_string(id) + "\n" + created)).substr(0, kDigitsOfCode);
}

}  // namespace leukolens::casebook
