#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/other_user.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;
using leukolens::test::TempFolder;

void writeEmpty(const fs::path& file) {
    ASSERT_TRUE(createFolder(file.parent_path()));
    ASSERT_TRUE(writeFileAtomically(file, std::string_view()));
}

TEST(FindImages, ListsFoldersRecursivelyAndSorted) {
    TempFolder folder;
    for (const char* name : {"b.png", "a/z.BMP", "a/deep/er/y.tiff", "c.txt", ".hidden.png", ".git/x.png", "a/._y.png"})
        writeEmpty(folder / name);
    const FoundImages found = findImages({folder.path()});
    EXPECT_EQ(found.files, (std::vector<fs::path>{folder / "a/deep/er/y.tiff", folder / "a/z.BMP", folder / "b.png"}));
    EXPECT_TRUE(found.problems.empty());
}

TEST(FindImages, KeepsNamedFilesWhateverTheirExtensionAndEachOnce) {
    TempFolder folder;
    writeEmpty(folder / "cell.xyz");
    writeEmpty(folder / "in/b.png");
    const FoundImages found = findImages({folder / "in/b.png", folder / "cell.xyz", folder / "in", folder / "cell.xyz"});
    EXPECT_EQ(found.files, (std::vector<fs::path>{folder / "in/b.png", folder / "cell.xyz"}));
}

TEST(FindImages, NamesWhatIsNotThere) {
    TempFolder folder;
    const FoundImages found = findImages({folder / "gone.png"});
    EXPECT_TRUE(found.files.empty());
    ASSERT_EQ(found.problems.size(), 1u);
    EXPECT_EQ(found.problems[0].code, "not_found");
    EXPECT_EQ(found.problems[0].path, folder / "gone.png");
}

TEST(FindImages, EntersEachFolderOnceThroughWhateverLinks) {
    TempFolder folder;
    writeEmpty(folder / "m/cell.png");
    fs::create_directory_symlink("..", folder / "m/up");
    fs::create_directory_symlink(folder.path(), folder / "m/root");
    fs::create_directory_symlink("m", folder / "a link to m");
    fs::create_directory_symlink("self", folder / "self");
    const FoundImages found = findImages({folder.path()});
    EXPECT_EQ(found.files, std::vector<fs::path>{folder / "m/cell.png"});
}

TEST(FindImages, FollowsALinkToAFolderElsewhere) {
    TempFolder folder;
    TempFolder elsewhere;
    writeEmpty(elsewhere / "cell.png");
    fs::create_directory_symlink(elsewhere.path(), folder / "linked");
    EXPECT_EQ(findImages({folder.path()}).files, std::vector<fs::path>{folder / "linked/cell.png"});
}

TEST(FindImages, ReportsAFolderThatMayNotBeReadAndGoesOn) {
    TempFolder folder;
    leukolens::test::openToAll(folder.path());
    writeEmpty(folder / "closed/a.png");
    writeEmpty(folder / "open/b.png");
    leukolens::test::openToAll(folder / "open");
    fs::permissions(folder / "closed", fs::perms::none);
    EXPECT_TRUE(leukolens::test::holdsForOtherUser([&] {
        const FoundImages found = findImages({folder.path()});
        return found.files == std::vector<fs::path>{folder / "open/b.png"} &&
               test::problemPaths(found.problems, "unreadable_folder") == std::vector<fs::path>{folder / "closed"};
    }));
    fs::permissions(folder / "closed", fs::perms::owner_all);
}

}  // namespace
}  // namespace leukolens::dataset
