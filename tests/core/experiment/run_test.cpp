#include "tests/core/experiment/run_fixture.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/dataset/fingerprint.h"
#include "core/image/decode.h"
#include "core/inference/eight_bit.h"
#include "core/inference/model_bundle.h"
#include "core/inference/predictor.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;

using test::RunTest;
using test::shortSettings;

TEST_F(RunTest, TrainsANetworkWithoutAuxiliaryHeadAndSaysNothingOfOne) {
    m_data = leukolens::test::demoData(m_folder / "many", 12);  // enough to measure 8-bit answers, which this network has not
    auto settings = shortSettings();
    settings.network = "mobilenet_v3_small";
    const auto result = run(settings);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->folds.size(), 2u);
    EXPECT_TRUE(m_recorder.notices.empty());
    const auto predictor = inference::Predictor::load(result->folds[0].model);
    ASSERT_TRUE(predictor) << predictor.error().message();
    EXPECT_EQ((*predictor)->card().network, "mobilenet_v3_small");
    EXPECT_FALSE((*predictor)->card().eightBit);
    ASSERT_NE((*predictor)->references(), nullptr);
    EXPECT_EQ((*predictor)->references()->length, 1024);
}

TEST_F(RunTest, TheSequenceBaselineTrainsAnswersAndIsAStartForALastLayer) {
    auto settings = shortSettings();
    settings.network = "lstm_rows";
    const auto whole = run(settings);
    ASSERT_TRUE(whole) << whole.error().message();
    settings.weightsFile = whole->folds[0].model.string();
    settings.frozenUpTo = "trunk";
    settings.featureCopies = 1;
    const auto head = run(settings, "head");
    ASSERT_TRUE(head) << head.error().message();
    const auto trunk = inference::readModelBundle(whole->folds[0].model), other = inference::readModelBundle(head->folds[0].model);
    for (const auto& record : trunk->weights.tensors()) {
        const bool same = std::ranges::equal(record.bytes, other->weights.find(record.name)->bytes);
        EXPECT_EQ(same, record.name.starts_with("lstm.")) << record.name;
    }
    const auto predictor = inference::Predictor::load(head->folds[0].model);
    ASSERT_TRUE(predictor) << predictor.error().message();
    EXPECT_EQ((*predictor)->card().inputPx, 75);
    const auto picture = *image::decodeFile(m_data.cells.front().path);
    const auto answer = (*predictor)->predict(std::span(&picture, 1), {.features = true});
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->front().features.size(), 128u);
}

TEST_F(RunTest, WritesAFolderThatReadsBackAsItWas) {
    const auto result = run(shortSettings());
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->folds.size(), 2u);
    EXPECT_EQ(m_recorder.epochs.size(), 4u);
    EXPECT_EQ(m_recorder.folds.size(), 2u);
    EXPECT_EQ(m_steering.last.done, m_steering.last.total);
    ASSERT_EQ(m_recorder.notices.size(), 1u);
    EXPECT_NE(m_recorder.notices[0].find("auxiliary head"), std::string::npos);
    EXPECT_EQ(leukolens::test::entries(m_folder / "run"), (std::vector<std::string>{"fold-1", "fold-2", "folds.csv", "history.csv", "log.txt", "outcome.json",
                                                                         "predictions.csv", "settings.json", "split.json"}));
    const auto back = readRun(m_folder / "run");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_TRUE(back->finished);
    EXPECT_EQ(back->dataSource, m_data.source);
    EXPECT_EQ(back->dataSha256, dataset::fingerprint(m_data));
    for (const char* fold : {"fold-1", "fold-2"})
        EXPECT_EQ(leukolens::test::entries(m_folder / "run" / fold), (std::vector<std::string>{"best.leukomodel", "checkpoint", "predictions.csv", "validation.csv"}));
    EXPECT_EQ(leukolens::test::entries(m_folder / "run" / "fold-1" / "checkpoint").size(), 1u);
    EXPECT_EQ(m_recorder.runnings, 1);
    EXPECT_EQ(settingsHash(back->result.settings), settingsHash(result->settings));
    ASSERT_EQ(back->history.size(), 4u);
    EXPECT_EQ(back->history[3].trainLoss, m_recorder.epochs[3].trainLoss);
    EXPECT_EQ(back->result.folds[1].testLoss, result->folds[1].testLoss);
    EXPECT_EQ(back->result.mean.testAccuracy, result->mean.testAccuracy);
    EXPECT_EQ(back->result.notices, result->notices);
}

