#include "core/experiment/fold_references.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace leukolens::experiment {
namespace {

constexpr std::size_t kLength = 32;

struct Setting {
    dataset::Dataset dataset;
    dataset::Fold fold;
    PartFeatures features;
};

std::vector<float> vectorOf(int classIndex, Random& random) {
    std::vector<float> vector(kLength);
    for (std::size_t k = 0; k < kLength; ++k) vector[k] = static_cast<float>((k % 2 == static_cast<std::size_t>(classIndex) ? 5 : 1) + 0.5 * random.normal());
    return vector;
}

Setting setting(int train, int validation) {
    Setting made;
    made.dataset.classes = {"all", "hem"};
    Random random(9);
    for (int i = 0; i < train + validation; ++i) {
        const int classIndex = i % 2;
        dataset::Cell cell;
        cell.classIndex = classIndex;
        cell.sha256 = std::string(60, 'b') + std::to_string(1000 + i);
        made.dataset.cells.push_back(cell);
        const auto vector = vectorOf(classIndex, random);
        (i < train ? made.fold.train : made.fold.validation).push_back(i);
        auto& into = i < train ? made.features.train : made.features.validation;
        into.insert(into.end(), vector.begin(), vector.end());
    }
    return made;
}

double shareWithin(const inference::ReferenceCells& references, int cells, int seed) {
    Random random(static_cast<std::uint64_t>(seed));
    int within = 0;
    for (int i = 0; i < cells; ++i) within += strangenessOf(references, embeddingOf(references, vectorOf(i % 2, random))) <= 1 ? 1 : 0;
    return static_cast<double>(within) / cells;
}

TEST(FoldReferences, ListTheTrainingCellsAndKeepNewOnesOfTheirKind) {
    const auto s = setting(300, 200);
    const auto references = referencesOfFold(s.dataset, s.fold, s.features, false);
    ASSERT_TRUE(references && *references);
    EXPECT_EQ((*references)->cells(), 300u);
    EXPECT_EQ((*references)->sha256s[7], s.dataset.cells[7].sha256);
    EXPECT_EQ((*references)->classes[7], 1);
    EXPECT_EQ((*references)->chosenOn, "200 validation cells");
    EXPECT_EQ(faultOf(**references, 2), "");
    EXPECT_NEAR(shareWithin(**references, 2000, 77), 0.95, 0.03);
    const std::vector<float> flat(kLength, 1);
    EXPECT_GT(strangenessOf(**references, embeddingOf(**references, flat)), 1.5);
}

TEST(FoldReferences, NearestCellsAreOfTheSameKind) {
    const auto s = setting(100, 20);
    const auto references = *referencesOfFold(s.dataset, s.fold, s.features, false);
    Random random(4);
    for (int i = 0; i < 20; ++i)
        for (const auto& neighbour : nearestCells(*references, embeddingOf(*references, vectorOf(i % 2, random)), 5)) EXPECT_EQ(references->classes[neighbour.cell], i % 2);
}

TEST(FoldReferences, ChooseNothingOnTestCells) {
    auto s = setting(300, 200);
    s.features.validation.clear();
    const auto references = referencesOfFold(s.dataset, s.fold, s.features, true);
    ASSERT_TRUE(references && *references);
    EXPECT_EQ((*references)->chosenOn, "300 training cells");
    EXPECT_NEAR(shareWithin(**references, 2000, 78), 0.95, 0.04);
}

TEST(FoldReferences, AreNotMadeOfFewCellsOrOfOneCellAgainAndAgain) {
    auto s = setting(19, 10);
    EXPECT_FALSE(*referencesOfFold(s.dataset, s.fold, s.features, false));
    s = setting(40, 10);
    std::ranges::fill(s.features.train, 1.0f);
    std::ranges::fill(s.features.validation, 1.0f);
    const auto same = referencesOfFold(s.dataset, s.fold, s.features, false);
    ASSERT_TRUE(same) << same.error().message();
    EXPECT_FALSE(*same);
    s.features.train[3] = NAN;
    EXPECT_FALSE(referencesOfFold(s.dataset, s.fold, s.features, false));
}

}  // namespace
}  // namespace leukolens::experiment
