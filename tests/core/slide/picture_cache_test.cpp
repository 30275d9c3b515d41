// What is kept of large pictures between openings, and what happens while it is made.
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "core/base/stamped_file.h"
#include "tests/core/slide/picture_fixture.h"

namespace leukolens::slide {
namespace {
namespace fs = std::filesystem;

class PictureCache : public PictureFixture {};

TEST_F(PictureCache, IsFoundInTheCacheAtTheNextOpening) {
    const auto image = picture(kWidth, kHeight);
    const fs::path file = saved("a.png", image);
    ASSERT_TRUE(opened(file));
    ASSERT_EQ(kept().size(), 1u);
    const auto first = stampOf(keptFile());
    // Used long ago: opening says that it is used now, and keeps the content.
    fs::last_write_time(keptFile(), fs::file_time_type::clock::now() - std::chrono::hours(100));
    const auto again = opened(file);
    ASSERT_TRUE(again);
    EXPECT_EQ(stampOf(keptFile())->inode, first->inode);
    EXPECT_LT(fs::file_time_type::clock::now() - fs::last_write_time(keptFile()), std::chrono::hours(1));
    expectPicture(**again, image);
}

TEST_F(PictureCache, IsPreparedAnewWhenItChanged) {
    const fs::path file = saved("a.png", picture(kWidth, kHeight));
    ASSERT_TRUE(opened(file));
    const auto other = picture(kWidth, kHeight, 2);
    saved("a.png", other);
    const auto slide = opened(file);
    ASSERT_TRUE(slide);
    EXPECT_EQ(kept().size(), 2u);
    expectPicture(**slide, other);
}

TEST_F(PictureCache, IsPreparedAnewWhenItsCopyIsDamaged) {
    const auto image = picture(kWidth, kHeight);
    const fs::path file = saved("a.png", image);
    ASSERT_TRUE(opened(file));
    const fs::path copy = keptFile();
    const Bytes whole = *readFile(copy, 100 << 20);
    std::vector<Bytes> damaged{{}, image::test::firstBytes(whole, 20), image::test::firstBytes(whole, whole.size() / 2), image::test::firstBytes(whole, whole.size() - 1)};
    for (const std::size_t place : {std::size_t{0}, std::size_t{9}, std::size_t{17}, whole.size() - 2}) {
        damaged.push_back(whole);
        damaged.back()[place] ^= 0x04;
    }
    for (const Bytes& bytes : damaged) {
        ASSERT_TRUE(writeFileAtomically(copy, bytes));
        const auto slide = opened(file);
        ASSERT_TRUE(slide) << slide.error().message();
        expectLevel(**slide, 0, image);
        EXPECT_NE(*readFile(copy, 100 << 20), bytes);
        EXPECT_EQ(kept().size(), 1u);
    }
}

TEST_F(PictureCache, SaysThatATileIsDamagedAndIsWholeAtTheNextOpening) {
    const auto image = picture(kWidth, kHeight);
    const fs::path file = saved("a.png", image);
    ASSERT_TRUE(opened(file));
    Bytes bytes = *readFile(keptFile(), 100 << 20);
    std::fill(bytes.begin() + 100, bytes.begin() + 2000, std::uint8_t{0});
    ASSERT_TRUE(writeFileAtomically(keptFile(), bytes));
    const auto slide = opened(file);
    ASSERT_TRUE(slide);
    bool found = false;
    for (int level = 0; level < 3; ++level) {
        const auto& size = (*slide)->facts().levels[static_cast<std::size_t>(level)];
        const auto read = (*slide)->read({level, 0, 0, static_cast<int>(size.width), static_cast<int>(size.height)});
        if (read) continue;
        found = true;
        EXPECT_EQ(read.error().code, ErrorCode::DamagedImage);
        EXPECT_EQ(read.error().file, file);
    }
    EXPECT_TRUE(found);
    const auto again = opened(file);
    ASSERT_TRUE(again);
    expectPicture(**again, image);
}

class CancelAt final : public ProgressSink {
public:
    explicit CancelAt(std::int64_t row) : m_row(row) {}
    void report(const Progress& progress) override {
        EXPECT_EQ(progress.stage, "Preparing the picture");
        EXPECT_GE(progress.done, m_last);
        m_last = progress.done;
        m_total = progress.total;
        if (progress.done < m_row || m_source.cancelled()) return;
        m_source.cancel();
        m_when = std::chrono::steady_clock::now();
    }
    CancelToken token() const { return m_source.token(); }
    std::int64_t total() const { return m_total; }
    std::chrono::steady_clock::duration since() const { return std::chrono::steady_clock::now() - m_when; }

private:
    std::int64_t m_row, m_last = 0, m_total = 0;
    std::chrono::steady_clock::time_point m_when;
    CancelSource m_source;
};

TEST_F(PictureCache, StopsAtOnceAndLeavesNothingWhenCancelled) {
    const fs::path file = saved("a.jpg", picture(3000, 2600));
    for (const std::int64_t row : {0, 600}) {
        CancelAt cancel(row);
        const auto slide = open(file, m_options, cancel, cancel.token());
        EXPECT_LT(cancel.since(), std::chrono::milliseconds(300));
        ASSERT_FALSE(slide);
        EXPECT_EQ(slide.error().code, ErrorCode::Cancelled);
        EXPECT_TRUE(kept().empty());
        if (row > 0) {
            EXPECT_EQ(cancel.total(), 2600);
        }
    }
}

TEST_F(PictureCache, LeavesNothingAndSaysSoWhenTheDiskIsFull) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizer wants to be the first library loaded";
#endif
    const fs::path file = saved("a.png", picture(kWidth, kHeight));
    for (const char* bytes : {"0", "200000"}) {
        const std::string command = std::string("LD_PRELOAD='") + FULL_DISK_LIBRARY + "' FULL_DISK_BELOW='" + m_options.cacheFolder.string() + "' FULL_DISK_BYTES=" + bytes + " '" + OPEN_PICTURE_PROBE + "' '" +
                                    file.string() + "' '" + m_options.cacheFolder.string() + "' > '" + (m_folder / "said").string() + "'";
        const int status = std::system(command.c_str());
        EXPECT_EQ(WEXITSTATUS(status), 1);
        EXPECT_EQ(*readTextFile(m_folder / "said", 10'000), "disk_full\n" + m_options.cacheFolder.string() + "\n");
        EXPECT_TRUE(kept().empty());
    }
    EXPECT_TRUE(opened(file));
}

TEST_F(PictureCache, IsNotPreparedWhereThereIsTooLittleSpaceAnyway) {
    m_options.pictures.maxCacheBytes = 1000;
    const auto slide = opened(saved("a.png", picture(kWidth, kHeight)));
    ASSERT_FALSE(slide);
    EXPECT_EQ(slide.error().code, ErrorCode::DiskFull);
    EXPECT_EQ(slide.error().file, m_options.cacheFolder);
    EXPECT_TRUE(kept().empty());
}

TEST_F(PictureCache, MakesRoomForItselfInTheCache) {
    const fs::path a = saved("a.png", picture(kWidth, kHeight, 1)), b = saved("b.png", picture(kWidth, kHeight, 2));
    const auto first = opened(a);
    ASSERT_TRUE(first);
    const std::string old = kept().at(0);
    fs::last_write_time(keptFile(), fs::file_time_type::clock::now() - std::chrono::hours(2));
    m_options.pictures.maxCacheBytes = fs::file_size(keptFile()) * 3 / 2;
    ASSERT_TRUE(opened(b));
    ASSERT_EQ(kept().size(), 1u);
    EXPECT_NE(kept().at(0), old);
    // What is open stays so without its name.
    expectPicture(**first, picture(kWidth, kHeight, 1));
}

TEST_F(PictureCache, LiesInAFolderForItsOwnerAlone) {
    ASSERT_TRUE(opened(saved("a.png", picture(kWidth, kHeight))));
    EXPECT_EQ(fs::status(m_options.cacheFolder).permissions(), fs::perms::owner_all);
    EXPECT_EQ(fs::status(keptFile()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(PictureCache, ThatIsLargeNeedsACacheFolder) {
    m_options.cacheFolder.clear();
    const auto slide = opened(saved("a.png", picture(kWidth, kHeight)));
    ASSERT_FALSE(slide);
    EXPECT_EQ(slide.error().code, ErrorCode::TooLarge);
    EXPECT_FALSE(slide.error().advice.empty());
}

TEST_F(PictureCache, IsOpenedAndReadByManyThreadsAtOnce) {
    const auto image = picture(700, 600);
    const fs::path file = saved("a.png", image);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            const auto slide = opened(file);
            ASSERT_TRUE(slide) << slide.error().message();
            expectPicture(**slide, image);
        });
    }
    threads.clear();
    EXPECT_EQ(kept().size(), 1u);
    const auto slide = opened(file);
    ASSERT_TRUE(slide);
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { expectPicture(**slide, image); });
    threads.clear();
}

TEST_F(PictureCache, ShowsItsPixelsOrNoneWhateverBecameOfItsCopy) {
    const auto image = picture(300, 260);
    m_options.pictures.maxMemoryPixels = 0;
    const fs::path file = saved("a.png", image);
    ASSERT_TRUE(opened(file));
    const fs::path copy = keptFile();
    const Bytes whole = *readFile(copy, 1 << 20);
    Random random(9);
    int damaged = 0;
    for (int round = 0; round < 300; ++round) {
        Bytes bytes = whole;
        for (auto changes = 1 + random.below(4); changes > 0; --changes) bytes[random.below(2) == 0 ? random.below(bytes.size()) : random.below(24)] = static_cast<std::uint8_t>(random.next());
        ASSERT_TRUE(writeFileAtomically(copy, bytes));
        const auto slide = opened(file);
        ASSERT_TRUE(slide) << slide.error().message();
        const auto pixels = (*slide)->read({0, 0, 0, 300, 260});
        if (pixels) {
            ASSERT_EQ(toImage(*pixels).rgb, image.rgb);
        } else {
            ++damaged;
            ASSERT_EQ(pixels.error().code, ErrorCode::DamagedImage);
        }
    }
    EXPECT_GT(damaged, 50);
}

}  // namespace
}  // namespace leukolens::slide
