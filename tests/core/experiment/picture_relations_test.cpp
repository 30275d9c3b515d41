#include "core/experiment/picture_relations.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace leukolens::experiment {
namespace {

/// Six cells below a root, of three subjects, whose sharpness rises; half of them wrong.
struct Cells {
    dataset::Dataset data;
    evaluation::PredictionTable test;

    Cells() {
        data.root = "/data";
        test.classes = {"a", "b"};
        test.subjects = {"1", "2", "3"};
        for (int i = 0; i < 6; ++i) {
            dataset::Cell cell;
            const std::string name = "sub/cell " + std::to_string(i) + ".png";
            cell.path = data.root / name;
            cell.facts.width = 100;
            cell.facts.height = 50;
            cell.facts.cellShare = 0.5F;
            cell.facts.sharpness = static_cast<float>(i + 1);
            cell.facts.labMean = {static_cast<float>(10 + i), 20, -30};
            cell.facts.labSd = {3, 0, 0};
            data.cells.push_back(cell);
            test.cells.push_back({name, i / 2, 1, 0});
            const double p = i < 3 ? 0.9 : 0.1;
            test.probabilities.insert(test.probabilities.end(), {p, 1 - p});
        }
    }

    Result<std::vector<PictureRelation>> relations() const {
        NoProgress progress;
        return pictureRelations(test, data, {.resamples = 100}, progress, {});
    }
};

const evaluation::ErrorRelation& of(const std::vector<PictureRelation>& relations, PictureMeasure measure) {
    return std::ranges::find(relations, measure, &PictureRelation::measure)->relation;
}

TEST(PictureRelations, MeasureEachCellByItsOwnPicture) {
    const auto relations = Cells().relations();
    ASSERT_TRUE(relations);
    ASSERT_EQ(relations->size(), 6u);
    const auto& sharpness = of(*relations, PictureMeasure::Sharpness).groups;
    ASSERT_EQ(sharpness.size(), 5u);
    EXPECT_EQ(sharpness.front().low, 1);
    EXPECT_EQ(sharpness.front().errors, 0);
    EXPECT_EQ(sharpness.back().high, 6);
    EXPECT_EQ(sharpness.back().errors, sharpness.back().cells) << "the sharpest are called wrong";
    EXPECT_EQ(of(*relations, PictureMeasure::CellSize).groups.at(0).low, 2500) << "px that are cell";
    EXPECT_EQ(of(*relations, PictureMeasure::CellSize).groups.size(), 1u) << "all alike";
    EXPECT_EQ(of(*relations, PictureMeasure::Lightness).groups.back().high, 15);
    EXPECT_EQ(of(*relations, PictureMeasure::GreenRed).groups.at(0).low, 20);
    EXPECT_EQ(of(*relations, PictureMeasure::BlueYellow).groups.at(0).low, -30);
    EXPECT_EQ(of(*relations, PictureMeasure::LightnessSpread).groups.at(0).low, 3);
}

TEST(PictureRelations, CellsThatAreGoneOrNotMeasuredAreUnknown) {
    Cells cells;
    cells.data.cells.pop_back();
    cells.data.cells.front().facts = {};
    const auto relations = cells.relations();
    ASSERT_TRUE(relations);
    EXPECT_EQ(of(*relations, PictureMeasure::Sharpness).unknown, 2);
}

TEST(PictureRelations, OtherDataAreRefused) {
    Cells cells;
    cells.data.root = "/elsewhere";
    EXPECT_EQ(cells.relations().error().code, ErrorCode::DataChanged);
}

}  // namespace
}  // namespace leukolens::experiment
