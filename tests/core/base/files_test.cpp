#include "core/base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>

#include "tests/support/other_user.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

using test::TempFolder;

TEST(Files, AtomicWriteLeavesOnlyTheFile) {
    const TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a.txt", std::string_view("one")));
    ASSERT_TRUE(writeFileAtomically(folder / "a.txt", std::string_view("two")));
    EXPECT_EQ(*readTextFile(folder / "a.txt", 100), "two");
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{"a.txt"});
}

TEST(Files, WhatIsWrittenPieceByPieceIsMovedIntoPlaceWhole) {
    const TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a.txt", std::string_view("one")));
    const auto temporary = createTemporaryBeside(folder / "a.txt");
    ASSERT_TRUE(temporary);
    EXPECT_EQ(temporary->parent_path(), folder.path());
    ASSERT_TRUE(appendToFile(*temporary, "tw"));
    ASSERT_TRUE(appendToFile(*temporary, "o"));
    EXPECT_EQ(*readTextFile(folder / "a.txt", 100), "one") << "not before it is moved";
    ASSERT_TRUE(moveIntoPlace(*temporary, folder / "a.txt"));
    EXPECT_EQ(*readTextFile(folder / "a.txt", 100), "two");
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{"a.txt"});
}

TEST(Files, NoTemporaryBesideAFolderOrWhereThereIsNone) {
    const TempFolder folder;
    std::filesystem::create_directory(folder / "a");
    EXPECT_EQ(createTemporaryBeside(folder / "a").error().code, ErrorCode::NotAFile);
    EXPECT_EQ(createTemporaryBeside(folder / "no" / "a.txt").error().code, ErrorCode::NotFound);
    const auto temporary = createTemporaryBeside(folder / "b").value();
    const auto moved = moveIntoPlace(temporary, folder / "no" / "b");
    ASSERT_FALSE(moved);
    EXPECT_EQ(moved.error().code, ErrorCode::NotFound);
    EXPECT_FALSE(std::filesystem::exists(temporary));
}

TEST(Files, AtomicWriteIntoAMissingFolderIsNotFound) {
    const TempFolder folder;
    const auto written = writeFileAtomically(folder / "no" / "a.txt", std::string_view("x"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::NotFound);
    EXPECT_EQ(written.error().file, folder / "no" / "a.txt");
}

TEST(Files, AtomicWriteDoesNotReplaceAFolder) {
    const TempFolder folder;
    std::filesystem::create_directory(folder / "a");
    const auto written = writeFileAtomically(folder / "a", std::string_view("x"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::NotAFile);
    EXPECT_TRUE(std::filesystem::is_directory(folder / "a"));
}

TEST(Files, AppendAddsToWhatIsThere) {
    const TempFolder folder;
    ASSERT_TRUE(appendToFile(folder / "a.csv", "1\n"));
    ASSERT_TRUE(appendToFile(folder / "a.csv", "2\n"));
    EXPECT_EQ(*readTextFile(folder / "a.csv", 100), "1\n2\n");
}

TEST(Files, ReadSaysWhatIsWrong) {
    const TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "five", std::string_view("12345")));
    EXPECT_EQ(readFile(folder / "none", 10).error().code, ErrorCode::NotFound);
    EXPECT_EQ(readFile(folder.path(), 10).error().code, ErrorCode::NotAFile);
    const auto large = readFile(folder / "five", 4);
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, ErrorCode::TooLarge);
    EXPECT_NE(large.error().what.find("5 bytes"), std::string::npos);
    EXPECT_NE(large.error().what.find("limit of 4"), std::string::npos);
}

TEST(Files, ReadingAPipeFailsInsteadOfWaiting) {
    const TempFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(readFile(folder / "pipe", 10).error().code, ErrorCode::NotAFile);
}

TEST(Files, FullDiskIsNamedSo) {
    EXPECT_EQ(errorFromErrno(ENOSPC, "x", true).code, ErrorCode::DiskFull);
    EXPECT_EQ(errorFromErrno(EDQUOT, "x", true).code, ErrorCode::DiskFull);
    const auto appended = appendToFile("/dev/full", "x");
    ASSERT_FALSE(appended);
    EXPECT_EQ(appended.error().code, ErrorCode::DiskFull);
}

TEST(Files, WithoutRightsIsNoPermission) {
    const TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "secret", std::string_view("x")));
    std::filesystem::permissions(folder / "secret", std::filesystem::perms::none);
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
    EXPECT_TRUE(test::holdsForOtherUser([&] {
        const auto read = readFile(folder / "secret", 10);
        const auto write = writeFileAtomically(folder / "new", std::string_view("x"));
        return !read && read.error().code == ErrorCode::NoPermission && !write && write.error().code == ErrorCode::NoPermission;
    }));
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
}

TEST(Files, PartsAreWrittenOneAfterAnother) {
    const TempFolder folder;
    const Bytes a{1, 2}, none, b{3};
    const std::vector<std::span<const std::uint8_t>> parts{a, none, b};
    ASSERT_TRUE(writeFileAtomically(folder / "file", parts));
    EXPECT_EQ(*readFile(folder / "file", 10), (Bytes{1, 2, 3}));
}

TEST(Files, FolderMustBeThereAndAFolder) {
    const TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "file", std::string_view("x")));
    EXPECT_TRUE(requireReadableFolder(folder.path()));
    EXPECT_EQ(requireReadableFolder(folder / "none").error().code, ErrorCode::NotFound);
    EXPECT_EQ(requireReadableFolder(folder / "file").error().code, ErrorCode::NotAFile);
}

TEST(Files, FolderMustBeAbsentOrEmpty) {
    const TempFolder folder;
    EXPECT_TRUE(requireAbsentOrEmpty(folder.path()));
    EXPECT_TRUE(requireAbsentOrEmpty(folder / "none"));
    ASSERT_TRUE(writeFileAtomically(folder / "file", std::string_view("x")));
    for (const auto& taken : {folder.path(), folder / "file"}) {
        const auto refused = requireAbsentOrEmpty(taken);
        ASSERT_FALSE(refused) << taken;
        EXPECT_EQ(refused.error().code, ErrorCode::AlreadyExists);
        EXPECT_FALSE(refused.error().advice.empty());
    }
}

}  // namespace
}  // namespace leukolens
