#include "ui/data/dataset_job.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temp_folder.h"

namespace leukolens::ui {
namespace {

dataset::DemoSettings fewCells() {
    dataset::DemoSettings settings;
    settings.cellsPerSubject = 2;
    settings.sizePx = 96;
    return settings;
}

class DemoCellsTest : public testing::Test {
protected:
    Result<DatasetPointer> open() { return openDemoCells(folder / "demo", fewCells(), progress, {}); }
    test::TempFolder folder;
    NoProgress progress;
};

TEST_F(DemoCellsTest, AreMadeOnceAndReusedAfterwards) {
    const auto first = open();
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ((*first)->cells.size(), 24u);
    EXPECT_EQ((*first)->subjects.size(), 12u);
    const auto cell = (*first)->cells.front().path;
    const auto written = std::filesystem::last_write_time(cell);
    const auto second = open();
    ASSERT_TRUE(second);
    EXPECT_EQ(std::filesystem::last_write_time(cell), written);
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{"demo"}) << "nothing half-made is left";
}

TEST_F(DemoCellsTest, AreMadeAnewWhereOneIsDamaged) {
    const auto first = open();
    ASSERT_TRUE(first);
    std::ofstream((*first)->cells.front().path, std::ios::trunc) << "not an image";
    const auto second = open();
    ASSERT_TRUE(second) << second.error().message();
    EXPECT_EQ((*second)->cells.size(), 24u);
    EXPECT_TRUE((*second)->problems.empty());
}

TEST_F(DemoCellsTest, LeaveNothingWhenStopped) {
    CancelSource source;
    source.cancel();
    const auto stopped = openDemoCells(folder / "demo", fewCells(), progress, source.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(test::entries(folder.path()).empty());
}

TEST_F(DemoCellsTest, ThumbnailsShowDifferentSubjectsOfEachClass) {
    const auto data = open();
    ASSERT_TRUE(data);
    const auto pictures = loadThumbnails(**data, 4, 64, {});
    ASSERT_TRUE(pictures);
    ASSERT_EQ(pictures->size(), 2u);
    for (const auto& pictured : *pictures) {
        ASSERT_EQ(pictured.size(), 4u);
        for (const Thumbnail& thumbnail : pictured) EXPECT_EQ(thumbnail.picture.size(), QSize(64, 64));
    }
    std::filesystem::remove((*pictures)[0][0].path);
    const auto again = loadThumbnails(**data, 4, 64, {});
    ASSERT_TRUE(again);
    EXPECT_TRUE((*again)[0][0].picture.isNull()) << "a missing file is an empty frame, the rest stays";
    EXPECT_FALSE((*again)[0][1].picture.isNull());
}

}  // namespace
}  // namespace leukolens::ui
