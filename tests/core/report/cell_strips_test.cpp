#include "core/report/cell_strips.h"

#include <gmock/gmock.h>

namespace leukolens::report {
namespace {

using casebook::CaseCell;
using casebook::kUnidentified;
using testing::ElementsAre;
using testing::IsEmpty;

CaseCell cell(double blast, const std::string& predicted = "all", const std::string& assigned = "all") {
    CaseCell made;
    made.classes = {"all", "hem"};
    made.probabilities = {blast, 1 - blast};
    made.predictedClass = predicted;
    made.assignedClass = assigned;
    return made;
}

TEST(CellStrips, ShowAllWhereTheyFitByProbability) {
    const auto strips = chooseCells({cell(0.7), cell(0.9), cell(0.2, "hem", "hem"), cell(0.8)}, "all", 3);
    EXPECT_THAT(strips.typical, ElementsAre(1, 3, 0));
    EXPECT_THAT(strips.uncertain, IsEmpty());
    EXPECT_EQ(strips.untouched, 3u);
}

TEST(CellStrips, SplitIntoTypicalAndUncertainWithoutACellInBoth) {
    const auto strips = chooseCells({cell(0.61), cell(0.99), cell(0.75), cell(0.97), cell(0.65), cell(0.8)}, "all", 5);
    EXPECT_THAT(strips.typical, ElementsAre(1, 3, 5));
    EXPECT_THAT(strips.uncertain, ElementsAre(0, 4));
    EXPECT_EQ(strips.untouched, 6u);
}

TEST(CellStrips, AmongEqualsTheFirstOfTheCaseComesFirst) {
    const auto strips = chooseCells(std::vector<CaseCell>(6, cell(0.9)), "all", 4);
    EXPECT_THAT(strips.typical, ElementsAre(0, 1));
    EXPECT_THAT(strips.uncertain, ElementsAre(2, 3));
}

TEST(CellStrips, CorrectedCellsStandApartAndExcludedNowhere) {
    std::vector<CaseCell> cells = {cell(0.9), cell(0.1, "hem", "all"), cell(0.3, kUnidentified, "all"), cell(0.95)};
    cells[3].excluded = true;
    const auto strips = chooseCells(cells, "all", 8);
    EXPECT_THAT(strips.typical, ElementsAre(0));
    EXPECT_THAT(strips.corrected, ElementsAre(1, 2));
    EXPECT_EQ(strips.untouched, 1u);
}

TEST(CellStrips, TheUnidentifiedAreNotCalledTypicalAndUncertain) {
    std::vector<CaseCell> cells;
    for (const double blast : {0.5, 0.45, 0.58}) cells.push_back(cell(blast, kUnidentified, kUnidentified));
    const auto strips = chooseCells(cells, kUnidentified, 2);
    EXPECT_THAT(strips.typical, ElementsAre(2, 1)) << "by their highest probability, of whatever class";
    EXPECT_THAT(strips.uncertain, IsEmpty());
    EXPECT_EQ(strips.untouched, 3u);
}

TEST(CellStrips, AClassTheModelDoesNotKnowHasNoProbability) {
    EXPECT_EQ(probabilityOfClass(cell(0.9, "hem", "smudge")), std::nullopt);
    EXPECT_EQ(probabilityOfClass({}), std::nullopt);
    EXPECT_EQ(probabilityOfClass(cell(0.25, "hem", "hem")), 0.75);
    EXPECT_EQ(probabilityOfClass(cell(0.25, kUnidentified, kUnidentified)), 0.75);
}

}  // namespace
}  // namespace leukolens::report
