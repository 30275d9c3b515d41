// Tests of how a case store behaves run on a case file and on a temporary PostgreSQL server.
#pragma once

#include "core/casebook/database.h"
#include "tests/core/casebook/case_fixture.h"
#include "tests/support/temporary_server.h"

namespace leukolens::casebook::test {

enum class Kind { File, Server };

inline StoreAddress newServerPlace() {
    return StoreAddress::parse(leukolens::test::TemporaryServer::get().createDatabase()).value();
}

/// TEST_P of such a suite, then LEUKOLENS_ON_BOTH_DATABASES(Suite).
class StoreTest : public testing::TestWithParam<Kind> {
protected:
    leukolens::test::TempFolder folder;
    StoreAddress place = GetParam() == Kind::Server ? newServerPlace() : StoreAddress(folder / "cases.leukocases");
    std::unique_ptr<CaseStore> store = openStore(place);

    /// Past the store, as another program would. Throws where the database refuses.
    void runRaw(const std::string& statement) {
        if (GetParam() == Kind::Server) leukolens::test::TemporaryServer::get().run(place.connection(), statement);
        else soci::session(soci::sqlite3, place.file().string()) << statement;
    }
};

inline std::vector<Kind> databasesHere() {
    return leukolens::test::TemporaryServer::isInstalled() ? std::vector{Kind::File, Kind::Server} : std::vector{Kind::File};
}

#define LEUKOLENS_ON_BOTH_DATABASES(suite)                                                  \
    INSTANTIATE_TEST_SUITE_P(Database, suite, testing::ValuesIn(databasesHere()),           \
                             [](const auto& kind) { return kind.param == Kind::File ? "file" : "server"; })

}  // namespace leukolens::casebook::test