TEST_F(RunTest, ASplitThatTestsOnWhatItLearnsFromNeedsWordsThatTheRunKeeps) {
    // The first cell of each subject of a class looks like all others: whatever the split, it divides some.
    std::set<int> seen;
    for (auto& cell : m_data.cells)
        if (cell.classIndex == 0 && seen.insert(cell.subjectIndex).second) cell.sketch = m_data.cells.front().sketch;
    const auto refused = run(shortSettings());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::LeakingSplit);
    EXPECT_FALSE(fs::exists(m_folder / "run")) << "refused before anything is written";

    const auto accepted = train(m_data, frozenSettings(), m_folder / "run", control(), {"A rehearsal: nothing of it is reported."});
    ASSERT_TRUE(accepted) << accepted.error().message();
    const auto leaks = nlohmann::json::parse(text("run/leaks.json"));
    EXPECT_EQ(leaks.at("acknowledgement"), "A rehearsal: nothing of it is reported.");
    EXPECT_GE(leaks.at("pairs").size(), 1u);
    const auto back = readRun(m_folder / "run");
    ASSERT_TRUE(back);
    EXPECT_TRUE(std::ranges::any_of(back->result.notices, [](const std::string& text) { return text.ends_with("\"A rehearsal: nothing of it is reported.\""); }));
}

TEST_F(RunTest, WhatAnEarlierStartLeftIsNotTakenForThisRuns) {
    fs::create_directory(m_folder / "run");
    for (const char* left : {"corrections.json", "duplicates.json", "leaks.json", "facts.json"}) ASSERT_TRUE(writeFileAtomically(m_folder / "run" / left, std::string_view("{}")));
    auto settings = frozenSettings();
    settings.epochs = 1;
    const auto result = run(settings);
    ASSERT_TRUE(result) << result.error().message();
    for (const char* left : {"corrections.json", "duplicates.json", "leaks.json", "facts.json"}) EXPECT_FALSE(fs::exists(m_folder / "run" / left)) << left;
}

TEST_F(RunTest, OneSubjectOutIsAsManyFoldsAsSubjectsAndGoesOnSo) {
    auto settings = frozenSettings();
    settings.protocol = dataset::Protocol::LeaveOneOut;
    settings.epochs = 1;
    const auto result = run(settings);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->folds.size(), 12u);
    const auto back = readRun(m_folder / "run");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_TRUE(back->finished);
    EXPECT_EQ(back->result.settings.folds, 12);
    const auto extended = goOn("run", {1, false});
    ASSERT_TRUE(extended) << extended.error().message();
    EXPECT_EQ(extended->folds.size(), 12u);
}

TEST_F(RunTest, EachFoldsModelAnswersLikeItsTest) {
    auto settings = shortSettings();
    settings.precision = "auto";  // as the predictor does
    const auto result = run(settings);
    ASSERT_TRUE(result);
    const auto predictor = inference::Predictor::load(result->folds[0].model);
    ASSERT_TRUE(predictor) << predictor.error().message();
    EXPECT_EQ((*predictor)->card().classNames(), m_data.classes);
    // First line of predictions.csv behind the header belongs to fold 1.
    const auto csv = *readTextFile(m_folder / "run" / "predictions.csv", 1 << 20);
    const auto begin = csv.find('\n') + 1;
    const std::string line = csv.substr(begin, csv.find('\n', begin) - begin);
    const fs::path file = m_data.root / line.substr(0, line.find(','));
    class One final : public inference::FileListener {
    public:
        void onResult(const inference::FilePrediction& result) override { p = result.prediction->probabilities; }
        std::vector<double> p;
    } one;
    ASSERT_TRUE(inference::predictFiles(**predictor, {file}, one, {}));
    EXPECT_NEAR(one.p[1], std::stod(line.substr(line.rfind(',') + 1)), 0.02);
}

