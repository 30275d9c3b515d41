#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "core/dataset/split.h"
#include "core/digest/sha256.h"
#include "tests/core/dataset/sample_folder.h"

namespace leukolens::dataset {
namespace {

class SplitJson : public testing::Test {
protected:
    SplitJson() : m_dataset(test::datasetOf({{3, 4, 5, 6, 3}, {2, 3, 4, 5, 6}})), m_split(makeSplit(m_dataset, Protocol::Patient, 3, 8).value()) {
        for (std::size_t i = 0; i < m_dataset.cells.size(); ++i) m_dataset.cells[i].sha256 = digest::sha256(std::to_string(i));
        m_json = toJson(m_dataset, m_split);
    }

    /// As programs before version 2 wrote it.
    nlohmann::json versionOne() const {
        nlohmann::json json = m_json;
        json["version"] = 1;
        json.erase("cells");
        for (auto& fold : json["folds"]) {
            for (const char* name : {"train", "validation", "test"}) {
                nlohmann::json cells = nlohmann::json::array();
                for (const auto& place : fold[name]) {
                    nlohmann::json cell = m_json["cells"][place.get<std::size_t>()];
                    cell.erase("sha256");
                    cells.push_back(std::move(cell));
                }
                fold[name] = std::move(cells);
            }
        }
        return json;
    }

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

TEST_F(SplitJson, CellsAreFoundByContentWhereverTheyLie) {
    Dataset renamed = m_dataset;
    for (std::size_t i = 0; i < renamed.cells.size(); ++i) renamed.cells[i].path = renamed.root / ("moved to/" + std::to_string(i) + ".png");
    const auto back = read(renamed);
    ASSERT_TRUE(back) << back.error().message();
    expectEqual(*back, m_split);
}

TEST_F(SplitJson, FilesThatChangedPlacesAreFollowed) {
    Dataset turned = m_dataset;
    std::swap(turned.cells[0].path, turned.cells[1].path);
    std::swap(turned.cells[0].path, turned.cells[30].path);
    const auto back = read(turned);
    ASSERT_TRUE(back) << back.error().message();
    expectEqual(*back, m_split);
}

TEST_F(SplitJson, PathTellsCellsOfTheSameContentApart) {
    m_dataset.cells[0].sha256 = m_dataset.cells[1].sha256;
    m_json = toJson(m_dataset, m_split);
    const auto back = read(m_dataset);
    ASSERT_TRUE(back) << back.error().message();
    expectEqual(*back, m_split);
    // One of them moved: the other one keeps its place, so it is clear which.
    m_dataset.cells[0].path = m_dataset.root / "elsewhere.png";
    ASSERT_TRUE(read(m_dataset));
    expectEqual(*read(m_dataset), m_split);
    m_dataset.cells[1].path = m_dataset.root / "elsewhere too.png";
    const auto refused = read(m_dataset);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::DataChanged);
    EXPECT_NE(refused.error().what.find("holds 2 files with the content of"), std::string::npos) << refused.error().what;
}

TEST_F(SplitJson, ACopyThatIsGoneTakesNobodysPlace) {
    m_dataset.cells[0].sha256 = m_dataset.cells[1].sha256;
    m_json = toJson(m_dataset, m_split);
    m_dataset.cells.erase(m_dataset.cells.begin());
    EXPECT_EQ(read(m_dataset).error().code, ErrorCode::DataChanged);
    const auto accepted = read(m_dataset, true);
    ASSERT_TRUE(accepted);
    EXPECT_TRUE(verifySplit(m_dataset, *accepted));
}

TEST_F(SplitJson, OtherContentUnderTheSameNameIsAnotherCell) {
    m_dataset.cells[5].sha256 = digest::sha256("other");
    const auto refused = read(m_dataset);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::DataChanged);
    EXPECT_NE(refused.error().what.find("has another content for"), std::string::npos) << refused.error().what;
    EXPECT_TRUE(read(m_dataset, true));
}

TEST_F(SplitJson, PathsDoWhereEitherSideKnowsNoContent) {
    Dataset unhashed = m_dataset;
    for (Cell& cell : unhashed.cells) cell.sha256.clear();
    ASSERT_TRUE(read(unhashed));
    expectEqual(*read(unhashed), m_split);
    m_json = toJson(unhashed, m_split);
    EXPECT_TRUE(m_json["cells"][0]["sha256"].is_null());
    expectEqual(read(m_dataset).value(), m_split);
}

TEST_F(SplitJson, VersionOneIsStillReadByPath) {
    m_json = versionOne();
    const auto back = read(m_dataset);
    ASSERT_TRUE(back) << back.error().message();
    expectEqual(*back, m_split);
    m_dataset.cells[7].path = m_dataset.root / "moved.png";
    EXPECT_EQ(read(m_dataset).error().code, ErrorCode::DataChanged);
    EXPECT_TRUE(read(m_dataset, true));
}

TEST_F(SplitJson, EveryProtocolComesBack) {
    for (const Protocol protocol : {Protocol::Paper, Protocol::HoldOut, Protocol::LeaveOneOut}) {
        m_split = makeSplit(m_dataset, protocol, protocol == Protocol::LeaveOneOut ? 0 : 2, 1).value();
        m_json = toJson(m_dataset, m_split);
        const auto back = read(m_dataset);
        ASSERT_TRUE(back) << back.error().message();
        EXPECT_EQ(back->protocol, protocol);
        expectEqual(*back, m_split);
        EXPECT_TRUE(verifySplit(m_dataset, *back));
    }
}

TEST_F(SplitJson, DamageIsNamed) {
    const auto whole = m_json, one = versionOne();
    const auto refused = [&](auto change) {
        m_json = whole;
        change(m_json);
        const auto back = read(m_dataset);
        ASSERT_FALSE(back);
        EXPECT_EQ(back.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(back.error().file, "split.json");
    };
    refused([](auto& json) { json = nlohmann::json(); });
    refused([](auto& json) { json["version"] = 3; });
    refused([](auto& json) { json["version"] = "2"; });
    refused([](auto& json) { json["protocol"] = "magic"; });
    refused([](auto& json) { json["folds"][0].erase("test"); });
    refused([](auto& json) { json["folds"][0]["test"] = nullptr; });
    refused([](auto& json) { json["folds"][0]["train"][0] = "0"; });
    refused([](auto& json) { json["folds"][0]["train"][0] = -1; });
    refused([](auto& json) { json["folds"][0]["train"][0] = 1.5; });
    refused([](auto& json) { json["folds"][0]["train"][0] = std::numeric_limits<std::uint64_t>::max(); });
    refused([](auto& json) { json["folds"][0]["train"][0] = json["cells"].size(); });
    refused([](auto& json) { json["cells"][0]["path"] = 7; });
    refused([](auto& json) { json["cells"][0].erase("subject"); });
    refused([](auto& json) { json["cells"][0]["sha256"] = 7; });
    refused([](auto& json) { json["cells"] = "many"; });
    refused([](auto& json) { json["folds"] = "many"; });
    refused([&](auto& json) { json = one; json["folds"][0]["train"][0]["path"] = 7; });
    refused([&](auto& json) { json = one; json["folds"][1]["train"] = nullptr; });
}

}  // namespace
}  // namespace leukolens::dataset
