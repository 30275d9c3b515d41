#include "ui/shell/app_context.h"

#include <QSignalSpy>

#include <gtest/gtest.h>

#include "core/dataset/dataset.h"
#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

class LentModel : public testing::Test {
protected:
    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    QSignalSpy changed{&context, &AppContext::modelFileChanged};
};

TEST_F(LentModel, IsUsedAndTheChoiceStaysWhatItIs) {
    context.setModelFile("/own");
    context.lendModel("/sample");
    EXPECT_EQ(context.modelFile(), "/sample");
    EXPECT_TRUE(context.modelIsLent());
    EXPECT_EQ(context.chosenModelFile(), "/own");
    EXPECT_EQ(settings.text(SettingKey::ModelFile), "/own");
    context.lendModel({});
    EXPECT_EQ(context.modelFile(), "/own");
    EXPECT_EQ(changed.count(), 3);
}

TEST_F(LentModel, EndsWhereThePersonChooses) {
    context.setModelFile("/own");
    context.lendModel("/sample");
    context.setModelFile("/own");  // the same as before: it is used again
    EXPECT_EQ(context.modelFile(), "/own");
    EXPECT_EQ(changed.count(), 3);
    context.lendModel("/sample");
    settings.set(SettingKey::ModelFile, "/other");  // in the settings dialog
    EXPECT_EQ(context.modelFile(), "/other");
    EXPECT_FALSE(context.modelIsLent());
    EXPECT_EQ(changed.count(), 5);
}

TEST_F(LentModel, TellsNothingWhereNothingChanges) {
    context.lendModel({});
    EXPECT_EQ(changed.count(), 0);
    context.lendModel("/sample");
    context.lendModel("/sample");
    EXPECT_EQ(changed.count(), 1);
}

TEST(PictureFolder, IsThatOfTheOpenDataElseOfTheLast) {
    const test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    settings.set(SettingKey::DataFolder, "/data/opened last");
    EXPECT_EQ(context.pictureFolder(), "/data/opened last");
    dataset::Dataset data;
    data.root = "/data/drawn Zölle";
    context.setDataset(std::make_shared<const dataset::Dataset>(std::move(data)));
    EXPECT_EQ(context.pictureFolder(), QString::fromUtf8("/data/drawn Zölle"));
}

}  // namespace
}  // namespace leukolens::ui
