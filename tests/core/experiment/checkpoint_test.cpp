#include "core/experiment/checkpoint.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/temp_folder.h"

namespace leukolens::experiment {
namespace {

CheckpointFacts factsAt(std::int64_t step) {
    CheckpointFacts facts;
    facts.fold = 2;
    facts.batch = 16;
    facts.step = step;
    facts.stepsIntoEpoch = 3;
    facts.trained = engine::Totals{0.1, 1.0 / 3, 44};
    facts.epochSeconds = 1.25;
    facts.settingsHash = "settings";
    facts.dataSha256 = "data";
    facts.history = {{2, 1, 0.7, 0.5, 0.6, 2.0 / 3, 1e-3, 4.5, true}, {2, 2, 0.6, 0.55, 0.61, 0.6, 1e-4, 4.25, false}};
    return facts;
}

const Bytes kPayload = {1, 2, 3, 4, 5, 6, 7};

class CheckpointTest : public testing::Test {
protected:
    void write(std::int64_t step) { ASSERT_TRUE(m_checkpoints.write(factsAt(step), kPayload)); }
    std::optional<Checkpoint> newest() { return m_checkpoints.newest(2, "settings", m_notices); }

    test::TempFolder m_folder;
    CheckpointFolder m_checkpoints{m_folder / "checkpoint"};
    std::vector<std::string> m_notices;
};

TEST_F(CheckpointTest, ComesBackAsItWasWritten) {
    write(17);
    EXPECT_EQ(test::entries(m_folder / "checkpoint"), std::vector<std::string>{"00000017.checkpoint"});
    const auto back = newest();
    ASSERT_TRUE(back);
    EXPECT_TRUE(m_notices.empty());
    EXPECT_TRUE(std::ranges::equal(back->payload(), kPayload));
    const auto facts = back->facts;
    EXPECT_EQ(facts.fold, 2);
    EXPECT_EQ(facts.batch, 16);
    EXPECT_EQ(facts.step, 17);
    EXPECT_EQ(facts.stepsIntoEpoch, 3);
    ASSERT_TRUE(facts.trained);
    EXPECT_EQ(facts.trained->accuracy, 1.0 / 3);
    EXPECT_EQ(facts.trained->cells, 44);
    EXPECT_EQ(facts.epochSeconds, 1.25);
    EXPECT_EQ(facts.dataSha256, "data");
    ASSERT_EQ(facts.history.size(), 2u);
    EXPECT_EQ(facts.history[0].fold, 2);
    EXPECT_EQ(facts.history[0].validationAccuracy, 2.0 / 3);
    EXPECT_TRUE(facts.history[0].best);
    EXPECT_EQ(facts.history[1].learningRate, 1e-4);
    EXPECT_EQ(facts.history[1].seconds, 4.25);
}

TEST_F(CheckpointTest, KeepsTwoAndTheNewestWins) {
    for (const int step : {5, 30, 100'000'000, 200'000'000}) write(step);
    EXPECT_EQ(test::entries(m_folder / "checkpoint"), (std::vector<std::string>{"100000000.checkpoint", "200000000.checkpoint"}));
    EXPECT_EQ(newest()->facts.step, 200'000'000);
    m_checkpoints.keepNewest();
    EXPECT_EQ(test::entries(m_folder / "checkpoint"), std::vector<std::string>{"200000000.checkpoint"});
    m_checkpoints.clear();
    EXPECT_FALSE(newest());
}

TEST_F(CheckpointTest, EveryCutIsNoticedAndTheOlderOneTaken) {
    write(1);
    const Bytes whole = *readFile(m_folder / "checkpoint" / "00000001.checkpoint", 1 << 20);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        ASSERT_TRUE(writeFileAtomically(m_folder / "checkpoint" / "00000002.checkpoint", std::span(whole).first(size)));
        m_notices.clear();
        const auto found = newest();
        ASSERT_TRUE(found) << size;
        EXPECT_EQ(found->facts.step, 1);
        ASSERT_EQ(m_notices.size(), 1u);
        EXPECT_NE(m_notices[0].find("00000002.checkpoint"), std::string::npos);
    }
}

TEST_F(CheckpointTest, EveryFlippedBitIsNoticed) {
    write(1);
    Bytes spoilt = *readFile(m_folder / "checkpoint" / "00000001.checkpoint", 1 << 20);
    for (std::size_t i = 0; i < 8 * spoilt.size(); ++i) {
        spoilt[i / 8] ^= static_cast<std::uint8_t>(1 << i % 8);
        ASSERT_TRUE(writeFileAtomically(m_folder / "spoilt", spoilt));
        EXPECT_FALSE(readCheckpoint(m_folder / "spoilt")) << i;
        spoilt[i / 8] ^= static_cast<std::uint8_t>(1 << i % 8);
    }
}

TEST_F(CheckpointTest, AnotherFoldsOrSettingsIsPassedOver) {
    write(1);
    EXPECT_FALSE(m_checkpoints.newest(1, "settings", m_notices));
    EXPECT_FALSE(m_checkpoints.newest(2, "others", m_notices));
    EXPECT_EQ(m_notices.size(), 2u);
}

TEST_F(CheckpointTest, OtherFilesAreLeftAlone) {
    write(1);
    ASSERT_TRUE(writeFileAtomically(m_folder / "checkpoint" / "notes.checkpoint", std::string_view("mine")));
    write(2);
    write(3);
    EXPECT_EQ(test::entries(m_folder / "checkpoint").size(), 3u);
    EXPECT_EQ(newest()->facts.step, 3);
    EXPECT_TRUE(m_notices.empty());
}

TEST_F(CheckpointTest, NoFolderIsNoCheckpoint) {
    EXPECT_FALSE(newest());
    EXPECT_TRUE(m_notices.empty());
}

}  // namespace
}  // namespace leukolens::experiment
