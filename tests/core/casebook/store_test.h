// Tests of how a case store behaves run on a case file and on a temporary PostgreSQL server.
#pragma once

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
};

inline std::vector<Kind> databasesHere() {
    return leukolens::test::TemporaryServer::isInstalled() ? std::vector{Kind::File, Kind::Server} : std::vector{Kind::File};
}

#define LEUKOLENS_ON_BOTH_DATABASES(suite)                                                  \
    INSTANTIATE_TEST_SUITE_P(Database, suite, testing::ValuesIn(databasesHere()),           \
                             [](const auto& kind) { return kind.param == Kind::File ? "file" : "server"; })

}  // namespace leukolens::casebook::test
