// A case store on a server: which databases it takes, what it says of those it does not, and lost connections.
#include "core/casebook/server_database.h"

#include <sys/wait.h>
#include <unistd.h>

#include "core/casebook/audit_trail.h"
#include "core/casebook/server_login.h"
#include "core/casebook/sqlite_file.h"
#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

using leukolens::test::TemporaryServer;
using testing::HasSubstr;

class ServerDatabaseTest : public testing::Test {
protected:
    void SetUp() override {
        if (!TemporaryServer::isInstalled()) GTEST_SKIP() << "no PostgreSQL server here (package postgresql)";
        server = &TemporaryServer::get();
        url = server->createDatabase();
    }
    StoreAddress place() const { return StoreAddress::parse(url).value(); }

    Error refusal(const std::string& address) const {
        auto opened = CaseStore::open(StoreAddress::parse(address).value());
        return opened ? Error{} : opened.error();
    }
    std::string asUser(const std::string& user) const { return "postgresql://" + user + url.substr(url.find('@')); }
    std::string tables() { return server->ask(url, "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'"); }

    /// The server's end of the connections that are open to this database.
    void cutConnections() { server->run(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); }

    TemporaryServer* server = nullptr;
    std::string url;
};

/// A server with TLS, for one test: the others expect one without.
class TlsDatabaseTest : public ServerDatabaseTest {
protected:
    void SetUp() override {
        ServerDatabaseTest::SetUp();
        if (server) roots = server->useTls(true);
    }
    void TearDown() override {
        if (server) server->useTls(false);
    }
    std::string encrypted() const {
        return server->ask(url, "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND datname = current_database()");
    }
    std::filesystem::path roots;
};

TEST_F(TlsDatabaseTest, WorksOverAnEncryptedConnection) {
    const auto store = openStore(StoreAddress::parse(server->byTcp(url) + "?sslmode=require").value());
    EXPECT_EQ(encrypted(), "1");
    const CaseId id = store->createCase("Ana").value();
    auto cells = someCells(3);
    ASSERT_TRUE(store->addCells(id, cells));
    EXPECT_EQ(store->cells(id)->size(), 3u);
    // The lock is a connection of its own.
    const auto claim = store->claimCase(id);
    ASSERT_TRUE(claim && claim->lock);
    EXPECT_EQ(encrypted(), "2");
}

TEST_F(TlsDatabaseTest, AsksTheServerForItsCertificateWhereTheAddressSaysSo) {
    const std::string checked = server->byTcp(url) + "?sslmode=verify-full&sslrootcert=";
    {
        const auto store = openStore(StoreAddress::parse(checked + (roots / "server.crt").string()).value());
        EXPECT_TRUE(store->createCase("Ana"));
        EXPECT_EQ(encrypted(), "1");
    }
    const Error stranger = refusal(checked + (roots / "stranger.crt").string());
    EXPECT_EQ(stranger.code, ErrorCode::StoreFailed);
    EXPECT_THAT(stranger.what, HasSubstr("certificate")) << stranger.message();
    EXPECT_FALSE(stranger.advice.empty());
}

TEST_F(ServerDatabaseTest, HasTheColumnsOfACaseFile) {
    openStore(place());
    const leukolens::test::TempFolder folder;
    const auto file = openSqliteFile(folder / "cases.leukocases").value();
    std::string table, column, kind, ofFile;
    soci::statement query = (file->sql.prepare << "SELECT t.name, c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.name",
                             soci::into(table), soci::into(column), soci::into(kind));
    for (query.execute(); query.fetch();) ofFile += table + '.' + column + ' ' + kind + '\n';
    const std::string ofServer = server->ask(url, "SELECT string_agg(table_name || '.' || column_name || ' ' || CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'integer' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' "
                                                  "WHEN 'double precision' THEN 'REAL' ELSE data_type END, E'\\n' ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\") || E'\\n' "
                                                  "FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT IN ('leukolens_store', 'case_holder')");
    EXPECT_EQ(ofServer, ofFile);
    EXPECT_THAT(ofFile, HasSubstr("cell.relative_path TEXT\n"));
}

