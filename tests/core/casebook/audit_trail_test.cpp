#include "core/casebook/audit_trail.h"

#include <nlohmann/json.hpp>

#include "core/casebook/accounts.h"
#include "core/casebook/database.h"
#include "core/casebook/patients.h"
#include "core/digest/sha256.h"
#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

using FaultKind = Verification::Fault::Kind;

class AuditTrailTest : public StoreTest {
protected:
    CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(6);

    void SetUp() override {
        ASSERT_TRUE(store->addCells(id, cells));
        ASSERT_TRUE(store->decide(id, asClass({cells[0].id, cells[1].id}, "hem")));
        ASSERT_TRUE(store->removeCells(id, {cells[1].id}));
        std::vector<CaseCell> back{cells[1]};
        back[0].setVerdict({"hem", false, true, true});
        ASSERT_TRUE(store->addCells(id, back));
        ASSERT_TRUE(store->decide(id, std::vector<CellDecision>{{cells[2].id, {"all", true, false, true}}}, "smudged"));
    }

    Verification verify(const std::string& head = {}) {
        NoProgress progress;
        return AuditTrail(*store).verify(progress, {}, head).value();
    }

    /// As somebody who has got at the database itself: past the triggers.
    void tamper(const std::vector<std::string>& statements) {
        if (GetParam() == Kind::Server) {
            auto& server = leukolens::test::TemporaryServer::get();
            for (const auto& statement : statements) server.run(place.connection(), "SET session_replication_role = replica; " + statement);
            return;
        }
        soci::session sql(soci::sqlite3, place.file().string());
        for (const char* trigger : {"audit_unchanged", "audit_undeleted", "audit_cell_undeleted"}) sql << std::string("DROP TRIGGER IF EXISTS ") + trigger;
        for (const auto& statement : statements) sql << statement;
    }

    void expect(FaultKind kind, std::int64_t row) {
        const auto found = verify();
        ASSERT_TRUE(found.firstBad);
        EXPECT_EQ(found.firstBad->kind, kind);
        EXPECT_EQ(found.firstBad->row, row);
    }

    void expectAltered(AlteredRow::Of of, const std::string& which) {
        const auto found = verify();
        ASSERT_TRUE(found.firstBad && found.firstBad->altered);
        EXPECT_EQ(found.firstBad->kind, FaultKind::RowAltered);
        EXPECT_EQ(found.firstBad->altered->of, of);
        EXPECT_EQ(found.firstBad->altered->which, which);
    }
};

TEST_P(AuditTrailTest, IsIntactAfterOrdinaryWorkAndItsHeadIsTheLastLines) {
    const auto found = verify();
    EXPECT_TRUE(found.intact());
    const auto lines = AuditTrail(*store).newest(100).value();
    EXPECT_EQ(found.rows, static_cast<std::int64_t>(lines.size()));
    EXPECT_EQ(found.head, lines.front().hash);
    EXPECT_EQ(AuditTrail(*store).head().value(), found.head);
    EXPECT_EQ(lines.back().previous, kNoHash);
}

TEST_P(AuditTrailTest, HashesAreThoseOfTheDocumentedForm) {
    const AuditRow row = AuditTrail(*store).newest(1)->front();
    const std::string detail = nlohmann::json(row.detail).dump(), person = nlohmann::json(row.person).dump();
    const std::string text = row.previous + "\n[" + std::to_string(row.id) + ",\"" + row.time + "\"," + person + "," + std::to_string(*row.caseId) + "," + std::to_string(*row.patient) + ",\"decide\"," + detail + "]";
    EXPECT_EQ(row.hash, digest::sha256(std::string_view(text)));
}

TEST_P(AuditTrailTest, FindsAChangedLine) {
    tamper({"UPDATE audit SET person = 'somebody else' WHERE id = 3"});
    expect(FaultKind::Changed, 3);
}

TEST_P(AuditTrailTest, FindsALineThatWasChangedAndHashedAnew) {
    AuditRow row = AuditTrail(*store).newest(100)->at(3);
    row.person = "somebody else";
    tamper({"UPDATE audit SET person = 'somebody else', hash = '" + hashOf(row) + "' WHERE id = " + std::to_string(row.id)});
    expect(FaultKind::Missing, row.id + 1);
}

