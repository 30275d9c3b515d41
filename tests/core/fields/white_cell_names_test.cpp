#include "core/fields/white_cell_names.h"

#include <gtest/gtest.h>

namespace leukolens::fields {
namespace {

TEST(WhiteCellNames, RedCellsAndPlateletsAreNone) {
    for (const char* name : {"RBC", "rbcs", "Red cell", "red_blood_cells", "Red-Blood-Cell", "Erythrocytes", "Platelets", "platelet", "PLT", "thrombocytes"}) EXPECT_FALSE(isWhiteCell(name)) << name;
}

TEST(WhiteCellNames, AllElseIs) {
    for (const char* name : {"WBC", "wbcs", "lymphoblast", "normal", "Redundant", "giant platelet neutrophil", "s", "class 3"}) EXPECT_TRUE(isWhiteCell(name)) << name;
}

}  // namespace
}  // namespace leukolens::fields
