// The whole window as makeWindow() puts it together, with settings, cases, runs and demonstration cells of the test's own.
#pragma once

#include <QDir>

#include <gtest/gtest.h>

#include <memory>

#include "core/experiment/presets.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/support/ui_test.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/data/data_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_workspace.h"
#include "ui/welcome/sample_case.h"
#include "ui/welcome/welcome.h"
#include "ui/window/make_window.h"

namespace leukolens::ui {

class WelcomeTest : public testing::Test {
protected:
    WelcomeTest() {
        QDir(AppSettings::demoFolder()).removeRecursively();
        settings.set(SettingKey::CaseFile, test::qpath(folder / "cases.leukocases"));
        settings.set(SettingKey::RunsFolder, test::qpath(folder / "runs"));
        settings.set(SettingKey::ModelsFolder, test::qpath(folder / "models"));
        settings.set(SettingKey::Device, "cpu");
    }
    ~WelcomeTest() override {
        close();
        dialogs::clearTestHook();
    }

    void open(QSize size = {1280, 720}) {
        context = std::make_unique<AppContext>(settings);
        window = makeWindow(*context);
        window->resize(size);
        window->show();
        window->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
        dataset::DemoSettings few;
        few.cellsPerSubject = 2;
        few.sizePx = 96;
        qobject_cast<DataWorkspace*>(window->workspace(3))->setDemoSettings(few);
        auto quick = experiment::withNetwork(experiment::quickPreset(), "leuknet");
        quick.folds = 2;
        quick.epochs = 1;
        sample().setTrainSettings(quick);
        ASSERT_TRUE(test::waitFor([this] { return !session().loading() && !context->anyBusy(); }));
    }
    /// As the program does: workers stopped, then the widgets.
    void close() {
        if (!window) return;
        context->stopAllAndWait();
        window.reset();
        context.reset();
    }

    Welcome& welcome() { return *window->findChild<Welcome*>(); }
    SampleCase& sample() { return welcome().sample(); }
    ClassifySession& session() { return qobject_cast<ClassifyWorkspace*>(window->workspace(1))->session(); }
    TrainWorkspace& train() { return *qobject_cast<TrainWorkspace*>(window->workspace(4)); }
    bool pageIsShown() { return test::find<QWidget>(*window, "welcomePage")->isVisible(); }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    std::unique_ptr<AppContext> context;
    std::unique_ptr<MainWindow> window;
};

}  // namespace leukolens::ui
