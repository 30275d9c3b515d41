// C-NMC as its copies look after downloading, unpacking and renaming.
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;
using test::problemPaths;
using test::writeCell;

class CnmcShapesTest : public testing::Test {
protected:
    void writeTraining(const fs::path& root) {
        writeCell(root / "fold_0/all/UID_11_1_1_all.png", 1);
        writeCell(root / "fold_1/all/UID_2_1_1_all.png", 2);
        writeCell(root / "Fold_2/hem/UID_H11_1_1_hem.png", 3);
        writeCell(root / "Fold_2/hem/UID_h3_1_1_hem.png", 4);
    }
    void writeFile(const fs::path& file, const std::string& text) {
        ASSERT_TRUE(createFolder(file.parent_path()));
        ASSERT_TRUE(writeFileAtomically(file, text));
    }
    Result<Dataset> read(const fs::path& folder) {
        NoProgress progress;
        return readDataset(folder, progress, {});
    }

    leukolens::test::TempFolder m_folder;
};

constexpr const char* kLabels = "Patient_ID,new_names,labels\nUID_57_29_1_all.bmp,1.bmp,1\nUID_H50_3_2_hem.bmp,2.bmp,0\n";

TEST_F(CnmcShapesTest, EverythingTogetherUnderAnyRoot) {
    const fs::path root = m_folder / "PKG - C-NMC 2019/renamed ж";
    writeTraining(root / "C-NMC_training_data");
    writeCell(root / "C-NMC_test_prelim_phase_data/validation/1.png", 21);
    writeCell(root / "C-NMC_test_prelim_phase_data/validation/2.png", 22);
    writeFile(root / "C-NMC_test_prelim_phase_data/C-NMC_Labels.csv", kLabels);
    for (int i = 1; i <= 3; ++i) writeCell(root / "testing_data/C-NMC_test_final_phase_data" / (std::to_string(i) + ".png"), 30 + i);
    const auto data = read(m_folder.path());
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->layout, "c-nmc");
    EXPECT_EQ(data->subjects, (std::vector<std::string>{"11", "2", "H11", "H3"}));
    EXPECT_EQ(data->external.size(), 2u);
    EXPECT_EQ(data->externalSubjects, (std::vector<std::string>{"57", "H50"}));
    EXPECT_EQ(data->cells[0].officialFold, 2);
    EXPECT_NE(data->howRead.find("external test"), std::string::npos) << data->howRead;
    ASSERT_EQ(data->problems.size(), 1u) << data->problems[0].message;
    EXPECT_EQ(data->problems[0].code, "unlabelled");
    EXPECT_EQ(data->problems[0].path, root / "testing_data/C-NMC_test_final_phase_data");
}

TEST_F(CnmcShapesTest, WithoutFoldsOrClassFolders) {
    for (const char* name : {"UID_11_1_1_all.png", "UID_H1_1_1_hem.png"}) writeCell(m_folder / name, name[4]);
    const auto data = read(m_folder.path());
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->layout, "c-nmc");
    EXPECT_EQ(data->cells[0].officialFold, -1);
    EXPECT_TRUE(data->problems.empty());
}

TEST_F(CnmcShapesTest, ValidationDataAloneIsASetOfItsOwn) {
    writeCell(m_folder / "C-NMC_test_prelim_phase_data/1.png", 1);
    writeCell(m_folder / "C-NMC_test_prelim_phase_data/2.png", 2);
    writeFile(m_folder / "C-NMC_test_prelim_phase_data_labels.csv", "\xEF\xBB\xBF" + std::string(kLabels));
    const auto data = read(m_folder.path());
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->layout, "c-nmc");
    EXPECT_EQ(data->cells.size(), 2u);
    EXPECT_TRUE(data->external.empty());
    EXPECT_EQ(data->subjects, (std::vector<std::string>{"57", "H50"}));
    EXPECT_TRUE(data->problems.empty());
}

TEST_F(CnmcShapesTest, TestingDataAloneHasNoClass) {
    for (int i = 1; i <= 3; ++i) writeCell(m_folder / "C-NMC_test_final_phase_data" / (std::to_string(i) + ".png"), i);
    const auto data = read(m_folder.path());
    ASSERT_FALSE(data);
    EXPECT_EQ(data.error().code, ErrorCode::OneClassOnly);
}

