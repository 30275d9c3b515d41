// leukolens train with several networks, its --resume, and its report. All of them are trained where there is time: docs/results.md.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/files.h"
#include "tests/cli/program.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

class TrainAllVerb : public testing::Test {
protected:
    TrainAllVerb() { test::demoData(m_folder / "cells", 2); }

    std::vector<std::string> command(const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments = {"train", (m_folder / "cells").string(), "--model", "inception_v3,mobilenet_v3_small,alexnet", "--out", out(), "--quick", "--folds", "2", "--epochs", "1", "--device", "cpu", "--precision", "fp32"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    std::string out() { return (m_folder / "all").string(); }
    nlohmann::json file() { return nlohmann::json::parse(readTextFile(m_folder / "all" / "comparison.json", 1 << 20).value_or("null"), nullptr, false); }

    test::TempFolder m_folder;
};

TEST_F(TrainAllVerb, InterruptedItGoesOnFillsEveryRowAndIsReported) {
    test::RunOptions options;
    options.interruptAt = "2 of ";
    ASSERT_EQ(test::runProgram(command(), options).status, 3);
    ASSERT_TRUE(file().is_object());
    EXPECT_EQ(file().at("rows")[0].at("state"), "done");
    EXPECT_EQ(file().at("settings").at("inputPx"), 75) << "--quick";
    const auto other = test::runProgram({"train", "--resume", "--out", out(), "--epochs", "9"});
    EXPECT_EQ(other.status, 2);
    EXPECT_NE(other.err.find("another value of epochs than"), std::string::npos) << other.err;
    const auto extended = test::runProgram({"train", "--extend", "2", "--out", out()});
    EXPECT_EQ(extended.status, 2) << extended.err;

    const auto done = test::runProgram({"train", "--resume", "--out", out(), "--json"});
    ASSERT_EQ(done.status, 0) << done.err;
    EXPECT_EQ(std::ranges::count(done.out, '\n'), 1) << done.out;
    const auto json = done.json();
    EXPECT_EQ(json.at("folder"), out());
    const auto& rows = json.at("rows");
    ASSERT_EQ(rows.size(), 4u);
    for (const auto& row : rows) {
        EXPECT_EQ(row.at("state"), "done") << row.dump();
        EXPECT_TRUE(row.at("metrics").at("accuracy").at("low").is_number()) << row.dump();
        EXPECT_GT(row.at("imagesASecond"), 0);
        EXPECT_GT(row.at("parameters"), 0);
        EXPECT_EQ(row.at("difference").is_null(), row.at("name") == "inception_v3") << row.dump();
    }
    EXPECT_EQ(rows.back().at("name"), "ensemble");
    const auto csv = readTextFile(m_folder / "all" / "comparison.csv", 1 << 20).value_or("");
    EXPECT_EQ(std::ranges::count(csv, '\n'), static_cast<std::ptrdiff_t>(rows.size()) + 1) << csv;

    const auto again = test::runProgram({"train", "--resume", "--out", out()});
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_NE(again.out.find("Ensemble of all"), std::string::npos) << again.out;
    EXPECT_NE(again.out.find("AlexNet 94.12 %: B-cell against T-cell ALL"), std::string::npos) << again.out;

    const auto report = test::runProgram({"report", "comparison", out(), "-o", (m_folder / "all.pdf").string(), "--json"});
    ASSERT_EQ(report.status, 0) << report.err;
    EXPECT_GE(report.json().at("pages"), 1);
}

TEST_F(TrainAllVerb, WhatCannotBeComparedIsSaidBeforeAnyTraining) {
    const auto frozen = test::runProgram(command({"--freeze-up-to", "Mixed_6e"}));
    EXPECT_EQ(frozen.status, 2);
    EXPECT_NE(frozen.err.find("each network has its own"), std::string::npos) << frozen.err;
    const auto gone = test::runProgram(command({"--weights", (m_folder / "one.pth").string(), "--weights", (m_folder / "two.pth").string()}));
    EXPECT_EQ(gone.status, 1);
    EXPECT_NE(gone.err.find("one.pth"), std::string::npos) << gone.err;
    EXPECT_FALSE(std::filesystem::exists(m_folder / "all"));
    const auto unknown = test::runProgram({"train", (m_folder / "cells").string(), "--out", out(), "--model", "alexnet,vgg99"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_NE(unknown.err.find("no network is called 'vgg99'"), std::string::npos) << unknown.err;
    EXPECT_EQ(test::runProgram({"train", "--resume", "--model", "all", "--out", (m_folder / "cells").string()}).status, 1);
    EXPECT_EQ(test::runProgram({"report", "comparison", (m_folder / "cells").string(), "-o", (m_folder / "x.pdf").string()}).status, 1);
}

}  // namespace
}  // namespace leukolens
