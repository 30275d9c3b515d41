// Runs, models and figures of a finder of cells, on drawn fields with random weights.
#include "core/fields/field_training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/fields/detector_model.h"
#include "core/fields/white_cell_finder.h"
#include "core/image/decode.h"
#include "core/inference/model_bundle.h"
#include "tests/core/fields/drawn_fields.h"
#include "tests/core/fields/quick_training.h"
#include "tests/support/drawn_field.h"
#include "tests/support/temp_folder.h"

namespace leukolens::fields {
namespace {

using test::TempFolder;

/// Stops the run after so many training steps.
class Watcher final : public FieldObserver, public ProgressSink {
public:
    explicit Watcher(int stopAfter = 0) : m_stopAfter(stopAfter) {}
    void onNotice(const std::string& text) override { notices.push_back(text); }
    void onEpoch(const FieldEpoch& epoch) override { epochs.push_back(epoch); }
    void report(const Progress& progress) override {
        if (progress.stage == "Training" && ++m_steps == m_stopAfter) source.cancel();
    }
    CancelSource source;
    std::vector<std::string> notices;
    std::vector<FieldEpoch> epochs;

private:
    int m_stopAfter, m_steps = 0;
};

FieldTrainSettings quickSettings() {
    auto settings = test::quickFieldSettings();
    settings.epochs = 2;
    settings.regions = 32;
    return settings;
}

class FieldTrainingTest : public testing::Test {
protected:
    void SetUp() override {
        test::writeDrawnFields(folder / "data", 5);
        NoProgress progress;
        set = *readFields(folder / "data", progress, {});
    }
    Result<FieldRunResult> train(const FieldTrainSettings& settings, const std::string& name, Watcher& watcher) { return trainFields(set, settings, folder / name, {watcher, watcher, watcher.source.token()}); }
    Result<FieldRunResult> resume(const std::string& name, Watcher& watcher) { return resumeFields(set, folder / name, {watcher, watcher, watcher.source.token()}); }

    TempFolder folder;
    FieldSet set;
};

TEST_F(FieldTrainingTest, LeavesARunThatAnswers) {
    Watcher watcher;
    const auto result = train(quickSettings(), "run", watcher);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(watcher.epochs.size(), 2u);
    EXPECT_TRUE(std::ranges::any_of(watcher.notices, [](const std::string& text) { return text.find("No pretrained weights") != std::string::npos; }));
    EXPECT_EQ(test::entries(folder / "run"), (std::vector<std::string>{"detector.leukomodel", "evaluation.json", "history.csv", "log.txt", "settings.json", "split.json"}));
    ASSERT_TRUE(result->figures);
    EXPECT_EQ(result->figures->fields, 2);
    EXPECT_EQ(result->figures->classes[0].boxes, 2);
    const auto model = DetectorModel::open(result->model, "cpu", "fp32");
    ASSERT_TRUE(model) << model.error().message();
    EXPECT_EQ(model->card().classNames(), set.classes);
    EXPECT_EQ(model->card().trainFields, 3);
    EXPECT_EQ(model->card().classes[0].trainBoxes, 3);
    EXPECT_EQ(model->card().dataSha256, set.sha256());
    EXPECT_TRUE(model->detect(*image::decodeFile(set.fields[0].picture)));
    // The figures of the run are those of its model.
    const auto record = *readFieldRun(folder / "run");
    EXPECT_TRUE(record.finished);
    const auto part = *testPartOf(record, set);
    const auto again = evaluateFields(set, part, [&](const FieldFile& field) { return model->detect(*image::decodeFile(field.picture)); }, watcher, {});
    ASSERT_TRUE(again);
    for (std::size_t c = 0; c < 2; ++c) EXPECT_EQ(again->classes[c].at50.value, result->figures->classes[c].at50.value);
}

TEST_F(FieldTrainingTest, GoesOnWhereItWasStopped) {
    Watcher undisturbed, stopped(4), resumed;
    ASSERT_TRUE(train(quickSettings(), "whole", undisturbed));
    const auto cancelled = train(quickSettings(), "torn", stopped);
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled);
    ASSERT_TRUE(resume("torn", resumed));
    ASSERT_EQ(resumed.epochs.size(), 1u);
    EXPECT_EQ(resumed.epochs[0].epoch, 2);
    EXPECT_EQ(resumed.epochs[0].losses.sum(), undisturbed.epochs[1].losses.sum());
    EXPECT_EQ(DetectorModel::open(folder / "torn" / kDetectorFile, "cpu", "fp32")->card().weightsSha256, DetectorModel::open(folder / "whole" / kDetectorFile, "cpu", "fp32")->card().weightsSha256);
    const auto again = resume("torn", resumed);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::InvalidArgument);
}

