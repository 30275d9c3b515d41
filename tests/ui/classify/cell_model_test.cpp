#include "ui/classify/cell_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QMimeData>

#include <memory>

namespace leukolens::ui {
namespace {

ShownCell cell(CellKey key, const std::string& assigned = "all") {
    ShownCell shown;
    shown.key = key;
    shown.cell.path = "/tmp/" + std::to_string(key) + ".png";
    shown.cell.classes = {"all", "hem"};
    shown.cell.probabilities = {0.25, 0.75};
    shown.cell.predictedClass = "all";
    shown.cell.assignedClass = assigned;
    return shown;
}

std::vector<CellKey> keys(const CellModel& model) {
    std::vector<CellKey> found;
    for (const ShownCell& shown : model.cells()) found.push_back(shown.key);
    return found;
}

class CellModelTest : public testing::Test {
protected:
    void SetUp() override { m_model.append({cell(1), cell(2), cell(3), cell(4), cell(5)}); }
    CellModel m_model;
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(CellModelTest, TakenCellsGoBackToTheirRows) {
    const auto taken = m_model.take({5, 2, 3, 99});
    EXPECT_EQ(keys(m_model), (std::vector{1, 4}));
    EXPECT_EQ(m_model.rowOf(4), 1);
    EXPECT_EQ(m_model.rowOf(2), -1);
    ASSERT_EQ(taken.size(), 3u);
    m_model.putBack(taken);
    EXPECT_EQ(keys(m_model), (std::vector{1, 2, 3, 4, 5}));
    for (int row = 0; row < 5; ++row) EXPECT_EQ(m_model.rowOf(row + 1), row);
}

TEST_F(CellModelTest, DraggedCellsAreReadFromWhatWasWritten) {
    const std::unique_ptr<QMimeData> data(m_model.mimeData({m_model.index(3), m_model.index(0)}));
    EXPECT_EQ(CellModel::keysOf(data.get()), (std::vector{4, 1}));
}

TEST_F(CellModelTest, ForeignOrCutOffDragDataHoldNoCells) {
    QMimeData text;
    text.setText("1 2 3");
    EXPECT_TRUE(CellModel::keysOf(&text).empty());
    QMimeData cutOff;
    cutOff.setData(CellModel::kMimeType, QByteArray("\0\0\0\1\0\0", 6));
    EXPECT_TRUE(CellModel::keysOf(&cutOff).empty());
    EXPECT_TRUE(CellModel::keysOf(nullptr).empty());
}

TEST_F(CellModelTest, AssigningTellsTheSpanOnce) {
    int told = 0, first = -1, last = -1;
    QObject::connect(&m_model, &QAbstractItemModel::dataChanged, &m_model,
                     [&](const QModelIndex& from, const QModelIndex& to) {
                         ++told;
                         first = from.row();
                         last = to.row();
                     });
    m_model.setVerdicts({{4, {"hem"}}, {2, {"hem"}}, {77, {"hem"}}});
    EXPECT_EQ(told, 1);
    EXPECT_EQ(first, 1);
    EXPECT_EQ(last, 3);
    EXPECT_TRUE(m_model.find(2)->corrected());
    EXPECT_FALSE(m_model.find(3)->corrected());
}

TEST(TopClass, IsTheMostProbableOrNone) {
    EXPECT_EQ(topClass(cell(1).cell).index, 1);
    EXPECT_DOUBLE_EQ(topClass(cell(1).cell).probability, 0.75);
    EXPECT_EQ(topClass({}).index, -1);
}

}  // namespace
}  // namespace leukolens::ui
