#include "app/window.h"

#include <QApplication>
#include <QDir>
#include <QIcon>
#include <QTimer>

#include "ui/shell/app_context.h"
#include "ui/shell/language.h"
#include "ui/shell/log.h"
#include "ui/shell/theme.h"
#include "ui/window/demo_tour.h"
#include "ui/window/make_window.h"

namespace leukolens {
namespace {

using ui::SettingKey;

void showFirst(ui::AppContext& context, const WindowOptions& options) {
    if (!options.model.empty()) context.setModelFile(QString::fromStdString(options.model));
    if (!options.dataset.empty()) Q_EMIT context.openDatasetRequested(QString::fromStdString(options.dataset));
    if (!options.run.empty()) Q_EMIT context.openRunRequested(QString::fromStdString(options.run));
    QStringList paths;
    for (const std::string& path : options.classify) paths << QString::fromStdString(path);
    if (!paths.isEmpty()) Q_EMIT context.classifyRequested(paths);
}

/// The demonstration has settings, cases and runs of its own; how the program looks stays the person's choice.
std::unique_ptr<ui::AppSettings> makeSettings(const WindowOptions& options) {
    auto own = std::make_unique<ui::AppSettings>();
    if (!options.demo) return own;
    const QDir folder(QString::fromStdString(options.demoFolder));
    auto demo = std::make_unique<ui::AppSettings>(folder.filePath("settings.ini"));
    for (const SettingKey key : {SettingKey::Theme, SettingKey::Language, SettingKey::UserName, SettingKey::Device})
        demo->set(key, own->value(key));
    demo->set(SettingKey::CaseFile, folder.filePath("cases.sqlite"));
    demo->set(SettingKey::RunsFolder, folder.path());
    demo->set(SettingKey::ModelsFolder, folder.filePath("models"));
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
    ui::installLanguage(application, settings->text(SettingKey::Language));
    ui::Theme::apply(application, settings->text(SettingKey::Theme));
    QApplication::setWindowIcon(QIcon(":/icons/leukolens.svg"));

    ui::AppContext context(*settings);
    const auto window = ui::makeWindow(context);
    window->restoreLastState();
    window->show();
    // After the first paint: the window is there before anything is read.
    QTimer::singleShot(0, window.get(), [&] {
        showFirst(context, options);
        if (options.demo)
            (new ui::DemoTour(context, *window, window.get()))->start(QString::fromStdString(options.demoFolder));
    });
    return QApplication::exec();
}

}  // namespace leukolens
