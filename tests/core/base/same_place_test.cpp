#include "core/base/same_place.h"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

namespace fs = std::filesystem;

TEST(SamePlace, LooksThroughLinksSeparatorsAndDots) {
    const test::TempFolder folder;
    const fs::path cells = folder / "cells", link = folder / "link";
    fs::create_directories(cells / "inner");
    fs::create_directory_symlink(cells, link);
    for (const fs::path& other : {cells, cells / "", link, link / "", cells / "inner" / "..", link / "." / "inner" / ".."}) EXPECT_TRUE(samePlace(cells, other)) << other;
    for (const fs::path& other : {folder / "other", cells / "inner", fs::path(folder.path()), fs::path()}) EXPECT_FALSE(samePlace(cells, other)) << other;
    EXPECT_TRUE(samePlace(cells / "inner", link / "inner"));
}

TEST(SamePlace, ComparesPathsOfWhatIsGone) {
    const test::TempFolder folder;
    EXPECT_TRUE(samePlace(folder / "gone", folder / "gone" / ""));
    EXPECT_TRUE(samePlace(folder / "gone" / ".." / "gone", folder / "gone"));
    EXPECT_FALSE(samePlace(folder / "gone", folder / "gone too"));
    EXPECT_FALSE(samePlace({}, {}));
}

}  // namespace
}  // namespace leukolens
