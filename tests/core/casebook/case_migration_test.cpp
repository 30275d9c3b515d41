// Case files of versions 1 to 3, as those versions wrote them, opened today.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "core/casebook/sqlite_file.h"
#include "tests/core/casebook/case_fixture.h"
#include "tests/support/old_case_file.h"

namespace leukolens::casebook::test {
namespace {

namespace fs = std::filesystem;

/// Word for word what version 2 added.
const char* const kAddedByVersion2[] = {
    "ALTER TABLE case_session ADD COLUMN state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'signed'))",
    "ALTER TABLE case_session ADD COLUMN signed_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE case_session ADD COLUMN signed_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cell ADD COLUMN flags TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE cell ADD COLUMN embedding TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cell ADD COLUMN added TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cell ADD COLUMN file_bytes INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE cell ADD COLUMN excluded INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE cell ADD COLUMN marked INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE cell ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE audit_cell (cell_id INTEGER NOT NULL, audit_id INTEGER NOT NULL REFERENCES audit(id), PRIMARY KEY (cell_id, audit_id)) WITHOUT ROWID",
    "INSERT OR IGNORE INTO audit_cell (cell_id, audit_id) SELECT json_extract(entry.value, '$.id'), audit.id FROM audit, json_each(audit.detail, '$.cells') AS entry "
    "WHERE json_extract(entry.value, '$.id') IS NOT NULL",
    "CREATE TRIGGER audit_cells AFTER INSERT ON audit BEGIN INSERT OR IGNORE INTO audit_cell (cell_id, audit_id) SELECT json_extract(entry.value, '$.id'), new.id FROM "
    "json_each(new.detail, '$.cells') AS entry WHERE json_extract(entry.value, '$.id') IS NOT NULL; END",
    "CREATE TRIGGER audit_cell_unchanged BEFORE UPDATE ON audit_cell BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_cell_undeleted BEFORE DELETE ON audit_cell BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
    "CREATE TABLE reading (id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL REFERENCES case_session(id), reader TEXT NOT NULL, started TEXT NOT NULL, "
    "finished TEXT)",
    "CREATE INDEX reading_of_case ON reading (case_id, id)",
    "CREATE UNIQUE INDEX one_unfinished_reading ON reading (case_id, reader) WHERE finished IS NULL",
    "CREATE TABLE reading_decision (reading_id INTEGER NOT NULL REFERENCES reading(id), cell_id INTEGER NOT NULL, class TEXT NOT NULL, excluded INTEGER NOT NULL, "
    "time TEXT NOT NULL, PRIMARY KEY (reading_id, cell_id)) WITHOUT ROWID",
    "PRAGMA user_version = 2",
};

/// Word for word what version 3 added.
const char* const kAddedByVersion3[] = {
    "ALTER TABLE cell ADD COLUMN views INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE cell ADD COLUMN other_models TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE cell ADD COLUMN disagreement REAL",
    "PRAGMA user_version = 3",
};

class CaseMigrationTest : public testing::Test {
protected:
    leukolens::test::TempFolder folder;
    fs::path file = folder / "cases.leukocases", backup = folder / "cases.leukocases.v1-backup";

    void makeVersion1(int cells) { leukolens::test::writeVersion1CaseFile(file, cells); }

    static int versionOf(const fs::path& of) {
        soci::session sql(soci::sqlite3, of.string());
        int version = 0;
        sql << "PRAGMA user_version", soci::into(version);
        return version;
    }

