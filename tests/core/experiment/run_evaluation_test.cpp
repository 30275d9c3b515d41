#include "core/experiment/run_evaluation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/csv.h"
#include "core/evaluation/prediction_table.h"
#include "core/experiment/predict_run.h"
#include "core/experiment/run_data.h"
#include "core/experiment/run_files.h"
#include "core/inference/model_bundle.h"
#include "tests/core/experiment/run_fixture.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;

using dataset::SubjectFacts;
using evaluation::PredictionTable;

constexpr const char* kLockedMetric = "sensitivity at the locked threshold";

/// Paths of cells, by fold.
using FoldPaths = std::map<int, std::set<std::string>>;

FoldPaths pathsOf(const PredictionTable& table) {
    FoldPaths paths;
    for (const auto& cell : table.cells) EXPECT_TRUE(paths[cell.fold].insert(cell.path).second) << cell.path << " twice";
    return paths;
}

void expectAlike(const PredictionTable& found, const PredictionTable& expected) {
    EXPECT_EQ(found.classes, expected.classes);
    EXPECT_EQ(found.subjects, expected.subjects);
    ASSERT_EQ(found.cells.size(), expected.cells.size());
    for (std::size_t i = 0; i < found.cells.size(); ++i) {
        SCOPED_TRACE(expected.cells[i].path);
        EXPECT_EQ(found.cells[i].path, expected.cells[i].path);
        EXPECT_EQ(found.cells[i].subject, expected.cells[i].subject);
        EXPECT_EQ(found.cells[i].fold, expected.cells[i].fold);
        EXPECT_EQ(found.cells[i].label, expected.cells[i].label);
        for (std::size_t k = 0; k < found.classes.size(); ++k) EXPECT_NEAR(found.of(i)[k], expected.of(i)[k], 1e-5);
    }
}

class RunEvaluationTest : public test::RunTest {
protected:
    RunRecord trained(const TrainSettings& settings) {
        const auto result = run(settings);
        EXPECT_TRUE(result) << (result ? std::string() : result.error().message());
        return recorded();
    }

    RunRecord recorded() {
        const auto record = readRun(m_folder / "run");
        EXPECT_TRUE(record) << (record ? std::string() : record.error().message());
        return record.value_or(RunRecord());
    }

    EvaluationChoices choices() {
        EvaluationChoices few;
        few.bootstrap.resamples = 20;
        return few;
    }

    evaluation::Evaluation evaluated(const RunRecord& record) {
        const auto input = evaluationInput(record, choices());
        EXPECT_TRUE(input) << (input ? std::string() : input.error().message());
        if (!input) return {};
        const auto result = evaluation::evaluate(*input, m_progress, {});
        EXPECT_TRUE(result) << (result ? std::string() : result.error().message());
        return result.value_or(evaluation::Evaluation());
    }

    fs::path validationFile(int fold) { return folderOf(m_folder / "run", fold) / kValidationFile; }

    PredictionTable tableIn(const fs::path& file) {
        const auto table = evaluation::readPredictions(file);
        EXPECT_TRUE(table) << (table ? std::string() : table.error().message());
        return table.value_or(PredictionTable());
    }

    FoldPaths pathsOfSplit(const dataset::Split& split, std::vector<int> dataset::Fold::*part) {
        FoldPaths paths;
        for (std::size_t i = 0; i < split.folds.size(); ++i)
            for (const int cell : split.folds[i].*part)
                paths[static_cast<int>(i) + 1].insert(toUtf8(m_data.cells[static_cast<std::size_t>(cell)].path.lexically_relative(m_data.root)));
        return paths;
    }

    /// Validation answers of 0.99 each, all right or but for the last cell of class "hem". Returns how many cells there are.
    std::size_t pretendAnswers(int fold, bool oneIsWrong) {
        const PredictionTable table = tableIn(validationFile(fold));
        const int hem = table.classIndex("hem");
        std::size_t last = table.cells.size();
        for (std::size_t i = 0; i < table.cells.size(); ++i)
            if (table.cells[i].label == hem) last = i;
        EXPECT_LT(last, table.cells.size());
        std::string all = "path,subject,fold,label,predicted,p_all,p_hem\n";
        for (std::size_t i = 0; i < table.cells.size(); ++i) {
            const auto& cell = table.cells[i];
            const std::string& subject = table.subjects.at(static_cast<std::size_t>(cell.subject));
            const bool calledHem = (cell.label == hem) != (oneIsWrong && i == last);
            all += csvField(cell.path) + ',' + csvField(subject) + ',' + std::to_string(fold) + ',' + (cell.label == hem ? "hem," : "all,") + (calledHem ? "hem,0.01,0.99\n" : "all,0.99,0.01\n");
        }
        EXPECT_TRUE(writeFileAtomically(validationFile(fold), all));
        return table.cells.size();
    }