TEST_F(ServerDatabaseTest, TakesAnEmptyDatabaseAndFindsItsTablesAgain) {
    const CaseId id = openStore(place())->createCase("Ana").value();
    EXPECT_EQ(openStore(place())->findCase(id)->name, "Ana");
    EXPECT_EQ(server->ask(url, "SELECT version FROM leukolens_store"), std::to_string(kSchemaVersion));
}

TEST_F(ServerDatabaseTest, RefusesADatabaseOfAnotherProgram) {
    server->run(url, "CREATE TABLE bookmarks (url TEXT)");
    const Error error = refusal(url);
    EXPECT_EQ(error.code, ErrorCode::StoreFailed);
    EXPECT_THAT(error.what, HasSubstr("another program"));
    EXPECT_EQ(error.file, place().shown());
    EXPECT_FALSE(error.advice.empty());
    EXPECT_EQ(tables(), "bookmarks");
}

TEST_F(ServerDatabaseTest, RefusesANewerVersionAndMissingTables) {
    openStore(place());
    server->run(url, "UPDATE leukolens_store SET version = version + 1");
    EXPECT_THAT(refusal(url).what, HasSubstr("newer version"));
    server->run(url, "UPDATE leukolens_store SET version = 3");
    EXPECT_THAT(refusal(url).what, HasSubstr("unknown"));
    server->run(url, "UPDATE leukolens_store SET version = " + std::to_string(kSchemaVersion) + "; DROP TABLE thumbnail");
    EXPECT_THAT(refusal(url).what, HasSubstr("tables are missing"));
}

TEST_F(ServerDatabaseTest, RefusesADatabaseThatKeepsNoUtf8) {
    const std::string latin = server->createDatabase("ENCODING 'LATIN1' TEMPLATE template0");
    EXPECT_THAT(refusal(latin).what, HasSubstr("LATIN1"));
}

