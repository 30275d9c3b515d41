// Train in a real window, on a handful of drawn cells.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "tests/ui/support/ui_test.h"
#include "ui/data/dataset_job.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_form.h"
#include "ui/training/train_workspace.h"

namespace leukolens::ui {

inline constexpr int kTrainingLimitMs = 200'000;

class TrainWindowTest : public testing::Test {
protected:
    explicit TrainWindowTest(QSize size) : m_size(size) {}

    void SetUp() override {
        settings.set(SettingKey::RunsFolder, test::qpath(folder / "runs"));
        settings.set(SettingKey::ModelsFolder, test::qpath(folder / "models"));
        settings.set(SettingKey::Device, "cpu");
        window = std::make_unique<MainWindow>(context);
        workspace = new TrainWorkspace(context, window.get());
        window->addWorkspace(4, workspace);
        window->resize(m_size);
        window->show();
    }
    void TearDown() override {
        window.reset();
        dialogs::clearTestHook();
    }

    void openCells() {
        dataset::DemoSettings demo;
        demo.cellsPerSubject = 2;
        demo.sizePx = 96;
        NoProgress progress;
        const auto data = openDemoCells(folder / "cells", demo, progress, {});
        ASSERT_TRUE(data) << data.error().message();
        context.setDataset(*data);
    }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    std::unique_ptr<MainWindow> window;
    TrainWorkspace* workspace = nullptr;

private:
    QSize m_size;
};

}  // namespace leukolens::ui