    inference::ModelCard cardOf(int fold) {
        const auto bundle = inference::readModelBundle(modelOf(m_folder / "run", fold));
        EXPECT_TRUE(bundle) << (bundle ? std::string() : bundle.error().message());
        return bundle ? bundle->card : inference::ModelCard();
    }

    std::string hashOf(int fold) {
        const auto bundle = inference::readModelBundle(modelOf(m_folder / "run", fold));
        return bundle ? bundle->sha256 : std::string("(cannot be read)");
    }

    NoProgress m_progress;
};

TEST(SubgroupingsOf, GroupsByWhatIsKnownOfSubjects) {
    dataset::FactsBySubject facts;
    const std::vector<std::string> subjects = {"A", "B", "C", "D", "E", "F", "G"};
    const std::vector<double> ages = {0.99, 1, 9.99, 10, 17.99, 18};
    for (std::size_t i = 0; i < ages.size(); ++i) {
        facts[subjects[i]].ageYears = ages[i];
        facts[subjects[i]].other = {{"centre", i % 2 == 0 ? "north" : "south"}, {"country", "one"}};
    }
    facts["A"].sex = dataset::Sex::Female;
    facts["B"].sex = dataset::Sex::Male;
    facts["C"].genetics = "ETV6-RUNX1";
    facts["D"].immunophenotype = dataset::Lineage::T;
    facts["of another data set"].other = {{"elsewhere", "x"}};
    facts["of another, too"].other = {{"elsewhere", "y"}};
    const auto groupings = subgroupingsOf(subjects, facts);
    std::vector<std::string> names;
    for (const auto& grouping : groupings) {
        names.push_back(grouping.name);
        EXPECT_EQ(grouping.ofSubject.size(), subjects.size()) << grouping.name;
    }
    ASSERT_EQ(names, (std::vector<std::string>{"age", "sex", "immunophenotype", "genetics", "centre"})) << "a column of one value divides nobody, nor does one of other subjects";
    EXPECT_EQ(groupings[0].ofSubject, (std::vector<std::string>{"under 1", "1 to under 10", "1 to under 10", "10 to under 18", "10 to under 18", "18 and over", ""}));
    EXPECT_EQ(groupings[1].ofSubject, (std::vector<std::string>{"female", "male", "", "", "", "", ""}));
    EXPECT_EQ(groupings[2].ofSubject[3], "T");
    EXPECT_EQ(groupings[3].ofSubject[2], "ETV6-RUNX1");
    EXPECT_EQ(groupings[4].ofSubject, (std::vector<std::string>{"north", "south", "north", "south", "north", "south", ""}));
    EXPECT_TRUE(subgroupingsOf(subjects, {}).empty());
}

TEST(SubgroupingsOf, AColumnOfManyValuesIsNoGrouping) {
    dataset::FactsBySubject facts;
    std::vector<std::string> subjects;
    for (int i = 0; i < 21; ++i) {
        subjects.push_back("s" + std::to_string(i));
        facts[subjects.back()].other = {{"code", std::to_string(i)}, {"tens", std::to_string(i % 20)}};
    }
    const auto groupings = subgroupingsOf(subjects, facts);
    ASSERT_EQ(groupings.size(), 1u);
    EXPECT_EQ(groupings[0].name, "tens");
}

TEST(DifferingSettings, AreThoseThatDifferWithBothValues) {
    TrainSettings first, second;
    EXPECT_TRUE(differingSettings(first, second).empty());
    second.epochs = 20;
    second.learningRate = 0.25;
    second.augment = false;
    std::map<std::string, std::pair<std::string, std::string>> found;
    for (const auto& difference : differingSettings(first, second)) found[difference.key] = {difference.first, difference.second};
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found.at("epochs"), std::pair(std::string("50"), std::string("20")));
    EXPECT_EQ(found.at("learningRate").second, "0.25");
    EXPECT_EQ(found.at("augment"), std::pair(std::string("true"), std::string("false")));
}

