#include "ui/training/train_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <gtest/gtest.h>

#include "core/experiment/presets.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/dialogs.h"

namespace leukolens::ui {
namespace {

using test::find;

std::shared_ptr<dataset::Dataset> someData(bool withSubjects) {
    auto data = std::make_shared<dataset::Dataset>();
    data->classes = {"all", "hem"};
    if (withSubjects) data->subjects = {"1", "2"};
    return data;
}

class TrainFormTest : public testing::Test {
protected:
    void SetUp() override {
        form.show();
        form.setDataset(someData(true));
    }
    ~TrainFormTest() override { dialogs::setTestHook({}); }
    bool canStart() { return find<QPushButton>(form, "startTraining")->isEnabled(); }
    QString note() { return find<QLabel>(form, "trainNote")->text(); }
    TrainForm form;
};

TEST_F(TrainFormTest, StartsWithThePatientSafePreset) {
    EXPECT_TRUE(find<QPushButton>(form, "preset0")->isChecked());
    EXPECT_EQ(form.settings().protocol, dataset::Protocol::Patient);
    EXPECT_EQ(form.settings().inputPx, 299);
    EXPECT_TRUE(canStart());
}

TEST_F(TrainFormTest, PresetsFillTheFormAndKeepSeedAndWeights) {
    find<QDoubleSpinBox>(form, "trainSeed")->setValue(77);
    test::click(form, "preset2");
    EXPECT_EQ(form.settings().inputPx, 75);
    EXPECT_EQ(form.settings().epochs, experiment::quickPreset().epochs);
    EXPECT_EQ(form.settings().seed, 77u);
    EXPECT_TRUE(find<QPushButton>(form, "preset2")->isChecked());
    EXPECT_FALSE(find<QPushButton>(form, "preset0")->isChecked());
    find<QSpinBox>(form, "trainEpochs")->setValue(experiment::quickPreset().epochs + 1);
    EXPECT_FALSE(find<QPushButton>(form, "preset2")->isChecked()) << "changed by hand: no preset any more";
}

TEST_F(TrainFormTest, SaysWhatASettingMeans) {
    EXPECT_FALSE(note().contains("auxiliary"));
    find<QSpinBox>(form, "trainInputPx")->setValue(298);
    EXPECT_TRUE(note().contains("auxiliary head is not run"));
    test::click(form, "preset1");
    EXPECT_TRUE(note().contains("Optimistic: patients are shared"));
}

TEST_F(TrainFormTest, TheInputFollowsTheNetworkUnlessItWasChanged) {
    auto* network = find<QComboBox>(form, "trainNetwork");
    auto* input = find<QSpinBox>(form, "trainInputPx");
    const auto choose = [&](const char* name) { network->setCurrentIndex(network->findData(name)); };
    choose("alexnet");
    EXPECT_EQ(input->value(), 224);
    EXPECT_FALSE(note().contains("auxiliary")) << "it has none";
    EXPECT_TRUE(find<QPushButton>(form, "preset0")->isChecked()) << "as the preset has it for this network";
    choose("leuknet");
    EXPECT_EQ(input->value(), 227);
    test::click(form, "preset2");
    EXPECT_EQ(form.settings().network, "leuknet");
    EXPECT_EQ(input->value(), 75);
    choose("lstm_rows");
    choose("inception_v3");
    EXPECT_EQ(input->value(), 75) << "small, as Quick wants it";
    EXPECT_TRUE(find<QPushButton>(form, "preset2")->isChecked());
    input->setValue(180);
    choose("alexnet");
    EXPECT_EQ(input->value(), 180) << "a choice of one's own";
    test::click(form, "preset1");
    EXPECT_EQ(form.settings().network, "inception_v3") << "the paper's experiment is this network's";
    EXPECT_EQ(input->value(), 299);
}

TEST_F(TrainFormTest, CannotStartWithoutDataOrWithImpossibleSettings) {
    form.setDataset(nullptr);
    EXPECT_FALSE(canStart());
    form.setDataset(someData(false));
    EXPECT_FALSE(canStart()) << "by patient needs patients";
    EXPECT_TRUE(find<QLabel>(form, "trainProblem")->text().contains("patient"));
    find<QComboBox>(form, "trainProtocol")->setCurrentIndex(1);
    EXPECT_TRUE(canStart());
    find<QLineEdit>(form, "trainWeights")->setText("/nowhere/weights.pth");
    EXPECT_FALSE(canStart());
    find<QLineEdit>(form, "trainWeights")->clear();
    find<QLineEdit>(form, "trainRunName")->setText("../elsewhere");
    EXPECT_FALSE(canStart());
}

TEST_F(TrainFormTest, SaysWhichDataAreOpen) {
    EXPECT_TRUE(find<QLabel>(form, "trainData")->toolTip().isEmpty() || !find<QLabel>(form, "trainData")->text().isEmpty());
    form.setDataset(nullptr);
    EXPECT_EQ(find<QLabel>(form, "trainData")->text(), "No cells are open");
    bool asked = false;
    QObject::connect(&form, &TrainForm::dataRequested, &form, [&] { asked = true; });
    test::click(form, "changeData");
    EXPECT_TRUE(asked);
}

TEST_F(TrainFormTest, TheLastLayerAloneNeedsWeightsAndIsASetting) {
    auto* frozen = find<QCheckBox>(form, "trainFrozenTrunk");
    EXPECT_FALSE(frozen->isEnabled());
    form.setWeightsFile("/some/inception.pth");
    ASSERT_TRUE(frozen->isEnabled());
    frozen->click();
    EXPECT_EQ(form.settings().frozenUpTo, "trunk");
    EXPECT_EQ(form.settings().learningRate, experiment::withFrozenTrunk({}).learningRate);
    EXPECT_EQ(form.settings().dropout, 0);
    EXPECT_EQ(find<QComboBox>(form, "trainFrozenUpTo")->currentData().toString(), "trunk");
    frozen->click();
    EXPECT_EQ(form.settings().frozenUpTo, "");
    EXPECT_EQ(form.settings().learningRate, experiment::TrainSettings{}.learningRate);
    EXPECT_EQ(form.settings().dropout, experiment::TrainSettings{}.dropout);
}

TEST_F(TrainFormTest, TakesAFileOfWeightsFromTheFileDialog) {
    dialogs::setTestHook({{}, [](const QString&) { return QString("/some/inception.pth"); }});
    test::click(form, "chooseWeights");
    EXPECT_EQ(form.settings().weightsFile, "/some/inception.pth");
}

TEST_F(TrainFormTest, IsLockedWhileATrainingRuns) {
    form.setRunning(true);
    EXPECT_FALSE(canStart());
    EXPECT_FALSE(find<QSpinBox>(form, "trainEpochs")->isEnabled());
    form.setRunning(false);
    EXPECT_TRUE(canStart());
}

}  // namespace
}  // namespace leukolens::ui
