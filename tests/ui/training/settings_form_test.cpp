#include "ui/training/settings_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QTranslator>
#include <QWheelEvent>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

using test::find;

class SettingsFormTest : public testing::Test {
protected:
    void SetUp() override {
        form.resize(320, 800);
        form.show();
        form.fill({});
    }
    QWidget* editor(const std::string& key) {
        QString name = QString::fromStdString(key);
        name[0] = name[0].toUpper();
        return find<QWidget>(form, ("train" + name).toLatin1().constData());
    }
    SettingsForm form{{"weightsFile"}};
};

TEST_F(SettingsFormTest, HasAFieldWithHelpForEverySettingOfTheTable) {
    for (const experiment::Setting& setting : experiment::settingTable()) {
        if (std::string(setting.key) == "weightsFile") continue;
        QWidget* widget = editor(setting.key);
        ASSERT_TRUE(widget);
        EXPECT_EQ(widget->accessibleName().toStdString(), setting.label);
        EXPECT_EQ(widget->toolTip().toStdString(), setting.help);
    }
}

TEST_F(SettingsFormTest, GivesBackWhatItWasFilledWithToTheLastDigit) {
    experiment::TrainSettings settings;
    settings.protocol = dataset::Protocol::Paper;
    settings.learningRate = 0.000123456789;
    settings.seed = 9'007'199'254'740'991u;
    settings.classBalance = experiment::ClassBalance::Sampling;
    settings.frozenUpTo = "Mixed_6e";
    settings.augmentation.gamma = {0.5, 2};
    settings.augment = false;
    settings.weightsFile = "/kept.pth";
    form.fill(settings);
    EXPECT_EQ(form.applyTo(settings), settings);
}

TEST_F(SettingsFormTest, WhatIsTypedChangesOneSettingOnly) {
    int told = 0;
    QObject::connect(&form, &SettingsForm::changed, &form, [&] { ++told; });
    qobject_cast<QDoubleSpinBox*>(editor("learningRate"))->setValue(0.01);
    experiment::TrainSettings expected;
    expected.learningRate = 0.01;
    EXPECT_EQ(form.applyTo({}), expected);
    EXPECT_EQ(told, 1);
    form.fill({});
    EXPECT_EQ(told, 1) << "filling is not typing";
}

TEST_F(SettingsFormTest, OfANetworkOnlyItsOwnBlocksAndHeadsAreOffered) {
    auto* network = qobject_cast<QComboBox*>(editor("network"));
    auto* frozen = qobject_cast<QComboBox*>(editor("frozenUpTo"));
    EXPECT_EQ(network->currentText(), "InceptionV3");
    EXPECT_EQ(frozen->count(), 18);
    EXPECT_TRUE(editor("auxiliaryWeight")->isEnabled());
    frozen->setCurrentIndex(frozen->findData("Mixed_6e"));
    int told = 0;
    QObject::connect(&form, &SettingsForm::changed, &form, [&] { ++told; });
    network->setCurrentIndex(network->findData("lstm_rows"));
    EXPECT_EQ(told, 1);
    EXPECT_EQ(network->currentText(), "LSTM over rows");
    QStringList offered;
    for (int i = 0; i < frozen->count(); ++i) offered << frozen->itemData(i).toString();
    EXPECT_EQ(offered, QStringList({"", "lstm.0", "lstm.1", "trunk"}));
    EXPECT_EQ(form.applyTo({}).frozenUpTo, "") << "a block of another network";
    EXPECT_FALSE(editor("auxiliaryWeight")->isEnabled());
    frozen->setCurrentIndex(frozen->findData("trunk"));
    network->setCurrentIndex(network->findData("alexnet"));
    EXPECT_EQ(form.applyTo({}).frozenUpTo, "trunk") << "every network has one";
    network->setCurrentIndex(network->findData("inception_features+svm"));
    for (const char* idle : {"epochs", "learningRate", "augment", "frozenUpTo", "auxiliaryWeight"}) EXPECT_FALSE(editor(idle)->isEnabled()) << idle << " has no say where a head is fitted";
    for (const char* asked : {"folds", "inputPx", "seed", "network", "classBalance"}) EXPECT_TRUE(editor(asked)->isEnabled()) << asked;
    EXPECT_EQ(frozen->count(), 2);
    network->setCurrentIndex(network->findData("inception_v3"));
    EXPECT_TRUE(editor("learningRate")->isEnabled());
    experiment::TrainSettings settings;
    settings.network = "mobilenet_v3_small";
    settings.frozenUpTo = "features.6";
    settings.inputPx = 299;
    form.fill(settings);
    EXPECT_EQ(form.applyTo({}), settings) << "what is filled in stays as it is";
}

TEST_F(SettingsFormTest, GroupsFoldOpenAndSeldomSettingsAreBehindMore) {
    EXPECT_TRUE(editor("epochs")->isVisible());
    EXPECT_FALSE(editor("seed")->isVisible());
    test::click(form, "settingMore0");
    EXPECT_TRUE(editor("seed")->isVisible());
    EXPECT_FALSE(editor("learningRate")->isVisible());
    auto* head = find<QPushButton>(form, "settingGroup2");
    head->setFocus();
    QTest::keyClick(head, Qt::Key_Space);
    EXPECT_TRUE(editor("learningRate")->isVisible());
    QTest::keyClick(head, Qt::Key_Space);
    EXPECT_FALSE(editor("learningRate")->isVisible());
}

TEST_F(SettingsFormTest, TheWheelOverAFieldWithoutFocusChangesNothing) {
    auto* box = qobject_cast<QAbstractSpinBox*>(editor("epochs"));
    const QString before = box->text();
    QWheelEvent event({5, 5}, box->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(box, &event);
    EXPECT_EQ(box->text(), before);
}

TEST(SettingTexts, AreAllTranslated) {
    QTranslator german;
    ASSERT_TRUE(german.load(":/i18n/leukolens_de.qm"));
    const auto check = [&](const char* text) {
        EXPECT_TRUE(*text == '\0' || !german.translate("Core", text).isEmpty()) << text;
    };
    for (const experiment::Setting& setting : experiment::settingTable()) {
        check(setting.label);
        check(setting.unit);
        check(setting.help);
        const std::string key = setting.key;
        // Networks and their blocks have names, not words.
        if (key == "network" || key == "frozenUpTo") continue;
        for (const experiment::SettingWord& word : setting.words) check(word.label);
    }
}

}  // namespace
}  // namespace leukolens::ui
