// Answers by a recording, with a device that works later in a GPU's place.
#include "core/engine/recorded_answers.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/core/engine/late_device.h"

namespace leukolens::engine {
namespace {

constexpr std::int64_t kBatch = 6;

class RecordedAnswersTest : public testing::Test {
protected:
    static at::Tensor pictures(std::int64_t count, std::uint64_t seed) {
        auto pixels = at::empty({count, 5, 5, 3}, at::kByte);
        Random random(seed);
        auto* values = pixels.mutable_data_ptr<std::uint8_t>();
        for (std::int64_t i = 0; i < pixels.numel(); ++i) values[i] = static_cast<std::uint8_t>(random.below(256));
        return pixels;
    }

    static RecordedAnswers::Answer computed(const at::Tensor& pixels) {
        const auto features = pixels.to(at::kFloat).sum({1, 2});
        return {features, features.narrow(1, 0, 2).div(500)};
    }

    void expectRight(const std::optional<RecordedAnswers::Answer>& answer, const at::Tensor& pixels) {
        ASSERT_TRUE(answer);
        const auto expected = computed(pixels);
        EXPECT_TRUE(at::equal(answer->features, expected.features));
        EXPECT_TRUE(at::equal(answer->logits, expected.logits));
    }

    void record() {
        EXPECT_FALSE(m_answers.answer(pictures(kBatch, 1))) << "one full batch may be all there is";
        expectRight(m_answers.answer(pictures(kBatch, 2)), pictures(kBatch, 2));
        EXPECT_EQ(m_device.captures, 1);
    }

    /// Each on its own thread, with pictures by the seed.
    std::future<std::optional<RecordedAnswers::Answer>> ask(std::uint64_t seed) {
        return std::async(std::launch::async, [this, seed] { return m_answers.answer(pictures(kBatch, seed)); });
    }

    LateDevice m_device;
    RecordedAnswers m_answers{at::kCPU, kBatch, [this](const at::Tensor& pixels) {
        // A recording runs nothing.
        return m_device.recording ? RecordedAnswers::Answer{at::zeros({kBatch, 3}), at::zeros({kBatch, 2})} : computed(pixels);
    }};
};

TEST_F(RecordedAnswersTest, RecordTheSecondFullBatchAndReplayFromThen) {
    EXPECT_FALSE(m_answers.answer(pictures(kBatch - 1, 7))) << "not recorded, and not the size that will be";
    record();
    EXPECT_EQ(m_device.warmUps, 1);
    EXPECT_EQ(m_device.replays, 1) << "to compare with";
    for (std::uint64_t seed = 3; seed < 8; ++seed) expectRight(m_answers.answer(pictures(kBatch, seed)), pictures(kBatch, seed));
    EXPECT_EQ(m_device.captures, 1);
    EXPECT_EQ(m_device.replays, 6);
    EXPECT_TRUE(m_answers.takeNotices().empty());
}

TEST_F(RecordedAnswersTest, FillUpWhatIsLessThanABatchAndLeaveMoreToTheCaller) {
    record();
    for (const std::int64_t count : {1, 2, 3, 5}) expectRight(m_answers.answer(pictures(count, 9)), pictures(count, 9));
    EXPECT_FALSE(m_answers.answer(pictures(kBatch + 1, 9)));
    EXPECT_EQ(m_device.replays, 5);
}

TEST_F(RecordedAnswersTest, AreRecordedFromBatchesThatAreNeverFull) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) EXPECT_FALSE(m_answers.answer(pictures(2, seed))) << "a batch's worth may be all there is";
    for (std::uint64_t seed = 4; seed <= 6; ++seed) expectRight(m_answers.answer(pictures(2, seed)), pictures(2, seed));
    EXPECT_EQ(m_device.captures, 1);
    EXPECT_EQ(m_device.replays, 3) << "two, and one to compare with";
    expectRight(m_answers.answer(pictures(kBatch, 7)), pictures(kBatch, 7));
    EXPECT_TRUE(m_answers.takeNotices().empty());
}

