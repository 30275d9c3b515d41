#include "core/experiment/waiting_disk.h"

#include "tests/core/experiment/run_fixture.h"

namespace leukolens::experiment {
namespace {

class WaitingDiskTest : public testing::Test {
protected:
    Result<void> write(int failures, ErrorCode code = ErrorCode::DiskFull) {
        const RunControl control{m_recorder, m_progress, m_source.token(), m_gate};
        const WaitingDisk disk(control, [this](const std::string& line) { m_log.push_back(line); }, std::chrono::milliseconds(1));
        return disk.write([&]() -> Result<void> {
            if (m_tries++ < failures) return fail(code, "the disk is full", "run/history.csv", "Free some space.");
            return {};
        });
    }

    test::Recorder m_recorder;
    NoProgress m_progress;
    CancelSource m_source;
    PauseGate m_gate;
    std::vector<std::string> m_log;
    int m_tries = 0;
};

TEST_F(WaitingDiskTest, WithSpaceNothingIsSaid) {
    ASSERT_TRUE(write(0));
    EXPECT_EQ(m_tries, 1);
    EXPECT_TRUE(m_log.empty());
    EXPECT_TRUE(m_recorder.pauses.empty());
}

TEST_F(WaitingDiskTest, TriesUntilThereIsSpaceAndSaysSoOnce) {
    ASSERT_TRUE(write(3));
    EXPECT_EQ(m_tries, 4);
    ASSERT_EQ(m_recorder.pauses.size(), 1u);
    ASSERT_TRUE(m_recorder.pauses[0].trouble);
    EXPECT_EQ(m_recorder.pauses[0].trouble->file, "run/history.csv");
    EXPECT_EQ(m_recorder.runnings, 1);
    EXPECT_EQ(m_log.size(), 2u);
}

TEST_F(WaitingDiskTest, AnotherErrorIsNotWaitedFor) {
    EXPECT_EQ(write(1, ErrorCode::NoPermission).error().code, ErrorCode::NoPermission);
    EXPECT_EQ(m_tries, 1);
    EXPECT_TRUE(m_recorder.pauses.empty());
}

TEST_F(WaitingDiskTest, StoppedMeanwhileItNamesWhatWasNotWritten) {
    m_recorder.whenPaused = [this] { m_source.cancel(); };
    const auto written = write(100);
    EXPECT_EQ(written.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(written.error().file, "run/history.csv");
}

TEST_F(WaitingDiskTest, StoppedBeforeItTriesOnce) {
    m_source.cancel();
    EXPECT_EQ(write(100).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(m_tries, 1);
    EXPECT_TRUE(m_recorder.pauses.empty());
}

}  // namespace
}  // namespace leukolens::experiment
