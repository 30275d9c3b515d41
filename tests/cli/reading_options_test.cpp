// --columns, --folders and --facts, which dataset check and train share.
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/cli/program.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens {
namespace {

using test::Ran;
using test::runProgram;

class ReadingOptionsTest : public testing::Test {
protected:
    ReadingOptionsTest() : m_data(test::demoData(m_folder / "cells", 2)), m_model(test::makeTinyModel(m_folder.path())) {
        std::string cells = "where;what;who;Geschlecht;arm\n", facts = "who,age,wbc,sex\n";
        for (const auto& cell : m_data.cells) {
            const std::string& subject = m_data.subjects[static_cast<std::size_t>(cell.subjectIndex)];
            cells += cell.path.lexically_relative(m_folder.path()).string() + ';' +
                     (cell.classIndex == 0 ? "blast" : "normal") + ';' + subject + ";f;1\n";
        }
        for (const std::string& subject : m_data.subjects) facts += subject + ",4.5,120,f\n";
        EXPECT_TRUE(writeFileAtomically(m_folder / "cells.csv", cells));
        EXPECT_TRUE(writeFileAtomically(m_folder / "facts.csv", "subject" + facts.substr(3)));
    }

    std::string at(const std::string& name) { return (m_folder / name).string(); }
    std::vector<std::string> trainIt(const std::vector<std::string>& more) {
        std::vector<std::string> arguments = {"train",          at("cells.csv"),
                                              "--out",          at("run"),
                                              "--folds",        "2",
                                              "--epochs",       "2",
                                              "--input-px",     "75",
                                              "--batch",        "8",
                                              "--device",       "cpu",
                                              "--weights",      m_model.string(),
                                              "--freeze-up-to", "trunk",
                                              "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    nlohmann::json settings() {
        return nlohmann::json::parse(readTextFile(m_folder / "run/settings.json", 1 << 20).value_or("{}"));
    }
    nlohmann::json facts() {
        return nlohmann::json::parse(readTextFile(m_folder / "run/facts.json", 1 << 20).value_or("{}"));
    }

    void expectRefusal(const std::vector<std::string>& arguments, const std::string& words) {
        const Ran ran = runProgram(arguments);
        EXPECT_EQ(ran.status, 2) << ran.err;
        EXPECT_NE(ran.err.find(words), std::string::npos) << ran.err;
        EXPECT_TRUE(ran.out.empty()) << ran.out;
    }

    const std::string m_columns = "path=where,class=what,subject=who";
    test::TempFolder m_folder;
    dataset::Dataset m_data;
    std::filesystem::path m_model;
};

TEST_F(ReadingOptionsTest, CheckReadsTheColumnsAndFactsThatAreNamed) {
    EXPECT_EQ(runProgram({"dataset", "check", at("cells.csv")}).status, 1);
    const auto ran =
        runProgram({"dataset", "check", at("cells.csv"), "--columns", m_columns, "--facts", at("facts.csv"), "--json"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    const auto json = ran.json();
    EXPECT_EQ(json.at("cells"), 24);
    EXPECT_EQ(json.at("subjects"), 12);
    EXPECT_EQ(json.at("classes"), (nlohmann::json{{"blast", 12}, {"normal", 12}}));
    EXPECT_EQ(json.at("facts"), (nlohmann::json{{"ageYears", 12}, {"arm", 12}, {"sex", 12}, {"whiteCount", 12}}));
    const auto alone =
        runProgram({"dataset", "check", at("cells.csv"), "--columns", "path=where,class=what,subject=-", "--json"}).json();
    EXPECT_EQ(alone.at("subjects"), 0);
    EXPECT_TRUE(alone.at("facts").empty());
}

TEST_F(ReadingOptionsTest, CheckReadsFoldersInTheOrderThatIsNamed) {
    for (std::size_t i = 0; i < 8; ++i) {
        const auto folder = m_folder / "set" / ("x" + std::to_string(i / 4)) / ("y" + std::to_string(i / 2 % 2));
        std::filesystem::create_directories(folder);
        std::filesystem::copy_file(m_data.cells[i].path,
                                   folder / (std::to_string(i) + m_data.cells[i].path.extension().string()));
    }
    const auto first = runProgram({"dataset", "check", at("set"), "--folders", "class/subject", "--json"}).json();
    EXPECT_EQ(first.at("classes"), (nlohmann::json{{"x0", 4}, {"x1", 4}}));
    const auto second = runProgram({"dataset", "check", at("set"), "--folders", "subject/class", "--json"}).json();
    EXPECT_EQ(second.at("classes"), (nlohmann::json{{"y0", 4}, {"y1", 4}}));
    EXPECT_EQ(second.at("subjects"), 2);
}

TEST_F(ReadingOptionsTest, WhatHasNoSenseIsRefusedByBothVerbs) {
    for (const std::vector<std::string>& verb :
         std::vector<std::vector<std::string>>{{"dataset", "check"}, {"train", "--out", at("never")}}) {
        const auto with = [&](const std::vector<std::string>& more) {
            auto arguments = verb;
            arguments.insert(arguments.end(), more.begin(), more.end());
            return arguments;
        };
        expectRefusal(with({at("cells.csv"), "--columns", "path"}), "--columns has 'path', expected path=NAME");
        expectRefusal(with({at("cells.csv"), "--columns", "path=where,path=what"}), "each once");
        expectRefusal(with({at("cells.csv"), "--columns", "age=where"}), "--columns has 'age=where'");
        expectRefusal(with({at("cells"), "--columns", m_columns}),
                      "is no table (.csv .tsv .tab .txt), and --columns is of tables");
        expectRefusal(with({at("cells.csv"), "--folders", "class"}), "is a table, and --folders is of folders");
        expectRefusal(with({at("cells"), "--folders", "sideways"}), "--folders");
        const auto gone = runProgram(with({at("cells"), "--facts", at("gone.csv")}));
        EXPECT_EQ(gone.status, 1);
        EXPECT_NE(gone.err.find("gone.csv"), std::string::npos) << gone.err;
    }
    EXPECT_FALSE(std::filesystem::exists(m_folder / "never"));
}

TEST_F(ReadingOptionsTest, ARunRecordsHowItReadAndGoesOnSo) {
    const auto trained = runProgram(trainIt({"--columns", m_columns, "--facts", at("facts.csv")}));
    ASSERT_EQ(trained.status, 0) << trained.err;
    EXPECT_EQ(trained.json().at("folds").size(), 2u);
    EXPECT_EQ(settings().at("data").at("read"),
              (nlohmann::json{{"columns", {{"path", "where"}, {"class", "what"}, {"subject", "who"}}}}));
    EXPECT_EQ(facts().at("subjects").size(), 12u);
    EXPECT_EQ(facts().at("subjects").at(m_data.subjects[0]),
              (nlohmann::json{{"ageYears", 4.5}, {"whiteCount", 120.0}, {"sex", "female"}, {"other", {{"arm", "1"}}}}));

    expectRefusal({"train", "--extend", "1", "--out", at("run"), "--columns", "class=who"},
                  "the run read its data otherwise than --columns asks for");
    expectRefusal({"train", "--extend", "1", "--out", at("run"), "--columns", "subject=-"}, "otherwise than --columns");
    expectRefusal({"train", "--extend", "1", "--out", at("run"), "--folders", "class"}, "otherwise than --folders");
    expectRefusal({"train", "--extend", "1", "--out", at("run"), "--facts", at("facts.csv")}, "--facts is of no use here");
    // A column is the same in whatever case of letters: what is refused is to resume a run that is finished.
    EXPECT_NE(runProgram({"train", "--resume", "--out", at("run"), "--columns", "class=WHAT"}).err.find("finished"), std::string::npos);
    // Without its columns the table could not be read at all; facts that are gone are not needed.
    std::filesystem::remove(m_folder / "facts.csv");
    const auto extended = runProgram({"train", "--extend", "1", "--out", at("run"), "--columns", "class=what", "--json"});
    ASSERT_EQ(extended.status, 0) << extended.err;
    EXPECT_EQ(extended.json().at("folds")[0].at("epochs"), 3);
}

TEST_F(ReadingOptionsTest, ARunOfAnEarlierProgramGoesOn) {
    ASSERT_EQ(runProgram([&] {
                  auto arguments = trainIt({});
                  arguments[1] = at("cells");
                  return arguments;
              }())
                  .status,
              0);
    auto json = settings();
    EXPECT_EQ(json.at("data").at("read"), nlohmann::json::object());
    EXPECT_FALSE(std::filesystem::exists(m_folder / "run/facts.json")) << "nothing is known of these subjects";
    json["data"].erase("read");
    ASSERT_TRUE(writeFileAtomically(m_folder / "run/settings.json", json.dump(2)));
    const auto extended = runProgram({"train", "--extend", "1", "--out", at("run"), "--json"});
    EXPECT_EQ(extended.status, 0) << extended.err;
}

}  // namespace
}  // namespace leukolens
