// How long the window goes without a frame while a training takes all cores, and how soon a dropped cell is classified meanwhile.
//   bench_frame_gap [--seconds 60] [--input-px 299] [--batch 16] [--folder DIR]
// A timer in a real window ticks each 10 ms and repaints; a gap is the time between two ticks. The same is measured at rest first.
// Without a display: QT_QPA_PLATFORM=offscreen, or under Xvfb.
#include <QApplication>
#include <QDir>
#include <QTemporaryDir>

#include <cstdio>

#include "bench/frame_clock.h"
#include "tests/support/tiny_model.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/data/dataset_job.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "ui/training/train_form.h"
#include "ui/training/train_workspace.h"
#include "ui/window/make_window.h"

namespace {

using namespace leukolens;
using namespace leukolens::bench;

int fail(const char* why) {
    std::fprintf(stderr, "%s\n", why);
    return 1;
}

int numberOf(const QStringList& arguments, const char* name, int otherwise) {
    const auto at = arguments.indexOf(name);
    return at >= 0 && at + 1 < arguments.size() ? arguments[at + 1].toInt() : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
    QTemporaryDir home;
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) qputenv(name, home.path().toUtf8());
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const int seconds = numberOf(arguments, "--seconds", 60);
    ui::Theme::apply(application, "light");
    ui::AppSettings settings(home.filePath("settings.ini"));
    settings.set(ui::SettingKey::CaseFile, home.filePath("cases.sqlite"));
    settings.set(ui::SettingKey::RunsFolder, home.filePath("runs"));
    settings.set(ui::SettingKey::ModelsFolder, home.filePath("models"));
    settings.set(ui::SettingKey::Device, "cpu");

    const std::filesystem::path cells = home.filePath("cells").toStdString();
    NoProgress progress;
    dataset::DemoSettings demo;
    demo.sizePx = 150;
    const auto data = ui::openDemoCells(cells, demo, progress, {});
    if (!data) return fail(data.error().message().c_str());
    const QString dropped = QString::fromStdString((*data)->cells.front().path.string()), second = QString::fromStdString((*data)->cells.back().path.string());
    const auto model = test::makeTinyModel(std::filesystem::path(home.path().toStdString()));

    ui::AppContext context(settings);
    context.setModelFile(QString::fromStdString(model.string()));
    const auto window = ui::makeWindow(context);
    window->resize(1440, 900);
    window->show();
    FrameClock clock(window.get());
    const auto measureFor = [&](int ms) {
        QElapsedTimer elapsed;
        elapsed.start();
        clock.start();
        wait([&] { return elapsed.elapsed() >= ms; }, ms + 60'000);
        return clock.stop();
    };
    context.setDataset(*data);
    auto* train = qobject_cast<ui::TrainWorkspace*>(window->workspace(4));
    auto* classify = qobject_cast<ui::ClassifyWorkspace*>(window->workspace(1));
    wait([&] { return !context.anyBusy(); }, 60'000);
    print("at rest", measureFor(5000));

    experiment::TrainSettings run = train->form().settings();
    run.inputPx = numberOf(arguments, "--input-px", 299);
    run.batch = numberOf(arguments, "--batch", 16);
    run.epochs = 1000;
    run.patienceEpochs = 1000;
    train->form().setSettings(run);
    window->showWorkspace(4);
    train->start();
    if (!wait([&] { return train->session().state() == ui::RunState::Running; }, 120'000)) return fail("the training did not start");
    print("training", measureFor(seconds * 1000));

    const auto classified = [&](const QString& file) {
        const std::size_t before = classify->session().caseCells().size();
        QElapsedTimer elapsed;
        elapsed.start();
        clock.start();
        Q_EMIT context.classifyRequested({file});
        const bool done = wait([&] { return classify->session().caseCells().size() > before; }, 60'000);
        const double ms = static_cast<double>(elapsed.elapsed());
        print("training, one dropped", clock.stop());
        if (done) std::printf("dropped cell classified after %.0f ms\n", ms);
        return done;
    };
    const bool both = classified(dropped) && classified(second);  // the first one loads the model
    context.stopAll();
    wait([&] { return !context.anyBusy(); }, 120'000);
    return both && train->session().state() == ui::RunState::Stopped ? 0 : 1;
}
