// A disk that fills up at any moment: one clear message, nothing half-written, earlier results whole.
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/cli/program.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens {
namespace {

class FullDisk : public testing::Test {
protected:
    void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        GTEST_SKIP() << "the sanitizer wants to be the first library loaded";
#endif
    }

    test::RunOptions diskOf(long bytes) {
        test::RunOptions options;
        options.environment = {{"LD_PRELOAD", FULL_DISK_LIBRARY},
                               {"FULL_DISK_BELOW", (m_folder / "out").string()},
                               {"FULL_DISK_BYTES", std::to_string(bytes)}};
        return options;
    }

    std::vector<std::string> trainOnce() {
        return {"train", (m_folder / "cells").string(), "--out", (m_folder / "out").string(), "--folds", "2", "--epochs", "1", "--input-px", "75", "--batch", "8"};
    }

    std::vector<std::string> filesBelow(const std::filesystem::path& folder) {
        std::vector<std::string> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (!entry.is_directory()) files.push_back(entry.path().string());
        return files;
    }

    test::TempFolder m_folder;
};

TEST_F(FullDisk, ClassifyLeavesTheOldCsvWhole) {
    test::demoData(m_folder / "cells", 1);
    const auto model = test::makeTinyModel(m_folder.path()).string();
    ASSERT_TRUE(createFolder(m_folder / "out"));
    ASSERT_TRUE(writeFileAtomically(m_folder / "out" / "r.csv", std::string_view("earlier")));
    const auto ran = test::runProgram({"classify", model, (m_folder / "cells").string(), "--out", (m_folder / "out" / "r.csv").string()}, diskOf(20));
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.err.find("r.csv: the disk is full. Free some space"), std::string::npos) << ran.err;
    EXPECT_EQ(*readTextFile(m_folder / "out" / "r.csv", 100), "earlier");
    EXPECT_EQ(test::entries(m_folder / "out"), std::vector<std::string>{"r.csv"});
}

TEST_F(FullDisk, TrainingRestsAndStoppedThenLeavesNothingHalf) {
    test::demoData(m_folder / "cells", 1);
    // Enough for settings and history, not for a checkpoint or a model of 97 MB.
    auto options = diskOf(1'000'000);
    options.interruptAt = "training rests";
    const auto ran = test::runProgram(trainOnce(), options);
    EXPECT_EQ(ran.status, 3);
    EXPECT_NE(ran.err.find(".checkpoint: the disk is full: training rests"), std::string::npos) << ran.err;
    EXPECT_TRUE(filesBelow(m_folder / "out" / "fold-1").empty());

    const auto resumed = test::runProgram({"train", "--resume", "--out", (m_folder / "out").string()});
    EXPECT_EQ(resumed.status, 0) << resumed.err;
}

TEST_F(FullDisk, TrainingGoesOnWhenThereIsSpaceAgain) {
    test::demoData(m_folder / "cells", 1);
    auto options = diskOf(1'000'000);
    options.environment["FULL_DISK_TIMES"] = "1";
    const auto ran = test::runProgram(trainOnce(), options);
    EXPECT_EQ(ran.status, 0);
    EXPECT_NE(ran.err.find("training rests"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("Training goes on."), std::string::npos) << ran.err;
    EXPECT_TRUE(std::filesystem::exists(m_folder / "out" / "fold-2" / "best.leukomodel"));
}

TEST_F(FullDisk, DrawingDemonstrationCellsSaysSo) {
    const auto ran = test::runProgram({"demo", "--out", (m_folder / "out").string()}, diskOf(100'000));
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.err.find("the disk is full"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace leukolens
