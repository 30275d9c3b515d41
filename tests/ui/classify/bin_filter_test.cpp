#include "ui/classify/bin_filter.h"

#include <gtest/gtest.h>

namespace leukolens::ui {
namespace {

ShownCell cell(CellKey key, const std::string& assigned, double probability) {
    ShownCell shown;
    shown.key = key;
    shown.cell.classes = {"all", "hem"};
    shown.cell.probabilities = {probability, 1 - probability};
    shown.cell.assignedClass = shown.cell.predictedClass = assigned;
    return shown;
}

class BinFilterTest : public testing::Test {
protected:
    void SetUp() override {
        m_cells.append(
            {cell(1, "all", 0.7), cell(2, "hem", 0.1), cell(3, "all", 0.99), cell(4, "", 0.55), cell(5, "all", 0.8)});
    }

    static std::vector<CellKey> keys(const BinFilter& bin) {
        std::vector<CellKey> found;
        for (int row = 0; row < bin.rowCount(); ++row) found.push_back(bin.keyAt(row));
        return found;
    }

    CellModel m_cells;
    BinFilter m_blasts{m_cells, "all"}, m_unidentified{m_cells, casebook::kUnidentified};
};

TEST_F(BinFilterTest, ShowsTheCellsOfItsClassAsTheyCame) {
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 3, 5}));
    EXPECT_EQ(keys(m_unidentified), std::vector{4});
}

TEST_F(BinFilterTest, FollowsACorrection) {
    m_cells.assign({{3, casebook::kUnidentified}, {2, "all"}});
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 2, 5}));
    EXPECT_EQ(keys(m_unidentified), (std::vector{3, 4}));
    EXPECT_FALSE(m_blasts.indexOf(3).isValid());
    EXPECT_EQ(m_blasts.indexOf(2).row(), 1);
}

TEST_F(BinFilterTest, SortsByCertaintyAndBack) {
    m_blasts.setOrder(CellOrder::MostCertain);
    EXPECT_EQ(keys(m_blasts), (std::vector{3, 5, 1}));
    m_blasts.setOrder(CellOrder::LeastCertain);
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 5, 3}));
    m_cells.append({cell(6, "all", 0.75)});
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 6, 5, 3}));
    m_blasts.setOrder(CellOrder::Arrival);
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 3, 5, 6}));
}

}  // namespace
}  // namespace leukolens::ui
