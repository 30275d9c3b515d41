#include "core/dataset/names.h"

#include <gtest/gtest.h>

#include "core/dataset/idb2_names.h"

namespace leukolens::dataset {
namespace {

TEST(Names, PartsAreToldFromClasses) {
    for (const char* part : {"train", "Test", "VAL", "training_data", "test set", "validation-images", "fold_0", "fold2", "TRAIN-SIMPLE", "test1"}) EXPECT_TRUE(isPartName(part)) << part;
    for (const char* name : {"blast", "test positive", "trainee", "data", "part 1", "contest", "negative", "0", "validated blast", "тест"}) EXPECT_FALSE(isPartName(name)) << name;
}

TEST(Names, SubjectsAreToldFromBatches) {
    for (const char* id : {"P07", "p_12", "11", "H11", "UID_3", "patient A", "患者3", "пациент Б", "S-001-x", "A", "case 4", "2019-17"}) EXPECT_TRUE(looksLikeSubject(id)) << id;
    for (const char* name : {"batch2", "img 3", "40x", "2019", "2019-05-30", "20190530", "fold_1", "slide 4", "banded", "early", "L-shaped", "", "_", "Части"}) EXPECT_FALSE(looksLikeSubject(name)) << name;
}

TEST(Names, ClassesAreKnownByTheirWords) {
    for (const char* name : {"ALL", "B-ALL", "lymphoblast", "Normal cells", "negative"}) EXPECT_TRUE(looksLikeClass(name)) << name;
    for (const char* name : {"P07", "anna", "small"}) EXPECT_FALSE(looksLikeClass(name)) << name;
}

TEST(Names, ComparableIgnoresCaseAndBlanksOnly) {
    EXPECT_EQ(comparable(" Blast_cell "), comparable("blast cell"));
    EXPECT_NE(comparable("CD19+"), comparable("CD19-"));
    EXPECT_NE(comparable("P1-1"), comparable("P11"));
}

TEST(Idb2Names, SayTheClass) {
    EXPECT_EQ(parseIdb2Name("Im001_1"), true);
    EXPECT_EQ(parseIdb2Name("im260_0"), false);
    for (const char* other : {"Im001_2", "Im_1", "Im001", "Im001_1_1", "Img001_1", "001_1", "Im00a_1", "Im001-1", "", "Im12345_0"}) EXPECT_FALSE(parseIdb2Name(other)) << other;
}

}  // namespace
}  // namespace leukolens::dataset
