#include "core/casebook/case_store.h"

#include <nlohmann/json.hpp>

#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

using nlohmann::json;

using CaseStoreTest = StoreTest;

TEST_P(CaseStoreTest, KeepsEverythingOfACellAcrossReopening) {
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = {someCell(3), someCell(4, kUnidentified)};
    cells[0].probabilities = {1.0 / 3.0, 2.0 / 3.0};
    ASSERT_TRUE(store->addCells(id, cells));
    store = nullptr;
    store = openStore(place);
    const auto read = store->cells(id).value();
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].id, cells[0].id);
    EXPECT_EQ(read[0].path, cells[0].path);
    EXPECT_EQ(read[0].sha256, cells[0].sha256);
    EXPECT_EQ(read[0].modelName, cells[0].modelName);
    EXPECT_EQ(read[0].modelSha256, cells[0].modelSha256);
    EXPECT_EQ(read[0].classes, cells[0].classes);
    EXPECT_EQ(read[0].probabilities, cells[0].probabilities) << "to the last bit";
    EXPECT_EQ(read[0].predictedClass, "all");
    EXPECT_FALSE(read[0].corrected());
    EXPECT_EQ(read[1].assignedClass, kUnidentified);
}

TEST_P(CaseStoreTest, KeepsNamesInAnyScript) {
    const std::vector<std::string> names = {
        "Müller-Lüdenscheidt, Jörg", "Гончарова Ярослава", "山田 太郎", "مريم", "🧫 \"'; DROP TABLE cell; --", ""};
    for (const auto& name : names) {
        const CaseId id = store->createCase(name).value();
        EXPECT_EQ(store->findCase(id)->name, name);
        ASSERT_TRUE(renameNow(*store, id, name + " ж"));
        EXPECT_EQ(store->findCase(id)->name, name.empty() ? "ж" : name + " ж") << "blanks at the ends are none of it";
    }
}

TEST_P(CaseStoreTest, RefusesNamesThatAreNotText) {
    const CaseId id = store->createCase("Ana").value();
    for (const std::string& name : {std::string("a\xff"), std::string("a\0b", 3), std::string("\xc0\xaf"),
                                    std::string("\xed\xa0\x80"), std::string("\xe4")}) {
        EXPECT_EQ(store->createCase(name).error().code, ErrorCode::InvalidArgument);
        EXPECT_EQ(renameNow(*store, id, name).error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_EQ(store->listCases()->size(), 1u);
    EXPECT_EQ(store->findCase(id)->name, "Ana");
}

TEST_P(CaseStoreTest, ListsNewestChangeFirst) {
    const CaseId first = store->createCase("first").value();
    const CaseId second = store->createCase("second").value();
    EXPECT_EQ(store->listCases()->front().id, second);
    std::vector<CaseCell> cells = someCells(3);
    ASSERT_TRUE(store->addCells(first, cells));
    const auto cases = store->listCases().value();
    ASSERT_EQ(cases.size(), 2u);
    EXPECT_EQ(cases[0].id, first);
    EXPECT_EQ(cases[0].cells, 3);
    EXPECT_EQ(cases[1].cells, 0);
}

TEST_P(CaseStoreTest, MovesCellsAndTellsOldAndNewClassInTheTrail) {
    store->setUser("Dr. Žofie");
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(3);
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->decide(id, asClass({cells[0].id, cells[2].id}, "hem")));
    const auto read = store->cells(id).value();
    EXPECT_EQ(read[0].assignedClass, "hem");
    EXPECT_TRUE(read[0].corrected());
    EXPECT_EQ(read[1].assignedClass, "all");
    EXPECT_EQ(read[2].assignedClass, "hem");

    const AuditRow row = AuditTrail(*store).ofCase(id)->back();
    EXPECT_EQ(row.action, "decide");
    EXPECT_EQ(row.person, "Dr. Žofie");
    EXPECT_EQ(json::parse(row.detail), json::parse(R"({"cells": [
        {"id": )" + std::to_string(cells[0].id) + R"(, "from": {"class": "all", "reviewed": false}, "to": {"class": "hem", "reviewed": true}},
        {"id": )" + std::to_string(cells[2].id) + R"(, "from": {"class": "all", "reviewed": false}, "to": {"class": "hem", "reviewed": true}}]})"));
}

TEST_P(CaseStoreTest, UndoPutsBackAClassForEachCell) {
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = {someCell(0, "all"), someCell(1, "hem"), someCell(2, kUnidentified)};
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->decide(id, asClass(idsOf(cells), "hem")));
    ASSERT_TRUE(store->decide(id, std::vector<CellDecision>{
        {cells[0].id, cells[0].verdict()}, {cells[1].id, cells[1].verdict()}, {cells[2].id, cells[2].verdict()}}));
    const auto back = store->cells(id).value();
    for (const CaseCell& cell : back) {
        EXPECT_FALSE(cell.corrected()) << cell.path;
        EXPECT_FALSE(cell.reviewed) << cell.path;
    }
}