TEST_F(FieldTrainingTest, DoesNotGoOnWithOtherBoxes) {
    Watcher stopped(1), resumed;
    ASSERT_FALSE(train(quickSettings(), "run", stopped));
    set.fields[0].boxes[0].box.right += 2;
    const auto result = resume("run", resumed);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::DataChanged);
}

TEST_F(FieldTrainingTest, RefusesARunFolderThatWasEdited) {
    Watcher stopped(4), resumed;
    ASSERT_FALSE(train(quickSettings(), "run", stopped));
    const auto splitFile = folder / "run/split.json", settingsFile = folder / "run/settings.json";
    const auto split = *readTextFile(splitFile, 1u << 20), settings = *readTextFile(settingsFile, 1u << 20);
    const auto refused = [&](const std::filesystem::path& file, const nlohmann::json& edited, const std::string& words) {
        EXPECT_TRUE(writeFileAtomically(file, edited.dump()));
        const auto result = resume("run", resumed);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::ReadFailed);
        EXPECT_NE(result.error().message().find(words), std::string::npos) << result.error().message();
    };
    auto edited = nlohmann::json::parse(split);
    for (auto& name : edited["train"]) edited["test"].push_back(name);
    refused(splitFile, edited, "twice");
    edited["train"] = nlohmann::json::array();
    refused(splitFile, edited, "no training fields");
    edited = nlohmann::json::parse(split);
    edited["train"].erase(0);
    refused(splitFile, edited, "every field");
    EXPECT_TRUE(writeFileAtomically(splitFile, split));
    edited = nlohmann::json::parse(settings);
    edited["settings"]["epochs"] = 5;
    refused(settingsFile, edited, "checkpoints");
    EXPECT_FALSE(std::filesystem::is_empty(folder / "run/checkpoint")) << "what was learnt stays";
    EXPECT_TRUE(writeFileAtomically(settingsFile, settings));
    EXPECT_TRUE(resume("run", resumed));
}

TEST_F(FieldTrainingTest, AStartThatFailsLeavesTheFolderFree) {
    Watcher first, second;
    auto settings = quickSettings();
    settings.epochs = 1;
    settings.weightsFile = (folder / "data").string();
    ASSERT_FALSE(train(settings, "run", first));
    settings.weightsFile.clear();
    const auto again = train(settings, "run", second);
    EXPECT_TRUE(again) << again.error().message();
}

TEST_F(FieldTrainingTest, SaysBeforeItTrainsWhatNoModelCouldHold) {
    Watcher watcher;
    set.classes[0] = "two\nlines";
    auto refused = train(quickSettings(), "run", watcher);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    set.classes[0] = "large";
    set.fields[2].width = 900;
    refused = train(quickSettings(), "narrow", watcher);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().file, set.fields[2].picture);
    EXPECT_NE(refused.error().message().find("96"), std::string::npos);
    EXPECT_TRUE(watcher.epochs.empty());
}

TEST_F(FieldTrainingTest, NeverOverwritesARun) {
    Watcher first(1), second;
    ASSERT_FALSE(train(quickSettings(), "run", first));
    const auto again = train(quickSettings(), "run", second);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
}

