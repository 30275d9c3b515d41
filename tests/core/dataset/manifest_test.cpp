#include "core/dataset/manifest.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {

class ManifestTest : public testing::Test {
protected:
    ManifestTest() {
        for (const char* name : {"a.bmp", "b.bmp"}) {
            EXPECT_TRUE(createFolder(m_folder / "copy" / "all"));
            EXPECT_TRUE(writeFileAtomically(m_folder / "copy" / "all" / name, std::string_view(name)));
        }
    }

    Result<ManifestResult> compare(const std::string& csv) {
        EXPECT_TRUE(writeFileAtomically(m_folder / "m.csv", csv));
        NoProgress progress;
        return compareWithManifest(m_folder / "copy", m_folder / "m.csv", progress, {});
    }

    test::TempFolder m_folder;
};

TEST_F(ManifestTest, CountsMatchedMissingAndChanged) {
    const auto result = compare("official_path,sha256,bytes\r\nRoot/all/a.bmp," + digest::sha256("a.bmp") + ",5\r\nRoot/all/b.bmp," +
                                std::string(64, '0') + ",5\r\nRoot/all/c.bmp," + std::string(64, '0') + ",5\r\n");
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->matched, 1);
    EXPECT_EQ(result->changed, 1);
    EXPECT_EQ(result->missing, 1);
}

TEST_F(ManifestTest, TheSameNameInAnotherFolderIsNotTheFile) {
    const auto result = compare("official_path,sha256\nRoot/hem/a.bmp," + digest::sha256("a.bmp") + "\n");
    EXPECT_EQ(result->missing, 1);
}

TEST_F(ManifestTest, NamesTheDamagedLine) {
    EXPECT_NE(compare("official_path,sha256\nRoot/all/a.bmp,short\n").error().what.find("line 2"), std::string::npos);
    EXPECT_EQ(compare("something else\n").error().code, ErrorCode::ReadFailed);
}

TEST(UnusableFile, IsABrokenOneAndNotADuplicate) {
    EXPECT_TRUE(isUnusableFile({"damaged_image", "x", ""}));
    EXPECT_TRUE(isUnusableFile({"conflicting_label", "x", ""}));
    EXPECT_FALSE(isUnusableFile({"duplicate", "x", ""}));
}

}  // namespace
}  // namespace leukolens::dataset