TEST_P(CaseStoreTest, LeavesAllCellsWhereOneIdIsNotInTheCase) {
    const CaseId id = store->createCase("Ana").value();
    const CaseId other = store->createCase("Ben").value();
    std::vector<CaseCell> cells = someCells(3), others = someCells(1);
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->addCells(other, others));
    const auto trailBefore = AuditTrail(*store).ofCase(id)->size();

    for (const CellId stranger : {others[0].id, CellId{999}}) {
        const auto moved = store->decide(id, asClass({cells[0].id, stranger, cells[1].id}, "hem"));
        ASSERT_FALSE(moved);
        EXPECT_EQ(moved.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(moved.error().what.find(std::to_string(stranger)), std::string::npos);
        EXPECT_EQ(store->removeCells(id, {cells[0].id, stranger}).error().code, ErrorCode::InvalidArgument);
    }
    const auto after = store->cells(id).value();
    ASSERT_EQ(after.size(), 3u);
    for (const CaseCell& cell : after) EXPECT_EQ(cell.assignedClass, "all");
    EXPECT_EQ(AuditTrail(*store).ofCase(id)->size(), trailBefore);
    EXPECT_TRUE(store->decide(id, asClass({cells[0].id}, "hem"))) << "the store goes on working";
}

TEST_P(CaseStoreTest, WritesNoTrailWhereNothingChanges) {
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(1), none;
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->addCells(id, none));
    ASSERT_TRUE(store->decide(id, std::vector<CellDecision>{{cells[0].id, cells[0].verdict()}}));
    ASSERT_TRUE(renameNow(*store, id, "Ana"));
    ASSERT_TRUE(store->removeCells(id, {}));
    EXPECT_EQ(AuditTrail(*store).ofCase(id)->size(), 2u);
}

TEST_P(CaseStoreTest, RemembersRemovedCellsInTheTrailAndNeverReusesTheirIds) {
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(2), more = someCells(1);
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->removeCells(id, {cells[1].id}));
    ASSERT_EQ(store->cells(id)->size(), 1u);
    EXPECT_NE(AuditTrail(*store).ofCase(id)->back().detail.find(cells[1].path), std::string::npos);
    ASSERT_TRUE(store->addCells(id, more));
    EXPECT_GT(more[0].id, cells[1].id);
}

TEST_P(CaseStoreTest, TrailTellsTheWholeStoryInOrder) {
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(1);
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->decide(id, asClass({cells[0].id}, kUnidentified)));
    ASSERT_TRUE(renameNow(*store, id, "Anna"));
    ASSERT_TRUE(store->removeCells(id, {cells[0].id}));
    std::vector<std::string> actions;
    const auto trail = AuditTrail(*store).ofCase(id).value();
    for (const AuditRow& row : trail) {
        actions.push_back(row.action);
        EXPECT_FALSE(row.person.empty());
        EXPECT_THAT(row.time, testing::MatchesRegex("....-..-..T..:..:..Z"));
        EXPECT_TRUE(json::accept(row.detail));
    }
    EXPECT_THAT(actions, testing::ElementsAre("create_case", "add_cells", "decide", "rename_patient", "remove_cells"));
    EXPECT_EQ(json::parse(trail.at(3).detail), json({{"from", "Ana"}, {"to", "Anna"}}));
}

TEST_P(CaseStoreTest, UnknownCaseIsNotFound) {
    std::vector<CaseCell> cells = someCells(1);
    EXPECT_EQ(store->findCase(7).error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->cells(7).error().code, ErrorCode::NotFound);
    EXPECT_EQ(AuditTrail(*store).ofCase(7).error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->addCells(7, cells).error().code, ErrorCode::NotFound);
    EXPECT_EQ(renameNow(*store, 7, "x").error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->decide(7, asClass({1}, "x")).error().code, ErrorCode::NotFound);
    EXPECT_EQ(store->removeCells(7, {1}).error().code, ErrorCode::NotFound);
    EXPECT_EQ(cells[0].id, 0);
}