TEST_F(RecordedAnswersTest, GiveEachThreadItsOwn) {
    record();
    constexpr std::uint64_t kThreads = 5, kEach = 60;
    {
        std::vector<std::jthread> threads;
        for (std::uint64_t t = 1; t <= kThreads; ++t)
            threads.emplace_back([this, t] {
                for (std::uint64_t i = 0; i < kEach; ++i) {
                    const auto pixels = pictures(1 + static_cast<std::int64_t>(i % 6), t * 1000 + i);
                    expectRight(m_answers.answer(pixels), pixels);
                }
            });
    }
    EXPECT_EQ(m_device.replays, 1 + static_cast<int>(kThreads * kEach));
}

TEST_F(RecordedAnswersTest, KeepTheThreadThatRecordedThem) {
    {
        RecordedAnswers answers(at::kCPU, kBatch, [this](const at::Tensor& pixels) { return m_device.recording ? computed(at::zeros_like(pixels)) : computed(pixels); });
        std::jthread([&answers] {
            for (int i = 0; i < 2; ++i) (void)answers.answer(pictures(kBatch, 1));
        }).join();
        EXPECT_EQ(m_device.captures, 1);
        EXPECT_EQ(m_device.endedThreads, 0) << "though the one that asked has ended";
        expectRight(answers.answer(pictures(kBatch, 2)), pictures(kBatch, 2));
    }
    EXPECT_EQ(m_device.endedThreads, 1);
}

TEST_F(RecordedAnswersTest, TakeTheNextPicturesWhileTheDeviceWorks) {
    record();
    const int before = m_device.copying.added();
    m_device.computing.hold();
    auto first = ask(11);
    ASSERT_TRUE(m_device.copying.waitForAdded(before + 1));
    auto second = ask(12);
    ASSERT_TRUE(m_device.copying.waitForAdded(before + 2)) << "its pixels arrive while the first ones are computed";
    auto third = ask(13);
    EXPECT_EQ(third.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
    EXPECT_EQ(m_device.copying.added(), before + 2) << "both places are taken";
    m_device.computing.release();
    expectRight(first.get(), pictures(kBatch, 11));
    expectRight(second.get(), pictures(kBatch, 12));
    expectRight(third.get(), pictures(kBatch, 13));
}

TEST_F(RecordedAnswersTest, ThatCannotBeRecordedAreLeftToTheCallerAndSaySo) {
    m_device.breaksOff = true;
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(m_answers.answer(pictures(kBatch, 1)));
    EXPECT_EQ(m_device.captures, 1) << "it is not tried again";
    EXPECT_EQ(m_device.graphs, 0);
    const auto notices = m_answers.takeNotices();
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_NE(notices[0].find("no such operation"), std::string::npos) << notices[0];
    EXPECT_TRUE(m_answers.takeNotices().empty());
}

TEST_F(RecordedAnswersTest, ThatDifferFromWhatWasRecordedAreNotUsed) {
    m_device.forgets = true;
    EXPECT_FALSE(m_answers.answer(pictures(kBatch, 1)));
    expectRight(m_answers.answer(pictures(kBatch, 2)), pictures(kBatch, 2));
    EXPECT_FALSE(m_answers.answer(pictures(kBatch, 3)));
    EXPECT_EQ(m_device.replays, 1);
    EXPECT_EQ(m_device.graphs, 0);
    const auto notices = m_answers.takeNotices();
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_NE(notices[0].find("answers differently"), std::string::npos) << notices[0];
}

TEST_F(RecordedAnswersTest, AFailureOfTheDeviceComesToWhoAskedAndToNobodyElse) {
    record();
    m_device.failsNext = true;
    EXPECT_THROW(m_answers.answer(pictures(kBatch, 1)), std::runtime_error);
    m_device.computing.hold();
    // Both places are free again.
    auto first = ask(21), second = ask(22);
    m_device.computing.release();
    expectRight(first.get(), pictures(kBatch, 21));
    expectRight(second.get(), pictures(kBatch, 22));
}

TEST_F(RecordedAnswersTest, APlaceIsFreeOnlyWhenNoCopyReadsItAnyMore) {
    record();
    m_device.copying.hold();
    m_device.computing.refuseNext();
    auto failing = ask(31);
    ASSERT_TRUE(m_device.computing.waitForRefusal());
    EXPECT_EQ(failing.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout) << "the copy has not begun";
    m_device.copying.release();
    EXPECT_THROW(failing.get(), std::runtime_error);
    expectRight(m_answers.answer(pictures(kBatch, 32)), pictures(kBatch, 32));
}

}  // namespace
}  // namespace leukolens::engine
