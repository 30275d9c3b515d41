#include <QAction>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSysInfo>
#include <QTimer>

#include <gtest/gtest.h>

#include <fstream>

#include <pwd.h>
#include <unistd.h>

#include "core/casebook/case_store.h"
#include "tests/support/zip_entries.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/log.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/problem_dialog.h"

namespace leukolens::ui {
namespace {

using test::waitFor;

class ProblemReportTest : public testing::Test {
protected:
    ~ProblemReportTest() override { dialogs::setTestHook({}); }

    void SetUp() override {
        log::start(test::qpath(folder.path()));
        settings.set(SettingKey::CaseFile, test::qpath(store));
        settings.set(SettingKey::UserName, "Roswitha Habersack");
        settings.set(SettingKey::LabName, "Labor Quittengrund");
        settings.set(SettingKey::RunsFolder, "/srv/Quastenflosser/runs");
    }
    void makeStore() {
        auto opened = casebook::CaseStore::open(store);
        ASSERT_TRUE(opened);
        (*opened)->setUser("Fürchtegott Zwirner");
        const auto id = (*opened)->createCase("Xaver Obermoser 4711");
        ASSERT_TRUE(id);
        // What it was called before stands in the log as well.
        ASSERT_TRUE((*opened)->renameCase(*id, "Kunigunde Wassermann", (*opened)->findCase(*id)->version));
    }
    std::vector<ReportEntry> shownEntries(const ProblemDialog& dialog) {
        std::vector<ReportEntry> all;
        auto* list = test::find<QListWidget>(dialog, "problemEntries");
        for (int i = 0; i < list->count(); ++i) {
            list->setCurrentRow(i);
            all.push_back({list->item(i)->text(), test::find<QPlainTextEdit>(dialog, "problemText")->toPlainText()});
        }
        return all;
    }
    bool isReady(const ProblemDialog& dialog) {
        return waitFor([&] { return test::find<QPushButton>(dialog, "problemSave")->isEnabled(); });
    }

    test::TempFolder folder;
    std::filesystem::path store = folder / "cases.leukocases";
    AppSettings settings{test::qpath(folder / "settings.ini")};
    JobRunner worker{"report"};
};

/// Whatever is planted anywhere: none of it may be in the zip.
TEST_F(ProblemReportTest, NothingOfTheZipNamesAPersonAComputerOrAPlace) {
    makeStore();
    const std::string user = ::getpwuid(::getuid())->pw_name, host = QSysInfo::machineHostName().toStdString();
    MessageBar bar;
    bar.showError("The picture could not be read.", {ErrorCode::DamagedImage, "ends early, says Kunigunde", "/home/" + user + "/Obermoser Xaver/zelle 1.bmp", "Ask Frau Wassermann."});
    log::info("The report was saved: /data/Kunigunde Wassermann, zweite.pdf");
    log::info("signed by Fürchtegott Zwirner on " + host + " for XAVER, 4711");
    log::warning("Roswitha of Labor Quittengrund");
    log::info("The case “Unbekannter Patient” was opened by " + user);

    ProblemDialog dialog(problemSources(settings, store.string(), "CPU"), worker);
    test::find<QPlainTextEdit>(dialog, "problemWords")->setPlainText("I opened /tmp/Wassermann.png for Xaver");
    ASSERT_TRUE(isReady(dialog));
    const auto shown = shownEntries(dialog);
    dialogs::setTestHook({{}, [this](const QString&) { return test::qpath(folder / "problem.zip"); }});
    test::click(dialog, "problemSave");
    ASSERT_TRUE(waitFor([&] { return !worker.busy(); }));

    const auto zip = test::zipEntries(folder / "problem.zip");
    ASSERT_EQ(zip.size(), shown.size());
    for (const ReportEntry& entry : shown) EXPECT_EQ(zip.at(entry.name.toStdString()), entry.text.toStdString()) << "is shown as it is saved: " << entry.name.toStdString();
    for (const auto& [name, text] : zip) {
        const QString content = QString::fromStdString(text);
        for (const char* planted : {"Kunigunde", "Wassermann", "Xaver", "Obermoser", "4711", "Fürchtegott", "Zwirner", "Roswitha", "Habersack", "Quittengrund", "Quastenflosser", "Unbekannter", "zweite", "zelle 1"})
            EXPECT_FALSE(content.contains(QString::fromUtf8(planted), Qt::CaseInsensitive)) << planted << " in " << name;
        for (const std::string& place : {"/home/" + user, "by " + user, "on " + host, folder.path().string()}) EXPECT_FALSE(content.contains(QString::fromStdString(place))) << place << " in " << name;
    }
    EXPECT_NE(zip.at("log.txt").find("[damaged_image] FILE-"), std::string::npos) << zip.at("log.txt");
    EXPECT_NE(zip.at("versions.txt").find("libQt6Core.so.6"), std::string::npos);
    EXPECT_NE(zip.at("versions.txt").find("LibTorch 2."), std::string::npos);
    EXPECT_NE(zip.at("computer.txt").find("Networks run on: CPU"), std::string::npos);
    EXPECT_NE(zip.at("settings.json").find("\"runs_folder\": \"set\""), std::string::npos) << zip.at("settings.json");
    EXPECT_NE(zip.at("what-happened.txt").find("I opened FILE-"), std::string::npos);
}

TEST_F(ProblemReportTest, WithoutTheNamesOfTheStoreTheLogHasNoWords) {
    std::ofstream(store) << "no case file";
    log::error("Kunigunde is unknown here");
    ProblemDialog dialog(problemSources(settings, store.string(), {}), worker);
    ASSERT_TRUE(isReady(dialog));
    EXPECT_EQ(test::find<QLabel>(dialog, "problemState")->property("role").toString(), "warning");
    for (const ReportEntry& entry : shownEntries(dialog)) {
        EXPECT_FALSE(entry.text.contains("Kunigunde")) << entry.name.toStdString();
        if (entry.name == "log.txt") {
            EXPECT_TRUE(entry.text.contains(" error")) << entry.text.toStdString();
        }
    }
}

TEST_F(ProblemReportTest, AStoreThatIsNotThereIsNotMade) {
    ProblemDialog dialog(problemSources(settings, store.string(), {}), worker);
    ASSERT_TRUE(isReady(dialog));
    EXPECT_FALSE(std::filesystem::exists(store));
    EXPECT_EQ(test::find<QLabel>(dialog, "problemState")->property("role").toString(), "muted");
}

TEST_F(ProblemReportTest, WhatCannotBeWrittenIsSaid) {
    ProblemDialog dialog(problemSources(settings, store.string(), {}), worker);
    ASSERT_TRUE(isReady(dialog));
    dialogs::setTestHook({{}, [this](const QString&) { return test::qpath(folder / "no such folder" / "problem.zip"); }});
    test::click(dialog, "problemSave");
    ASSERT_TRUE(waitFor([&] { return !worker.busy(); }));
    EXPECT_EQ(test::find<QLabel>(dialog, "problemState")->property("role").toString(), "failure");
}

TEST_F(ProblemReportTest, TheHelpMenuOpensIt) {
    AppContext context(settings);
    MainWindow window(context);
    bool seen = false;
    QTimer::singleShot(0, &window, [&] {
        auto* dialog = window.findChild<QDialog*>("problemDialog");
        ASSERT_TRUE(dialog);
        seen = dialog->isVisible();
        dialog->reject();
    });
    window.findChild<QAction*>("actionReportProblem")->trigger();
    EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace leukolens::ui
