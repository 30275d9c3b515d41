#include "ui/window/window_host.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QLabel>

#include <gtest/gtest.h>

#include <latch>

#include "core/base/files.h"
#include "tests/support/demo_data.h"
#include "tests/ui/support/ui_test.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/data/data_workspace.h"
#include "ui/help/help_window.h"
#include "ui/shell/help_request.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

class WindowHostTest : public testing::Test {
protected:
    void SetUp() override {
        settings.set(SettingKey::CaseFile, test::qpath(folder / "cases.sqlite"));
        settings.set(SettingKey::ModelsFolder, test::qpath(folder / "models"));
        settings.set(SettingKey::Device, "cpu");
        settings.set(SettingKey::Language, "en");
        installLanguage(*qApp, "en");
        host.open();
    }
    ~WindowHostTest() override {
        installLanguage(*qApp, "en");
        QLocale::setDefault(before);
    }
    QString wordOfClassify() { return find<QAbstractButton>(host.window(), "rail1")->text(); }
    ClassifySession& session() { return qobject_cast<ClassifyWorkspace*>(host.window().workspace(1))->session(); }

    QLocale before;
    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    WindowHost host{settings};
};

TEST_F(WindowHostTest, ChangesItsLanguageWithoutARestart) {
    EXPECT_EQ(wordOfClassify(), "Classify");
    for (const auto& [code, word] : {std::pair("de", "Klassifizieren"), {"id", "Klasifikasi"}, {"en", "Classify"}}) {
        settings.set(SettingKey::Language, code);
        EXPECT_TRUE(waitFor([&] { return wordOfClassify() == QString::fromUtf8(word); })) << code << ": " << wordOfClassify().toStdString();
        EXPECT_TRUE(host.window().isVisible());
    }
}

TEST_F(WindowHostTest, QtsOwnWordsAndNumbersFollow) {
    settings.set(SettingKey::Language, "id");
    ASSERT_TRUE(waitFor([&] { return wordOfClassify() == "Klasifikasi"; }));
    EXPECT_EQ(QCoreApplication::translate("QPlatformTheme", "Cancel"), "Batal");
    EXPECT_EQ(QLocale().toString(1234.5, 'f', 1), "1.234,5");
    settings.set(SettingKey::Language, "de");
    ASSERT_TRUE(waitFor([&] { return wordOfClassify() == "Klassifizieren"; }));
    EXPECT_EQ(QCoreApplication::translate("QPlatformTheme", "Cancel"), "Abbrechen");
}

TEST_F(WindowHostTest, TheHelpStaysOpenAtItsPage) {
    const auto help = [&] { return host.window().findChild<HelpWindow*>(); };
    settings.set(SettingKey::Language, "de");
    ASSERT_TRUE(waitFor([&] { return wordOfClassify() == "Klassifizieren"; }));
    EXPECT_FALSE(help()) << "it was not open";
    help::open("classify#correct-a-wrong-class");
    EXPECT_FALSE(help()->shown().slug.isEmpty());
    settings.set(SettingKey::Language, "id");
    ASSERT_TRUE(waitFor([&] { return wordOfClassify() == "Klasifikasi"; }));
    ASSERT_TRUE(help());
    EXPECT_TRUE(help()->isVisible());
    EXPECT_EQ(help()->library().inEveryLanguage(help()->shown()), "classify#correct-a-wrong-class");
}

TEST_F(WindowHostTest, OpensAgainWhatWasOpen) {
    const auto data = test::demoData(folder / "cells", 2);
    qobject_cast<DataWorkspace*>(host.window().workspace(3))->openFolder(test::qpath(data.root));
    ASSERT_TRUE(waitFor([&] { return host.context().dataset() && !host.context().anyBusy(); }));
    session().newCase();
    session().rename("Ana");
    session().newCase();
    session().rename("Budi");
    ASSERT_TRUE(waitFor([&] { return session().summary().id != 0 && !host.context().anyBusy(); }));
    // Not the newest one, which opens by itself.
    const auto ana = session().knownCases().back().id;
    session().openCase(ana);
    ASSERT_TRUE(waitFor([&] { return session().summary().name == "Ana" && !session().loading(); }));
    host.window().showWorkspace(3);

    settings.set(SettingKey::Language, "de");
    ASSERT_TRUE(waitFor([&] { return wordOfClassify() == "Klassifizieren"; }));
    EXPECT_EQ(host.window().currentWorkspace(), 3);
    EXPECT_TRUE(waitFor([&] { return host.context().dataset() && host.context().dataset()->source == data.source; }));
    EXPECT_TRUE(waitFor([&] { return session().summary().name == "Ana"; }));
}

TEST_F(WindowHostTest, WaitsForADialogThatIsOpen) {
    QDialog dialog(&host.window());
    dialog.setModal(true);
    dialog.show();
    ASSERT_TRUE(waitFor([&] { return QApplication::activeModalWidget() == &dialog; }));
    settings.set(SettingKey::Language, "de");
    EXPECT_FALSE(waitFor([&] { return wordOfClassify() != "Classify"; }, 500));
    dialog.close();
    dialog.setParent(nullptr);
    EXPECT_TRUE(waitFor([&] { return wordOfClassify() == "Klassifizieren"; }));
}

TEST_F(WindowHostTest, WaitsForWorkThatWouldBeLostAndSaysSo) {
    auto mayEnd = std::make_shared<std::latch>(1);
    bool done = false;
    host.context().trainingWorker.run<int>(
        "Work", [mayEnd](ProgressSink&, const CancelToken&) -> Result<int> { return mayEnd->wait(), 1; }, &host, [&](const Result<int>& result) { done = result.has_value(); });
    settings.set(SettingKey::Language, "de");
    auto* messages = host.window().workspace(host.window().currentWorkspace())->findChild<MessageBar*>();
    EXPECT_TRUE(waitFor([&] { return messages->count() == 1; }));
    EXPECT_EQ(wordOfClassify(), "Classify");
    mayEnd->count_down();
    EXPECT_TRUE(waitFor([&] { return wordOfClassify() == "Klassifizieren"; }));
    EXPECT_TRUE(done);
}

TEST_F(WindowHostTest, TheSameLanguageUnderAnotherNameChangesNothing) {
    MainWindow* window = &host.window();
    // "As the system" may be what is spoken already.
    settings.set(SettingKey::Language, languageOf("system") == "en" ? "system" : "en");
    EXPECT_FALSE(waitFor([&] { return &host.window() != window; }, 500));
}

}  // namespace
}  // namespace leukolens::ui
