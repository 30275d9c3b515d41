#include "core/experiment/leak_guard.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace leukolens::experiment {
namespace {

using dataset::Part;

/// Six cells of one picture each, two classes; makeSame() gives two of them one content.
class LeakGuardTest : public testing::Test {
protected:
    LeakGuardTest() {
        m_data.root = "cells";
        m_data.classes = {"all", "hem"};
        for (int i = 0; i < 6; ++i) m_data.cells.push_back({"cells/" + std::to_string(i) + ".png", i % 2, -1, -1, std::string(64, static_cast<char>('a' + i))});
        m_split.folds = {{{0, 1}, {2, 3}, {4, 5}}, {{4, 5}, {2, 3}, {0, 1}}};
    }

    void makeSame(std::size_t first, std::size_t second) { m_data.cells[second].sha256 = m_data.cells[first].sha256; }

    Result<LeakRecord> guarded(const std::string& acknowledgement = {}) {
        NoProgress progress;
        return guardAgainstLeaks(m_data, m_split, acknowledgement, progress, {});
    }

    dataset::Dataset m_data;
    dataset::Split m_split;
};

TEST_F(LeakGuardTest, WhereNoPictureIsThereTwiceNothingIsSaidOrRecorded) {
    const auto record = guarded("I know what I do.");
    ASSERT_TRUE(record);
    EXPECT_TRUE(record->pairs.empty());
    EXPECT_TRUE(record->acknowledgement.empty()) << "there was nothing to acknowledge";
    EXPECT_TRUE(record->notice().empty());
}

TEST_F(LeakGuardTest, TwoInOnePartAreNoLeak) {
    makeSame(0, 1);
    ASSERT_TRUE(guarded());
    EXPECT_TRUE(guarded()->pairs.empty());
}

TEST_F(LeakGuardTest, APictureThatIsLearntAndTestedIsRefusedAndNamed) {
    makeSame(0, 4);
    makeSame(1, 5);
    const auto refused = guarded();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::LeakingSplit);
    EXPECT_EQ(refused.error().what, "the split tests on what it learns from: 2 pairs of pictures that look the same lie in two parts, in 2 of 2 folds; for example "
                                    "0.png (train) and 4.png (test) in fold 1");
    EXPECT_FALSE(guarded("   ")) << "blanks acknowledge nothing";
}

TEST_F(LeakGuardTest, WhatIsAcknowledgedIsRecordedWordForWord) {
    makeSame(0, 4);
    const auto record = guarded("  Only a rehearsal, no figure of it is used. ");
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_EQ(record->acknowledgement, "Only a rehearsal, no figure of it is used.");
    EXPECT_EQ(record->acknowledgedAt.size(), 20u);
    EXPECT_NE(record->notice().find("Test figures are spoilt: 1 pair of pictures"), std::string::npos) << record->notice();
    EXPECT_NE(record->notice().find("\"Only a rehearsal, no figure of it is used.\""), std::string::npos);
    const auto json = toJson(*record, m_data.root);
    EXPECT_EQ(json.at("acknowledgement"), record->acknowledgement);
    ASSERT_EQ(json.at("pairs").size(), 1u);
    EXPECT_EQ(json.at("pairs")[0].at("first"), "0.png");
    EXPECT_EQ(json.at("pairs")[0].at("second"), "4.png");
    EXPECT_EQ(json.at("pairs")[0].at("kind"), "exact");
    EXPECT_EQ(json.at("pairs")[0].at("folds"), nlohmann::json::parse(R"([{"fold":1,"first":"train","second":"test"},{"fold":2,"first":"test","second":"train"}])"));
}

TEST_F(LeakGuardTest, WhereOnlyEarlyStoppingIsSpoiltThatIsSaidButNotRefused) {
    m_split.folds.pop_back();
    makeSame(0, 2);
    const auto record = guarded();
    ASSERT_TRUE(record);
    ASSERT_EQ(record->pairs.size(), 1u);
    EXPECT_EQ(record->notice(), "Early stopping sees what was learnt: 1 pair of pictures that look the same lie in training and validation (leaks.json).");
    EXPECT_TRUE(toJson(*record, m_data.root).at("acknowledgement").is_null());
}

TEST_F(LeakGuardTest, WhatIsNoSentenceAcknowledgesNothing) {
    for (const std::string& text : {std::string("yes"), std::string(kMostAcknowledgement + 1, 'x'), std::string("two lines\nof words"), std::string("no UTF-8 here \xff")}) {
        const auto refused = checkAcknowledgement(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
        EXPECT_EQ(guarded(text).error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_TRUE(checkAcknowledgement("не для отчёта"));
    EXPECT_FALSE(checkAcknowledgement("отчёт")) << "characters count, not bytes";
    EXPECT_TRUE(checkAcknowledgement(std::string(kMostAcknowledgement, 'x')));
}

TEST_F(LeakGuardTest, ItIsStopped) {
    makeSame(0, 4);
    const auto sketch = std::make_shared<const image::PictureSketch>();
    for (auto& cell : m_data.cells) cell.sketch = sketch;
    CancelSource source;
    source.cancel();
    NoProgress progress;
    const auto stopped = guardAgainstLeaks(m_data, m_split, {}, progress, source.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::experiment
