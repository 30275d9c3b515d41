// From the start of the process to the window's first frame, and to the answer about a picture that is dropped at once.
//   bench_first_answer MODEL PICTURE            (QT_QPA_PLATFORM=offscreen without a display)
#include <QApplication>
#include <QTemporaryDir>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <unistd.h>

#include "bench/frame_clock.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "ui/window/make_window.h"

using namespace leukolens;
using namespace leukolens::bench;

namespace {

/// s since the system started, as the kernel remembers it of this process: to a hundredth.
double processStart() {
    std::ifstream file("/proc/self/stat");
    std::string all((std::istreambuf_iterator<char>(file)), {});
    std::istringstream rest(all.substr(all.rfind(')') + 2));
    std::string field;
    constexpr int kStartTime = 22, kFirstOfRest = 3;
    for (int i = kFirstOfRest; i <= kStartTime; ++i) rest >> field;
    return std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double sinceStart() {
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 - processStart();
}

/// Tells when the window was painted for the first time.
class FirstFrame final : public QObject {
public:
    double seconds = 0;

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint && seconds == 0) QTimer::singleShot(0, this, [this] { seconds = sinceStart(); });
        return false;
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    QTemporaryDir home;
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) qputenv(name, home.path().toUtf8());
    QApplication application(argc, argv);
    ui::Theme::apply(application, "light");
    ui::AppSettings settings(home.filePath("settings.ini"));
    settings.set(ui::SettingKey::CaseFile, home.filePath("cases.sqlite"));
    settings.set(ui::SettingKey::ModelFile, QString::fromLocal8Bit(argv[1]));
    ui::AppContext context(settings);
    const auto window = ui::makeWindow(context);
    auto* classify = qobject_cast<ui::ClassifyWorkspace*>(window->workspace(1));
    FirstFrame first;
    window->installEventFilter(&first);
    window->resize(1440, 900);
    window->show();
    if (!wait([&] { return first.seconds > 0; }, 60'000)) return 1;
    Q_EMIT context.classifyRequested({QString::fromLocal8Bit(argv[2])});
    if (!wait([&] { return classify->session().caseCells().size() == 1; }, 60'000)) return 1;
    std::printf("first frame after %.2f s, first answer after %.2f s\n", first.seconds, sinceStart());
    return 0;
}
