#include "core/base/cache_folder.h"

#include <gtest/gtest.h>

#include <chrono>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {
namespace fs = std::filesystem;
using test::TempFolder;

void put(const fs::path& file, std::size_t bytes, int hoursAgo) {
    ASSERT_TRUE(writeFileAtomically(file, std::string(bytes, 'x')));
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(hoursAgo));
}

TEST(CacheFolder, LosesWhatWasNotUsedForLongestUntilTheRestFits) {
    const TempFolder folder;
    put(folder / "oldest", 400, 30);
    put(folder / "older", 400, 20);
    put(folder / "newest", 400, 1);
    EXPECT_TRUE(makeRoom(folder.path(), 500, 1000));
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{"newest"});
}

TEST(CacheFolder, LosesWhatInterruptedProgramsLeftButNotWhatIsBeingWritten) {
    const TempFolder folder;
    put(folder / ".a.1-0.tmp", 10, 30);
    put(folder / ".b.2-0.tmp", 10, 1);
    EXPECT_TRUE(makeRoom(folder.path(), 10, 1000));
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{".b.2-0.tmp"});
}

TEST(CacheFolder, HasNoRoomForMoreThanItsLimitNorForHalfOfWhatIsFree) {
    const TempFolder folder;
    EXPECT_FALSE(makeRoom(folder.path(), 1001, 1000));
    const auto free = fs::space(folder.path()).available;
    EXPECT_FALSE(makeRoom(folder.path(), free / 10 * 7, UINT64_MAX));
}

}  // namespace
}  // namespace leukolens
