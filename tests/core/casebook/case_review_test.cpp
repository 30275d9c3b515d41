// What people decide: verdicts, reasons, history of a cell, signing.
#include <nlohmann/json.hpp>

#include "core/casebook/patients.h"
#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

using nlohmann::json;

class CaseReviewTest : public StoreTest {
protected:
    void SetUp() override {
        cells = someCells(3);
        cells[2] = someCell(2, kUnidentified);
        cells[1].flags = {"foreign_colours"};
        cells[1].embedding = {0.25F, -1.5F, 3e-20F};
        cells[1].fileBytes = 54'321;
        ASSERT_TRUE(store->addCells(id, cells));
    }

    Result<void> decide(std::size_t cell, Verdict verdict, const std::string& reason = {}) {
        return store->decide(id, std::vector<CellDecision>{{cells[cell].id, std::move(verdict)}}, reason);
    }

    CaseCell read(std::size_t cell) { return store->cells(id)->at(cell); }

    CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells;
};

TEST_P(CaseReviewTest, KeepsWhatTheModelSaidBesideEveryDecision) {
    ASSERT_TRUE(decide(1, {"hem", true, true, true}));
    store = nullptr;
    store = openStore(place);
    const CaseCell cell = read(1);
    EXPECT_EQ(cell.verdict(), (Verdict{"hem", true, true, true}));
    EXPECT_EQ(cell.predictedClass, "all");
    EXPECT_EQ(cell.probabilities, cells[1].probabilities);
    EXPECT_EQ(cell.flags, cells[1].flags);
    EXPECT_EQ(cell.embedding, cells[1].embedding);
    EXPECT_EQ(cell.fileBytes, 54'321);
    EXPECT_THAT(cell.added, testing::MatchesRegex("....-..-..T..:..:..[+-]..:.."));
    EXPECT_EQ(cell.added, cells[1].added);
}

TEST_P(CaseReviewTest, OneActionIsOneLineWithOldAndNewValuesAndTheReason) {
    const auto before = AuditTrail(*store).ofCase(id)->size();
    ASSERT_TRUE(store->decide(id, std::vector<CellDecision>{{cells[0].id, {"hem", false, false, true}}, {cells[1].id, {"all", true, false, true}}}, "smudge cells"));
    const auto trail = AuditTrail(*store).ofCase(id).value();
    ASSERT_EQ(trail.size(), before + 1);
    const json detail = json::parse(trail.back().detail);
    EXPECT_EQ(detail["reason"], "smudge cells");
    EXPECT_EQ(detail["cells"][0]["from"], json::parse(R"({"class":"all","reviewed":false})"));
    EXPECT_EQ(detail["cells"][0]["to"], json::parse(R"({"class":"hem","reviewed":true})"));
    EXPECT_EQ(detail["cells"][1]["to"], json::parse(R"({"excluded":true,"reviewed":true})"));
}

TEST_P(CaseReviewTest, OneWrongCellAndNothingIsDecided) {
    const auto before = AuditTrail(*store).ofCase(id)->size();
    const auto decided = store->decide(id, std::vector<CellDecision>{{cells[0].id, {"hem"}}, {999, {"hem"}}});
    ASSERT_FALSE(decided);
    EXPECT_EQ(decided.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(read(0).assignedClass, "all");
    EXPECT_EQ(AuditTrail(*store).ofCase(id)->size(), before);
    EXPECT_EQ(decide(0, {"\xff"}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(decide(0, {"hem"}, "\xff").error().code, ErrorCode::InvalidArgument);
}

TEST_P(CaseReviewTest, AReasonAloneIsALineToo) {
    ASSERT_TRUE(decide(0, cells[0].verdict(), "nucleoli seen"));
    EXPECT_EQ(store->history(id, cells[0].id)->back().reason, "nucleoli seen");
    EXPECT_EQ(read(0).verdict(), cells[0].verdict());
}

TEST_P(CaseReviewTest, HistoryIsOfOneCellAndTellsWhoWhenFromToWhy) {
    store->setUser("eva");
    ASSERT_TRUE(decide(0, {"hem", false, false, true}, "small nucleus"));
    store->setUser("ben");
    ASSERT_TRUE(decide(1, {"hem", false, false, true}));
    ASSERT_TRUE(decide(0, {"hem", true, false, true}));
    const auto events = store->history(id, cells[0].id).value();
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[0].kind, CellEvent::Kind::Added);
    EXPECT_EQ(events[1].user, "eva");
    EXPECT_EQ(events[1].from, (Verdict{"all", false, false, false}));
    EXPECT_EQ(events[1].to, (Verdict{"hem", false, false, true}));
    EXPECT_EQ(events[1].reason, "small nucleus");
    EXPECT_EQ(events[2].user, "ben");
    EXPECT_EQ(events[2].from, events[1].to);
    EXPECT_TRUE(events[2].to.excluded);
    EXPECT_THAT(events[2].time, testing::MatchesRegex("....-..-..T.*"));
    EXPECT_TRUE(store->history(id, 999)->empty());
}

TEST_P(CaseReviewTest, TheIndexOfTheTrailIsAppendOnlyToo) {
    EXPECT_ANY_THROW(runRaw("UPDATE audit_cell SET cell_id = 77"));
    EXPECT_ANY_THROW(runRaw("DELETE FROM audit_cell"));
}

TEST_P(CaseReviewTest, ARemovedCellComesBackAsItWasWithItsHistory) {
    ASSERT_TRUE(decide(1, {"hem", false, true, true}));
    std::vector<CaseCell> back = {read(1)};
    const CaseCell was = back[0];
    ASSERT_TRUE(store->removeCells(id, {was.id}));
    ASSERT_TRUE(store->addCells(id, back));
    const CaseCell now = read(1);
    EXPECT_EQ(now.id, was.id);
    EXPECT_EQ(now.verdict(), was.verdict());
    EXPECT_EQ(now.embedding, was.embedding);
    EXPECT_EQ(now.added, was.added);
    EXPECT_EQ(store->history(id, was.id)->size(), 4u);
}

TEST_P(CaseReviewTest, OnlyARemovedCellOfThisCaseIsPutBack) {
    std::vector<CaseCell> still = {read(0)}, stranger = {someCell(9)};
    stranger[0].id = 500;
    EXPECT_EQ(store->addCells(id, still).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(store->addCells(id, stranger).error().code, ErrorCode::InvalidArgument);
    ASSERT_TRUE(store->removeCells(id, {still[0].id}));
    EXPECT_EQ(store->addCells(store->createCase("Ben").value(), still).error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(store->addCells(id, still));
}

TEST_P(CaseReviewTest, SigningWaitsForUnidentifiedCellsThatNobodyReviewed) {
    const auto early = signNow(*store, id);
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, ErrorCode::WrongState);
    EXPECT_NE(early.error().what.find("Unidentified"), std::string::npos);
    EXPECT_FALSE(early.error().advice.empty());
    ASSERT_TRUE(decide(2, {kUnidentified, true, false, false}));
    EXPECT_TRUE(signNow(*store, id)) << "an excluded cell counts nowhere";
    ASSERT_TRUE(store->reopen(id, ""));
    ASSERT_TRUE(decide(2, {kUnidentified, false, false, true}));
    store->setUser("Dr. Eva");
    ASSERT_TRUE(signNow(*store, id)) << "a person said that it is none of the classes";
    const auto summary = store->findCase(id).value();
    EXPECT_EQ(summary.state, CaseState::Signed);
    EXPECT_EQ(summary.signedBy, "Dr. Eva");
    EXPECT_THAT(summary.signedAt, testing::MatchesRegex("....-..-..T.*"));
    EXPECT_EQ(store->listCases()->front().state, CaseState::Signed);
    EXPECT_EQ(AuditTrail(*store).ofCase(id)->back().action, "sign");
}

TEST_P(CaseReviewTest, AnEmptyCaseIsNotSigned) {
    EXPECT_EQ(signNow(*store, store->createCase("empty").value()).error().code, ErrorCode::WrongState);
    EXPECT_EQ(signNow(*store, 77).error().code, ErrorCode::NotFound);
}

TEST_P(CaseReviewTest, NobodySignsOrRenamesWhatWasChangedSinceItWasSeen) {
    ASSERT_TRUE(decide(2, {"hem", false, false, true}));
    const RowVersion seen = store->findCase(id)->version;
    const auto otherSeat = openStore(place);
    ASSERT_TRUE(otherSeat->describeSample(id, "2026-01-02", Material::Marrow, "of another day", seen));
    const auto trail = AuditTrail(*store).ofCase(id)->size();
    const auto signature = store->sign(id, seen);
    ASSERT_FALSE(signature);
    EXPECT_EQ(signature.error().code, ErrorCode::Conflict);
    EXPECT_NE(signature.error().what.find(otherSeat->user()), std::string::npos) << "it says who";
    EXPECT_EQ(store->renameCase(id, "Anna", seen).error().code, ErrorCode::Conflict);
    EXPECT_EQ(AuditTrail(*store).ofCase(id)->size(), trail);
    const auto now = store->renameCase(id, "Anna", store->findCase(id)->version);
    ASSERT_TRUE(now);
    EXPECT_EQ(*now, store->findCase(id)->version);
    EXPECT_TRUE(store->sign(id, *now));
}

TEST_P(CaseReviewTest, AnotherNameOfThePatientIsAChangeOfEverySession) {
    ASSERT_TRUE(decide(2, {"hem", false, false, true}));
    const RowVersion seen = store->findCase(id)->version;
    ASSERT_TRUE(openStore(place)->renameCase(id, "Anna", seen));
    EXPECT_EQ(store->sign(id, seen).error().code, ErrorCode::Conflict);
    const CaseId other = store->createCase("Anna").value();
    const RowVersion ofOne = store->findCase(id)->version, ofOther = store->findCase(other)->version;
    Patients patients(*store);
    const Patient patient = patients.find(store->findCase(id)->patient)->patient;
    ASSERT_TRUE(patients.rename(patient.id, "Anne", patient.version));
    EXPECT_EQ(store->sign(id, ofOne).error().code, ErrorCode::Conflict);
    EXPECT_EQ(store->renameCase(other, "Ida", ofOther).error().code, ErrorCode::Conflict);
}

TEST_P(CaseReviewTest, ASignedCaseRefusesEveryChange) {
    ASSERT_TRUE(decide(2, {"hem", false, false, true}));
    ASSERT_TRUE(signNow(*store, id));
    const auto trail = AuditTrail(*store).ofCase(id)->size();
    std::vector<CaseCell> more = someCells(1);
    const std::vector<std::pair<const char*, Result<void>>> tried = {
        {"decide", decide(0, {"hem"})},
        {"add", store->addCells(id, more)},
        {"remove", store->removeCells(id, {cells[0].id})},
        {"rename", renameNow(*store, id, "Anna")},
        {"sign", signNow(*store, id)},
    };
    for (const auto& [what, result] : tried) {
        ASSERT_FALSE(result) << what;
        EXPECT_EQ(result.error().code, ErrorCode::CaseSigned) << what;
        EXPECT_NE(result.error().what.find("signed by"), std::string::npos) << what;
        EXPECT_FALSE(result.error().advice.empty()) << what;
    }
    EXPECT_EQ(AuditTrail(*store).ofCase(id)->size(), trail);
    EXPECT_EQ(store->cells(id)->size(), 3u);
}

TEST_P(CaseReviewTest, ReopeningIsRecordedWithItsReasonAndChangesAreTakenAgain) {
    ASSERT_TRUE(decide(2, {"hem", false, false, true}));
    EXPECT_EQ(store->reopen(id, "x").error().code, ErrorCode::WrongState) << "it is not signed";
    ASSERT_TRUE(signNow(*store, id));
    ASSERT_TRUE(store->reopen(id, "wrong patient"));
    EXPECT_EQ(json::parse(AuditTrail(*store).ofCase(id)->back().detail)["reason"], "wrong patient");
    EXPECT_EQ(store->findCase(id)->state, CaseState::Open);
    EXPECT_TRUE(store->findCase(id)->signedBy.empty());
    EXPECT_TRUE(decide(0, {"hem"}));
}

LEUKOLENS_ON_BOTH_DATABASES(CaseReviewTest);

}  // namespace
}  // namespace leukolens::casebook::test