TEST_F(RunTest, AModelListsItsTrainingCellsAsItSeesThem) {
    m_data = leukolens::test::demoData(m_folder / "many", 12);  // enough in training and validation part to make a list of and to compare on
    const auto result = run(shortSettings());
    ASSERT_TRUE(result) << result.error().message();
    const auto predictor = inference::Predictor::load(result->folds[0].model);
    ASSERT_TRUE(predictor) << predictor.error().message();
    const auto* list = (*predictor)->references();
    ASSERT_NE(list, nullptr);
    EXPECT_TRUE((*predictor)->card().sharpness);
    if (inference::canMeasureEightBit()) {
        const auto& eightBit = (*predictor)->card().eightBit;
        ASSERT_TRUE(eightBit);
        EXPECT_EQ(eightBit->chosenOn, std::to_string(std::min<std::size_t>(64, list->cells())) + " training cells");
        EXPECT_GE(eightBit->cells, 16);
        EXPECT_EQ(eightBit->comparedOn, std::to_string(eightBit->cells) + " validation cells");
    }
    EXPECT_EQ((*predictor)->card().background, inference::Background::Black) << "as demonstration cells lie";
    int trained = 0;
    for (const auto& entry : (*predictor)->card().classes) trained += entry.train.cells;
    EXPECT_EQ(list->cells(), static_cast<std::size_t>(trained));
    // A training cell is nearest to itself: the list's vectors are those that the saved model gives.
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < list->cells(); ++i) places[list->sha256s[i]] = i;
    int looked = 0;
    for (const auto& cell : m_data.cells) {
        const auto place = places.find(cell.sha256);
        if (place == places.end() || ++looked > 5) continue;
        const auto picture = image::decodeFile(cell.path);
        ASSERT_TRUE(picture);
        const auto prediction = (*predictor)->predict(std::span(&*picture, 1));
        ASSERT_TRUE(prediction);
        EXPECT_EQ(inference::nearestCells(*list, prediction->front().embedding, 1).front().cell, place->second);
        EXPECT_EQ(list->classes[place->second], cell.classIndex);
    }
    EXPECT_GT(looked, 0);
}

TEST_F(RunTest, EachFoldsModelCardTellsHowItCameAbout) {
    const auto settings = shortSettings();
    const auto result = run(settings);
    ASSERT_TRUE(result);
    const auto bundle = inference::readModelBundle(result->folds[1].model);
    ASSERT_TRUE(bundle) << bundle.error().message();
    const auto& card = bundle->card;
    EXPECT_EQ(card.name, "inception_v3 fold 2 (demonstration cells)");
    EXPECT_TRUE(card.training.demonstration);
    EXPECT_EQ(card.blastClass, "all");
    EXPECT_EQ(card.inputPx, settings.inputPx);
    EXPECT_EQ(card.training.protocol, "patient");
    EXPECT_EQ(card.training.fold, 2);
    EXPECT_EQ(card.training.folds, 2);
    EXPECT_EQ(card.training.bestEpoch, result->folds[1].bestEpoch);
    EXPECT_EQ(card.training.settingsSha256, settingsHash(settings));
    EXPECT_EQ(card.training.dataSha256, dataset::fingerprint(m_data));
    EXPECT_EQ(card.training.startedFrom, "");
    EXPECT_FALSE(card.temperature || card.threshold);
    // Six subjects a class with two cells each: three test, some validate, the rest train.
    int cells = 0, subjects = 0;
    for (const auto& entry : card.classes) {
        EXPECT_EQ(entry.test.subjects, 3) << entry.name;
        EXPECT_EQ(entry.test.cells, 6) << entry.name;
        for (const auto& part : {entry.train, entry.validation, entry.test}) {
            cells += part.cells;
            subjects += part.subjects;
        }
    }
    EXPECT_EQ(cells, 24);
    EXPECT_EQ(subjects, 12);
    std::vector<std::string> names;
    for (const auto& metric : card.metrics) names.push_back(metric.name);
    EXPECT_EQ(names, (std::vector<std::string>{"accuracy", "balanced_accuracy", "f1_weighted", "sensitivity", "specificity", "auroc", "loss"}));
    EXPECT_EQ(card.metrics[0].value, result->folds[1].testAccuracy);
    ASSERT_TRUE(card.metrics[0].low);
    EXPECT_LE(*card.metrics[0].low, card.metrics[0].value);
    EXPECT_GE(*card.metrics[0].high, card.metrics[0].value);
    EXPECT_NE(card.metrics[0].method.find("over subjects"), std::string::npos);
    EXPECT_EQ(card.metrics.back().value, result->folds[1].testLoss);
}

TEST_F(RunTest, StartsFromAModelAndReplacesALastLayerOfOtherClasses) {
    auto settings = shortSettings();
    settings.epochs = 1;
    settings.weightsFile = leukolens::test::makeTinyModel(m_folder.path(), {"a", "b", "c"}).string();
    const auto result = run(settings);
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(m_recorder.weights.size(), 1u);
    EXPECT_EQ(m_recorder.weights[0].missing, (std::vector<std::string>{"AuxLogits.fc.bias", "AuxLogits.fc.weight", "fc.bias", "fc.weight"}));
    ASSERT_EQ(m_recorder.notices.size(), 2u);
    EXPECT_EQ(m_recorder.notices[1], "The last layer of the weights is made for 3 classes: a fresh one for 2 classes takes its place.");
    EXPECT_EQ(readRun(m_folder / "run")->result.notices, m_recorder.notices);
    EXPECT_EQ(inference::readModelBundle(result->folds[0].model)->card.training.startedFrom, "tiny.leukomodel");
}