TEST_F(RunEvaluationTest, AnswersAreForTheSplitsTestAndValidationCells) {
    m_data.facts.assign(m_data.subjects.size(), SubjectFacts());
    for (std::size_t i = 0; i < m_data.facts.size(); ++i) {
        m_data.facts[i].ageYears = i % 2 == 0 ? 0.5 : 12;
        m_data.facts[i].sex = i % 2 == 0 ? dataset::Sex::Female : dataset::Sex::Male;
        m_data.facts[i].other = {{"centre", i < 4 ? "north" : "south"}, {"country", "one"}};
    }
    const auto record = trained(frozenSettings());
    const auto split = recordedSplit(m_data, record, false);
    ASSERT_TRUE(split) << split.error().message();
    EXPECT_TRUE(fs::exists(validationFile(1)) && fs::exists(validationFile(2)));

    auto asked = choices();
    asked.sensitivity = 0.8;
    const auto input = evaluationInput(record, asked);
    ASSERT_TRUE(input) << input.error().message();
    EXPECT_EQ(input->test.classes, m_data.classes);
    EXPECT_EQ(input->test.subjects, m_data.subjects);
    EXPECT_EQ(pathsOf(input->test), pathsOfSplit(*split, &dataset::Fold::test));
    ASSERT_TRUE(input->validation);
    EXPECT_EQ(input->validation->classes, m_data.classes);
    EXPECT_EQ(pathsOf(*input->validation), pathsOfSplit(*split, &dataset::Fold::validation));
    for (const auto* table : {&input->test, &*input->validation})
        for (const auto& cell : table->cells) {
            const auto own = std::ranges::find(m_data.cells, m_data.root / cell.path, &dataset::Cell::path);
            ASSERT_NE(own, m_data.cells.end()) << cell.path;
            EXPECT_EQ(cell.label, own->classIndex) << cell.path;
            EXPECT_EQ(table->subjects.at(static_cast<std::size_t>(cell.subject)), m_data.subjects.at(static_cast<std::size_t>(own->subjectIndex))) << cell.path;
        }
    EXPECT_EQ(input->positive, input->test.classIndex("all"));
    EXPECT_FALSE(input->facts.subjectsShared || input->facts.validationIsTest);
    EXPECT_EQ(input->sensitivity, 0.8);
    EXPECT_EQ(input->bootstrap.resamples, 20);
    std::vector<std::string> groupings;
    for (const auto& grouping : input->subgroupings) groupings.push_back(grouping.name);
    EXPECT_EQ(groupings, (std::vector<std::string>{"age", "sex", "centre"}));

    asked.positiveClass = "hem";
    EXPECT_EQ(evaluationInput(record, asked)->positive, input->test.classIndex("hem"));
    asked.positiveClass = "blast";
    const auto unknown = evaluationInput(record, asked);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(unknown.error().message().find("no class \"blast\""), std::string::npos) << unknown.error().message();
    EXPECT_NE(unknown.error().advice.find("all; hem"), std::string::npos) << unknown.error().advice;

    const auto result = evaluation::evaluate(*input, m_progress, {});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->pooled.cells, static_cast<int>(m_data.cells.size()));
    EXPECT_EQ(result->pooled.units, static_cast<int>(m_data.subjects.size()));
    EXPECT_EQ(result->folds.size(), 2u);
    EXPECT_EQ(result->calibration.folds.size(), 2u);
    // What training said of its own test.
    for (std::size_t fold = 0; fold < 2; ++fold) EXPECT_NEAR(result->folds[fold].figures[0].value, record.result.folds[fold].testAccuracy, 1e-6);
}