TEST_F(FieldTrainingTest, RefusesSettingsOutsideTheirRanges) {
    Watcher watcher;
    auto settings = quickSettings();
    settings.learningRate = std::nan("");
    auto refused = train(settings, "run", watcher);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("learningRate"), std::string::npos);
    settings = quickSettings();
    settings.backbone = "resnet18";
    refused = train(settings, "run", watcher);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("resnet50_fpn"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

TEST(FieldSettings, AreReadBackFromJson) {
    FieldTrainSettings settings;
    settings.learningRate = 1.0 / 3;
    settings.optimizer = engine::OptimizerKind::Sgd;
    settings.frozenUpTo = "layer2";
    settings.seed = 18446744073709551615ull;
    const auto back = fieldSettingsFromJson(nlohmann::json::parse(toJson(settings).dump()), "settings.json");
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, settings);
    auto lacking = toJson(settings);
    lacking.erase("epochs");
    EXPECT_FALSE(fieldSettingsFromJson(lacking, "settings.json"));
}

TEST_F(FieldTrainingTest, SlidesSearchWithAModelWhoseScaleIsKnown) {
    auto settings = quickSettings();
    settings.epochs = 1;
    settings.testShare = 0;
    Watcher first, second;
    const auto unscaled = train(settings, "unscaled", first);
    ASSERT_TRUE(unscaled) << unscaled.error().message();
    EXPECT_TRUE(std::ranges::any_of(first.notices, [](const std::string& text) { return text.find("Slides cannot search") != std::string::npos; }));
    const auto refused = whiteCellFinder(std::make_shared<const DetectorModel>(*DetectorModel::open(unscaled->model, "cpu", "fp32")));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("how large a pixel is"), std::string::npos);
    settings.umPerPx = 0.2;
    settings.shortSidePx = 224;  // twice as large as the fields are
    const auto scaled = train(settings, "scaled", second);
    ASSERT_TRUE(scaled);
    const auto model = std::make_shared<const DetectorModel>(*DetectorModel::open(scaled->model, "cpu", "fp32"));
    EXPECT_NEAR(model->card().umPerPx.value_or(0), 0.1, 1e-9);
    const auto finder = whiteCellFinder(model);
    ASSERT_TRUE(finder);
    EXPECT_EQ(finder->umPerPx, model->card().umPerPx);
    const auto cells = finder->find(test::emptyField(224, 224));
    ASSERT_TRUE(cells);
    for (std::size_t i = 0; i < cells->size(); ++i) {
        EXPECT_GE((*cells)[i].score, slide::kLeastScore);
        for (std::size_t other = 0; other < i; ++other) EXPECT_LE(overlapOf((*cells)[i].box, (*cells)[other].box), 0.5) << "one cell of several classes is one cell";
    }
}

TEST(UmPerPxByRedCells, IsThatOfTheDrawing) {
    EXPECT_FALSE(umPerPxByRedCells(test::emptyField(300, 200)));
    EXPECT_NEAR(umPerPxByRedCells(slide::toImage(test::drawField({.umPerPx = 0.15}))).value_or(0), 0.15, 0.02);
}

TEST_F(FieldTrainingTest, ModelsOfBothKindsSayWhichTheyAre) {
    Watcher watcher;
    auto settings = quickSettings();
    settings.epochs = 1;
    settings.testShare = 0;
    const auto result = train(settings, "run", watcher);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_FALSE(result->figures);
    const auto asClassifier = inference::readModelBundle(result->model);
    ASSERT_FALSE(asClassifier);
    EXPECT_EQ(asClassifier.error().code, ErrorCode::NotAModel);
    EXPECT_NE(asClassifier.error().message().find("leukolens detect"), std::string::npos);
    auto bytes = *readFile(result->model, 1u << 30);
    bytes[bytes.size() / 2] ^= 1;
    ASSERT_TRUE(writeFileAtomically(folder / "spoilt.leukomodel", bytes));
    const auto spoilt = DetectorModel::open(folder / "spoilt.leukomodel", "cpu", "fp32");
    ASSERT_FALSE(spoilt);
    EXPECT_EQ(spoilt.error().code, ErrorCode::DamagedModel);
}

}  // namespace
}  // namespace leukolens::fields
