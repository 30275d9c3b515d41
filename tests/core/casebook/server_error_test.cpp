#include "core/casebook/server_error.h"

#include <gmock/gmock.h>

namespace leukolens::casebook::test {
namespace {

using testing::HasSubstr;

TEST(ServerErrorTest, CodesBecomeTheErrorsPeopleKnow) {
    const std::filesystem::path shown = "postgresql://lab.example/cases";
    const std::pair<const char*, ErrorCode> expected[] = {
        {"", ErrorCode::StoreFailed},           {"08006", ErrorCode::StoreFailed},  {"28P01", ErrorCode::NoPermission}, {"28000", ErrorCode::NoPermission}, {"3D000", ErrorCode::NotFound},
        {"42501", ErrorCode::NoPermission},     {"25006", ErrorCode::NoPermission}, {"53100", ErrorCode::DiskFull},     {"53200", ErrorCode::OutOfMemory},  {"53300", ErrorCode::StoreFailed},
        {"55P03", ErrorCode::StoreFailed},      {"57014", ErrorCode::StoreFailed},  {"57P01", ErrorCode::StoreFailed},  {"40P01", ErrorCode::StoreFailed},  {"22021", ErrorCode::InvalidArgument},
        {"XX001", ErrorCode::StoreFailed},
    };
    for (const auto& [state, code] : expected) {
        const Error error = errorFromServer(state, "ERROR:  something\nDETAIL:  Key (label)=(Ana)", shown);
        EXPECT_EQ(error.code, code) << state;
        EXPECT_EQ(error.file, shown) << state;
        EXPECT_FALSE(error.advice.empty()) << state;
        EXPECT_THAT(error.message(), testing::Not(HasSubstr("Ana"))) << state << ": details may name patients";
    }
    EXPECT_EQ(errorFromServer("     ", "", shown).what, errorFromServer("", "", shown).what) << "as SOCI says that it knows none";
    EXPECT_EQ(errorFromServer("P0001", "Cannot execute query. Fatal error. ERROR:  the audit trail is append-only\nCONTEXT:  x", shown).what, "the server refused (the audit trail is append-only)");
}

TEST(ServerErrorTest, FindsTheWordsOfAMessage) {
    EXPECT_EQ(firstWords("connection to server failed: FATAL:  28P01: password authentication failed for user \"eva\"\nLOCATION:  x"), "password authentication failed for user \"eva\"");
    EXPECT_EQ(firstWords("Connection refused.\n\tIs the server running?"), "Connection refused");
    EXPECT_EQ(firstWords("FEHLER:  keine Berechtigung für Tabelle cell"), "keine Berechtigung für Tabelle cell");
    EXPECT_EQ(firstWords(""), "");
}

}  // namespace
}  // namespace leukolens::casebook::test
