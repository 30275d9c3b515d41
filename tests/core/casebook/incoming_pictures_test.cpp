#include "core/casebook/incoming_pictures.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"
#include "tests/support/zip_bytes.h"

namespace leukolens::casebook {
namespace {

namespace fs = std::filesystem;

class IncomingPicturesTest : public testing::Test {
protected:
    fs::path write(const fs::path& name, const std::string& bytes = "a picture") {
        const fs::path file = m_folder / name;
        EXPECT_TRUE(createFolder(file.parent_path()) && writeFileAtomically(file, bytes));
        return file;
    }
    IncomingPictures find(const std::vector<fs::path>& paths) {
        NoProgress progress;
        auto found = findIncoming(paths, m_kept, progress, {});
        EXPECT_TRUE(found) << found.error().message();
        return found ? *found : IncomingPictures{};
    }
    static std::vector<fs::path> namesOf(const IncomingPictures& found) {
        std::vector<fs::path> names;
        for (const auto& picture : found.pictures) names.push_back(picture.name);
        return names;
    }

    test::TempFolder m_folder;
    KeptPictures m_kept = KeptPictures::in(m_folder / "kept");
};

TEST_F(IncomingPicturesTest, FilesFoldersAndZipsComeInTheirOrder) {
    const auto loose = write("loose.png"), inFolder = write("folder/b.png"), other = write("folder/a.bmp");
    const auto zip = write("cells.zip", test::zipOf({{"run/two.png", "2"}, {"notes.txt", "no"}, {"one.png", "1"}}));
    const auto found = find({zip, loose, m_folder / "folder", loose});
    EXPECT_EQ(namesOf(found), (std::vector<fs::path>{zip / "run/two.png", zip / "one.png", loose, other, inFolder})) << "each once";
    EXPECT_EQ(*readTextFile(found.pictures[0].file, 10), "2");
    EXPECT_EQ(found.pictures[0].file.parent_path().parent_path(), m_folder / "kept");
    EXPECT_EQ(found.pictures[2].file, loose);
    EXPECT_TRUE(found.problems.empty());
    EXPECT_TRUE(found.zipProblems.empty());
}

TEST_F(IncomingPicturesTest, PicturesOfOneContentKeepTheirNames) {
    const auto zip = write("cells.zip", test::zipOf({{"a/cell.png", "same"}, {"b/cell.png", "same"}}));
    const auto found = find({zip});
    EXPECT_EQ(namesOf(found), (std::vector<fs::path>{zip / "a/cell.png", zip / "b/cell.png"}));
    EXPECT_EQ(found.pictures[0].file, found.pictures[1].file) << "kept once";
}

TEST_F(IncomingPicturesTest, ABadZipStopsNothingElse) {
    const auto bad = write("bad.zip", "no zip"), empty = write("empty.zip", test::zipOf({{"notes.txt", "no"}})), good = write("good.png");
    const auto found = find({bad, empty, m_folder / "gone.zip", m_folder / "gone.png", good});
    EXPECT_EQ(namesOf(found), std::vector<fs::path>{good});
    ASSERT_EQ(found.zipProblems.size(), 3u);
    EXPECT_EQ(found.zipProblems[0].code, ErrorCode::ReadFailed);
    EXPECT_EQ(found.zipProblems[0].file, bad);
    EXPECT_EQ(found.zipProblems[1].code, ErrorCode::EmptyDataset);
    EXPECT_EQ(found.zipProblems[2].code, ErrorCode::NotFound);
    ASSERT_EQ(found.problems.size(), 1u);
    EXPECT_EQ(found.problems[0].path, m_folder / "gone.png");
}

TEST_F(IncomingPicturesTest, AFolderNamedLikeAZipIsAFolderAndZipsInFoldersStayClosed) {
    const auto inside = write("odd.zip/a.png");
    write("odd.zip/inner.zip", test::zipOf({{"b.png", "2"}}));
    EXPECT_EQ(namesOf(find({m_folder / "odd.zip"})), std::vector<fs::path>{inside});
}

TEST_F(IncomingPicturesTest, AFullDiskAndBeingStoppedEndTheWhole) {
    const auto zip = write("cells.zip", test::zipOf({{"one.png", "1"}}));
    write("kept", "a file where the folder should be");
    NoProgress progress;
    EXPECT_FALSE(findIncoming({zip}, m_kept, progress, {}));
    CancelSource cancel;
    cancel.cancel();
    EXPECT_EQ(findIncoming({write("loose.png")}, m_kept, progress, cancel.token()).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::casebook
