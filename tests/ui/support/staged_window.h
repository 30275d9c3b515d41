// The program's window with something in every workspace.
#pragma once

#include <QSize>

#include <memory>

#include "tests/ui/support/staged_files.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"

namespace leukolens::test {

/// GUI thread. Waits, running the event loop, until what is asked for is shown; throws std::runtime_error after a minute.
class StagedWindow {
public:
    explicit StagedWindow(const StagedFiles& files, QSize size = {1280, 720});
    ~StagedWindow();  ///< stops all work and takes the window down as the program does
    StagedWindow(const StagedWindow&) = delete;
    StagedWindow& operator=(const StagedWindow&) = delete;

    /// 1 Classify, 2 Slides, 3 Data, 4 Train, 5 Evaluate, 6 Cases: with its content, one cell or row of it chosen.
    void show(int workspace);
    /// All six, so that each has its content.
    void fillAll();
    void settle();  ///< until no job runs and what they brought is painted

    ui::MainWindow& window() { return *m_window; }
    ui::AppContext& context() { return *m_context; }
    ui::AppSettings& settings() { return *m_settings; }
    const StagedFiles& files() const { return m_files; }

private:
    void wait(const char* what, const std::function<bool()>& condition);
    void fillClassify();
    void fillSlides();
    void fillData();
    void fillRun();
    void fillCases();

    StagedFiles m_files;
    std::unique_ptr<ui::AppSettings> m_settings;
    std::unique_ptr<ui::AppContext> m_context;
    std::unique_ptr<ui::MainWindow> m_window;
};

}  // namespace leukolens::test
