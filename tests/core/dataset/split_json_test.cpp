#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/dataset/split.h"
#include "tests/core/dataset/sample_folder.h"

namespace leukolens::dataset {
namespace {

class SplitJson : public testing::Test {
protected:
    SplitJson() : m_dataset(test::datasetOf({{3, 4, 5, 6, 3}, {2, 3, 4, 5, 6}})), m_split(makeSplit(m_dataset, Protocol::Patient, 3, 8).value()), m_json(toJson(m_dataset, m_split)) {}

    Result<Split> read(const Dataset& dataset, bool allowMissing = false) { return splitFromJson(dataset, m_json, "split.json", allowMissing); }

    static void expectEqual(const Split& a, const Split& b) {
        ASSERT_EQ(a.folds.size(), b.folds.size());
        for (std::size_t i = 0; i < a.folds.size(); ++i) {
            EXPECT_EQ(a.folds[i].train, b.folds[i].train);
            EXPECT_EQ(a.folds[i].validation, b.folds[i].validation);
            EXPECT_EQ(a.folds[i].test, b.folds[i].test);
        }
    }

    Dataset m_dataset;
    Split m_split;
    nlohmann::json m_json;
};

TEST_F(SplitJson, ComesBackAlsoWhenTheDataHaveMoved) {
    auto back = read(m_dataset);
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->protocol, Protocol::Patient);
    EXPECT_EQ(back->seed, 8u);
    expectEqual(*back, m_split);
    Dataset moved = m_dataset;
    moved.root = "/other place";
    for (Cell& cell : moved.cells) cell.path = moved.root / cell.path.lexically_relative(m_dataset.root);
    back = read(moved);
    ASSERT_TRUE(back) << back.error().message();
    expectEqual(*back, m_split);
}

TEST_F(SplitJson, ACellThatIsGoneIsNamedOrLeftOut) {
    const auto gone = m_dataset.cells[7].path;
    m_dataset.cells.erase(m_dataset.cells.begin() + 7);
    const auto refused = read(m_dataset);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::DataChanged);
    EXPECT_NE(refused.error().what.find(gone.filename().string()), std::string::npos);
    const auto accepted = read(m_dataset, true);
    ASSERT_TRUE(accepted);
    for (const Fold& fold : accepted->folds) EXPECT_EQ(fold.train.size() + fold.validation.size() + fold.test.size(), m_dataset.cells.size());
}

TEST_F(SplitJson, ACellOfAnotherSubjectIsNotTheSame) {
    m_dataset.cells[0].subjectIndex = 2;
    EXPECT_EQ(read(m_dataset).error().code, ErrorCode::DataChanged);
    EXPECT_TRUE(read(m_dataset, true));
}

TEST_F(SplitJson, NewCellsAreInNoPart) {
    const std::size_t before = m_dataset.cells.size();
    m_dataset.cells.push_back({m_dataset.root / "new.png", 0, 0, -1, {}});
    const auto back = read(m_dataset);
    ASSERT_TRUE(back);
    for (const Fold& fold : back->folds) EXPECT_EQ(fold.train.size() + fold.validation.size() + fold.test.size(), before);
}

TEST_F(SplitJson, DamageIsNamed) {
    const auto whole = m_json;
    const auto refused = [&](auto change) {
        m_json = whole;
        change(m_json);
        const auto back = read(m_dataset);
        ASSERT_FALSE(back);
        EXPECT_EQ(back.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(back.error().file, "split.json");
    };
    refused([](auto& json) { json = nlohmann::json(); });
    refused([](auto& json) { json["version"] = 2; });
    refused([](auto& json) { json["protocol"] = "magic"; });
    refused([](auto& json) { json["folds"][0].erase("test"); });
    refused([](auto& json) { json["folds"][0]["train"][0]["path"] = 7; });
    refused([](auto& json) { json["folds"] = "many"; });
}

}  // namespace
}  // namespace leukolens::dataset
