#include "core/casebook/store_copy.h"

#include <algorithm>
#include <bit>

#include "core/casebook/audit_trail.h"
#include "core/casebook/patients.h"
#include "core/casebook/sqlite_file.h"
#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

namespace fs = std::filesystem;

/// A store with something in every table that its own calls fill.
void fill(CaseStore& store) {
    store.setUser("Dr. Žofie");
    const CaseId id = store.createCase("Ána ж").value();
    std::vector<CaseCell> cells = someCells(7);
    cells[1].disagreement = 1.0 / 3.0;
    cells[2].embedding = {0.5f, -1.0f / 3.0f};
    ASSERT_TRUE(store.addCells(id, cells));
    ASSERT_TRUE(store.decide(id, asClass({cells[0].id, cells[3].id}, "hem"), "seen \"twice\""));
    ASSERT_TRUE(store.removeCells(id, {cells[6].id}));
    std::vector<SlideCell> marks(2);
    for (SlideCell& mark : marks) mark.slide = "/slides/s.svs", mark.width = mark.height = 40.25;
    marks[1].score = 0.1;
    ASSERT_TRUE(store.addSlideCells(id, marks));
    const ReadingId reading = store.startReading(id, "Ben").value();
    ASSERT_TRUE(store.decideReading(reading, std::vector<CaseStore::ReadingDecision>{{cells[0].id, ReaderVerdict{"all", false}}}));
    const PatientId patient = store.findCase(id)->patient;
    ASSERT_TRUE(Patients(store).addFact(patient, {.name = "whiteCount", .value = "7.5", .date = "2024-05-31"}));
    ASSERT_TRUE(store.keepModelCard(std::string(64, 'a'), "{\"x\":1}"));
    const CaseId other = store.createCase("").value();
    std::vector<CaseCell> others = someCells(1);
    ASSERT_TRUE(store.addCells(other, others));
    ASSERT_TRUE(signNow(store, other));
}

/// The value itself, for a loop: it would not outlive the result that it stands in.
template <class T>
T held(Result<T> result) {
    return std::move(result.value());
}

/// All that a store says, as text.
std::string told(const StoreAddress& place) {
    const auto store = openStore(place);
    std::string text;
    const auto cases = store->listCases().value();
    for (const CaseSummary& summary : cases) {
        text += held(Patients(*store).find(summary.patient)).patient.code + ' ' + std::to_string(summary.id) + ' ' + std::to_string(summary.patient) + ' ' + summary.name + ' ' + summary.taken + ' ' + summary.changed + ' ' + summary.signedBy + ' ' +
                std::to_string(summary.version) + '\n';
        const auto cells = store->cells(summary.id).value();
        for (const CaseCell& cell : cells) {
            text += "  " + std::to_string(cell.id) + ' ' + cell.path + ' ' + cell.assignedClass + ' ' + std::to_string(cell.version) + ' ' + cell.added;
            for (const double value : cell.probabilities) text += ' ' + std::to_string(std::bit_cast<std::uint64_t>(value));
            for (const float value : cell.embedding) text += ' ' + std::to_string(std::bit_cast<std::uint32_t>(value));
            if (cell.disagreement) text += ' ' + std::to_string(std::bit_cast<std::uint64_t>(*cell.disagreement));
            text += '\n';
            for (const CellEvent& event : held(store->history(summary.id, cell.id))) text += "    " + event.time + event.user + event.reason + event.to.assignedClass + '\n';
        }
        for (const SlideCell& mark : held(store->slideCells(summary.id))) text += "  mark " + std::to_string(mark.id) + ' ' + std::to_string(mark.score.value_or(-1)) + '\n';
        for (const Reading& reading : held(store->readings(summary.id))) text += "  reading " + std::to_string(reading.id) + reading.reader + std::to_string(store->readingDecisions(reading.id)->size()) + '\n';
        for (const Signature& signature : held(store->signatures(summary.id))) text += "  signed " + signature.person + signature.time + signature.head + '\n';
        for (const PatientFact& fact : held(Patients(*store).facts(summary.patient))) text += "  fact " + std::to_string(fact.id) + fact.name + fact.value + fact.date + '\n';
    }
    return text + store->modelCard(std::string(64, 'a')).value();
}

