#include "core/experiment/run_data.h"

#include <nlohmann/json.hpp>

#include "core/dataset/apply_decisions.h"
#include "core/experiment/run_files.h"
#include "tests/core/experiment/run_fixture.h"

namespace leukolens::experiment {
namespace {

using leukolens::test::TempFolder;

class RunDataTest : public testing::Test {
protected:
    RunDataTest() : m_cache(m_folder / "cache"), m_data(leukolens::test::demoData(m_folder / "cells", 1)) {
        std::string text = "where,what,who,age\n";
        for (const auto& cell : m_data.cells) {
            const auto& subject = m_data.subjects[static_cast<std::size_t>(cell.subjectIndex)];
            text += cell.path.string() + "," + m_data.classes[static_cast<std::size_t>(cell.classIndex)] + "," + subject +
                    ",5\n";
        }
        EXPECT_TRUE(writeFileAtomically(m_table, text));
        std::filesystem::create_directory(m_run);
        m_record.result.folder = m_run;
        m_record.readAs.columns = {"where", "what", "who", false};
    }

    void writeText(const std::string& text) { ASSERT_TRUE(writeFileAtomically(m_run / kFactsFile, text)); }

    TempFolder m_folder;
    test::CacheAt m_cache;
    dataset::Dataset m_data;
    std::filesystem::path m_table = m_folder / "cells.csv", m_run = m_folder / "run";
    RunRecord m_record;
    NoProgress m_progress;
};

TEST_F(RunDataTest, ReadsTheColumnsAndTheFactsThatTheRunRecorded) {
    auto read = readDataOfRun(m_record, m_table, m_progress, {});
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->subjects, m_data.subjects);
    EXPECT_EQ(read->facts[0].ageYears, 5) << "no facts were recorded: the table's are taken";
    read->facts[0].ageYears = 6;
    read->facts[1] = {};
    ASSERT_TRUE(writeFacts(m_run, *read));
    const auto again = readDataOfRun(m_record, m_table, m_progress, {});
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(again->facts, read->facts) << "also what was missing then is missing";
}

TEST_F(RunDataTest, WithoutItsColumnsTheTableCannotBeRead) {
    m_record.readAs = {};
    EXPECT_EQ(readDataOfRun(m_record, m_table, m_progress, {}).error().code, ErrorCode::ReadFailed);
}

TEST_F(RunDataTest, NoFactsAreNoFileAndAnEarlierOneGoes) {
    m_data.facts[0].sex = dataset::Sex::Male;
    ASSERT_TRUE(writeFacts(m_run, m_data));
    EXPECT_TRUE(std::filesystem::exists(m_run / kFactsFile));
    m_data.facts[0] = {};
    ASSERT_TRUE(writeFacts(m_run, m_data));
    EXPECT_FALSE(std::filesystem::exists(m_run / kFactsFile));
    EXPECT_TRUE(writeFacts(m_run, m_data));
}

TEST_F(RunDataTest, DataThatAreChangedOtherwiseThanTheRunsAreToldApart) {
    EXPECT_EQ(isChangedAsRun(m_data, m_run), true) << "neither has any change";
    dataset::LeakDecisions decisions;
    decisions.set(m_data.cells[0].sha256, m_data.cells[1].sha256, dataset::LeakDecision::Keep);
    ASSERT_TRUE(dataset::writeLeakDecisions(m_run / kDecisionsFile, decisions));
    EXPECT_EQ(isChangedAsRun(m_data, m_run), false);
    EXPECT_EQ(isChangedAsRun(dataset::applyDecisions(m_data, decisions), m_run), true);
    auto corrected = m_data;
    corrected.corrections.push_back({dataset::Correction::Kind::Exclude, m_data.cells[0].sha256, m_data.classes[0], {}, "blurred", "t"});
    corrected.decisions = decisions;
    EXPECT_EQ(isChangedAsRun(corrected, m_run), false);
    ASSERT_TRUE(writeFileAtomically(m_run / kDecisionsFile, std::string_view("[]")));
    EXPECT_EQ(isChangedAsRun(m_data, m_run).error().code, ErrorCode::ReadFailed);
}

TEST_F(RunDataTest, ADamagedRecordOfFactsIsNamed) {
    writeText("{\"version\":1,\"subjects\":{\"P\":{\"ageYears\":-1}}}");
    const auto damaged = withRecordedFacts(m_data, m_run);
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().code, ErrorCode::ReadFailed);
    EXPECT_EQ(damaged.error().file, m_run / kFactsFile);
    EXPECT_EQ(damaged.error().advice, "The run folder is damaged.");
}

class RunRecordsItsDataTest : public test::RunTest {
protected:
    nlohmann::json settings() {
        return nlohmann::json::parse(readTextFile(m_folder / "run/settings.json", 1 << 20).value_or(""));
    }
};

TEST_F(RunRecordsItsDataTest, ARunSaysHowItsDataWereRead) {
    m_data.readAs = {{"where", "what", {}, true}, {}};
    m_data.facts.assign(m_data.subjects.size(), {});
    m_data.facts[2].immunophenotype = dataset::Lineage::T;
    ASSERT_TRUE(run(frozenSettings()));
    EXPECT_EQ(settings().at("data").at("read").dump(), R"({"columns":{"class":"what","path":"where","subject":null}})");
    const auto back = readRun(m_folder / "run");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->readAs, m_data.readAs);
    dataset::Dataset later = m_data;
    later.facts.assign(later.subjects.size(), {});
    const auto known = withRecordedFacts(later, m_folder / "run");
    ASSERT_TRUE(known);
    EXPECT_EQ(known->facts, m_data.facts);

    auto json = settings();
    json["data"]["read"] = {{"columns", 3}};
    ASSERT_TRUE(writeFileAtomically(m_folder / "run/settings.json", json.dump()));
    const auto damaged = readRun(m_folder / "run");
    ASSERT_FALSE(damaged);
    EXPECT_NE(damaged.error().what.find("\"columns\" is no object"), std::string::npos) << damaged.error().what;
    json["data"].erase("read");
    ASSERT_TRUE(writeFileAtomically(m_folder / "run/settings.json", json.dump()));
    const auto old = readRun(m_folder / "run");
    ASSERT_TRUE(old) << "runs of earlier programs do not say it";
    EXPECT_EQ(old->readAs, dataset::ReadChoices());
}

}  // namespace
}  // namespace leukolens::experiment
