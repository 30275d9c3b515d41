#include "core/casebook/sqlite_file.h"

#include <sys/wait.h>
#include <unistd.h>

#include "tests/core/casebook/case_fixture.h"

namespace leukolens::casebook::test {
namespace {

namespace fs = std::filesystem;

const std::string kNewerVersion = "PRAGMA user_version = " + std::to_string(kSchemaVersion + 1);

class SqliteFileTest : public testing::Test {
protected:
    leukolens::test::TempFolder folder;
    fs::path file = folder / "cases.leukocases";

    void makeDatabase(const std::vector<std::string>& statements) {
        soci::session sql(soci::sqlite3, file.string());
        for (const auto& statement : statements) sql << statement;
    }

    void expectRefusedUntouched(const std::string& words) {
        const Bytes before = bytesOf(file);
        const auto names = leukolens::test::entries(folder.path());
        const auto store = CaseStore::open(file);
        ASSERT_FALSE(store);
        EXPECT_EQ(store.error().code, ErrorCode::StoreFailed);
        EXPECT_EQ(store.error().file, file);
        EXPECT_NE(store.error().what.find(words), std::string::npos) << store.error().what;
        EXPECT_FALSE(store.error().advice.empty());
        EXPECT_TRUE(bytesOf(file) == before) << "the file was altered";
        EXPECT_EQ(leukolens::test::entries(folder.path()), names);
    }
};

TEST_F(SqliteFileTest, WhatElseOpensTheFileTakesNoLogFromWhoWritesIt) {
    int begin[2];
    ASSERT_EQ(::pipe(begin), 0);
    // Before this process has it open: SQLite's connections do not survive a fork.
    const pid_t other = ::fork();
    if (other == 0) {
        char go = 0;
        const bool told = ::read(begin[0], &go, 1) == 1;
        const bool opened = told && CaseStore::open(file).has_value();  // and closed: the last one would clear the log away
        ::_exit(opened ? 0 : 1);
    }
    const auto store = openStore(file);
    ASSERT_TRUE(store->createCase("Ana"));
    ASSERT_TRUE(CaseStore::open(file)) << "a second time in this process, as for a backup";
    ASSERT_EQ(::write(begin[1], "x", 1), 1);
    int status = 1;
    ASSERT_EQ(::waitpid(other, &status, 0), other);
    EXPECT_EQ(status, 0);
    EXPECT_TRUE(fs::exists(fs::path(file) += "-wal")) << "what is written from now on would be lost with it";
    ::close(begin[0]);
    ::close(begin[1]);
}

TEST_F(SqliteFileTest, RefusesADatabaseOfAnotherProgram) {
    makeDatabase({"CREATE TABLE bookmarks (url TEXT)", "INSERT INTO bookmarks VALUES ('x')"});
    expectRefusedUntouched("not a case file");
}

TEST_F(SqliteFileTest, RefusesAnotherProgramsDatabaseInWalMode) {
    makeDatabase({"PRAGMA journal_mode = WAL", "CREATE TABLE bookmarks (url TEXT)"});
    expectRefusedUntouched("not a case file");
}

TEST_F(SqliteFileTest, RefusesWhatIsNoDatabase) {
    ASSERT_TRUE(writeFileAtomically(file, "Dear diary, " + std::string(5000, 'x')));
    expectRefusedUntouched("not a case file");
    ASSERT_TRUE(writeFileAtomically(file, "x"));
    expectRefusedUntouched("not a case file");
}

TEST_F(SqliteFileTest, RefusesANewerVersion) {
    openStore(file);
    makeDatabase({kNewerVersion});
    expectRefusedUntouched("newer version");
}

TEST_F(SqliteFileTest, RefusesANewerVersionThatStandsInTheLogOnly) {
    openStore(file)->createCase("Ana").value();
    EXPECT_EQ(inChild([&] {
                  soci::session sql(soci::sqlite3, file.string());
                  sql << kNewerVersion;
                  _exit(7);  // not closed: the change stays in the write-ahead log
                  return 0;
              }),
              7);
    const Bytes before = bytesOf(file);
    const auto store = CaseStore::open(file);
    ASSERT_FALSE(store);
    EXPECT_NE(store.error().what.find("newer version"), std::string::npos) << store.error().what;
    EXPECT_TRUE(bytesOf(file) == before);
}

TEST_F(SqliteFileTest, SaysWhereATableIsMissing) {
    openStore(file);
    makeDatabase({"DROP TABLE cell"});
    const auto store = CaseStore::open(file);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::StoreFailed);
    EXPECT_NE(store.error().what.find("damaged"), std::string::npos) << store.error().what;
}

TEST_F(SqliteFileTest, DamagedPagesAreAFailureNotACrash) {
    {
        const auto store = openStore(file);
        const CaseId id = store->createCase("Ana").value();
        std::vector<CaseCell> cells = someCells(500);
        ASSERT_TRUE(store->addCells(id, cells));
    }
    Bytes bytes = bytesOf(file);
    std::fill(bytes.begin() + 4096, bytes.end(), std::uint8_t{0x5a});
    ASSERT_TRUE(writeFileAtomically(file, bytes));
    auto store = CaseStore::open(file);
    if (!store) {
        EXPECT_EQ(store.error().code, ErrorCode::StoreFailed);
        return;
    }
    const auto cells = (*store)->cells(1);
    ASSERT_FALSE(cells);
    EXPECT_EQ(cells.error().code, ErrorCode::StoreFailed);
    EXPECT_NE(cells.error().what.find("damaged"), std::string::npos) << cells.error().what;
}

TEST_F(SqliteFileTest, TakesAnEmptyFileAsNew) {
    ASSERT_TRUE(writeFileAtomically(file, ""));
    EXPECT_TRUE(openStore(file)->createCase("Ana"));
}

TEST_F(SqliteFileTest, OpensUnderAnyFileName) {
    for (const char* name :
         {"a=b c.db", "quote\" and 'single'.db", "db=x timeout=1.db", ":memory:", "файл?mode=ro#x.db", "100 %20.db"}) {
        const fs::path odd = folder / name;
        { EXPECT_TRUE(openStore(odd)->createCase("Ana")) << name; }
        EXPECT_TRUE(fs::is_regular_file(odd)) << name;
        EXPECT_EQ(openStore(odd)->listCases()->size(), 1u) << name;
    }
}

TEST_F(SqliteFileTest, MissingFolderAndFolderInPlaceOfFile) {
    EXPECT_EQ(CaseStore::open(folder / "none" / "cases").error().code, ErrorCode::NotFound);
    EXPECT_EQ(CaseStore::open(folder.path()).error().code, ErrorCode::NotAFile);
    ASSERT_TRUE(writeFileAtomically(file, "x"));
    EXPECT_EQ(CaseStore::open(file / "cases").error().code, ErrorCode::NotFound);
}

TEST_F(SqliteFileTest, SetsTheModesThatKeepChanges) {
    const auto opened = openSqliteFile(file);
    ASSERT_TRUE(opened) << opened.error().message();
    soci::session& sql = (*opened)->sql;
    std::string journal;
    int synchronous = 0, foreignKeys = 0;
    sql << "PRAGMA journal_mode", soci::into(journal);
    sql << "PRAGMA synchronous", soci::into(synchronous);
    sql << "PRAGMA foreign_keys", soci::into(foreignKeys);
    EXPECT_EQ(journal, "wal");
    EXPECT_EQ(synchronous, 2) << "FULL";
    EXPECT_EQ(foreignKeys, 1);
    EXPECT_THROW(sql << "INSERT INTO audit (case_id, time, user, action, detail) VALUES (99, '', '', '', '')",
                 soci::soci_error);
}

TEST_F(SqliteFileTest, TrailCannotBeRewritten) {
    openStore(file)->createCase("Ana").value();
    soci::session sql(soci::sqlite3, file.string());
    EXPECT_THROW(sql << "UPDATE audit SET user = 'somebody else'", soci::soci_error);
    EXPECT_THROW(sql << "DELETE FROM audit", soci::soci_error);
}

TEST_F(SqliteFileTest, SqliteCodesBecomeTheErrorsPeopleKnow) {
    EXPECT_EQ(errorFromSqlite(SQLITE_FULL, "", file).code, ErrorCode::DiskFull);
    EXPECT_EQ(errorFromSqlite(SQLITE_NOMEM, "", file).code, ErrorCode::OutOfMemory);
    EXPECT_EQ(errorFromSqlite(SQLITE_NOTADB, "", file).code, ErrorCode::StoreFailed);
    EXPECT_EQ(errorFromSqlite(SQLITE_BUSY, "", file).code, ErrorCode::StoreFailed);
    EXPECT_EQ(errorFromSqlite(SQLITE_CANTOPEN, "", folder / "none" / "x").code, ErrorCode::NotFound);
    EXPECT_EQ(errorFromSqlite(SQLITE_READONLY | 1 << 8, "", folder.path() / ".").code, ErrorCode::NoPermission);
}

}  // namespace
}  // namespace leukolens::casebook::test