    static std::string integrityOf(const fs::path& of) {
        soci::session sql(soci::sqlite3, of.string());
        std::string said;
        sql << "PRAGMA integrity_check", soci::into(said);
        return said;
    }
};

TEST_F(CaseMigrationTest, KeepsAllAndSaysWhatVersion1KnewWithoutSayingIt) {
    makeVersion1(5);
    const auto store = openStore(file);
    EXPECT_EQ(store->backupMade(), backup);
    const auto summary = store->findCase(1).value();
    EXPECT_EQ(summary.name, "Ana");
    EXPECT_EQ(summary.cells, 5);
    EXPECT_EQ(summary.state, CaseState::Open);
    EXPECT_EQ(summary.changed, "2024-01-02T03:04:06+01:00") << "opening is no change";
    const auto cells = store->cells(1).value();
    ASSERT_EQ(cells.size(), 5u);
    EXPECT_TRUE(cells[0].corrected() && cells[0].reviewed) << "a person corrected it";
    EXPECT_FALSE(cells[1].reviewed);
    EXPECT_EQ(cells[2].flags, std::vector<std::string>{"uncertain"});
    EXPECT_TRUE(cells[1].flags.empty());
    for (const CaseCell& cell : cells) {
        EXPECT_EQ(cell.added, "2024-01-02T03:04:05+01:00");
        EXPECT_EQ(cell.probabilities, (std::vector<double>{0.75, 0.25}));
        EXPECT_FALSE(cell.excluded || cell.marked);
        EXPECT_TRUE(cell.embedding.empty());
        EXPECT_EQ(cell.fileBytes, 0);
        EXPECT_EQ(cell.asked, Asked());
        EXPECT_FALSE(cell.disagreement);
    }
    EXPECT_EQ(AuditTrail(*store).ofCase(1)->size(), 3u) << "the trail is as it was";
    EXPECT_EQ(versionOf(file), kSchemaVersion);
}

TEST_F(CaseMigrationTest, AnOlderBackupStaysAndTheFileGetsItsOwn) {
    makeVersion1(2);
    openStore(file);
    const Bytes first = bytesOf(backup);
    // Put back and worked on with the old program, then opened again.
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(fs::path(file.string() + ending));
    makeVersion1(4);
    const auto again = openStore(file);
    EXPECT_EQ(again->backupMade(), folder / "cases.leukocases.v1-backup-2");
    EXPECT_EQ(bytesOf(backup), first);
    NoProgress progress;
    EXPECT_TRUE(AuditTrail(*again).verify(progress, {})->intact());
}

TEST_F(CaseMigrationTest, OldLinesAreInACellsHistory) {
    makeVersion1(12);
    const auto store = openStore(file);
    const auto events = store->history(1, 1).value();
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].kind, CellEvent::Kind::Added);
    EXPECT_EQ(events[0].to.assignedClass, "all");
    EXPECT_EQ(events[1].user, "ben");
    EXPECT_EQ(events[1].from.assignedClass, "all");
    EXPECT_EQ(events[1].to.assignedClass, "hem");
    EXPECT_EQ(store->history(1, 12)->size(), 1u);
    // And new ones go on from there.
    ASSERT_TRUE(store->decide(1, asClass({1}, "all"), "seen again"));
    EXPECT_EQ(store->history(1, 1)->back().reason, "seen again");
}

TEST_F(CaseMigrationTest, ACopyOfTheOldFileLiesBesideIt) {
    makeVersion1(5);
    openStore(file);
    ASSERT_TRUE(fs::exists(backup));
    EXPECT_EQ(versionOf(backup), 1);
    EXPECT_EQ(integrityOf(backup), "ok");
    soci::session sql(soci::sqlite3, backup.string());
    int cells = 0;
    sql << "SELECT count(*) FROM cell", soci::into(cells);
    EXPECT_EQ(cells, 5);
    for (const auto& name : leukolens::test::entries(folder.path())) EXPECT_EQ(name.find("backup."), std::string::npos) << name << " was left";
}

TEST_F(CaseMigrationTest, ACopyThatIsThereIsKept) {
    makeVersion1(5);
    ASSERT_TRUE(writeFileAtomically(backup, "an older backup"));
    EXPECT_EQ(openStore(file)->backupMade(), folder / "cases.leukocases.v1-backup-2");
    EXPECT_EQ(readTextFile(backup, 100).value(), "an older backup");
    EXPECT_EQ(versionOf(file), kSchemaVersion);
}

TEST_F(CaseMigrationTest, AFileOfThisVersionGetsNoCopy) {
    openStore(file)->createCase("Ana").value();
    openStore(file);
    for (const auto& name : leukolens::test::entries(folder.path())) EXPECT_EQ(name.find("backup"), std::string::npos) << name;
}

