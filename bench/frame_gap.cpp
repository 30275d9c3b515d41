// How long the window goes without a frame while a training takes all cores, and how soon a dropped cell is classified meanwhile.
//   bench_frame_gap [--seconds 60] [--input-px 299] [--batch 16] [--folder DIR]
// A timer in a real window ticks each 10 ms and repaints; a gap is the time between two ticks. The same is measured at rest first.
// Without a display: QT_QPA_PLATFORM=offscreen, or under Xvfb.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QPainter>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

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

constexpr int kTickMs = 10;

/// Repaints a corner of the window at every tick and remembers how long each took to come.
class FrameClock final : public QWidget {
public:
    explicit FrameClock(QWidget* window) : QWidget(window) {
        setGeometry(0, 0, 8, 8);
        setAttribute(Qt::WA_TransparentForMouseEvents);
        show();
        raise();
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_gaps.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
            m_clock.restart();
            m_flip = !m_flip;
            repaint();
        });
    }
    void start() {
        m_gaps.clear();
        m_clock.start();
        m_timer.start(kTickMs);
    }
    std::vector<double> stop() {
        m_timer.stop();
        return std::move(m_gaps);
    }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), m_flip ? Qt::black : Qt::white); }

private:
    QTimer m_timer{this};
    QElapsedTimer m_clock;
    std::vector<double> m_gaps;
    bool m_flip = false;
};

void print(const char* when, std::vector<double> gaps) {
    std::ranges::sort(gaps);
    const auto at = [&](double share) { return gaps[std::min(gaps.size() - 1, static_cast<std::size_t>(share * static_cast<double>(gaps.size())))]; };
    std::printf("%-22s frames %6zu   gap in ms: median %6.1f   p99 %6.1f   max %6.1f\n", when, gaps.size(), at(0.5), at(0.99), gaps.back());
    std::fflush(stdout);
}

bool wait(const std::function<bool()>& condition, int limitMs) {
    QElapsedTimer clock;
    clock.start();
    while (!condition()) {
        if (clock.elapsed() > limitMs) return false;
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, kTickMs);
    }
    return true;
}

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
