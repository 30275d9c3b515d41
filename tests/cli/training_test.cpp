// Training as from a shell: killed, resumed, extended, with too little memory, with settings that make no sense.
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "tests/cli/program.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

class TrainVerb : public testing::Test {
protected:
    TrainVerb() : m_data(test::demoData(m_folder / "cells", 2)) {}

    std::vector<std::string> command(const std::string& run, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments = {"train", (m_folder / "cells").string(), "--out", (m_folder / run).string(), "--folds", "2", "--epochs", "2", "--input-px", "75",
                                              "--batch", "8", "--device", "cpu", "--precision", "fp32", "--seed", "3"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    std::string text(const std::filesystem::path& file) { return readTextFile(m_folder / file, 1 << 20).value_or("(cannot be read)"); }

    /// Every figure but the seconds.
    std::string figures(const std::string& run) {
        std::istringstream history(text(run + "/history.csv"));
        std::string all, line;
        while (std::getline(history, line)) {
            const auto best = line.rfind(','), seconds = line.rfind(',', best - 1);
            all += line.substr(0, seconds) + line.substr(best) + '\n';
        }
        return all + text(run + "/folds.csv") + text(run + "/predictions.csv");
    }

    test::TempFolder m_folder;
    dataset::Dataset m_data;
};

TEST_F(TrainVerb, KilledAtAnyMomentItGoesOnToTheSameFigures) {
    ASSERT_EQ(test::runProgram(command("whole")).status, 0);
    Random random(5);
    bool wasKilled = false;
    for (int attempt = 0;; ++attempt) {
        ASSERT_LT(attempt, 20);
        test::RunOptions options;
        if (attempt < 4) options.killAfterMs = 1500 + static_cast<int>(random.below(2500));
        const bool began = std::filesystem::exists(m_folder / "run" / "settings.json");
        const auto ran = test::runProgram(began ? std::vector<std::string>{"train", "--resume", "--out", (m_folder / "run").string()} : command("run"), options);
        wasKilled = wasKilled || ran.status == -1;
        if (ran.status == 0) break;
        ASSERT_EQ(ran.status, -1) << ran.err;
    }
    EXPECT_TRUE(wasKilled);
    EXPECT_EQ(figures("whole"), figures("run"));
}

TEST_F(TrainVerb, InterruptedItIsResumedAndFinishedItIsExtended) {
    test::RunOptions options;
    options.interruptAt = "fold 1 epoch 1";
    ASSERT_EQ(test::runProgram(command("run"), options).status, 3);
    const auto run = (m_folder / "run").string();
    const auto early = test::runProgram({"train", "--extend", "2", "--out", run});
    EXPECT_EQ(early.status, 2);
    EXPECT_NE(early.err.find("is not finished, so it cannot be extended yet"), std::string::npos) << early.err;
    const auto other = test::runProgram({"train", "--resume", "--out", run, "--epochs", "9"});
    EXPECT_EQ(other.status, 2);
    EXPECT_NE(other.err.find("another value of epochs than"), std::string::npos) << other.err;

    const auto resumed = test::runProgram({"train", "--resume", "--out", run, "--json"});
    ASSERT_EQ(resumed.status, 0) << resumed.err;
    EXPECT_EQ(resumed.json().at("folds").size(), 2u);
    const auto again = test::runProgram({"train", "--resume", "--out", run});
    EXPECT_EQ(again.status, 2);
    EXPECT_NE(again.err.find("is finished: nothing is left to resume"), std::string::npos) << again.err;

    const auto extended = test::runProgram({"train", "--extend", "1", "--out", run, "--json"});
    ASSERT_EQ(extended.status, 0) << extended.err;
    EXPECT_EQ(extended.json().at("folds")[1].at("epochs"), 3);
}

TEST_F(TrainVerb, ChangedDataAreRefusedUnlessAccepted) {
    test::RunOptions options;
    options.interruptAt = "fold 1 epoch 1";
    ASSERT_EQ(test::runProgram(command("run"), options).status, 3);
    std::filesystem::remove(m_data.cells[5].path);
    const auto run = (m_folder / "run").string();
    const auto refused = test::runProgram({"train", "--resume", "--out", run});
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.err.find("holds other cells than when the run"), std::string::npos) << refused.err;
    const auto accepted = test::runProgram({"train", "--resume", "--accept-changed-data", "--out", run});
    EXPECT_EQ(accepted.status, 0) << accepted.err;
}

TEST_F(TrainVerb, WithHalfTheMemoryTheBatchIsHalvedOnce) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizer wants to be the first library loaded";
#endif
    // At 75 px the largest map takes 313,600 bytes a cell: 20 MB at 64 cells, 10 MB at 32. Nothing else takes 16 MB at once.
    std::filesystem::remove_all(m_folder / "cells");
    test::demoData(m_folder / "cells", 24);
    test::RunOptions options;
    options.environment = {{"LD_PRELOAD", SMALL_MEMORY_LIBRARY}, {"SMALL_MEMORY_BYTES", "16000000"}};
    // Without AVX-512, oneDNN's convolutions take more than that for themselves.
    if (test::runProgram(command("alone", {"--epochs", "1", "--batch", "32"}), options).status != 0) GTEST_SKIP() << "this processor's convolutions take more memory than the pictures";
    const auto halved = test::runProgram(command("run", {"--epochs", "1", "--batch", "64"}), options);
    EXPECT_EQ(halved.status, 0) << halved.err;
    EXPECT_NE(halved.err.find("Memory ran out at a batch of 64 cells: fold 1 begins again with 32."), std::string::npos) << halved.err;