TEST_F(RunTest, RepeatsItselfFromItsSeed) {
    auto settings = shortSettings();
    settings.epochs = 1;
    const auto a = run(settings, "a"), b = run(settings, "b");
    ASSERT_TRUE(a && b);
    EXPECT_EQ(a->folds[0].testLoss, b->folds[0].testLoss);
    EXPECT_EQ(*readTextFile(m_folder / "a" / "predictions.csv", 1 << 20), *readTextFile(m_folder / "b" / "predictions.csv", 1 << 20));
    EXPECT_EQ(*readTextFile(m_folder / "a" / "split.json", 1 << 20), *readTextFile(m_folder / "b" / "split.json", 1 << 20));
}

TEST_F(RunTest, StoppingKeepsTheBestWeightsSoFar) {
    m_recorder.afterEpoch = [this](const EpochRecord&) { m_source.cancel(); };
    auto settings = shortSettings();
    settings.epochs = 50;
    const auto result = run(settings);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(m_recorder.epochs.size(), 1u);
    EXPECT_TRUE(inference::Predictor::load(m_folder / "run" / "fold-1" / "best.leukomodel"));
    EXPECT_EQ(readRun(m_folder / "run")->history.size(), 1u);
}

TEST_F(RunTest, StopsEarlyWhenPatienceRunsOut) {
    auto settings = shortSettings();
    settings.epochs = 80;  // a validation loss that falls eighty times in a row would be news
    settings.patienceEpochs = 1;
    settings.learningRate = 1e-2;
    const auto result = run(settings);
    ASSERT_TRUE(result) << result.error().message();
    for (const auto& fold : result->folds) {
        EXPECT_TRUE(fold.stoppedEarly);
        EXPECT_EQ(fold.epochs, fold.bestEpoch + 1);
    }
    EXPECT_EQ(m_steering.last.done, m_steering.last.total);
}

TEST_F(RunTest, NeverOverwritesEarlierResults) {
    ASSERT_TRUE(createFolder(m_folder / "run"));
    ASSERT_TRUE(writeFileAtomically(m_folder / "run" / "mine.txt", std::string_view("mine")));
    const auto result = run(shortSettings());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(leukolens::test::entries(m_folder / "run"), std::vector<std::string>{"mine.txt"});
}

TEST_F(RunTest, WhatIsRefusedLeavesNoFolder) {
    auto settings = shortSettings();
    settings.folds = 7;  // six subjects a class
    EXPECT_EQ(run(settings).error().code, ErrorCode::TooFewSubjects);
    settings = shortSettings();
    settings.batch = 0;
    EXPECT_EQ(run(settings).error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(fs::exists(m_folder / "run"));
}

TEST_F(RunTest, ForeignWeightsAreRefusedByName) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "w.pth", std::string_view("no weights at all")));
    auto settings = shortSettings();
    settings.weightsFile = (m_folder / "w.pth").string();
    const auto result = run(settings);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::NotAModel);
    EXPECT_EQ(result.error().file, m_folder / "w.pth");
    EXPECT_FALSE(fs::exists(m_folder / "run"));
}

TEST_F(RunTest, PaperProtocolSaysThatItIsOptimistic) {
    auto settings = shortSettings();
    settings.epochs = 1;
    settings.protocol = dataset::Protocol::Paper;
    ASSERT_TRUE(run(settings));
    ASSERT_EQ(m_recorder.notices.size(), 2u);
    EXPECT_EQ(m_recorder.notices[1], "Optimistic: patients are shared between training and test.");
}

TEST(ReadRun, SaysWhatIsNoRunFolder) {
    const leukolens::test::TempFolder folder;
    EXPECT_EQ(readRun(folder / "none").error().code, ErrorCode::NotFound);
    const auto empty = readRun(folder.path());
    ASSERT_FALSE(empty);
    EXPECT_NE(empty.error().what.find("no run folder"), std::string::npos);
    ASSERT_TRUE(writeFileAtomically(folder / "settings.json", std::string_view("{\"version\":99}")));
    EXPECT_EQ(readRun(folder.path()).error().code, ErrorCode::ReadFailed);
    ASSERT_TRUE(writeFileAtomically(folder / "settings.json", std::string_view("{\"version\":1}")));
    EXPECT_EQ(readRun(folder.path()).error().code, ErrorCode::ReadFailed);
}

}  // namespace
}  // namespace leukolens::experiment
