#include "core/dataset/cnmc_name.h"

#include <gtest/gtest.h>

namespace leukolens::dataset {
namespace {

TEST(CnmcNameTest, ReadsSubjectImageCellAndLabel) {
    const auto name = parseCnmcName("UID_H11_31_2_hem");
    ASSERT_TRUE(name);
    EXPECT_EQ(name->subject, "H11");
    EXPECT_EQ(name->image, 31);
    EXPECT_EQ(name->cell, 2);
    EXPECT_EQ(name->label, "hem");
    EXPECT_EQ(parseCnmcName("UID_11_1_2_all")->label, "all");
}

TEST(CnmcNameTest, TheWholeFirstFieldIsTheSubject) {
    EXPECT_NE(parseCnmcName("UID_11_1_1_all")->subject, parseCnmcName("UID_H11_1_1_hem")->subject);
}

TEST(CnmcNameTest, SpellingsOfOneSubjectAreThatSubject) {
    EXPECT_EQ(parseCnmcName("UID_h3_1_1_hem")->subject, "H3");
    EXPECT_EQ(parseCnmcName("UID_h3_1_1_hem")->subject, parseCnmcName("UID_H3_1_1_hem")->subject);
}

TEST(CnmcNameTest, OtherFormsAreNoNames) {
    for (const char* stem : {"",
                             "1105",
                             "UID",
                             "UID_11_1_2",
                             "UID_11_1_2_",
                             "UID_11_1_2_blast",
                             "UID_11_1_2_ALL",
                             "uid_11_1_2_all",
                             "UID__1_2_all",
                             "UID_11__2_all",
                             "UID_11_1_x_all",
                             "UID_11_1_-2_all",
                             "UID_11_1_2_3_all",
                             "UID_11_1_2_all_hem",
                             "UID_11_1_2_all ",
                             "xUID_11_1_2_all",
                             "UID_1.1_1_2_all",
                             "UID_ä_1_2_all",
                             "UID_11_1_99999999999_all",
                             "UID_11_1_2_all (1)"}) {
        EXPECT_FALSE(parseCnmcName(stem)) << stem;
    }
}

}  // namespace
}  // namespace leukolens::dataset