std::vector<AuditRow> trailOf(const StoreAddress& place) {
    const auto store = openStore(place);
    auto rows = AuditTrail(*store).newest(1'000'000).value();
    std::reverse(rows.begin(), rows.end());
    return rows;
}

bool intact(const StoreAddress& place) {
    const auto store = openStore(place);
    NoProgress progress;
    const auto verified = AuditTrail(*store).verify(progress, {});
    return verified && verified->intact();
}

class StoreCopyTest : public StoreTest {
protected:
    fs::path backup = folder / "backup.leukocases";
    NoProgress progress;

    StoreAddress emptyPlace() const { return GetParam() == Kind::Server ? newServerPlace() : StoreAddress(folder / "restored.leukocases"); }
};

TEST_P(StoreCopyTest, ABackupHoldsTheWholeStoreAndTheTrailTellsOfIt) {
    fill(*store);
    const std::string before = told(place);
    const auto trail = trailOf(place);
    const auto made = backUpStore(place, backup, progress, {});
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_EQ(told(backup), before);
    EXPECT_TRUE(intact(backup));
    EXPECT_EQ(trailOf(backup).size(), trail.size());
    EXPECT_EQ(trailOf(backup).back().hash, trail.back().hash);
    const AuditRow line = trailOf(place).back();
    EXPECT_EQ(line.action, "back_up");
    EXPECT_NE(line.detail.find("backup.leukocases"), std::string::npos);
    EXPECT_TRUE(intact(place));
    for (const std::string& name : leukolens::test::entries(folder.path())) EXPECT_EQ(name.find("backup.leukocases."), std::string::npos) << name << " is left over";
}

TEST_P(StoreCopyTest, ARestoredBackupIsTheStoreAndGoesOn) {
    fill(*store);
    const std::string before = told(place);
    const auto lines = trailOf(place).size();
    ASSERT_TRUE(backUpStore(place, backup, progress, {}));
    const StoreAddress restored = emptyPlace();
    const auto copied = copyStore(backup, restored, progress, {});
    ASSERT_TRUE(copied) << copied.error().message();
    EXPECT_EQ(told(restored), before);
    EXPECT_TRUE(intact(restored));
    const auto trail = trailOf(restored);
    ASSERT_EQ(trail.size(), lines + 1);
    EXPECT_EQ(trail.back().action, "copied_from");
    EXPECT_NE(trail.back().detail.find(trail[lines - 1].hash), std::string::npos) << "the head that it had";
    // The removed cell was the highest: its number is not given again.
    const auto again = openStore(restored);
    std::vector<CaseCell> cells = someCells(1), original = someCells(1);
    ASSERT_TRUE(again->addCells(1, cells));
    ASSERT_TRUE(store->addCells(1, original));
    EXPECT_EQ(cells[0].id, original[0].id);
    EXPECT_EQ(again->createCase("new").value(), store->createCase("new").value());
    EXPECT_TRUE(intact(restored));
}

