// Training pictures found again by their content, through what reading data left behind.
#include "core/dataset/known_pictures.h"

#include <gtest/gtest.h>

#include "core/dataset/read_cache.h"
#include "core/digest/sha256.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;

constexpr std::uint64_t kMaxBytes = 1 << 20;

class KnownPicturesTest : public testing::Test {
protected:
    KnownPicturesTest() { m_options.cacheFolder = m_folder / "readings"; }

    /// Puts a file into a data root; returns its checksum.
    std::string put(const fs::path& file, const std::string& content) {
        fs::create_directories(file.parent_path());
        EXPECT_TRUE(writeFileAtomically(file, content));
        return digest::sha256(content);
    }
    /// Leaves the index that reading those files of the root would leave.
    void index(const fs::path& root, const std::vector<fs::path>& files, std::vector<BlobKind> blobs = {{1, 1, 3}}) {
        std::vector<std::pair<fs::path, IndexedFile>> fresh;
        for (const auto& file : files) {
            IndexedFile found{*stampOf(file), 1, digest::sha256(*readFile(file, kMaxBytes)), {}, Bytes(IndexKey{{}, {}, blobs}.blobBytes(), 7)};
            fresh.emplace_back(file, std::move(found));
        }
        fresh.emplace_back(root / "broken.png", IndexedFile{{1, 2, 3, 4}, 1, {}, Error{ErrorCode::DamagedImage, "is truncated", {}, {}}, {}});
        ASSERT_TRUE(ReadCache(root, m_options, "rules", std::move(blobs)).save(files, std::move(fresh), false));
    }

    test::TempFolder m_folder;
    ReadOptions m_options;
};

TEST_F(KnownPicturesTest, AreFoundInEveryRootWhateverItsIndexWasMadeFor) {
    const fs::path first = m_folder / "data ü", second = m_folder / "other";
    const auto a = put(first / "all" / "ж.png", "first"), b = put(second / "x.bmp", "second");
    index(first, {first / "all" / "ж.png"});
    index(second, {second / "x.bmp"}, {{1, 1, 3}, {2, 9, 40}});
    KnownPictures known(m_options.cacheFolder, {a, b});
    ASSERT_TRUE(known.find(a, kMaxBytes));
    EXPECT_TRUE(fs::equivalent(known.find(a, kMaxBytes)->path, first / "all" / "ж.png"));
    ASSERT_TRUE(known.find(b, kMaxBytes));
    EXPECT_EQ(known.find(b, kMaxBytes)->bytes, *readFile(second / "x.bmp", kMaxBytes));
    EXPECT_FALSE(known.find(std::string(64, 'a'), kMaxBytes));
}

TEST_F(KnownPicturesTest, AFileThatHasChangedOrIsGoneIsNotTheOne) {
    const fs::path root = m_folder / "data";
    const auto sha256 = put(root / "a.png", "cell");
    put(root / "copy.png", "cell");
    index(root, {root / "a.png", root / "copy.png"});
    KnownPictures known(m_options.cacheFolder, {sha256});
    EXPECT_TRUE(known.find(sha256, kMaxBytes));
    EXPECT_FALSE(known.find(sha256, 2)) << "larger than is read";
    fs::remove(root / "copy.png");
    ASSERT_TRUE(known.find(sha256, kMaxBytes)) << "the other one is still there";
    EXPECT_EQ(known.find(sha256, kMaxBytes)->path.filename(), "a.png");
    put(root / "a.png", "CELL");
    EXPECT_FALSE(known.find(sha256, kMaxBytes)) << "another picture under the same name";
    fs::remove(root / "a.png");
    EXPECT_FALSE(known.find(sha256, kMaxBytes));
}

TEST_F(KnownPicturesTest, WhatIsReadLaterIsFoundLater) {
    const fs::path root = m_folder / "data";
    const auto sha256 = put(root / "a.png", "cell");
    KnownPictures known(m_options.cacheFolder, {sha256});
    EXPECT_FALSE(known.find(sha256, kMaxBytes)) << "nothing was read yet";
    index(root, {root / "a.png"});
    EXPECT_TRUE(known.find(sha256, kMaxBytes));
    for (const auto& name : test::entries(m_options.cacheFolder)) fs::remove(m_options.cacheFolder / name);
    EXPECT_FALSE(known.find(sha256, kMaxBytes)) << "an index that is gone is forgotten";
}

TEST_F(KnownPicturesTest, DamagedAndStrangeFilesOfTheFolderKnowNothing) {
    const fs::path root = m_folder / "data";
    const auto sha256 = put(root / "a.png", "cell");
    index(root, {root / "a.png"});
    const auto name = test::entries(m_options.cacheFolder).front();
    auto bytes = *readFile(m_options.cacheFolder / name, kMaxBytes);
    put(m_options.cacheFolder / "notes.txt", "LKINDEX\n");
    bytes[bytes.size() / 2] ^= 1;
    ASSERT_TRUE(writeFileAtomically(m_options.cacheFolder / name, bytes));
    EXPECT_FALSE(KnownPictures(m_options.cacheFolder, {sha256}).find(sha256, kMaxBytes));
    EXPECT_FALSE(KnownPictures({}, {sha256}).find(sha256, kMaxBytes));
}

}  // namespace
}  // namespace leukolens::dataset
