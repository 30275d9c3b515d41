#include "app/window.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QIcon>
#include <QTimer>

#include "ui/shell/language.h"
#include "ui/shell/log.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "ui/window/compute_threads.h"
#include "ui/window/demo_tour.h"
#include "ui/window/make_window.h"
#include "ui/window/open_files.h"
#include "ui/window/window_host.h"

namespace leukolens {
namespace {

using ui::SettingKey;

void showFirst(ui::WindowHost& host, const WindowOptions& options) {
    QStringList paths;
    // Paths of a command line are meant from where it was typed, and the case keeps them.
    for (const std::string& path : options.files) paths << QFileInfo(QString::fromStdString(path)).absoluteFilePath();
    if (!paths.isEmpty()) ui::openFiles(host.context(), paths);
    if (options.demo)
        (new ui::DemoTour(host.context(), host.window(), &host.window()))->start(QString::fromStdString(options.demoFolder));
}

bool showsSomething(const WindowOptions& options) {
    return options.demo || !options.files.empty();
}

/// The demonstration has settings, cases and runs of its own; how the program looks stays the person's choice.
std::unique_ptr<ui::AppSettings> makeSettings(const WindowOptions& options) {
    auto own = std::make_unique<ui::AppSettings>();
    if (!options.demo) return own;
    const QDir folder(QString::fromStdString(options.demoFolder));
    auto demo = std::make_unique<ui::AppSettings>(folder.filePath("settings.ini"));
    for (const SettingKey key : {SettingKey::Theme, SettingKey::Language, SettingKey::UserName, SettingKey::Device, SettingKey::ComputeThreads, SettingKey::Shortcuts})
        demo->set(key, own->value(key));
    demo->set(SettingKey::CaseFile, folder.filePath("cases.sqlite"));
    demo->set(SettingKey::RunsFolder, folder.path());
    demo->set(SettingKey::ModelsFolder, folder.filePath("models"));
    demo->set(SettingKey::AutomaticCopies, 0);  // nobody's cells
    return demo;
}

}  // namespace

int runWindow(int argc, char** argv, const WindowOptions& options) {
    QApplication application(argc, argv);
    QApplication::setApplicationName("leukolens");
    QApplication::setApplicationDisplayName("Leukolens");
    QApplication::setApplicationVersion(LEUKOLENS_VERSION);
    ui::log::start();
    if (options.demo) QDir().mkpath(QString::fromStdString(options.demoFolder));
    const auto settings = makeSettings(options);
    ui::useComputeThreads(*settings);
    ui::installLanguage(application, settings->text(SettingKey::Language));
    ui::Theme::apply(application, settings->text(SettingKey::Theme));
    QApplication::setWindowIcon(QIcon(":/icons/leukolens.svg"));

    ui::WindowHost host(*settings);
    host.open([&](ui::MainWindow& window) {
        if (!showsSomething(options)) ui::welcomeAtFirstStart(window);
    });
    // After the first paint: the window is there before anything is read.
    QTimer::singleShot(0, &host, [&] { showFirst(host, options); });
    return QApplication::exec();
}

}  // namespace leukolens
