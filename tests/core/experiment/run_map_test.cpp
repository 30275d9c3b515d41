#include "core/experiment/run_map.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/evaluation/prediction_table.h"
#include "core/experiment/run_files.h"
#include "tests/core/experiment/run_fixture.h"

namespace leukolens::experiment {
namespace {

class RunMapTest : public test::RunTest {
protected:
    RunRecord trained(const TrainSettings& settings) {
        const auto result = run(settings);
        EXPECT_TRUE(result) << (result ? std::string() : result.error().message());
        return readRun(m_folder / "run").value_or(RunRecord());
    }

    Result<RunMap> made(const RunRecord& record, int fold) { return makeRunMap(record, fold, m_data.source, m_progress, {}); }

    NoProgress m_progress;
};

std::set<std::string> pathsOf(const RunMap& map) {
    std::set<std::string> paths;
    for (const auto& cell : map.cells) EXPECT_TRUE(paths.insert(cell.path).second) << cell.path << " twice";
    return paths;
}

std::set<std::string> testedPaths(const RunRecord& record, int fold) {
    std::set<std::string> paths;
    const auto table = evaluation::readPredictions(record.result.folder / kPredictionsFile);
    EXPECT_TRUE(table);
    for (const auto& cell : table->cells)
        if (fold == kAllFolds || cell.fold == fold) paths.insert(cell.path);
    return paths;
}

TEST_F(RunMapTest, OneFrozenTrunkHasOneMapOfAllTestCells) {
    const auto record = trained(frozenSettings());
    EXPECT_EQ(foldsToMap(record), std::vector<int>{kAllFolds});
    EXPECT_FALSE(*readRunMap(record, kAllFolds));
    const auto map = made(record, kAllFolds);
    ASSERT_TRUE(map) << map.error().message();
    EXPECT_EQ(pathsOf(*map), testedPaths(record, kAllFolds));
    const auto read = readRunMap(record, kAllFolds);
    ASSERT_TRUE(read && *read);
    EXPECT_EQ((*read)->method, map->method);
    EXPECT_EQ((*read)->explained, map->explained);
    for (std::size_t i = 0; i < map->cells.size(); ++i) {
        EXPECT_EQ((*read)->cells[i].path, map->cells[i].path);
        EXPECT_EQ((*read)->cells[i].x, map->cells[i].x);
        EXPECT_EQ((*read)->cells[i].y, map->cells[i].y);
    }
    EXPECT_EQ(made(record, 1).error().code, ErrorCode::InvalidArgument);
}

TEST_F(RunMapTest, TrainedTrunksHaveAMapAFold) {
    TrainSettings settings = test::shortSettings();
    settings.epochs = 1;
    const auto record = trained(settings);
    EXPECT_EQ(foldsToMap(record), (std::vector<int>{1, 2}));
    const auto map = made(record, 2);
    ASSERT_TRUE(map) << map.error().message();
    EXPECT_EQ(map->fold, 2);
    EXPECT_EQ(pathsOf(*map), testedPaths(record, 2));
    EXPECT_TRUE(std::filesystem::exists(folderOf(record.result.folder, 2) / kMapFile));
    EXPECT_FALSE(*readRunMap(record, 1));
    EXPECT_EQ(made(record, 3).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(made(record, kAllFolds).error().code, ErrorCode::InvalidArgument);
}

TEST_F(RunMapTest, AMapOfARunThatWentOnIsNoMapOfIt) {
    auto record = trained(frozenSettings());
    ASSERT_TRUE(made(record, kAllFolds));
    record.result.folds[0].epochs += 1;
    const auto read = readRunMap(record, kAllFolds);
    ASSERT_TRUE(read);
    EXPECT_FALSE(*read);
}

TEST_F(RunMapTest, WhatIsDamagedOrGoneIsSaid) {
    const auto record = trained(frozenSettings());
    ASSERT_TRUE(made(record, kAllFolds));
    const auto file = record.result.folder / kMapFile;
    const std::string sound = text("run/map.json");
    auto json = nlohmann::json::parse(sound);
    json["cells"][0]["x"] = "far";
    auto method = nlohmann::json::parse(sound);
    method["method"] = "tsne";
    auto version = nlohmann::json::parse(sound);
    version["version"] = 99;
    for (const std::string& damaged : {std::string("{"), std::string("[]"), json.dump(), method.dump(), version.dump()}) {
        ASSERT_TRUE(writeFileAtomically(file, damaged));
        const auto read = readRunMap(record, kAllFolds);
        ASSERT_FALSE(read) << damaged.substr(0, 60);
        EXPECT_EQ(read.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(read.error().file, file);
    }
    // A picture that is gone: the data are not those of the run, and the map stays as it was.
    ASSERT_TRUE(writeFileAtomically(file, sound));
    std::filesystem::remove(m_data.cells.front().path);
    const auto gone = made(record, kAllFolds);
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, ErrorCode::DataChanged);
    EXPECT_EQ(text("run/map.json"), sound);
    CancelSource source;
    source.cancel();
    EXPECT_EQ(makeRunMap(record, kAllFolds, m_data.source, m_progress, source.token()).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::experiment