TEST_P(AuditTrailTest, FindsALineThatIsGone) {
    tamper({"DELETE FROM audit_cell WHERE audit_id = 4", "DELETE FROM audit WHERE id = 4"});
    expect(FaultKind::Missing, 5);
}

TEST_P(AuditTrailTest, FindsLinesThatChangedPlaces) {
    tamper({"DELETE FROM audit_cell", "UPDATE audit SET id = 100 WHERE id = 2", "UPDATE audit SET id = 2 WHERE id = 3", "UPDATE audit SET id = 3 WHERE id = 100"});
    expect(FaultKind::Missing, 2);
}

TEST_P(AuditTrailTest, FindsThatLinesAreGoneAtTheEnd) {
    const std::string head = verify().head;
    tamper({"DELETE FROM audit_cell WHERE audit_id = (SELECT max(id) FROM audit)", "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)"});
    expect(FaultKind::Shortened, 0);
    // Whoever counts anew hides it from the store, and not from a report.
    tamper({"UPDATE audit_head SET lines = (SELECT count(*) FROM audit), hash = (SELECT hash FROM audit ORDER BY id DESC LIMIT 1)", "UPDATE cell SET excluded = 0, reviewed = 0 WHERE id = " + std::to_string(cells[2].id)});
    EXPECT_TRUE(verify().intact());
    ASSERT_TRUE(verify(head).firstBad);
    EXPECT_EQ(verify(head).firstBad->kind, FaultKind::Shortened);
}

TEST_P(AuditTrailTest, FindsACellThatStandsOtherwise) {
    tamper({"UPDATE cell SET assigned_class = 'hem' WHERE id = " + std::to_string(cells[4].id)});
    expectAltered(AlteredRow::Of::Cell, std::to_string(cells[4].id));
}

TEST_P(AuditTrailTest, FindsACellWhoseAnswerOrPictureIsAnother) {
    const std::string cell = std::to_string(cells[4].id);
    for (const char* change : {"predicted_class = 'hem'", "sha256 = 'f'", "model_sha256 = 'f'", "model_name = 'x'", "probabilities = '[0.9,0.1]'", "classes = '[\"hem\",\"all\"]'", "flags = '[\"uncertain\"]'",
                               "views = 8", "disagreement = 0.5", "added = ''", "file_bytes = 7", "other_models = '[\"a\"]'"}) {
        const std::string column = std::string(change).substr(0, std::string(change).find(' '));
        tamper({"CREATE TABLE kept AS SELECT " + column + " AS value FROM cell WHERE id = " + cell, std::string("UPDATE cell SET ") + change + " WHERE id = " + cell});
        SCOPED_TRACE(change);
        expectAltered(AlteredRow::Of::Cell, cell);
        tamper({"UPDATE cell SET " + column + " = (SELECT value FROM kept) WHERE id = " + cell, "DROP TABLE kept"});
        ASSERT_TRUE(verify().intact());
    }
}

TEST_P(AuditTrailTest, FindsACellThatIsGone) {
    tamper({"DELETE FROM cell WHERE id = " + std::to_string(cells[5].id)});
    expectAltered(AlteredRow::Of::Cell, std::to_string(cells[5].id));
}

class WholeStoreTest : public AuditTrailTest {
protected:
    std::string patient, session, fact, reading;

