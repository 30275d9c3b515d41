// How long the window goes without a frame while a case of many cells is opened and its cards are scrolled through.
//   bench_scroll_cards [CELLS 20000]            (QT_QPA_PLATFORM=offscreen without a display)
// Every card has a picture file of its own, so that every card that comes into view is read, decoded and scaled. A gap is the time between two ticks of a timer of 10 ms that repaints.
#include <QApplication>
#include <QListView>
#include <QScrollBar>
#include <QTemporaryDir>

#include <cstdio>

#include "bench/frame_clock.h"
#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "core/dataset/demo_cells.h"
#include "core/image/encode.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"

using namespace leukolens;
using namespace leukolens::bench;

namespace {

namespace fs = std::filesystem;

constexpr int kDrawn = 200;  ///< the others are these under other names
constexpr int kStepMs = 10;

int fail(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    return 1;
}

Result<void> makeCase(const fs::path& folder, const fs::path& file, int count) {
    dataset::DemoSettings demo;
    demo.sizePx = 300;
    std::vector<fs::path> drawn;
    for (int i = 0; i < kDrawn; ++i) {
        drawn.push_back(folder / ("drawn-" + std::to_string(i) + ".png"));
        const auto bytes = image::encodePng(dataset::drawDemoCell(demo, i % 12, i % 2 == 0, i));
        if (!bytes) return leukolens::fail(bytes.error());
        if (auto written = writeFileAtomically(drawn.back(), *bytes); !written) return written;
    }
    std::vector<casebook::CaseCell> cells;
    for (int i = 0; i < count; ++i) {
        const fs::path link = folder / ("cell-" + std::to_string(i) + ".png");
        fs::create_hard_link(drawn[static_cast<std::size_t>(i % kDrawn)], link);
        casebook::CaseCell cell;
        cell.path = toUtf8(link);
        cell.sha256 = std::string(64 - std::to_string(i).size(), '0') + std::to_string(i);
        cell.modelName = "none";
        cell.modelSha256 = std::string(64, 'a');
        cell.classes = {"all", "hem"};
        cell.probabilities = {0.5 + 0.4 * (i % 100) / 100.0, 0.5 - 0.4 * (i % 100) / 100.0};
        cell.predictedClass = cell.assignedClass = "all";
        cells.push_back(std::move(cell));
    }
    auto store = casebook::CaseStore::open(file);
    if (!store) return leukolens::fail(store.error());
    const auto id = (*store)->createCase("many");
    if (!id) return leukolens::fail(id.error());
    return (*store)->addCells(*id, cells);
}

}  // namespace

int main(int argc, char** argv) {
    QTemporaryDir home;
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) qputenv(name, home.path().toUtf8());
    QApplication application(argc, argv);
    const int count = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const fs::path folder = home.path().toStdString(), file = folder / "cases.sqlite";
    if (auto made = makeCase(folder, file, count); !made) return fail(made.error().message());
    ui::Theme::apply(application, "light");
    ui::AppSettings settings(home.filePath("settings.ini"));
    settings.set(ui::SettingKey::CaseFile, QString::fromStdString(file.string()));
    ui::AppContext context(settings);
    ui::MainWindow window(context);
    auto* workspace = new ui::ClassifyWorkspace(context, &window);
    window.addWorkspace(1, workspace);
    window.resize(1440, 900);
    window.show();
    FrameClock clock(&window);
    clock.start();
    if (!wait([&] { return static_cast<int>(workspace->session().caseCells().size()) == count; }, 120'000)) return fail("the case was not opened");
    wait([] { return false; }, 500);
    print("opening the case", clock.stop());

    QListView* longest = nullptr;
    for (auto* list : workspace->findChildren<QListView*>())
        if (list->model() && list->model()->rowCount() == count) longest = list;
    if (!longest) return fail("no list shows the cards");
    QScrollBar& bar = *longest->verticalScrollBar();
    const auto scroll = [&](const char* what, int px, int ms) {
        QTimer timer;
        timer.setTimerType(Qt::PreciseTimer);
        bar.setValue(0);
        QObject::connect(&timer, &QTimer::timeout, &timer, [&] { bar.setValue(bar.value() + px < bar.maximum() ? bar.value() + px : 0); });
        clock.start();
        timer.start(kStepMs);
        wait([] { return false; }, ms);
        print(what, clock.stop());
    };
    std::printf("%d cards, %d px of them\n", count, bar.maximum());
    scroll("a wheel's pace", 30, 8000);
    scroll("a pulled bar", 1500, 8000);
    wait([&] { return !context.anyBusy(); }, 60'000);
    return 0;
}
