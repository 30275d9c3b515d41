// How long Evaluate goes without a frame while it opens a run, shows each of its tabs and lists its cells.
//   bench_open_run RUN            (QT_QPA_PLATFORM=offscreen without a display)
#include <QApplication>
#include <QTabWidget>
#include <QTemporaryDir>

#include <cstdio>

#include "bench/frame_clock.h"
#include "ui/evaluation/evaluate_workspace.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"

using namespace leukolens;
using namespace leukolens::bench;

int main(int argc, char** argv) {
    QTemporaryDir home;
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) qputenv(name, home.path().toUtf8());
    QApplication application(argc, argv);
    if (argc < 2) return 2;
    ui::Theme::apply(application, "light");
    ui::AppSettings settings(home.filePath("settings.ini"));
    ui::AppContext context(settings);
    ui::MainWindow window(context);
    auto* workspace = new ui::EvaluateWorkspace(context, &window);
    window.addWorkspace(5, workspace);
    window.resize(1440, 900);
    window.show();
    QApplication::processEvents();
    FrameClock clock(&window);
    clock.start();
    workspace->openRun(argv[1]);
    if (!wait([&] { return workspace->session().run() && workspace->session().opening().isEmpty(); }, 300'000)) return 1;
    wait([] { return false; }, 300);
    print("opening", clock.stop());
    auto* tabs = workspace->findChild<QTabWidget*>("evaluationTabs");
    for (int i = 0; i < tabs->count(); ++i) {
        clock.start();
        tabs->setCurrentIndex(i);
        wait([] { return false; }, 300);
        print(qPrintable(tabs->tabText(i)), clock.stop());
    }
    return 0;
}
