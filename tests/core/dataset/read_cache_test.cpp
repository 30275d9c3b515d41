// Opening a data set again: what is trusted, what is read again, and what becomes of the index.
#include "core/dataset/read_cache.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

#include "core/dataset/cell_check.h"
#include "core/dataset/reader.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/other_user.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;
using leukolens::test::TempFolder;

template <class Check>
bool inAnotherProcess(Check check) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(check() ? 0 : 1);
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class CachedReading : public testing::Test {
protected:
    CachedReading() {
        for (int i = 0; i < 6; ++i) test::writeCell(data() / (i % 2 ? "a" : "b") / (std::to_string(i) + ".png"), 1000 + i);
        std::ofstream(data() / "a" / "text.png") << "no picture";
        m_options.cacheFolder = m_folder / "cache";
        m_options.racyNs = -1'000'000'000;  // these files are as new as their index: trusted all the same
    }

    fs::path data() const { return m_folder / "data"; }

    CellChecks check(const CancelToken& cancel = {}) {
        std::vector<LabelledFile> files;
        for (const auto& file : findImages({data()}).files) files.push_back({file, "a", {}});
        NoProgress progress;
        auto checks = checkCells(data(), files, m_options, progress, cancel);
        EXPECT_TRUE(checks) << checks.error().message();
        return checks ? *checks : CellChecks{};
    }

    fs::path indexFile() const { return ReadCache(data(), m_options, {}, {}).file(); }

    TempFolder m_folder;
    ReadOptions m_options;
};

TEST_F(CachedReading, GivesTheSameWithoutReadingAgain) {
    const auto first = check();
    EXPECT_EQ(first.known, 0u);
    EXPECT_FALSE(first.notKept);
    const auto second = check();
    EXPECT_EQ(second.known, 7u);
    ASSERT_EQ(first.cells.size(), 7u);
    ASSERT_EQ(second.cells.size(), 7u);
    for (std::size_t i = 0; i < 7; ++i) {
        EXPECT_EQ(first.cells[i].sha256, second.cells[i].sha256);
        EXPECT_EQ(first.cells[i].facts, second.cells[i].facts);
        ASSERT_EQ(first.cells[i].error.has_value(), second.cells[i].error.has_value());
        if (first.cells[i].error) {
            EXPECT_EQ(first.cells[i].error->message(), second.cells[i].error->message());
        } else {
            EXPECT_EQ(second.cells[i].facts.width, 8);
            ASSERT_TRUE(first.cells[i].sketch && second.cells[i].sketch);
            EXPECT_EQ(*first.cells[i].sketch, *second.cells[i].sketch);
        }
    }
    EXPECT_EQ(leukolens::test::entries(data()), (std::vector<std::string>{"a", "b"}));
}

TEST_F(CachedReading, WithoutAFolderKeepsNothing) {
    m_options.cacheFolder.clear();
    check();
    EXPECT_EQ(check().known, 0u);
    EXPECT_EQ(leukolens::test::entries(m_folder.path()), std::vector<std::string>{"data"});
}

TEST_F(CachedReading, ReadsAgainWhatChanged) {
    const auto first = check();
    test::writeCell(data() / "a/1.png", 77);                              // same inode and size, other times
    fs::last_write_time(data() / "a/3.png", fs::file_time_type::clock::now() - std::chrono::hours(5));
    fs::rename(data() / "b/0.png", data() / "b/moved.png");               // another path
    fs::copy_file(data() / "b/2.png", data() / "b/copy.png");
    fs::rename(data() / "b/copy.png", data() / "b/2.png");                // same content, another inode
    const auto second = check();
    EXPECT_EQ(second.known, 3u);  // a/5, a/text, b/4
    EXPECT_NE(second.cells[0].sha256, first.cells[0].sha256);
    EXPECT_EQ(check().known, 7u);
}

