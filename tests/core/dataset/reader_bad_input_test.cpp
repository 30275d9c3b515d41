#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/other_user.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;
using leukolens::test::TempFolder;
using test::problemPaths;
using test::writeCell;

Result<Dataset> read(const fs::path& folder) {
    NoProgress progress;
    return readDataset(folder, progress, CancelToken());
}

void cutShort(const fs::path& file) {
    fs::resize_file(file, fs::file_size(file) - 20);
}

TEST(ReadBadInput, OneBrokenImageDoesNotStopTheOthers) {
    TempFolder folder;
    for (int i = 0; i < 100; ++i) writeCell(folder / (i % 2 ? "a" : "b") / (std::to_string(i) + ".png"), i);
    cutShort(folder / "a/51.png");
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset) << dataset.error().message();
    EXPECT_EQ(dataset->cells.size(), 99u);
    ASSERT_EQ(dataset->problems.size(), 1u);
    EXPECT_EQ(dataset->problems[0].code, "damaged_image");
    EXPECT_EQ(dataset->problems[0].path, folder / "a/51.png");
    EXPECT_NE(dataset->problems[0].message.find("truncated"), std::string::npos);
}

TEST(ReadBadInput, EachKindOfBrokenFileIsListedByItsCode) {
    TempFolder folder;
    writeCell(folder / "a/good.png", 1);
    writeCell(folder / "b/good.png", 2);
    ASSERT_TRUE(writeFileAtomically(folder / "a/empty.png", std::string_view()));
    ASSERT_TRUE(writeFileAtomically(folder / "a/text.bmp", std::string_view("hello")));
    ASSERT_EQ(::mkfifo((folder / "a/pipe.png").c_str(), 0600), 0);
    fs::create_symlink("nowhere.png", folder / "b/link.png");
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset) << dataset.error().message();
    EXPECT_EQ(dataset->cells.size(), 2u);
    EXPECT_EQ(problemPaths(dataset->problems, "not_an_image"),
              (std::vector<fs::path>{folder / "a/empty.png", folder / "a/text.bmp"}));
    EXPECT_EQ(problemPaths(dataset->problems, "not_a_file"), std::vector<fs::path>{folder / "a/pipe.png"});
    EXPECT_EQ(problemPaths(dataset->problems, "not_found"), std::vector<fs::path>{folder / "b/link.png"});
}

TEST(ReadBadInput, NamesAFolderWithoutImages) {
    TempFolder folder;
    const auto empty = read(folder.path());
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().code, ErrorCode::EmptyDataset);
    EXPECT_EQ(empty.error().file, folder.path());
    EXPECT_FALSE(empty.error().advice.empty());
}

TEST(ReadBadInput, SaysHowManyWereBrokenWhenAllAre) {
    TempFolder folder;
    for (const char* name : {"a/1.png", "b/2.png"}) {
        writeCell(folder / name, 1);
        cutShort(folder / name);
    }
    const auto dataset = read(folder.path());
    ASSERT_FALSE(dataset);
    EXPECT_EQ(dataset.error().code, ErrorCode::EmptyDataset);
    EXPECT_NE(dataset.error().what.find("2 found"), std::string::npos) << dataset.error().what;
}

TEST(ReadBadInput, AsksForClassFoldersWhereThereAreNone) {
    TempFolder folder;
    writeCell(folder / "1.png", 1);
    writeCell(folder / "2.png", 2);
    const auto dataset = read(folder.path());
    ASSERT_FALSE(dataset);
    EXPECT_EQ(dataset.error().code, ErrorCode::EmptyDataset);
    EXPECT_NE(dataset.error().what.find("(2)"), std::string::npos);
}

TEST(ReadBadInput, RefusesOneClass) {
    TempFolder folder;
    writeCell(folder / "a/1.png", 1);
    EXPECT_EQ(read(folder.path()).error().code, ErrorCode::OneClassOnly);
    TempFolder cnmc;
    writeCell(cnmc / "UID_1_1_1_all.png", 1);
    const auto dataset = read(cnmc.path());
    ASSERT_FALSE(dataset);
    EXPECT_EQ(dataset.error().code, ErrorCode::OneClassOnly);
    EXPECT_NE(dataset.error().what.find("all"), std::string::npos);
}

TEST(ReadBadInput, RefusesWhatIsNoFolder) {
    TempFolder folder;
    writeCell(folder / "1.png", 1);
    EXPECT_EQ(read(folder / "1.png").error().code, ErrorCode::NotAFile);
    EXPECT_EQ(read(folder / "gone").error().code, ErrorCode::NotFound);
}

TEST(ReadBadInput, ARootThatMayNotBeReadIsAnError) {
    TempFolder folder;
    leukolens::test::openToAll(folder.path());
    writeCell(folder / "root/a/1.png", 1);
    fs::permissions(folder / "root", fs::perms::none);
    EXPECT_TRUE(leukolens::test::holdsForOtherUser([&] {
        const auto dataset = read(folder / "root");
        return !dataset && dataset.error().code == ErrorCode::NoPermission && dataset.error().file == folder / "root";
    }));
    fs::permissions(folder / "root", fs::perms::owner_all);
}

TEST(ReadBadInput, AnUnreadableFileOrFolderAmongOthersIsAProblem) {
    TempFolder folder;
    for (const char* name : {"a/1.png", "a/closed.png", "b/2.png", "c/3.png"})
        writeCell(folder / name, static_cast<int>(name[2]));
    for (const char* name : {"", "a", "b"}) leukolens::test::openToAll(folder / name);
    fs::permissions(folder / "a/closed.png", fs::perms::none);
    fs::permissions(folder / "c", fs::perms::none);
    EXPECT_TRUE(leukolens::test::holdsForOtherUser([&] {
        const auto dataset = read(folder.path());
        return dataset && dataset->cells.size() == 2 &&
               problemPaths(dataset->problems, "no_permission") == std::vector<fs::path>{folder / "a/closed.png"} &&
               problemPaths(dataset->problems, "unreadable_folder") == std::vector<fs::path>{folder / "c"};
    }));
    fs::permissions(folder / "c", fs::perms::owner_all);
}

TEST(ReadBadInput, ALinkThatLeadsBackDoesNotLoop) {
    TempFolder folder;
    writeCell(folder / "a/1.png", 1);
    writeCell(folder / "b/2.png", 2);
    fs::create_directory_symlink("..", folder / "a/back");
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset) << dataset.error().message();
    EXPECT_EQ(dataset->cells.size(), 2u);
}

}  // namespace
}  // namespace leukolens::dataset
