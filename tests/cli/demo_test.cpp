#include <gtest/gtest.h>

#include <cstdio>

#include "tests/cli/program.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

std::string textOf(const std::string& pdf) {
    FILE* pipe = ::popen(("pdftotext -raw '" + pdf + "' -").c_str(), "r");
    std::string text;
    char part[4096];
    while (const auto n = std::fread(part, 1, sizeof part, pipe)) text.append(part, n);
    ::pclose(pipe);
    return text;
}

TEST(Demo, LearnsFromDrawnCellsAndEndsWithAReport) {
    const test::TempFolder folder;
    const auto ran = test::runProgram({"demo", "--out", (folder / "demo").string(), "--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto json = ran.json();
    EXPECT_EQ(json.at("protocol"), "patient");
    EXPECT_EQ(json.at("folds").size(), 3u);
    EXPECT_GE(json.at("mean").at("testAccuracy").get<double>(), 0.85);
    const auto text = textOf(json.at("report").get<std::string>());
    EXPECT_NE(text.find("For research use only. Not for diagnosis."), std::string::npos) << text;
    EXPECT_NE(text.find("Demonstration (drawn cells)"), std::string::npos) << text;
}

TEST(Demo, RefusesAFolderThatHoldsSomething) {
    const test::TempFolder folder;
    std::filesystem::create_directories(folder / "demo" / "mine");
    const auto ran = test::runProgram({"demo", "--out", (folder / "demo").string()});
    EXPECT_EQ(ran.status, 1);
    EXPECT_NE(ran.err.find("never overwritten"), std::string::npos);
}

}  // namespace
}  // namespace leukolens