TEST_F(CaseMigrationTest, AMigratedFileHasTheTablesOfANewOne) {
    makeVersion1(1);
    openStore(file);
    openStore(folder / "new");
    const auto schemaOf = [](const fs::path& of) {
        soci::session sql(soci::sqlite3, of.string());
        soci::rowset<std::string> rows = (sql.prepare << "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
        return std::vector<std::string>(rows.begin(), rows.end());
    };
    EXPECT_EQ(schemaOf(file), schemaOf(folder / "new"));
}

TEST_F(CaseMigrationTest, Version2KeepsWhatPeopleDecidedAndItsCellsWereAskedOnce) {
    makeVersion1(3);
    {
        soci::session sql(soci::sqlite3, file.string());
        for (const char* statement : kAddedByVersion2) sql << statement;
        sql << "UPDATE cell SET flags = '[\"blurred\"]', marked = 1, reviewed = 1 WHERE id = 2";
    }
    const auto store = openStore(file);
    EXPECT_EQ(store->backupMade(), folder / "cases.leukocases.v2-backup");
    EXPECT_EQ(versionOf(store->backupMade()), 2);
    EXPECT_EQ(versionOf(file), kSchemaVersion);
    const auto cells = store->cells(1).value();
    ASSERT_EQ(cells.size(), 3u);
    EXPECT_EQ(cells[1].flags, std::vector<std::string>{"blurred"});
    EXPECT_TRUE(cells[1].marked && cells[1].reviewed);
    for (const CaseCell& cell : cells) {
        EXPECT_EQ(cell.asked, Asked());
        EXPECT_FALSE(cell.disagreement);
    }
    EXPECT_EQ(store->history(1, 1)->size(), 2u);
}

TEST_F(CaseMigrationTest, Version3KeepsHowCellsWereAskedAndKnowsNoSlide) {
    makeVersion1(3);
    {
        soci::session sql(soci::sqlite3, file.string());
        for (const char* statement : kAddedByVersion2) sql << statement;
        for (const char* statement : kAddedByVersion3) sql << statement;
        sql << "UPDATE cell SET views = 8, disagreement = 0.25 WHERE id = 2";
    }
    const auto store = openStore(file);
    EXPECT_EQ(store->backupMade(), folder / "cases.leukocases.v3-backup");
    EXPECT_EQ(versionOf(file), kSchemaVersion);
    EXPECT_EQ(store->cells(1).value()[1].asked.views, 8);
    EXPECT_EQ(store->cells(1).value()[1].disagreement, 0.25);
    EXPECT_TRUE(store->slideCells(1)->empty());
    std::vector<SlideCell> marks = {{0, "/slides/a.svs", 1, 2, 3, 4, 0.5, {}, {}}};
    EXPECT_TRUE(store->addSlideCells(1, marks));
}

TEST_F(CaseMigrationTest, AMigrationThatFailsLeavesVersion1) {
    makeVersion1(5);
    {
        soci::session sql(soci::sqlite3, file.string());
        sql << "CREATE TABLE reading_decision (in_the_way TEXT)";  // the last statement fails on it
    }
    const auto store = CaseStore::open(file);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::StoreFailed);
    EXPECT_EQ(versionOf(file), 1);
    soci::session sql(soci::sqlite3, file.string());
    int columns = 0;
    sql << "SELECT count(*) FROM pragma_table_info('cell')", soci::into(columns);
    EXPECT_EQ(columns, 10) << "half a migration stayed";
}

TEST_F(CaseMigrationTest, KilledInTheMiddleItIsOfVersion1OrOfTodaysAndWhole) {
    makeVersion1(20'000);
    const Bytes original = bytesOf(file);
    std::mt19937 random(7);
    int leftOld = 0, leftNew = 0;
    for (int round = 0; round < 12; ++round) {
        for (const auto& name : leukolens::test::entries(folder.path())) fs::remove(folder / name);
        ASSERT_TRUE(writeFileAtomically(file, original));
        int begun[2];
        ASSERT_EQ(::pipe(begun), 0);
        const pid_t pid = ::fork();
        if (pid == 0) {
            if (::write(begun[1], "x", 1) != 1) ::_exit(1);
            const auto store = CaseStore::open(file);
            ::_exit(store ? 0 : 2);
        }
        ::close(begun[1]);
        char byte = 0;
        ASSERT_EQ(::read(begun[0], &byte, 1), 1);
        ::close(begun[0]);
        ::usleep(random() % 250'000);  // anywhere in it: no outcome depends on where
        ::kill(pid, SIGKILL);
        int status = 0;
        ::waitpid(pid, &status, 0);

        ASSERT_EQ(integrityOf(file), "ok");
        const int version = versionOf(file);
        ASSERT_TRUE(version == 1 || version == kSchemaVersion);
        (version == 1 ? leftOld : leftNew) += 1;
        EXPECT_TRUE(version == 1 || fs::exists(backup)) << "migrated before the copy was there";
        EXPECT_TRUE(!fs::exists(backup) || integrityOf(backup) == "ok") << "half a copy passes for one";
        const auto store = openStore(file);
        ASSERT_EQ(store->cells(1)->size(), 20'000u);
        EXPECT_EQ(store->history(1, 1)->size(), 2u);
    }
    std::printf("killed at version 1: %d, at today's: %d\n", leftOld, leftNew);
}

}  // namespace
}  // namespace leukolens::casebook::test
