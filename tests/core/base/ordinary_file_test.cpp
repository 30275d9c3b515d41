#include "core/base/ordinary_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

TEST(OrdinaryFile, IsOpenAndKnowsItsSize) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "file", std::string_view("twelve bytes")));
    const auto file = OrdinaryFile::open(folder / "file");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->size(), 12u);
    char first = 0;
    EXPECT_EQ(::pread(file->descriptor(), &first, 1, 0), 1);
    EXPECT_EQ(first, 't');
}

TEST(OrdinaryFile, ClosesItselfOnce) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "file", std::string_view("x")));
    int descriptor = -1;
    {
        auto file = OrdinaryFile::open(folder / "file");
        ASSERT_TRUE(file);
        descriptor = file->descriptor();
        const OrdinaryFile moved = std::move(*file);
        EXPECT_EQ(moved.descriptor(), descriptor);
        EXPECT_EQ(file->descriptor(), -1);
    }
    struct stat info {};
    EXPECT_NE(::fstat(descriptor, &info), 0);
}

TEST(OrdinaryFile, WhatIsNoneIsRefusedWithoutWaiting) {
    const test::TempFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(OrdinaryFile::open(folder / "pipe").error().code, ErrorCode::NotAFile);
    EXPECT_EQ(OrdinaryFile::open(folder.path()).error().code, ErrorCode::NotAFile);
    EXPECT_EQ(OrdinaryFile::open(folder / "none").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens
