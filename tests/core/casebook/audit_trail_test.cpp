#include "core/casebook/audit_trail.h"

#include <nlohmann/json.hpp>

#include "core/casebook/database.h"
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
    const auto found = verify();
    ASSERT_TRUE(found.firstBad);
    EXPECT_EQ(found.firstBad->kind, FaultKind::CellAltered);
    EXPECT_EQ(found.firstBad->cell, cells[4].id);
}

TEST_P(AuditTrailTest, FindsACellWhoseAnswerOrPictureIsAnother) {
    for (const char* change : {"predicted_class = 'hem'", "sha256 = 'f'", "model_sha256 = 'f'"}) {
        tamper({std::string("UPDATE cell SET ") + change + " WHERE id = " + std::to_string(cells[4].id)});
        ASSERT_TRUE(verify().firstBad) << change;
        EXPECT_EQ(verify().firstBad->cell, cells[4].id);
        tamper({"UPDATE cell SET predicted_class = 'all', sha256 = '" + cells[4].sha256 + "', model_sha256 = '" + cells[4].modelSha256 + "' WHERE id = " + std::to_string(cells[4].id)});
        ASSERT_TRUE(verify().intact());
    }
}

TEST_P(AuditTrailTest, FindsACellThatIsGone) {
    tamper({"DELETE FROM cell WHERE id = " + std::to_string(cells[5].id)});
    ASSERT_TRUE(verify().firstBad);
    EXPECT_EQ(verify().firstBad->cell, cells[5].id);
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
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(store->renameCase(id, "name " + std::to_string(i)));
    CancelSource stop;
    stop.cancel();
    NoProgress progress;
    EXPECT_EQ(AuditTrail(*store).verify(progress, stop.token()).error().code, ErrorCode::Cancelled);
}

LEUKOLENS_ON_BOTH_DATABASES(AuditTrailTest);

}  // namespace
}  // namespace leukolens::casebook::test