TEST_F(RunEvaluationTest, WhatIsGoneOrDamagedIsSaid) {
    const auto record = trained(frozenSettings());
    const auto& folder = record.result.folder;

    const auto comparison = compareRuns(record, record, choices(), false, m_progress, {});
    ASSERT_TRUE(comparison) << comparison.error().message();
    EXPECT_EQ(comparison->units.shared, static_cast<int>(m_data.subjects.size()));
    EXPECT_TRUE(comparison->differences.at(0).p) << "of the accuracy";
    for (const auto& difference : comparison->differences) {
        if (!std::isnan(difference.first)) {
            EXPECT_EQ(difference.difference, 0);
        }
        EXPECT_EQ(difference.p.value_or(1), 1);
    }

    const std::string good = text("run/predictions.csv");
    const auto refusal = [&] {
        const auto input = evaluationInput(record, choices());
        return input ? Error{ErrorCode::Internal, "accepted", {}, {}} : input.error();
    };
    ASSERT_TRUE(writeFileAtomically(folder / kPredictionsFile, good + "torn"));
    const auto torn = refusal();
    EXPECT_EQ(torn.code, ErrorCode::ReadFailed);
    EXPECT_EQ(torn.file, folder / kPredictionsFile);
    EXPECT_NE(torn.what.find("line " + std::to_string(std::ranges::count(good, '\n') + 1)), std::string::npos) << torn.what;
    ASSERT_TRUE(writeFileAtomically(folder / kPredictionsFile, good));

    const std::string validation = text("run/fold-2/validation.csv");
    ASSERT_TRUE(writeFileAtomically(validationFile(2), std::string_view("path,subject\n")));
    EXPECT_EQ(refusal().code, ErrorCode::ReadFailed);
    EXPECT_EQ(refusal().file, validationFile(2));
    ASSERT_TRUE(writeFileAtomically(validationFile(2), std::string_view("path,subject,fold,label,p_a,p_b\nx.png,P,2,a,1,0\n")));
    EXPECT_EQ(refusal().code, ErrorCode::ReadFailed);
    EXPECT_NE(refusal().what.find("other classes"), std::string::npos) << refusal().what;
    fs::remove(validationFile(2));
    const auto half = evaluationInput(record, choices());
    ASSERT_TRUE(half) << half.error().message();
    EXPECT_FALSE(half->validation) << "of all folds or of none";
    const auto locked = lockDecisions(record, evaluated(record));
    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().code, ErrorCode::NotFound);
    EXPECT_NE(locked.error().message().find("--data"), std::string::npos) << locked.error().message();
    ASSERT_TRUE(writeFileAtomically(validationFile(2), validation));

    ASSERT_TRUE(writeFileAtomically(folder / kFactsFile, std::string_view("[]")));
    EXPECT_EQ(refusal().code, ErrorCode::ReadFailed);
    EXPECT_EQ(refusal().file, folder / kFactsFile);
    fs::remove(folder / kFactsFile);

    fs::remove(folder / kPredictionsFile);
    EXPECT_EQ(refusal().code, ErrorCode::NotFound);
    EXPECT_EQ(refusal().file, folder);
    EXPECT_NE(refusal().what.find("no finished fold"), std::string::npos) << refusal().what;
    EXPECT_EQ(compareRuns(record, record, choices(), false, m_progress, {}).error().code, ErrorCode::NotFound);
}

TEST_F(RunEvaluationTest, ByTheProtocolPaperNothingIsChosenOnTheTestCells) {
    auto settings = frozenSettings();
    settings.protocol = dataset::Protocol::Paper;
    settings.epochs = 1;
    const auto record = trained(settings);
    EXPECT_FALSE(fs::exists(validationFile(1)) || fs::exists(validationFile(2)));
    const auto input = evaluationInput(record, choices());
    ASSERT_TRUE(input) << input.error().message();
    EXPECT_FALSE(input->validation);
    EXPECT_TRUE(input->facts.subjectsShared && input->facts.validationIsTest);
    const auto result = evaluated(record);
    EXPECT_TRUE(std::ranges::any_of(result.alarms, [](const auto& alarm) { return alarm.kind == evaluation::HonestyKind::SubjectsShared; }));
    const auto before = hashOf(1);
    const auto refused = lockDecisions(record, result);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(refused.error().what.find("the validation cells are the test cells"), std::string::npos) << refused.error().what;
    EXPECT_EQ(hashOf(1), before);

    // The models answer for the test cells alone.
    const auto recordedAnswers = tableIn(m_folder / "run/predictions.csv");
    ASSERT_TRUE(writeFileAtomically(m_folder / "run/predictions.csv", std::string_view("lost")));
    const auto made = predictRun(record, record.dataSource, m_progress, {});
    ASSERT_TRUE(made) << made.error().message();
    expectAlike(tableIn(m_folder / "run/predictions.csv"), recordedAnswers);
    EXPECT_FALSE(fs::exists(validationFile(1)) || fs::exists(validationFile(2)));
}