    const auto failed = test::runProgram(command("second", {"--epochs", "1", "--batch", "256"}), options);
    EXPECT_EQ(failed.status, 1) << failed.err;
    EXPECT_NE(failed.err.find("fold 1 begins again with 128."), std::string::npos) << failed.err;
    EXPECT_NE(failed.err.find("memory of the device ran out at a batch of 128 cells. Close other programs"), std::string::npos) << failed.err;
}

TEST_F(TrainVerb, WrongSettingsAreNamedAllAtOnce) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "mine.json", std::string_view(R"({"epoch": 3, "folds": 999, "learningRate": 0.001})")));
    const auto fromFile = test::runProgram({"train", (m_folder / "cells").string(), "--out", (m_folder / "run").string(), "--settings", (m_folder / "mine.json").string()});
    EXPECT_EQ(fromFile.status, 2);
    for (const char* words : {"mine.json: ", "no setting \"epoch\" (did you mean epochs?)", "folds is 999"}) EXPECT_NE(fromFile.err.find(words), std::string::npos) << fromFile.err;
    EXPECT_FALSE(std::filesystem::exists(m_folder / "run"));
}

TEST_F(TrainVerb, AFileOfSettingsIsUsedAndOptionsWinOverIt) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "mine.json", std::string_view(R"({"epochs": 1, "folds": 2, "inputPx": 75, "batch": 12, "labelSmoothing": 0.1})")));
    const auto ran = test::runProgram({"train", (m_folder / "cells").string(), "--out", (m_folder / "run").string(), "--settings", (m_folder / "mine.json").string(), "--batch", "8"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto settings = nlohmann::json::parse(text("run/settings.json"));
    EXPECT_EQ(settings.at("batch"), 8);
    EXPECT_EQ(settings.at("labelSmoothing"), 0.1);
    EXPECT_EQ(settings.at("epochs"), 1);
}

TEST_F(TrainVerb, AnotherModelSeesItsUsualInputUnlessTold) {
    const auto run = (m_folder / "run").string();
    std::vector<std::string> arguments = {"train", (m_folder / "cells").string(), "--out", run, "--folds", "2", "--epochs", "1", "--device", "cpu", "--model", "lstm_rows"};
    ASSERT_EQ(test::runProgram(arguments).status, 0);
    const auto settings = nlohmann::json::parse(text("run/settings.json"));
    EXPECT_EQ(settings.at("network"), "lstm_rows");
    EXPECT_EQ(settings.at("inputPx"), 128);
    const auto other = test::runProgram({"train", "--resume", "--out", run, "--model", "alexnet"});
    EXPECT_EQ(other.status, 2);
    EXPECT_NE(other.err.find("another value of network than"), std::string::npos) << other.err;
    arguments[3] = (m_folder / "small").string();
    arguments.insert(arguments.end(), {"--input-px", "75"});
    ASSERT_EQ(test::runProgram(arguments).status, 0);
    EXPECT_EQ(nlohmann::json::parse(text("small/settings.json")).at("inputPx"), 75);
}

TEST_F(TrainVerb, AFolderThatMayNotBeWrittenIsSaidBeforeAnyTraining) {
    std::filesystem::create_directory(m_folder / "closed");
    std::filesystem::permissions(m_folder / "closed", std::filesystem::perms(0555));
    test::RunOptions options;
    options.powerless = true;
    const auto ran = test::runProgram(command("closed/run"), options);
    std::filesystem::permissions(m_folder / "closed", std::filesystem::perms(0755));
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.err.find("closed"), std::string::npos) << ran.err;
    EXPECT_EQ(ran.err.find("epoch 1"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace leukolens