TEST_F(CachedReading, DoesNotTrustAFileWrittenJustBeforeItWasRead) {
    check();
    EXPECT_EQ(check().known, 7u);
    m_options.racyNs = ReadOptions().racyNs;
    EXPECT_GE(m_options.racyNs, 2'000'000'000);
    EXPECT_EQ(check().known, 0u);
}

TEST_F(CachedReading, ForgetsWhatIsGoneAndLearnsWhatIsNew) {
    check();
    const auto before = fs::file_size(indexFile());
    fs::remove(data() / "a/1.png");
    fs::remove(data() / "a/3.png");
    EXPECT_EQ(check().known, 5u);
    EXPECT_LT(fs::file_size(indexFile()), before);
    test::writeCell(data() / "a/new.png", 5);
    EXPECT_EQ(check().known, 5u);
    EXPECT_EQ(check().known, 6u);
}

TEST_F(CachedReading, IsWrittenOnlyWhenSomethingIsNew) {
    check();
    fs::last_write_time(indexFile(), fs::file_time_type::clock::now() - std::chrono::hours(90));
    const auto before = stampOf(indexFile());
    check();
    const auto after = stampOf(indexFile());
    EXPECT_EQ(before->inode, after->inode);
    EXPECT_GT(after->mtimeNs, before->mtimeNs);  // used lately: not the next to be removed
}

TEST_F(CachedReading, StartsAnewAfterAnIndexThatIsDamagedOrHostile) {
    check();
    const auto whole = readFile(indexFile(), 1 << 20);
    ASSERT_TRUE(whole);
    Bytes changed = *whole;
    changed[changed.size() / 2] ^= 8;
    const std::vector<Bytes> spoilt{changed, {}, Bytes(whole->begin(), whole->end() - 9), Bytes(5000, 0xff)};
    for (const Bytes& bytes : spoilt) {
        ASSERT_TRUE(writeFileAtomically(indexFile(), bytes));
        const auto again = check();
        EXPECT_EQ(again.known, 0u);
        EXPECT_FALSE(again.notKept);
        EXPECT_EQ(*readFile(indexFile(), 1 << 20) == bytes, false);
        EXPECT_EQ(check().known, 7u);
    }
    fs::remove(indexFile());
    ASSERT_EQ(::mkfifo(indexFile().c_str(), 0600), 0);
    EXPECT_EQ(check().known, 0u);
}

TEST_F(CachedReading, BelongsToOneRootHoweverItIsNamed) {
    check();
    const auto named = [&](const fs::path& root) { return ReadCache(root, m_options, {}, {}).file(); };
    fs::create_directory_symlink("data", m_folder / "link");
    EXPECT_EQ(named(m_folder / "link"), indexFile());
    EXPECT_EQ(named(data() / "a" / ".."), indexFile());
    EXPECT_EQ(named(data() / ""), indexFile());
    EXPECT_NE(named(data() / "a"), indexFile());
}

TEST_F(CachedReading, OfACancelledReadingIsKeptAsFarAsItWent) {
    class StopAfterThree final : public ProgressSink {
    public:
        void report(const Progress& progress) override {
            if (progress.done == 3) source.cancel();
        }
        CancelSource source;
    };
    check();
    for (const char* name : {"a/1.png", "a/3.png", "a/5.png", "b/0.png", "b/2.png", "b/4.png"}) test::writeCell(data() / name, name[2]);
    std::vector<LabelledFile> files;
    for (const auto& file : findImages({data()}).files) files.push_back({file, "a", {}});
    StopAfterThree progress;
    const auto stopped = checkCells(data(), files, m_options, progress, progress.source.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    const auto rest = check();
    EXPECT_GE(rest.known, 3u);  // two new ones at least, and the text, whose turn may not have come
    EXPECT_LT(rest.known, 7u);
}

TEST_F(CachedReading, ByTwoProgramsAtOnceLeavesOneWholeIndex) {
    {
        std::vector<std::jthread> programs;
        for (int i = 0; i < 4; ++i) {
            programs.emplace_back([this] {
                for (int round = 0; round < 5; ++round) {
                    check();
                    std::error_code ignored;
                    fs::remove(indexFile(), ignored);
                }
            });
        }
    }
    check();
    EXPECT_EQ(check().known, 7u);
    EXPECT_EQ(leukolens::test::entries(m_options.cacheFolder), std::vector<std::string>{indexFile().filename().string()});
}

TEST_F(CachedReading, GoesOnWhereTheIndexCannotBeKept) {
    std::ofstream(m_folder / "cache") << "a file where the folder should be";
    const auto checks = check();
    ASSERT_EQ(checks.cells.size(), 7u);
    EXPECT_EQ(checks.cells[0].facts.width, 8);
    ASSERT_TRUE(checks.notKept);
    NoProgress progress;
    const auto dataset = readDataset(data(), progress, {}, m_options);
    ASSERT_TRUE(dataset) << dataset.error().message();
    EXPECT_EQ(dataset->cells.size(), 6u);
    EXPECT_EQ(test::problemPaths(dataset->problems, "index_not_kept").size(), 1u);
}

TEST_F(CachedReading, OfAnotherPersonsFolderIsANotice) {
    leukolens::test::openToAll(m_folder.path());
    fs::create_directory(m_folder / "cache");
    leukolens::test::openToAll(m_folder / "cache");
    EXPECT_TRUE(leukolens::test::holdsForOtherUser([&] {
        const auto checks = check();
        return checks.cells.size() == 7 && checks.notKept && checks.notKept->code == ErrorCode::NoPermission;
    }));
}

/// No file may grow beyond a hundred bytes, as on a full disk: reading gives all it found, and leaves nothing half-written.
TEST_F(CachedReading, GoesOnWhereThereIsNoSpace) {
    EXPECT_TRUE(inAnotherProcess([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100, 100};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
        const auto checks = check();
        return checks.cells.size() == 7 && checks.cells[0].facts.width == 8 && checks.notKept.has_value();
    }));
    EXPECT_TRUE(leukolens::test::entries(m_options.cacheFolder).empty());
}

/// The names of the files are nobody else's business.
TEST_F(CachedReading, LiesInAFolderForItsOwnerAlone) {
    check();
    EXPECT_EQ(fs::status(m_options.cacheFolder).permissions(), fs::perms::owner_all);
}

TEST_F(CachedReading, RemovesOldIndicesAndNothingElse) {
    fs::create_directory(m_options.cacheFolder);
    const auto name = [](int i) {
        const std::string digits = "0123456789abcdef";
        return std::string{digits[static_cast<std::size_t>(i / 16)], digits[static_cast<std::size_t>(i % 16)]} + std::string(62, 'a') + ".index";
    };
    for (int i = 1; i <= 70; ++i) {
        std::ofstream(m_options.cacheFolder / name(i)) << "old";
        fs::last_write_time(m_options.cacheFolder / name(i), fs::file_time_type::clock::now() - std::chrono::hours(i));
    }
    const std::string leftover = "." + name(3) + ".123-0.tmp";
    for (const std::string& other : {leftover, std::string("notes.txt"), std::string("thesis.index")}) {
        std::ofstream(m_options.cacheFolder / other) << "x";
        fs::last_write_time(m_options.cacheFolder / other, fs::file_time_type::clock::now() - std::chrono::hours(1000));
    }
    check();
    const auto left = leukolens::test::entries(m_options.cacheFolder);
    EXPECT_EQ(left.size(), 64u + 2u);
    for (int i = 1; i <= 70; ++i) EXPECT_EQ(fs::exists(m_options.cacheFolder / name(i)), i <= 63) << i;
    EXPECT_TRUE(fs::exists(indexFile()));
    EXPECT_TRUE(fs::exists(m_options.cacheFolder / "notes.txt"));
    EXPECT_TRUE(fs::exists(m_options.cacheFolder / "thesis.index"));
    EXPECT_FALSE(fs::exists(m_options.cacheFolder / leftover));
}

TEST_F(CachedReading, KeepsTwoHundredMegabytesTogether) {
    fs::create_directory(m_options.cacheFolder);
    for (int i = 0; i < 4; ++i) {
        const fs::path file = m_options.cacheFolder / (std::string(63, 'b') + std::to_string(i) + ".index");
        std::ofstream(file) << "old";
        fs::resize_file(file, 90ull << 20);  // sparse
        fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(i + 1));
    }
    check();
    EXPECT_EQ(leukolens::test::entries(m_options.cacheFolder).size(), 3u);  // its own and the two last used
    EXPECT_TRUE(fs::exists(indexFile()));
}

TEST_F(CachedReading, GivesTheFactsToTheCells) {
    NoProgress progress;
    for (int opening = 0; opening < 2; ++opening) {
        const auto dataset = readDataset(data(), progress, {}, m_options);
        ASSERT_TRUE(dataset);
        for (const Cell& cell : dataset->cells) {
            EXPECT_EQ(cell.facts.width, 8);
            EXPECT_GT(cell.facts.cellShare, 0.99f);
        }
    }
}

}  // namespace
}  // namespace leukolens::dataset
