// A run evaluated and compared as from a shell.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "core/base/files.h"
#include "tests/cli/program.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::runProgram;

std::set<std::string> keysOf(const json& object) {
    std::set<std::string> keys;
    for (const auto& entry : object.items()) keys.insert(entry.key());
    return keys;
}

bool holds(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

class EvaluateVerb : public testing::Test {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<test::TempFolder>();
        s_data = test::demoData(*s_folder / "cells", 2);
        s_model = test::makeTinyModel(s_folder->path()).string();
        train("run", "cells");
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    /// Only the last layer of a tiny model: that takes no time.
    static void train(const std::string& run, const std::string& data, const std::string& epochs = "1") {
        const auto ran = runProgram({"train", pathOf(data), "--out", pathOf(run), "--folds", "2", "--epochs", epochs, "--input-px", "75", "--batch", "8", "--device", "cpu", "--precision", "fp32",
                                     "--seed", "3", "--weights", s_model, "--freeze-up-to", "trunk", "--feature-copies", "1"});
        ASSERT_EQ(ran.status, 0) << ran.err;
    }

    static std::string pathOf(const std::string& name) { return (*s_folder / name).string(); }

    /// Of the shared run, for a test that spoils it.
    static std::string copyOfRun(const std::string& name) {
        fs::remove_all(pathOf(name));
        fs::copy(pathOf("run"), pathOf(name), fs::copy_options::recursive);
        fs::remove(fs::path(pathOf(name)) / "evaluation.json");
        return pathOf(name);
    }

    static test::Ran evaluate(const std::string& run, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments = {"evaluate", run, "--resamples", "50"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runProgram(arguments);
    }

    static json evaluationIn(const std::string& run) { return json::parse(readTextFile(fs::path(run) / "evaluation.json", 1 << 24).value_or(""), nullptr, false); }

    inline static std::unique_ptr<test::TempFolder> s_folder;
    inline static dataset::Dataset s_data;
    inline static std::string s_model;
};

TEST_F(EvaluateVerb, MakesMapAndLearningCurveAndDrawsThem) {
    const std::string run = copyOfRun("studied"), figures = pathOf("studied-figures");
    const auto ran = evaluate(run, {"--map", "--learning-curve", "--figures", figures});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto read = [&](const char* name) { return json::parse(readTextFile(fs::path(run) / name, 1 << 24).value_or(""), nullptr, false); };
    const auto map = read("map.json"), curve = read("learning-curve.json");
    ASSERT_TRUE(map.is_object() && curve.is_object());
    EXPECT_EQ(map.at("cells").size(), s_data.cells.size());
    ASSERT_GE(curve.at("points").size(), 2u);
    EXPECT_EQ(curve.at("points").back().at("share"), 1);
    EXPECT_EQ(curve.at("points").back().at("metrics").at("accuracy").at("value"), evaluationIn(run).at("metrics").at("accuracy").at("value"));
    for (const char* name : {"map.pdf", "map.csv", "learning-curve.svg", "learning-curve.csv"}) EXPECT_TRUE(fs::exists(fs::path(figures) / name)) << name;

    const auto elsewhere = evaluate(copyOfRun("studied-elsewhere"), {"--map", "--data", pathOf("none")});
    EXPECT_NE(elsewhere.status, 0);
    EXPECT_TRUE(holds(elsewhere.err, "none")) << elsewhere.err;
}

TEST_F(EvaluateVerb, GivesFiguresWithIntervalsAsOneJsonObject) {
    const auto ran = evaluate(pathOf("run"), {"--json", "--seed", "5"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(std::ranges::count(ran.out, '\n'), 1) << ran.out;
    const auto figures = ran.json();
    ASSERT_TRUE(figures.is_object()) << ran.out;
    for (const char* key : {"metrics", "folds", "subjects", "confusion", "curve", "calibration", "alarms", "run"}) EXPECT_TRUE(figures.contains(key)) << key;
    for (const char* name : {"accuracy", "balanced_accuracy", "f1_weighted", "auroc", "sensitivity", "mcc", "brier"}) {
        SCOPED_TRACE(name);
        ASSERT_TRUE(figures.at("metrics").contains(name));
        for (const char* key : {"value", "low", "high"}) EXPECT_TRUE(figures.at("metrics").at(name).contains(key)) << key;
    }
    const auto& accuracy = figures.at("metrics").at("accuracy");
    EXPECT_LE(accuracy.at("low").get<double>(), accuracy.at("value").get<double>());
    EXPECT_GE(accuracy.at("high").get<double>(), accuracy.at("value").get<double>());
    EXPECT_EQ(figures.at("folds").size(), 2u);
    EXPECT_EQ(figures.at("subjects").size(), s_data.subjects.size());
    int cells = 0;
    ASSERT_EQ(figures.at("confusion").size(), 2u);
    for (const auto& row : figures.at("confusion"))
        for (const auto& count : row) cells += count.get<int>();
    EXPECT_EQ(cells, static_cast<int>(s_data.cells.size()));
    EXPECT_EQ(figures.at("positive"), "all");
    EXPECT_EQ(figures.at("bootstrap").at("seed"), 5);
    EXPECT_EQ(figures.at("calibration").at("folds").size(), 2u);

    const auto kept = evaluationIn(pathOf("run"));
    ASSERT_TRUE(kept.is_object());
    EXPECT_EQ(kept.at("metrics"), figures.at("metrics"));
    EXPECT_EQ(kept.at("run").at("models").size(), 2u);

    const auto words = evaluate(pathOf("run"), {"--positive", "hem"});
    ASSERT_EQ(words.status, 0) << words.err;
    EXPECT_TRUE(holds(words.out, "balanced_accuracy") && holds(words.out, "95 % over subjects") && holds(words.out, "true \\ called")) << words.out;
    EXPECT_TRUE(holds(words.err, "evaluation.json")) << words.err;
    EXPECT_EQ(evaluationIn(pathOf("run")).at("positive"), "hem");
}

TEST_F(EvaluateVerb, LocksDecisionsIntoTheModelsAndMakesLostAnswersAnew) {
    const auto run = copyOfRun("locked");
    const auto ran = evaluate(run, {"--lock", "--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    const auto locked = ran.json().at("locked");
    ASSERT_EQ(locked.size(), 2u);
    const auto models = evaluationIn(run).at("run").at("models");
    ASSERT_EQ(models.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(keysOf(locked[i]), (std::set<std::string>{"fold", "temperature", "threshold", "sha256"}));
        EXPECT_TRUE(locked[i].at("threshold").is_number()) << locked[i];
        EXPECT_EQ(locked[i].at("sha256"), models[i].at("sha256")) << "the models as they are now";
    }

    for (const char* fold : {"fold-1", "fold-2"}) fs::remove(fs::path(run) / fold / "validation.csv");
    const auto without = evaluate(run, {"--json"});
    ASSERT_EQ(without.status, 0) << without.err;
    EXPECT_TRUE(without.json().at("calibration").at("folds").empty());
    const auto refused = evaluate(run, {"--lock"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(holds(refused.err, "locked") && holds(refused.err, "--data")) << refused.err;
    const auto anew = evaluate(run, {"--data", pathOf("cells"), "--json"});
    ASSERT_EQ(anew.status, 0) << anew.err;
    EXPECT_EQ(anew.json().at("calibration").at("folds").size(), 2u);
    EXPECT_TRUE(fs::exists(fs::path(run) / "fold-2" / "validation.csv"));
}

TEST_F(EvaluateVerb, ARunThatMayNotBeWrittenToIsEvaluatedAllTheSame) {
    const auto run = copyOfRun("read-only");
    fs::permissions(run, fs::perms(0555));
    const auto powerless = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"evaluate", run, "--resamples", "50"});
        test::RunOptions options;
        options.powerless = true;
        return runProgram(arguments, options);
    };
    const auto ran = powerless({"--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_TRUE(ran.json().is_object() && ran.json().contains("metrics")) << ran.out;
    EXPECT_TRUE(holds(ran.err, "warning: ") && holds(ran.err, run + "/evaluation.json")) << ran.err;
    const auto words = powerless({"--figures", pathOf("figures of it")});
    EXPECT_EQ(words.status, 0) << words.err;
    EXPECT_TRUE(holds(words.out, "balanced_accuracy")) << words.out;
    EXPECT_TRUE(holds(words.err, "warning: ") && !holds(words.err, "All figures: ")) << words.err;
    EXPECT_TRUE(fs::exists(fs::path(pathOf("figures of it")) / "roc.pdf"));
    EXPECT_FALSE(fs::exists(fs::path(run) / "evaluation.json")) << "the folder could be written to: this test tests nothing";
    fs::permissions(run, fs::perms(0755));
}

TEST_F(EvaluateVerb, WhatCannotBeEvaluatedIsNamed) {
    const auto none = evaluate(pathOf("none"), {"--json"});
    EXPECT_EQ(none.status, 1);
    EXPECT_TRUE(none.out.empty()) << none.out;
    EXPECT_TRUE(holds(none.err, pathOf("none"))) << none.err;
    const auto noRun = evaluate(pathOf("cells"));
    EXPECT_EQ(noRun.status, 1);
    EXPECT_TRUE(holds(noRun.err, "is no run folder")) << noRun.err;
    EXPECT_EQ(runProgram({"compare", pathOf("run"), pathOf("none")}).status, 1);

    const auto damaged = copyOfRun("damaged");
    const auto text = readTextFile(fs::path(damaged) / "predictions.csv", 1 << 20).value();
    ASSERT_TRUE(writeFileAtomically(fs::path(damaged) / "predictions.csv", text.substr(0, text.find('\n') + 1) + "x.png,P,1,all,all,0.5,2\n"));
    const auto refused = evaluate(damaged, {"--json"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(refused.out.empty()) << refused.out;
    EXPECT_TRUE(holds(refused.err, "predictions.csv: line 2: a probability is no number from 0 to 1")) << refused.err;
    EXPECT_FALSE(fs::exists(fs::path(damaged) / "evaluation.json")) << "nothing is written of it";
    EXPECT_EQ(runProgram({"compare", pathOf("run"), damaged}).status, 1);

    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"evaluate"}, {"compare"}, {"compare", pathOf("run")}, {"evaluate", pathOf("run"), "--resamples", "5"},
             {"evaluate", pathOf("run"), "--sensitivity", "0"}, {"evaluate", pathOf("run"), "--positive"}, {"evaluate", pathOf("run"), "--positive", "blast"}, {"evaluate", pathOf("run"), "--nonsense"},
             {"evaluate", pathOf("run"), pathOf("run")}}) {
        const auto ran = runProgram(wrong);
        EXPECT_EQ(ran.status, 2) << testing::PrintToString(wrong);
        EXPECT_TRUE(ran.out.empty()) << ran.out;
        EXPECT_FALSE(ran.err.empty());
    }
}

TEST_F(EvaluateVerb, ComparesRunsOverTheSubjectsOfBoth) {
    train("longer", "cells", "3");
    const auto ran = runProgram({"compare", pathOf("run"), pathOf("longer"), "--resamples", "50", "--json"});
    ASSERT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(std::ranges::count(ran.out, '\n'), 1) << ran.out;
    const auto comparison = ran.json();
    ASSERT_TRUE(comparison.is_object()) << ran.out;
    EXPECT_EQ(comparison.at("settings").dump(), R"({"epochs":[1,3]})");
    EXPECT_EQ(comparison.at("units"), "subjects");
    EXPECT_EQ(comparison.at("shared"), s_data.subjects.size());
    ASSERT_TRUE(comparison.at("metrics").contains("f1_weighted"));
    for (const auto& metric : comparison.at("metrics"))
        for (const char* key : {"difference", "low", "high", "p"}) EXPECT_TRUE(metric.contains(key)) << key;

    const auto same = runProgram({"compare", pathOf("run"), pathOf("run"), pathOf("longer"), "--resamples", "50", "--json"});
    ASSERT_EQ(same.status, 0) << same.err;
    EXPECT_EQ(same.json().at("metrics").at("accuracy").at("difference"), 0);
    EXPECT_EQ(same.json().at("metrics").at("accuracy").at("p"), 1);
    EXPECT_TRUE(same.json().at("settings").empty());
    EXPECT_EQ(same.json().at("comparisons").size(), 2u);

    const auto words = runProgram({"compare", pathOf("run"), pathOf("longer"), "--resamples", "50"});
    ASSERT_EQ(words.status, 0) << words.err;
    EXPECT_TRUE(holds(words.out, "epochs") && holds(words.out, "Over 12 subjects")) << words.out;

    // The same pictures without those of one subject.
    fs::copy(pathOf("cells"), pathOf("fewer"), fs::copy_options::recursive);
    for (const auto& cell : s_data.cells)
        if (cell.subjectIndex == 0) fs::remove(fs::path(pathOf("fewer")) / cell.path.lexically_relative(s_data.root));
    train("other", "fewer");
    const auto refused = runProgram({"compare", pathOf("run"), pathOf("other"), "--resamples", "50", "--json"});
    EXPECT_EQ(refused.status, 1) << "nothing is wrong with the command line";
    EXPECT_TRUE(refused.out.empty()) << refused.out;
    EXPECT_TRUE(holds(refused.err, "1 only there, 0 only here, 11 in both") && holds(refused.err, "--shared-only")) << refused.err;
    const auto shared = runProgram({"compare", pathOf("run"), pathOf("other"), "--resamples", "50", "--json", "--shared-only"});
    ASSERT_EQ(shared.status, 0) << shared.err;
    EXPECT_EQ(shared.json().at("shared"), 11);
    EXPECT_EQ(shared.json().at("onlyFirst"), 1);
}

}  // namespace
}  // namespace leukolens