TEST_P(CaseStoreTest, CountsTheCasesThatAModelClassifiedAndNotItsCells) {
    const std::string model(64, 'b');
    EXPECT_EQ(store->casesUsingModel(model).value(), 0) << "an empty file";
    std::vector<CaseId> cases;
    std::vector<CellId> lastCells;
    for (const char* name : {"Ana", "Ben", "Cem"}) {
        std::vector<CaseCell> cells = someCells(3);
        cells[0].modelSha256 = cells[1].modelSha256 = model;
        cases.push_back(store->createCase(name).value());
        ASSERT_TRUE(store->addCells(cases.back(), cells));
        lastCells = {cells[0].id, cells[1].id};
    }
    const auto trailBefore = AuditTrail(*store).ofCase(cases.back())->size();
    EXPECT_EQ(store->casesUsingModel(model).value(), 3);
    EXPECT_EQ(store->casesUsingModel(std::string(64, 'c')).value(), 0);
    ASSERT_TRUE(store->removeCells(cases.back(), lastCells));
    EXPECT_EQ(store->casesUsingModel(model).value(), 2) << "its cells have left the case";
    EXPECT_EQ(AuditTrail(*store).ofCase(cases.back())->size(), trailBefore + 1) << "counting writes nothing";
}

TEST_P(CaseStoreTest, KeepsHowACellWasAskedAndHowFarTheAnswersDiffered) {
    const CaseId id = store->createCase("Ana").value();
    const std::string beside(64, 'b');
    std::vector<CaseCell> cells = someCells(3);
    cells[0].asked = {8, {}};
    cells[0].disagreement = 0.12;
    cells[1].asked = {1, {beside, std::string(64, 'c')}};
    cells[1].disagreement = 0.0;
    ASSERT_TRUE(store->addCells(id, cells));
    const auto read = openStore(place)->cells(id).value();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        EXPECT_EQ(read[i].asked, cells[i].asked) << i;
        EXPECT_EQ(read[i].disagreement, cells[i].disagreement) << i;
    }
    EXPECT_FALSE(read[2].disagreement) << "one answer differs from none";
    EXPECT_EQ(store->casesUsingModel(beside).value(), 1) << "it had a say";
    const std::string trail = AuditTrail(*store).ofCase(id)->back().detail;
    EXPECT_NE(trail.find("\"views\":8"), std::string::npos) << trail;
    EXPECT_NE(trail.find("\"otherModels\":[\"" + beside), std::string::npos);
    ASSERT_TRUE(store->removeCells(id, {cells[0].id}));
    std::vector<CaseCell> back = {read[0]};
    ASSERT_TRUE(store->addCells(id, back));
    EXPECT_EQ(store->cells(id)->front().asked.views, 8);
}

TEST_P(CaseStoreTest, RefusesCellsThatContradictThemselvesAndAddsNone) {
    const CaseId id = store->createCase("Ana").value();
    std::vector<std::vector<CaseCell>> bad(6, someCells(3));
    bad[0][2].probabilities.pop_back();
    bad[1][1].probabilities[0] = std::numeric_limits<double>::quiet_NaN();
    bad[2][1].path.clear();
    bad[3][1].classes[0] = "\xff";
    bad[4][0].asked.views = 0;
    bad[5][0].disagreement = -0.1;
    for (auto& cells : bad) EXPECT_EQ(store->addCells(id, cells).error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(store->cells(id)->empty());
}

TEST_P(CaseStoreTest, KeepsPathsThatAreNotUtf8) {
    if (GetParam() == Kind::Server) GTEST_SKIP() << "a server refuses them: server_database_test";
    const CaseId id = store->createCase("Ana").value();
    std::vector<CaseCell> cells = someCells(1);
    cells[0].path = "/old disk/Zelle \xfc.bmp";
    ASSERT_TRUE(store->addCells(id, cells));
    EXPECT_EQ(store->cells(id)->front().path, cells[0].path);
    EXPECT_TRUE(json::accept(AuditTrail(*store).ofCase(id)->back().detail));
}

TEST_P(CaseStoreTest, MovesTenThousandCellsAtOnce) {
    const CaseId id = store->createCase("many").value();
    std::vector<CaseCell> cells = someCells(10'000);
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->decide(id, asClass(idsOf(cells), "hem")));
    const auto moved = store->cells(id).value();
    for (const CaseCell& cell : moved) ASSERT_EQ(cell.assignedClass, "hem");
    ASSERT_EQ(AuditTrail(*store).ofCase(id)->size(), 3u) << "one line a change, whatever its size";
    EXPECT_EQ(json::parse(AuditTrail(*store).ofCase(id)->back().detail)["cells"].size(), 10'000u);
}

TEST_P(CaseStoreTest, EmptyUserMeansTheLoginName) {
    const std::string login = store->user();
    EXPECT_FALSE(login.empty());
    store->setUser("somebody");
    EXPECT_EQ(store->user(), "somebody");
    store->setUser("");
    EXPECT_EQ(store->user(), login);
}

LEUKOLENS_ON_BOTH_DATABASES(CaseStoreTest);

}  // namespace
}  // namespace leukolens::casebook::test
