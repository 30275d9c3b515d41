#include "core/dataset/cnmc_labels.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {

namespace fs = std::filesystem;
using leukolens::test::TempFolder;
using test::writeCell;

class CnmcLabelsTest : public testing::Test {
protected:
    void writeTable(const std::string& text) {
        ASSERT_TRUE(createFolder(m_pictures));
        ASSERT_TRUE(writeFileAtomically(m_folder / "validation_data/prelim_labels.csv", text));
    }

    TempFolder m_folder;
    fs::path m_pictures = m_folder / "validation_data/prelim";
};

TEST_F(CnmcLabelsTest, TheTableAboveThePicturesSaysClassAndSubject) {
    writeTable("Patient_ID,new_names,labels\r\nUID_57_29_1_all.bmp,1.bmp,1\r\nUID_h50_3_2_hem.bmp,2.bmp,0\r\n");
    CnmcLabels labels;
    const CnmcName* first = labels.find(m_pictures / "1.bmp");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->label, "all");
    EXPECT_EQ(first->subject, "57");
    const CnmcName* second = labels.find(m_pictures / "2.png");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->label, "hem");
    EXPECT_EQ(second->subject, "H50");
    EXPECT_FALSE(labels.find(m_pictures / "3.bmp"));
    EXPECT_TRUE(labels.problems().empty());
}

TEST_F(CnmcLabelsTest, DamagedLinesAreCountedAndTheirPicturesHaveNoLabel) {
    writeTable("Patient_ID,new_names,labels\nUID_57_29_1_all.bmp,1.bmp,0\nUID_57_29_2_all.bmp,2.bmp,1\nnonsense\nUID_1_1_1_all.bmp,,1\n");
    CnmcLabels labels;
    EXPECT_FALSE(labels.find(m_pictures / "1.bmp"));  // name and number contradict each other
    EXPECT_TRUE(labels.find(m_pictures / "2.bmp"));
    ASSERT_EQ(labels.problems().size(), 1u);
    EXPECT_NE(labels.problems()[0].message.find("3 lines are damaged, the first is line 2"), std::string::npos) << labels.problems()[0].message;
}

TEST_F(CnmcLabelsTest, AnotherTableLabelsNothing) {
    writeTable("name,class\n1.bmp,all\n");
    CnmcLabels labels;
    EXPECT_FALSE(labels.find(m_pictures / "1.bmp"));
    ASSERT_EQ(labels.problems().size(), 1u);
    EXPECT_EQ(labels.problems()[0].code, "unreadable_labels");
}

TEST_F(CnmcLabelsTest, LabelledTestCellsAreReadApartFromThoseThatTrain) {
    const fs::path training = m_folder / "training_data";
    writeCell(training / "fold_0/all/UID_11_1_1_all.png", 1);
    writeCell(training / "fold_1/all/UID_2_1_1_all.png", 2);
    writeCell(training / "fold_2/hem/UID_H11_1_1_hem.png", 3);
    writeTable("Patient_ID,new_names,labels\nUID_57_29_1_all.bmp,1.bmp,1\nUID_H50_3_2_hem.bmp,2.bmp,0\nUID_58_1_1_all.bmp,3.bmp,1\nUID_11_9_9_all.bmp,4.bmp,1\n");
    for (const int number : {1, 2, 4, 5}) writeCell(m_pictures / (std::to_string(number) + ".png"), 20 + number);
    writeCell(m_pictures / "3.png", 2);  // the same picture as one that trains
    NoProgress progress;
    const auto dataset = readDataset(m_folder.path(), progress, {});
    ASSERT_TRUE(dataset) << dataset.error().message();
    EXPECT_EQ(dataset->cells.size(), 3u);
    EXPECT_EQ(dataset->subjects, (std::vector<std::string>{"11", "2", "H11"}));
    ASSERT_EQ(dataset->external.size(), 2u);
    EXPECT_EQ(dataset->external[0].path, m_pictures / "1.png");
    EXPECT_EQ(dataset->external[0].classIndex, 0);
    EXPECT_EQ(dataset->external[1].classIndex, 1);
    EXPECT_EQ(dataset->external[1].sha256.size(), 64u);
    EXPECT_EQ(test::problemPaths(dataset->problems, "shared_with_training"), (std::vector<fs::path>{m_pictures / "3.png", m_pictures / "4.png"}));
    EXPECT_EQ(test::problemPaths(dataset->problems, "unlabelled"), std::vector<fs::path>{m_pictures});  // 5.png
}

}  // namespace
}  // namespace leukolens::dataset