TEST_F(CnmcShapesTest, PackedPartsAreRefusedOrReported) {
    writeFile(m_folder / "fold_0.zip", "PK");
    auto data = read(m_folder.path());
    ASSERT_FALSE(data);
    EXPECT_EQ(data.error().code, ErrorCode::Zipped);
    EXPECT_NE(data.error().advice.find("Unpack"), std::string::npos);

    writeCell(m_folder / "fold_1/all/UID_11_1_1_all.png", 1);
    data = read(m_folder.path());
    ASSERT_FALSE(data);
    EXPECT_EQ(data.error().code, ErrorCode::Zipped);  // too few: one class

    writeTraining(m_folder.path());
    writeFile(m_folder / "fold_1.zip", "PK");  // unpacked beside it
    fs::remove_all(m_folder / "fold_0");
    writeCell(m_folder / "fold_0 b/all/UID_9_1_1_all.png", 9);
    data = read(m_folder.path());
    ASSERT_TRUE(data) << data.error().message();
    ASSERT_EQ(data->problems.size(), 1u);
    EXPECT_EQ(problemPaths(data->problems, "zipped"), std::vector<fs::path>{m_folder / "fold_0.zip"});
}

TEST_F(CnmcShapesTest, AFewCellsOfItAmongOthersMakeNoCnmc) {
    for (int i = 0; i < 3; ++i) {
        writeCell(m_folder / "blast" / (std::to_string(i) + "b.png"), i);
        writeCell(m_folder / "normal" / (std::to_string(i) + "n.png"), 10 + i);
    }
    writeCell(m_folder / "blast/UID_1_1_1_all.png", 20);
    const auto data = read(m_folder.path());
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->layout, "class-folders");
    EXPECT_EQ(data->cells.size(), 7u);
}

TEST_F(CnmcShapesTest, ACellInTheOtherClassFolderIsLeftOut) {
    writeTraining(m_folder.path());
    writeCell(m_folder / "fold_0/hem/UID_11_2_1_all.png", 9);
    const auto data = read(m_folder.path());
    ASSERT_TRUE(data);
    EXPECT_EQ(data->cells.size(), 4u);
    ASSERT_EQ(data->problems.size(), 1u);
    EXPECT_EQ(problemPaths(data->problems, "conflicting_label"), std::vector<fs::path>{m_folder / "fold_0/hem/UID_11_2_1_all.png"});
}

TEST_F(CnmcShapesTest, LabelsOfPicturesThatAreNotThereAreCounted) {
    writeTraining(m_folder / "training_data");
    writeCell(m_folder / "validation_data/prelim/1.png", 21);
    writeFile(m_folder / "validation_data/labels.csv", std::string(kLabels) + "UID_58_1_1_all.bmp,3.bmp,1\nUID_59_1_1_all.bmp,1.bmp,1\n");
    const auto data = read(m_folder.path());
    ASSERT_TRUE(data);
    ASSERT_EQ(data->problems.size(), 3u);
    EXPECT_EQ(problemPaths(data->problems, "unreadable_labels").size(), 1u);  // two people for one picture
    EXPECT_EQ(problemPaths(data->problems, "unlabelled").size(), 1u);
    EXPECT_EQ(problemPaths(data->problems, "missing_file"), std::vector<fs::path>{m_folder / "validation_data/labels.csv"});
}

TEST(RealFolders, AreToldByContent) {
    LEUKOLENS_NEEDS_SHARED(data, "README.md");
    struct Expected {
        const char* folder;
        const char* layout;
        std::size_t classes, cells;
    };
    for (const Expected& expected : std::vector<Expected>{{"allidb2", "all-idb2", 2, 130}, {"cnmc_jpg", "c-nmc", 2, 240}, {"taleqani_all", "class-folders", 4, 480}}) {
        const fs::path folder = data.parent_path() / expected.folder;
        if (!fs::exists(folder)) continue;
        NoProgress progress;
        const auto read = readDataset(folder, progress, {});
        ASSERT_TRUE(read) << expected.folder << ": " << read.error().message();
        EXPECT_EQ(read->layout, expected.layout);
        EXPECT_EQ(read->classes.size(), expected.classes);
        EXPECT_EQ(read->cells.size(), expected.cells) << expected.folder;
    }
}

}  // namespace
}  // namespace leukolens::dataset