TEST_F(RunEvaluationTest, LockedDecisionsAreInTheModelsAndNothingElseChanges) {
    const auto record = trained(frozenSettings());
    const auto testAnswers = tableIn(m_folder / "run/predictions.csv"), ofFirst = tableIn(validationFile(1)), ofSecond = tableIn(validationFile(2));
    const std::vector<inference::ModelCard> before = {cardOf(1), cardOf(2)};
    std::vector<double> temperatures;
    for (const int fold : {1, 2}) {
        const auto cells = pretendAnswers(fold, true);
        ASSERT_GE(cells, 3u);
        // All but one right: softmax(log p / T) must say 1 − 1/n in the place of 0.99.
        temperatures.push_back(std::log(99.0) / std::log(static_cast<double>(cells) - 1));
    }
    for (int times = 0; times < 2; ++times) {
        SCOPED_TRACE(times);
        const auto locked = lockDecisions(record, evaluated(record));
        ASSERT_TRUE(locked) << locked.error().message();
        ASSERT_EQ(locked->folds.size(), 2u);
        for (std::size_t i = 0; i < 2; ++i) {
            SCOPED_TRACE("fold " + std::to_string(i + 1));
            const int fold = static_cast<int>(i) + 1;
            const auto& own = locked->folds[i];
            EXPECT_EQ(own.fold, fold);
            ASSERT_TRUE(own.temperature && own.threshold);
            EXPECT_NEAR(*own.temperature, temperatures[i], 1e-9);
            EXPECT_NEAR(*own.threshold, 0.5, 1e-9) << "half-way from 1 − 1/n to 1/n";
            EXPECT_EQ(own.sha256, hashOf(fold));
            const auto card = cardOf(fold);
            EXPECT_EQ(card.temperature, own.temperature);
            EXPECT_EQ(card.threshold, own.threshold);
            EXPECT_EQ(card.blastClass, "all");
            EXPECT_EQ(card.weightsSha256, before[i].weightsSha256);
            EXPECT_EQ(card.training.bestEpoch, before[i].training.bestEpoch);
            EXPECT_EQ(card.metrics.size(), before[i].metrics.size() + 1);
            ASSERT_EQ(std::ranges::count(card.metrics, kLockedMetric, &inference::CardMetric::name), 1);
            const auto metric = *std::ranges::find(card.metrics, kLockedMetric, &inference::CardMetric::name);
            EXPECT_EQ(metric.value, 1);
            EXPECT_NE(metric.measuredOn.find("validation cells"), std::string::npos) << metric.measuredOn;
        }
    }

    const auto result = evaluated(record);
    ASSERT_TRUE(writeEvaluation(record, result));
    const auto json = nlohmann::json::parse(text("run/evaluation.json"), nullptr, false);
    ASSERT_TRUE(json.is_object());
    for (const char* key : {"version", "notice", "program", "made", "metrics", "folds", "subjects", "confusion", "calibration"}) EXPECT_TRUE(json.contains(key)) << key;
    const auto& ofRun = json.at("run");
    EXPECT_EQ(ofRun.at("protocol"), "patient");
    EXPECT_EQ(ofRun.at("settingsHash"), settingsHash(record.result.settings));
    EXPECT_EQ(ofRun.at("dataSha256"), record.dataSha256);
    EXPECT_EQ(ofRun.at("finished"), true);
    ASSERT_EQ(ofRun.at("models").size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(ofRun.at("models")[i].at("sha256"), hashOf(static_cast<int>(i) + 1)) << "the models as they are now";

    // The models have a temperature now; their answers are recorded without it.
    const auto made = predictRun(record, record.dataSource, m_progress, {});
    ASSERT_TRUE(made) << made.error().message();
    expectAlike(tableIn(m_folder / "run/predictions.csv"), testAnswers);
    expectAlike(tableIn(validationFile(1)), ofFirst);
    expectAlike(tableIn(validationFile(2)), ofSecond);

    for (const int fold : {1, 2}) pretendAnswers(fold, false);
    const auto nothingWrong = lockDecisions(record, evaluated(record));
    ASSERT_TRUE(nothingWrong) << nothingWrong.error().message();
    EXPECT_FALSE(nothingWrong->folds[0].temperature);
    EXPECT_FALSE(cardOf(1).temperature) << "what was locked before is gone";
    EXPECT_TRUE(cardOf(1).threshold);
}

/// Cancels when this stage is reported.
class CancelsIn final : public ProgressSink {
public:
    CancelsIn(CancelSource& source, std::string stage) : m_source(source), m_stage(std::move(stage)) {}
    void report(const Progress& progress) override {
        if (progress.stage == m_stage) m_source.cancel();
    }

private:
    CancelSource& m_source;
    std::string m_stage;
};

TEST_F(RunEvaluationTest, TheModelsAnswerAnewAsTheyDidAfterTraining) {
    const auto record = trained(frozenSettings());
    const auto testAnswers = tableIn(m_folder / "run/predictions.csv"), ofFirst = tableIn(validationFile(1)), ofSecond = tableIn(validationFile(2));
    const auto before = hashOf(1);
    const auto expectWhole = [&] {
        expectAlike(tableIn(m_folder / "run/predictions.csv"), testAnswers);
        expectAlike(tableIn(validationFile(1)), ofFirst);
        expectAlike(tableIn(validationFile(2)), ofSecond);
    };
    {
        SCOPED_TRACE("untouched");
        const auto made = predictRun(record, record.dataSource, m_progress, {});
        ASSERT_TRUE(made) << made.error().message();
        expectWhole();
    }
    SCOPED_TRACE("lost, and the data have moved");
    fs::remove(validationFile(1));
    fs::remove(validationFile(2));
    fs::remove(m_folder / "run/predictions.csv");
    fs::remove(m_folder / "run/fold-1/predictions.csv");
    fs::rename(m_folder / "cells", m_folder / "moved");
    const auto made = predictRun(record, m_folder / "moved", m_progress, {});
    ASSERT_TRUE(made) << made.error().message();
    expectWhole();
    EXPECT_EQ(hashOf(1), before) << "the models stay as they are";
}

TEST_F(RunEvaluationTest, WhatCannotBeAnsweredAnewLeavesTheFilesAsTheyWere) {
    const auto record = trained(frozenSettings());
    const auto files = [&] { return text("run/predictions.csv") + text("run/fold-1/predictions.csv") + text("run/fold-1/validation.csv") + text("run/fold-2/validation.csv"); };
    const auto before = files();
    const auto codeOf = [&](const RunRecord& of, const fs::path& source, ProgressSink& progress, const CancelToken& cancel) {
        const auto made = predictRun(of, source, progress, cancel);
        return made ? std::string("made") : std::string(toString(made.error().code));
    };
    auto unfinished = record;
    unfinished.result.folds.clear();
    EXPECT_EQ(codeOf(unfinished, record.dataSource, m_progress, {}), "not_found");
    EXPECT_EQ(codeOf(record, m_folder / "nowhere", m_progress, {}), "not_found");
    {
        const auto held = RunFiles::open(record.result.folder);
        ASSERT_TRUE(held) << held.error().message();
        EXPECT_EQ(codeOf(record, record.dataSource, m_progress, {}), "already_exists") << "as while a training goes on";
    }
    CancelSource atOnce;
    atOnce.cancel();
    EXPECT_EQ(codeOf(record, record.dataSource, m_progress, atOnce.token()), "cancelled");
    EXPECT_EQ(files(), before);

    fs::remove(validationFile(1));
    fs::remove(validationFile(2));
    CancelSource later;
    CancelsIn inTheSecondFold(later, "Fold 2 of 2");
    EXPECT_EQ(codeOf(record, record.dataSource, inTheSecondFold, later.token()), "cancelled");
    EXPECT_TRUE(fs::exists(validationFile(1))) << "whole folds are written";
    EXPECT_FALSE(fs::exists(validationFile(2)));
    ASSERT_TRUE(predictRun(record, record.dataSource, m_progress, {}));

    const auto whole = files();
    fs::remove(m_data.cells[5].path);
    EXPECT_EQ(codeOf(record, record.dataSource, m_progress, {}), "data_changed");
    EXPECT_EQ(files(), whole);
}

}  // namespace
}  // namespace leukolens::experiment
