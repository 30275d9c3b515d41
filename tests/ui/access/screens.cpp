// Pictures of every workspace and dialog in both appearances and all languages, to be looked at. scripts/screens.sh runs it, once for each scale.
//     screens OUT SCALE_IN_PERCENT WIDTHxHEIGHT…
#include <QApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTemporaryDir>
#include <QTranslator>

#include <cstdio>
#include <stdexcept>

#include "tests/support/temp_folder.h"
#include "tests/ui/access/every_window.h"
#include "tests/ui/access/screen.h"
#include "ui/shell/theme.h"

namespace {

using namespace leukolens;

constexpr const char* kLanguages[] = {"en", "de", "id"};
constexpr const char* kAppearances[] = {"light", "dark"};
constexpr const char* kWorkspaces[] = {"classify", "slides", "data", "train", "evaluate", "cases"};

/// The program in one language, as long as this lives.
class Spoken {
public:
    explicit Spoken(const QString& code) {
        if (!m_own.load(":/i18n/leukolens_" + code + ".qm")) throw std::runtime_error("no texts of " + code.toStdString());
        QApplication::installTranslator(&m_own);
        if (m_qts.load("qtbase_" + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) QApplication::installTranslator(&m_qts);
        QLocale::setDefault(QLocale(code));
    }

private:
    QTranslator m_own, m_qts;  // taken off by their destructors
};

void save(QWidget& widget, const QString& file) {
    if (!widget.grab().save(file)) throw std::runtime_error("cannot write " + file.toStdString());
}

void takeAll(const test::StagedFiles& files, const QDir& out, const QString& scale, const std::vector<QSize>& sizes) {
    for (const char* code : kLanguages) {
        const Spoken spoken(code);
        for (const char* appearance : kAppearances) {
            ui::Theme::apply(*qApp, appearance);
            test::StagedWindow stage(files, sizes.front());
            const QString name = QString("%1-%2-%3").arg(code, appearance, scale);
            stage.fillAll();
            for (const QSize& size : sizes) {
                stage.window().resize(size);
                for (int number = 1; number <= 6; ++number) {
                    stage.show(number);
                    save(stage.window(), out.filePath(QString("%1-%2x%3-%4-%5.png").arg(name).arg(size.width()).arg(size.height()).arg(number).arg(kWorkspaces[number - 1])));
                }
            }
            stage.show(1);
            for (const test::OtherWindow& other : test::otherWindows()) other.open(stage, [&](QWidget& opened) { save(*opened.window(), out.filePath(name + "-dialog-" + QString::fromStdString(other.name).replace(' ', '-') + ".png")); });
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: screens OUT SCALE WIDTHxHEIGHT...\n");
        return 2;
    }
    const QString scale = argv[2];
    qputenv("QT_SCALE_FACTOR", QByteArray::number(scale.toDouble() / 100));
    // Nothing of a person's is read or changed.
    QTemporaryDir home;
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"}) qputenv(name, home.path().toUtf8());
    if (!qEnvironmentVariableIsSet("DISPLAY")) test::useScreen(home.path(), {1920, 1080});
    QApplication application(argc, argv);
    QApplication::setApplicationName("leukolens");
    QDir out(argv[1]);
    if (!out.mkpath(".")) {
        std::fprintf(stderr, "error: cannot make the folder %s\n", argv[1]);
        return 1;
    }
    std::vector<QSize> sizes;
    for (int i = 3; i < argc; ++i) {
        const QStringList sides = QString(argv[i]).split('x');
        sizes.emplace_back(sides.value(0).toInt(), sides.value(1).toInt());
    }
    try {
        const test::TempFolder folder;
        takeAll(test::stageFiles(folder.path(), {.cellSidePx = 200, .cellsPerSubject = 12, .cellsPerSession = 24}), out, scale, sizes);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "error: %s\n", problem.what());
        return 1;
    }
    return 0;
}
