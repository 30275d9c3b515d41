#include "core/experiment/epoch_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace leukolens::experiment {
namespace {

/// Cells 0 … 6 of class "a", 7 … 9 of class "b".
class EpochOrder : public testing::Test {
protected:
    EpochOrder() {
        m_data.classes = {"a", "b"};
        for (int i = 0; i < 10; ++i) m_data.cells.push_back({"x", i < 7 ? 0 : 1, -1, -1, {}});
        m_cells.resize(10);
        std::iota(m_cells.begin(), m_cells.end(), 0);
    }
    TrainingPart part(ClassBalance balance, int fold = 1, std::uint64_t seed = 1) const { return {m_data, m_cells, balance, seed, fold}; }

    dataset::Dataset m_data;
    std::vector<int> m_cells;
};

TEST_F(EpochOrder, ShufflesEveryCellOnceByEpochFoldAndSeed) {
    const auto first = epochOrder(part(ClassBalance::None), 1);
    auto sorted = first;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(sorted, m_cells);
    EXPECT_EQ(epochOrder(part(ClassBalance::None), 1), first);
    EXPECT_NE(epochOrder(part(ClassBalance::None), 2), first);
    EXPECT_NE(epochOrder(part(ClassBalance::None, 2), 1), first);
    EXPECT_NE(epochOrder(part(ClassBalance::None, 1, 2), 1), first);
}

TEST_F(EpochOrder, SamplingDrawsAsManyOfEachClass) {
    const auto sampling = part(ClassBalance::Sampling);
    EXPECT_EQ(cellsAnEpoch(sampling), 14u);
    std::map<int, int> drawnInAll;
    for (int epoch = 1; epoch <= 30; ++epoch) {
        const auto order = epochOrder(sampling, epoch);
        ASSERT_EQ(order.size(), 14u);
        std::map<int, int> drawn;
        for (const int cell : order) ++drawn[cell], ++drawnInAll[cell];
        for (int cell = 0; cell < 7; ++cell) EXPECT_EQ(drawn[cell], 1);
        for (int cell = 7; cell < 10; ++cell) EXPECT_TRUE(drawn[cell] == 2 || drawn[cell] == 3) << drawn[cell];
    }
    // Which of the three comes once more changes with the epoch.
    for (int cell = 7; cell < 10; ++cell) EXPECT_NEAR(drawnInAll[cell], 70, 7);
    EXPECT_EQ(epochOrder(sampling, 3), epochOrder(sampling, 3));
}

TEST_F(EpochOrder, WeightsAreOneOverTheShare) {
    const auto weights = classWeights(part(ClassBalance::Weights));
    ASSERT_EQ(weights.size(), 2u);
    EXPECT_DOUBLE_EQ(weights[0], 10.0 / (7 * 2));
    EXPECT_DOUBLE_EQ(weights[1], 10.0 / (3 * 2));
    EXPECT_TRUE(classWeights(part(ClassBalance::None)).empty());
    EXPECT_EQ(cellsAnEpoch(part(ClassBalance::Weights)), 10u);
}

TEST(BatchSizes, ALastBatchOfOneJoinsTheOneBefore) {
    using Sizes = std::vector<std::size_t>;
    EXPECT_EQ(batchSizes(8, 4), (Sizes{4, 4}));
    EXPECT_EQ(batchSizes(9, 4), (Sizes{4, 5}));
    EXPECT_EQ(batchSizes(10, 4), (Sizes{4, 4, 2}));
    EXPECT_EQ(batchSizes(3, 16), (Sizes{3}));
}

}  // namespace
}  // namespace leukolens::experiment
