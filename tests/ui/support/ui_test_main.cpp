#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include "ui/shell/dialogs.h"
#include "ui/shell/theme.h"

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Everything the program would keep for a person goes into a folder that is thrown away.
    QTemporaryDir home(QDir::tempPath() + QString::fromUtf8("/leukolens ui tést ü ж XXXXXX"));
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"})
        qputenv(name, home.path().toUtf8());
    testing::InitGoogleTest(&argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationName("leukolens");
    QApplication::setOrganizationName("leukolens-tests");
    leukolens::ui::Theme::apply(application, "light");
    leukolens::ui::dialogs::setTestHook({});
    return RUN_ALL_TESTS();
}