TEST_P(StoreCopyTest, ReplacesNothing) {
    fill(*store);
    ASSERT_TRUE(writeFileAtomically(backup, "mine"));
    EXPECT_EQ(backUpStore(place, backup, progress, {}).error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(bytesOf(backup).size(), 4u);
    const fs::path second = folder / "second.leukocases";
    ASSERT_TRUE(backUpStore(place, second, progress, {}));
    const auto before = told(place);
    const auto over = copyStore(second, place, progress, {});
    ASSERT_FALSE(over);
    EXPECT_EQ(over.error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(over.error().file, place.shown());
    EXPECT_EQ(told(place), before);
}

TEST_P(StoreCopyTest, StoppedItLeavesNothing) {
    fill(*store);
    CancelSource cancel;
    cancel.cancel();
    const auto lines = trailOf(place).size();
    EXPECT_EQ(backUpStore(place, backup, progress, cancel.token()).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(trailOf(place).size(), lines);
    ASSERT_TRUE(backUpStore(place, backup, progress, {}));
    const auto names = leukolens::test::entries(folder.path());
    const StoreAddress target = emptyPlace();
    EXPECT_EQ(copyStore(backup, target, progress, cancel.token()).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(leukolens::test::entries(folder.path()), names);
    EXPECT_TRUE(copyStore(backup, target, progress, {})) << "and the place is still free";
}

TEST_P(StoreCopyTest, CopiesOneMomentWhileOthersWrite) {
    fill(*store);
    // A change in the middle of the copy: it is in the store, and the copy is whole without it.
    class Writer final : public ProgressSink {
    public:
        explicit Writer(const StoreAddress& place) : m_place(place) {}
        void report(const Progress& now) override {
            if (now.stage != "Copying the cases" || m_done) return;
            m_done = true;
            EXPECT_TRUE(openStore(m_place)->createCase("meanwhile"));
        }
        bool m_done = false;
        const StoreAddress& m_place;
    } writer(place);
    std::vector<CaseCell> many = someCells(400);
    ASSERT_TRUE(store->addCells(1, many));
    const auto made = backUpStore(place, backup, writer, {});
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_TRUE(writer.m_done);
    EXPECT_TRUE(intact(backup));
    EXPECT_EQ(openStore(backup)->listCases()->size(), 2u);
    EXPECT_EQ(store->listCases()->size(), 3u);
}

TEST_P(StoreCopyTest, AnAlteredStoreIsCopiedAsItIs) {
    fill(*store);
    store = nullptr;
    runRaw("UPDATE cell SET assigned_class = 'other' WHERE id = 2");
    ASSERT_FALSE(intact(place));
    const auto made = backUpStore(place, backup, progress, {});
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_FALSE(intact(backup)) << "what was altered shows in the copy too";
}

LEUKOLENS_ON_BOTH_DATABASES(StoreCopyTest);

TEST(StoreCopyFileTest, MakesNoNewStoreOutOfAMistypedName) {
    const leukolens::test::TempFolder folder;
    NoProgress progress;
    EXPECT_EQ(backUpStore(folder / "none.leukocases", folder / "b", progress, {}).error().code, ErrorCode::NotFound);
    EXPECT_EQ(copyStore(folder / "none.leukocases", folder / "b", progress, {}).error().code, ErrorCode::NotFound);
    EXPECT_TRUE(leukolens::test::entries(folder.path()).empty());
    openStore(folder / "a");
    EXPECT_EQ(backUpStore(folder / "a", folder / "none" / "b", progress, {}).error().code, ErrorCode::NotFound);
}

TEST(StoreCopyFileTest, MovesAFileToAServerAndBack) {
    if (!leukolens::test::TemporaryServer::isInstalled()) GTEST_SKIP() << "no PostgreSQL server here (package postgresql)";
    const leukolens::test::TempFolder folder;
    const fs::path file = folder / "cases.leukocases", back = folder / "back.leukocases";
    NoProgress progress;
    fill(*openStore(file));
    const StoreAddress server = newServerPlace();
    const auto there = copyStore(file, server, progress, {});
    ASSERT_TRUE(there) << there.error().message();
    EXPECT_EQ(told(server), told(file));
    EXPECT_TRUE(intact(server));
    ASSERT_TRUE(backUpStore(server, back, progress, {}));
    EXPECT_EQ(told(back), told(file));
    EXPECT_TRUE(intact(back));
}

TEST(StoreCopyFileTest, AServerTakesAllOrNothing) {
    if (!leukolens::test::TemporaryServer::isInstalled()) GTEST_SKIP() << "no PostgreSQL server here (package postgresql)";
    const leukolens::test::TempFolder folder;
    const fs::path file = folder / "cases.leukocases";
    NoProgress progress;
    {
        const auto store = openStore(file);
        fill(*store);
        std::vector<CaseCell> cells = someCells(1);
        cells[0].path = "/old disk/Zelle \xfc.bmp";
        ASSERT_TRUE(store->addCells(1, cells));
    }
    const StoreAddress server = newServerPlace();
    const auto refused = copyStore(file, server, progress, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(refused.error().what.find("UTF-8"), std::string::npos);
    EXPECT_EQ(leukolens::test::TemporaryServer::get().ask(server.connection(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

}  // namespace
}  // namespace leukolens::casebook::test