    /// One of everything that the trail speaks of.
    void SetUp() override {
        AuditTrailTest::SetUp();
        Accounts accounts(*store);
        ASSERT_TRUE(accounts.create("Ria", Role::Administrator, "passphrase of Ria"));
        ASSERT_TRUE(accounts.logIn("Ria", "passphrase of Ria"));
        ASSERT_TRUE(accounts.create("Tom", Role::Technician, "passphrase of Tom"));
        ASSERT_TRUE(accounts.change({"Tom", Role::Reviewer, true, {}, accounts.list()->at(1).version}));
        ASSERT_TRUE(accounts.setPassphrase("Tom", "another one of Tom"));
        ASSERT_TRUE(accounts.setRules({true, 5}));
        Patients patients(*store);
        const PatientId of = store->findCase(id)->patient;
        ASSERT_TRUE(patients.setNotes(of, "a note", patients.find(of)->patient.version));
        PatientFact age = patients.addFact(of, {0, "ageYears", "4", "2026-01-01"}).value();
        age.value = "5";
        age = patients.changeFact(of, age).value();
        age = patients.setFactRemoved(of, age.id, true, age.version).value();
        age = patients.setFactRemoved(of, age.id, false, age.version).value();
        ASSERT_TRUE(store->describeSample(id, "2026-01-02", Material::Marrow, "seen twice", store->findCase(id)->version));
        const ReadingId started = store->startReading(id, "Eva").value();
        ASSERT_TRUE(store->decideReading(started, std::vector<CaseStore::ReadingDecision>{{cells[0].id, ReaderVerdict{"hem", false}}, {cells[3].id, ReaderVerdict{"all", true}}}));
        ASSERT_TRUE(store->decideReading(started, std::vector<CaseStore::ReadingDecision>{{cells[3].id, std::nullopt}}));
        ASSERT_TRUE(store->finishReading(started));
        ASSERT_TRUE(signNow(*store, id, "passphrase of Ria"));
        ASSERT_TRUE(store->reopen(id, "once more"));
        ASSERT_TRUE(signNow(*store, id, "passphrase of Ria"));
        patient = std::to_string(of);
        session = std::to_string(id);
        fact = std::to_string(age.id);
        reading = std::to_string(started);
    }
};

TEST_P(WholeStoreTest, StandsAsItsTrailSays) {
    const auto found = verify();
    EXPECT_TRUE(found.intact()) << (found.firstBad && found.firstBad->altered ? found.firstBad->altered->which : std::string());
}

TEST_P(WholeStoreTest, ARowThatIsChangedPastTheProgramIsFound) {
    using Of = AlteredRow::Of;
    const struct {
        std::string table, where, change;
        Of of;
        std::string which;
    } cases[] = {
        {"case_session", "id = " + session, "taken = '2025-01-02'", Of::Session, session},
        {"case_session", "id = " + session, "material = 'blood'", Of::Session, session},
        {"case_session", "id = " + session, "comment = ''", Of::Session, session},
        {"case_session", "id = " + session, "state = 'signed'", Of::Session, session},
        {"case_session", "id = " + session, "signed_by = 'Tom'", Of::Session, session},
        {"case_session", "id = " + session, "signed_at = ''", Of::Session, session},
        {"signature", "withdrawn = ''", "person = 'Tom'", Of::Signature, session + "/1"},
        {"signature", "withdrawn = ''", "role = 'reviewer'", Of::Signature, session + "/1"},
        {"signature", "withdrawn = ''", "time = ''", Of::Signature, session + "/1"},
        {"signature", "withdrawn = ''", "head = ''", Of::Signature, session + "/1"},
        {"signature", "withdrawn = ''", "reentered = 0", Of::Signature, session + "/1"},
        {"signature", "withdrawn = ''", "withdrawn = 'x'", Of::Signature, session + "/1"},
        {"patient", "id = " + patient, "label = 'Eva'", Of::Patient, patient},
        {"patient", "id = " + patient, "notes = ''", Of::Patient, patient},
        {"patient_fact", "id = " + fact, "value = '15'", Of::Fact, fact},
        {"patient_fact", "id = " + fact, "date = ''", Of::Fact, fact},
        {"patient_fact", "id = " + fact, "note = 'x'", Of::Fact, fact},
        {"patient_fact", "id = " + fact, "removed = 1", Of::Fact, fact},
        {"patient_fact", "id = " + fact, "entered_by = 'Tom'", Of::Fact, fact},
        {"reading", "id = " + reading, "reader = 'Tom'", Of::Reading, reading},
        {"reading", "id = " + reading, "finished = NULL", Of::Reading, reading},
        {"reading_decision", "reading_id = " + reading, "class = 'all'", Of::ReadingDecision, reading + "/" + std::to_string(cells[0].id)},
        {"reading_decision", "reading_id = " + reading, "excluded = 1", Of::ReadingDecision, reading + "/" + std::to_string(cells[0].id)},
        {"account", "name = 'Tom'", "role = 'administrator'", Of::Account, "Tom"},
        {"account", "name = 'Tom'", "active = 0", Of::Account, "Tom"},
        {"account", "name = 'Tom'", "passphrase = (SELECT other.passphrase FROM account other WHERE other.name = 'Ria')", Of::Account, "Tom"},
        {"store_rule", "name = 'two_signatures'", "value = '0'", Of::Rule, "two_signatures"},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.table + ": " + row.change);
        const std::string column = row.change.substr(0, row.change.find(' '));
        tamper({"CREATE TABLE kept AS SELECT " + column + " AS value FROM " + row.table + " WHERE " + row.where, "UPDATE " + row.table + " SET " + row.change + " WHERE " + row.where});
        expectAltered(row.of, row.which);
        const std::string again = row.change.starts_with("withdrawn") ? "withdrawn = 'x'" : row.where;
        tamper({"UPDATE " + row.table + " SET " + column + " = (SELECT value FROM kept) WHERE " + again, "DROP TABLE kept"});
        ASSERT_TRUE(verify().intact());
    }
}