TEST_F(ServerDatabaseTest, SaysWhyItIsNotLetIn) {
    server->run(url, "CREATE ROLE nologin NOLOGIN; CREATE ROLE reader LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    EXPECT_EQ(refusal(asUser("nologin")).code, ErrorCode::NoPermission);
    EXPECT_EQ(refusal(asUser("nobody_of_that_name")).code, ErrorCode::NoPermission);
    const Error mayNotCreate = refusal(asUser("reader"));
    EXPECT_EQ(mayNotCreate.code, ErrorCode::NoPermission);
    EXPECT_THAT(mayNotCreate.advice, HasSubstr("create"));
    EXPECT_EQ(tables(), "") << "all or nothing";
    openStore(place());
    EXPECT_EQ(refusal(asUser("reader")).code, ErrorCode::NoPermission) << "tables that may not be read";
    server->run(url, "DROP OWNED BY reader; DROP ROLE nologin, reader");
    EXPECT_EQ(refusal("postgresql://tester@/none" + url.substr(url.find('?'))).code, ErrorCode::NotFound);
    const Error plain = refusal(server->byTcp(url) + "?sslmode=require");
    EXPECT_EQ(plain.code, ErrorCode::StoreFailed);
    EXPECT_THAT(plain.what, HasSubstr("no encrypted connection"));
    EXPECT_TRUE(CaseStore::open(StoreAddress::parse(server->byTcp(url)).value())) << "on this computer it goes without";
    const Error nobody = refusal("postgresql:///cases?host=/tmp/no-such-folder");
    EXPECT_EQ(nobody.code, ErrorCode::StoreFailed);
    EXPECT_THAT(nobody.what, HasSubstr("cannot be reached"));
}

TEST_F(ServerDatabaseTest, TellsARefusalThatAPasswordWouldEnd) {
    const std::string locked = server->lock(url, "open sesame");
    EXPECT_TRUE(wantsPassword(refusal(locked))) << "none was given";
    const Error wrong = refusal(locked + "&password=open%20barley");
    EXPECT_TRUE(wantsPassword(wrong));
    EXPECT_THAT(wrong.message(), testing::Not(HasSubstr("barley")));
    EXPECT_TRUE(CaseStore::open(StoreAddress::parse(locked + "&password=open%20sesame").value()));
    EXPECT_FALSE(wantsPassword(refusal("postgresql:///cases?host=/tmp/no-such-folder")));
    EXPECT_FALSE(wantsPassword(refusal("postgresql://tester@/none" + url.substr(url.find('?')))));
    EXPECT_FALSE(wantsPassword({ErrorCode::NoPermission, "may not be read", "/a file", {}}));
}

TEST_F(ServerDatabaseTest, TwoThatOpenAnEmptyDatabaseAtOnceBothSucceed) {
    for (int round = 0; round < 3; ++round) {
        const auto at = StoreAddress::parse(server->createDatabase()).value();
        std::vector<pid_t> children;
        for (int i = 0; i < 4; ++i) {
            const pid_t child = ::fork();
            if (child == 0) ::_exit(CaseStore::open(at) ? 0 : 1);
            children.push_back(child);
        }
        for (const pid_t child : children) {
            int status = 0;
            ::waitpid(child, &status, 0);
            EXPECT_EQ(status, 0);
        }
    }
}

TEST_F(ServerDatabaseTest, TrailCannotBeRewritten) {
    const auto store = openStore(place());
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(1);
    ASSERT_TRUE(store->addCells(id, cells));
    for (const char* statement : {"UPDATE audit SET person = 'somebody else'", "DELETE FROM audit", "TRUNCATE audit CASCADE", "UPDATE audit_cell SET cell_id = 7", "DELETE FROM audit_cell", "TRUNCATE audit_cell"})
        EXPECT_THROW(server->run(url, statement), std::runtime_error) << statement;
}

TEST_F(ServerDatabaseTest, GoesOnAfterALostConnection) {
    const auto store = openStore(place());
    const CaseId id = store->createCase("Ana").value();
    cutConnections();
    EXPECT_EQ(store->findCase(id)->name, "Ana") << "a look";
    cutConnections();
    EXPECT_TRUE(renameNow(*store, id, "Anna")) << "a change";
    server->stop();
    const auto down = store->findCase(id);
    ASSERT_FALSE(down);
    EXPECT_EQ(down.error().code, ErrorCode::StoreFailed);
    EXPECT_THAT(down.error().what, HasSubstr("cannot be reached"));
    EXPECT_FALSE(renameNow(*store, id, "Ann"));
    server->start();
    EXPECT_EQ(store->findCase(id)->name, "Anna");
}

TEST_F(ServerDatabaseTest, ALookAtOneMomentDoesNotGoOnInAnother) {
    const auto store = openStore(place());
    const CaseId id = store->createCase("Ana").value();
    int looks = 0;
    const auto looked = store->atOneMoment([&]() -> Result<void> {
        ++looks;
        if (auto first = store->findCase(id); !first) return fail(first.error());
        cutConnections();
        const auto second = store->findCase(id);
        if (!second) return fail(second.error());
        return {};
    });
    ASSERT_FALSE(looked);
    EXPECT_THAT(looked.error().what, HasSubstr("lost"));
    EXPECT_EQ(looks, 1);
    EXPECT_TRUE(store->atOneMoment([&]() -> Result<void> { return store->findCase(id) ? Result<void>() : fail(ErrorCode::Internal, "gone"); })) << "and goes on";
}

TEST_F(ServerDatabaseTest, AChangeThatWasCutOffIsMadeOnceOnly) {
    const auto store = openStore(place());
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(1);
    ASSERT_TRUE(store->addCells(id, cells));
    // The server ends the connection in the middle of the change, once.
    server->run(url, "CREATE SEQUENCE once; CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('once') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN new; END $$; "
                     "CREATE TRIGGER cut BEFORE UPDATE ON cell FOR EACH ROW EXECUTE FUNCTION cut()");
    ASSERT_TRUE(store->decide(id, asClass({cells[0].id}, "hem")));
    EXPECT_EQ(server->ask(url, "SELECT last_value FROM once"), "2");
    EXPECT_EQ(store->cells(id)->front().version, 2);
    NoProgress progress;
    const auto verified = AuditTrail(*store).verify(progress, {});
    ASSERT_TRUE(verified) << verified.error().message();
    EXPECT_TRUE(verified->intact());
    EXPECT_EQ(AuditTrail(*store).ofCase(id)->size(), 3u);
}

TEST_F(ServerDatabaseTest, SaysThatNobodyKnowsWhereTheAnswerToACommitIsLost) {
    const auto store = openStore(place());
    const CaseId id = store->createCase("Ana").value();
    server->run(url, "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$; "
                     "CREATE CONSTRAINT TRIGGER cut AFTER UPDATE ON patient DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()");
    const auto renamed = renameNow(*store, id, "Anna");
    ASSERT_FALSE(renamed);
    EXPECT_EQ(renamed.error().code, ErrorCode::StoreFailed);
    EXPECT_THAT(renamed.error().what, HasSubstr("nobody knows"));
    EXPECT_EQ(renamed.error().file, place().shown());
    EXPECT_EQ(store->findCase(id)->name, "Ana") << "and goes on";
}

TEST_F(ServerDatabaseTest, WaitsForAnotherWriterAndThenSaysSo) {
    const auto store = openStore(place());
    const CaseId id = store->createCase("Ana").value();
    const auto other = openServer(place()).value();
    other->sql << "SET idle_in_transaction_session_timeout = 0";
    const Transaction holding(other->sql);
    EXPECT_TRUE(store->findCase(id)) << "reading waits for nobody";
    const auto renamed = renameNow(*store, id, "Anna");
    ASSERT_FALSE(renamed);
    EXPECT_THAT(renamed.error().what, HasSubstr("used by another program"));
}

TEST_F(ServerDatabaseTest, RefusesPathsThatItCannotKeep) {
    const auto store = openStore(place());
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(2);
    cells[1].path = "/old disk/Zelle \xfc.bmp";
    const auto added = store->addCells(id, cells);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(added.error().what, HasSubstr("UTF-8"));
    EXPECT_TRUE(store->cells(id)->empty());
}

TEST_F(ServerDatabaseTest, AClaimOutlivesALostConnectionUnlessSomebodyElseTookTheCase) {
    const auto store = openStore(place()), other = openStore(place());
    store->setUser("Eva");
    other->setUser("Ben");
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(1);
    ASSERT_TRUE(store->addCells(id, cells));
    const auto mine = store->claimCase(id)->lock;
    ASSERT_TRUE(mine);
    cutConnections();
    EXPECT_TRUE(store->decide(id, asClass({cells[0].id}, "hem"))) << "taken again";
    EXPECT_EQ(other->claimCase(id)->holder.user, "Eva");
    cutConnections();
    auto theirs = other->claimCase(id)->lock;
    ASSERT_TRUE(theirs);
    const auto late = store->decide(id, asClass({cells[0].id}, "all"));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::Conflict);
    EXPECT_THAT(late.error().what, HasSubstr("Ben"));
    theirs = nullptr;
    EXPECT_EQ(store->decide(id, asClass({cells[0].id}, "all")).error().code, ErrorCode::Conflict) << "what Ben has changed was not seen here";
    EXPECT_EQ(store->cells(id)->front().assignedClass, "hem");
}

}  // namespace
}  // namespace leukolens::casebook::test
