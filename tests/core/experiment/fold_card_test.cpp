#include "core/experiment/fold_card.h"

#include <gtest/gtest.h>

#include <numeric>

namespace leukolens::experiment {
namespace {

/// Cells of two classes; the first `onBlack` lie on black, and the last `unknown` have no sketch.
dataset::Dataset cellsOf(int count, int onBlack, int unknown = 0) {
    dataset::Dataset data;
    data.classes = {"all", "hem"};
    const auto black = std::make_shared<image::PictureSketch>(), kept = std::make_shared<image::PictureSketch>();
    black->onBlack = 1;
    for (int i = 0; i < count; ++i) {
        dataset::Cell cell;
        cell.classIndex = i % 2;
        if (i < count - unknown) cell.sketch = i < onBlack ? black : kept;
        data.cells.push_back(cell);
    }
    return data;
}

inference::Background backgroundOf(const dataset::Dataset& data, int from = 0) {
    dataset::Fold fold;
    fold.train.resize(data.cells.size() - static_cast<std::size_t>(from));
    std::iota(fold.train.begin(), fold.train.end(), from);
    const std::vector<CellColours> colours(data.cells.size());
    return foldCard(data, fold, {}, {1, 1, 1, {}, colours}).background;
}

TEST(FoldCard, TheBackgroundIsThatOfNearlyAllTrainingCells) {
    using inference::Background;
    EXPECT_EQ(backgroundOf(cellsOf(100, 100)), Background::Black);
    EXPECT_EQ(backgroundOf(cellsOf(100, 95)), Background::Black);
    EXPECT_EQ(backgroundOf(cellsOf(100, 94)), Background::Unknown);
    EXPECT_EQ(backgroundOf(cellsOf(100, 6)), Background::Unknown);
    EXPECT_EQ(backgroundOf(cellsOf(100, 5)), Background::Kept);
    EXPECT_EQ(backgroundOf(cellsOf(100, 0)), Background::Kept);
}

TEST(FoldCard, OfTooFewKnownPicturesTheBackgroundIsUnknown) {
    EXPECT_EQ(backgroundOf(cellsOf(19, 19)), inference::Background::Unknown);
    EXPECT_EQ(backgroundOf(cellsOf(20, 20)), inference::Background::Black);
    EXPECT_EQ(backgroundOf(cellsOf(40, 20, 20)), inference::Background::Black) << "those without a sketch count for nothing";
    EXPECT_EQ(backgroundOf(cellsOf(40, 19, 21)), inference::Background::Unknown);
}

TEST(FoldCard, CellsThatDoNotTrainDoNotCount) { EXPECT_EQ(backgroundOf(cellsOf(60, 30), 30), inference::Background::Kept); }

}  // namespace
}  // namespace leukolens::experiment