TEST_P(WholeStoreTest, ARowThatIsTakenOutOrPutInIsFound) {
    using Of = AlteredRow::Of;
    const struct {
        std::string table, where;
        Of of;
        std::string which;
    } cases[] = {
        {"signature", "withdrawn = ''", Of::Signature, session + "/1"},
        {"patient_fact", "id = " + fact, Of::Fact, fact},
        {"reading_decision", "reading_id = " + reading, Of::ReadingDecision, reading + "/" + std::to_string(cells[0].id)},
        {"account", "name = 'Tom'", Of::Account, "Tom"},
        {"store_rule", "name = 'two_signatures'", Of::Rule, "two_signatures"},
    };
    for (const auto& row : cases) {
        SCOPED_TRACE(row.table);
        tamper({"CREATE TABLE kept AS SELECT * FROM " + row.table + " WHERE " + row.where, "DELETE FROM " + row.table + " WHERE " + row.where});
        expectAltered(row.of, row.which);
        tamper({"INSERT INTO " + row.table + " SELECT * FROM kept", "DROP TABLE kept"});
        ASSERT_TRUE(verify().intact());
    }
    tamper({"INSERT INTO patient_fact (patient_id, name, value, date, note, entered, entered_by, removed, version) VALUES (" + patient + ", 'sex', 'female', '', '', '', 'Ria', 0, 1)"});
    ASSERT_TRUE(verify().firstBad && verify().firstBad->altered);
    EXPECT_EQ(verify().firstBad->altered->of, Of::Fact);
    EXPECT_NE(verify().firstBad->altered->which, fact);
}

TEST_P(AuditTrailTest, KnowsTheHeadsOfEarlierReports) {
    const std::string early = AuditTrail(*store).newest(100)->at(4).hash;
    EXPECT_TRUE(verify(early).intact());
    EXPECT_TRUE(verify(kNoHash).intact());
    EXPECT_FALSE(verify(std::string(64, 'a')).intact());
}

TEST_P(AuditTrailTest, ADatabaseRefusesToChangeItsTrail) {
    const auto attempt = [&](const std::string& statement) {
        if (GetParam() == Kind::Server) {
            leukolens::test::TemporaryServer::get().run(place.connection(), statement);
        } else {
            soci::session sql(soci::sqlite3, place.file().string());
            sql << statement;
        }
    };
    EXPECT_ANY_THROW(attempt("UPDATE audit SET person = 'x' WHERE id = 2"));
    EXPECT_ANY_THROW(attempt("DELETE FROM audit WHERE id = 2"));
    EXPECT_ANY_THROW(attempt("DELETE FROM audit_cell"));
    EXPECT_TRUE(verify().intact());
}

TEST_P(AuditTrailTest, StopsWhenItIsStopped) {
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(renameNow(*store, id, "name " + std::to_string(i)));
    CancelSource stop;
    stop.cancel();
    NoProgress progress;
    EXPECT_EQ(AuditTrail(*store).verify(progress, stop.token()).error().code, ErrorCode::Cancelled);
}

LEUKOLENS_ON_BOTH_DATABASES(AuditTrailTest);
LEUKOLENS_ON_BOTH_DATABASES(WholeStoreTest);

}  // namespace
}  // namespace leukolens::casebook::test
