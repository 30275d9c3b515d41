// Second readings: beside the case, never in it.
#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

using Decisions = std::vector<CaseStore::ReadingDecision>;

class CaseReadingTest : public StoreTest {
protected:
    void SetUp() override { ASSERT_TRUE(store->addCells(id, cells)); }

    CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(3);
};

TEST_P(CaseReadingTest, ChangesNothingInTheCase) {
    const ReadingId reading = store->startReading(id, "Ben").value();
    const auto before = store->findCase(id)->changed;
    ASSERT_TRUE(store->decideReading(reading, Decisions{{cells[0].id, ReaderVerdict{"hem", false}}, {cells[1].id, ReaderVerdict{"all", true}}}));
    const auto now = store->cells(id).value();
    for (const CaseCell& cell : now) EXPECT_EQ(cell.verdict(), cells[0].verdict());
    EXPECT_EQ(store->findCase(id)->changed, before);
    EXPECT_EQ(store->history(id, cells[0].id)->size(), 1u);
    const auto said = store->readingDecisions(reading).value();
    EXPECT_EQ(said, (std::map<CellId, ReaderVerdict>{{cells[0].id, {"hem", false}}, {cells[1].id, {"all", true}}}));
}

TEST_P(CaseReadingTest, IsContinuedByItsReaderAndApartFromOthers) {
    const ReadingId ben = store->startReading(id, "Ben").value();
    EXPECT_EQ(store->startReading(id, "Ben").value(), ben) << "one unfinished a reader";
    EXPECT_NE(store->startReading(id, "Eva").value(), ben);
    EXPECT_NE(store->startReading(store->createCase("Other").value(), "Ben").value(), ben);
    ASSERT_TRUE(store->finishReading(ben));
    EXPECT_NE(store->startReading(id, "Ben").value(), ben);
    const auto all = store->readings(id).value();
    ASSERT_EQ(all.size(), 3u);
    EXPECT_FALSE(all[0].finished.empty());
    EXPECT_EQ(all[1].reader, "Eva");
    EXPECT_TRUE(all[1].finished.empty());
}

TEST_P(CaseReadingTest, TakesBackAndCountsWhatIsDecided) {
    const ReadingId reading = store->startReading(id, "Ben").value();
    ASSERT_TRUE(store->decideReading(reading, Decisions{{cells[0].id, ReaderVerdict{"hem"}}, {cells[1].id, ReaderVerdict{"hem"}}}));
    EXPECT_EQ(store->readings(id)->front().decided, 2);
    ASSERT_TRUE(store->decideReading(reading, Decisions{{cells[0].id, std::nullopt}, {cells[1].id, ReaderVerdict{"all"}}}));
    EXPECT_EQ(store->readingDecisions(reading).value(), (std::map<CellId, ReaderVerdict>{{cells[1].id, {"all", false}}}));
    EXPECT_EQ(AuditTrail(*store).ofCase(id)->back().action, "decide_reading");
    const auto lines = AuditTrail(*store).ofCase(id)->size();
    ASSERT_TRUE(store->decideReading(reading, Decisions{{cells[0].id, std::nullopt}}));
    EXPECT_EQ(AuditTrail(*store).ofCase(id)->size(), lines) << "nothing changed";
}

TEST_P(CaseReadingTest, RefusesWhatIsNotItsOwn) {
    const ReadingId reading = store->startReading(id, "Ben").value();
    EXPECT_EQ(store->startReading(id, "").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(store->startReading(77, "Ben").error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->decideReading(77, Decisions{}).error().code, ErrorCode::NotFound);
    const auto strange = store->decideReading(reading, Decisions{{cells[0].id, ReaderVerdict{"hem"}}, {999, ReaderVerdict{"hem"}}});
    EXPECT_EQ(strange.error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(store->readingDecisions(reading)->empty()) << "all or nothing";
    ASSERT_TRUE(store->finishReading(reading));
    EXPECT_EQ(store->decideReading(reading, Decisions{{cells[0].id, ReaderVerdict{"hem"}}}).error().code, ErrorCode::WrongState);
    EXPECT_EQ(store->finishReading(reading).error().code, ErrorCode::WrongState);
}

TEST_P(CaseReadingTest, IsMadeOfASignedCaseToo) {
    ASSERT_TRUE(signNow(*store, id));
    const auto reading = store->startReading(id, "Ben");
    ASSERT_TRUE(reading);
    EXPECT_TRUE(store->decideReading(*reading, Decisions{{cells[0].id, ReaderVerdict{"hem"}}}));
    EXPECT_EQ(store->findCase(id)->state, CaseState::Signed);
}

LEUKOLENS_ON_BOTH_DATABASES(CaseReadingTest);

}  // namespace
}  // namespace leukolens::casebook::test
