#include "ui/classify/bin_filter.h"
#include "ui/classify/cell_order.h"

#include <gtest/gtest.h>

namespace leukolens::ui {
namespace {

ShownCell cell(CellKey key, const std::string& assigned, double probability) {
    ShownCell shown;
    shown.key = key;
    shown.cell.path = "/tmp/Zelle " + std::to_string(key) + ".png";
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

    void sort(CellOrder order, CellKey reference = 0) { m_cells.setOrder(keysInOrder(m_cells.cells(), order, reference).value()); }

    CellModel m_cells;
    BinFilter m_blasts{m_cells, BinId::ofClass("all")}, m_unidentified{m_cells, BinId::ofClass(casebook::kUnidentified)};
};

TEST_F(BinFilterTest, ShowsTheCellsOfItsClassAsTheyCame) {
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 3, 5}));
    EXPECT_EQ(keys(m_unidentified), std::vector{4});
}

TEST_F(BinFilterTest, FollowsACorrection) {
    m_cells.setVerdicts({{3, {casebook::kUnidentified}}, {2, {"all"}}});
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 2, 5}));
    EXPECT_EQ(keys(m_unidentified), (std::vector{3, 4}));
    EXPECT_FALSE(m_blasts.indexOf(3).isValid());
    EXPECT_EQ(m_blasts.indexOf(2).row(), 1);
}

TEST_F(BinFilterTest, SortsByCertaintyAndBack) {
    sort(CellOrder::MostCertain);
    EXPECT_EQ(keys(m_blasts), (std::vector{3, 5, 1}));
    sort(CellOrder::LeastCertain);
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 5, 3}));
    m_cells.setOrder({});
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 3, 5}));
}

TEST_F(BinFilterTest, WhatArrivesLaterMovesNoCardUntilItIsSortedAgain) {
    sort(CellOrder::LeastCertain);
    m_cells.append({cell(6, "all", 0.75), cell(7, "all", 0.21)});
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 5, 3, 6, 7}));
    EXPECT_EQ(m_cells.unranked(), 2);
    sort(CellOrder::LeastCertain);
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 6, 7, 5, 3})) << "0.7, 0.75, 0.79 (1 − 0.21), 0.8, 0.99";
    EXPECT_EQ(m_cells.unranked(), 0);
}

TEST_F(BinFilterTest, SortsByTheSizeOfTheFileUnknownOnesLast) {
    ShownCell small = cell(6, "all", 0.5), large = cell(7, "all", 0.5);
    small.cell.fileBytes = 10;
    large.cell.fileBytes = 20;
    m_cells.append({small, large});
    sort(CellOrder::Largest);
    EXPECT_EQ(keys(m_blasts), (std::vector{7, 6, 1, 3, 5}));
    sort(CellOrder::Smallest);
    EXPECT_EQ(keys(m_blasts), (std::vector{6, 7, 1, 3, 5}));
}

TEST_F(BinFilterTest, SortsByLikenessWhereThereAreVectors) {
    const std::vector<std::vector<float>> vectors = {{1, 0}, {0, 1}, {1.5f, 0.5f}, {-1, 0}};
    std::vector<ShownCell> cells;
    for (int i = 0; i < 4; ++i) {
        cells.push_back(cell(10 + i, "hem", 0.5));
        cells.back().cell.embedding = vectors[static_cast<std::size_t>(i)];
    }
    m_cells.append(cells);
    BinFilter normal{m_cells, BinId::ofClass("hem")};
    sort(CellOrder::MostSimilar, 10);
    EXPECT_EQ(keys(normal), (std::vector{10, 12, 11, 13, 2})) << "distances 0, 0.707, 1.414, 2, none";
    EXPECT_FALSE(keysInOrder(m_cells.cells(), CellOrder::MostSimilar, 2)) << "no vector to compare with";
    EXPECT_FALSE(keysInOrder(m_cells.cells(), CellOrder::MostSimilar, 0));
}

TEST_F(BinFilterTest, ExcludedCellsStandInTheirOwnBinAlone) {
    BinFilter excluded{m_cells, BinId::excluded()};
    m_cells.setVerdicts({{3, {"all", true, false, true}}});
    EXPECT_EQ(keys(excluded), std::vector{3});
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 5}));
    EXPECT_EQ(m_cells.excludedCount(), 1);
}

TEST_F(BinFilterTest, ConcealedCellsWaitInOneBinUntilTheyAreDecided) {
    BinFilter undecided{m_cells, BinId::undecided()};
    EXPECT_TRUE(keys(undecided).empty());
    m_cells.setConcealment(Concealment::UntilReviewed);
    EXPECT_EQ(keys(undecided), (std::vector{1, 2, 3, 4, 5}));
    EXPECT_TRUE(keys(m_blasts).empty());
    m_cells.setVerdicts({{2, {"all", false, false, true}}});
    EXPECT_EQ(keys(m_blasts), std::vector{2});
    m_cells.setConcealment(Concealment::None);
    EXPECT_EQ(keys(m_blasts), (std::vector{1, 2, 3, 5}));
}

TEST_F(BinFilterTest, ShowsWhatTheFilterLetsThroughAndCountsTheRest) {
    m_cells.setVerdicts({{1, {"all", false, true, false}}, {2, {"all", false, false, true}}});
    const auto shown = [this](const CellFilter& filter) {
        m_blasts.setFilter(filter);
        return keys(m_blasts);
    };
    EXPECT_EQ(shown({.predictedClass = "hem"}), std::vector{2});
    EXPECT_EQ(shown({.corrected = true}), std::vector{2});
    EXPECT_EQ(shown({.corrected = false}), (std::vector{1, 3, 5}));
    EXPECT_EQ(shown({.reviewed = true}), std::vector{2});
    EXPECT_EQ(shown({.reviewed = false, .marked = true}), std::vector{1});
    EXPECT_EQ(m_blasts.cellsInBin(), 4);
    EXPECT_EQ(shown({.flag = "blurred"}), std::vector<CellKey>());
    EXPECT_EQ(shown({.text = "ZELLE 3"}), std::vector{3});
    EXPECT_EQ(shown({}), (std::vector{1, 2, 3, 5}));
}

}  // namespace
}  // namespace leukolens::ui
