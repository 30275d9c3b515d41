// As the main of all window tests, on the smallest screen that the program is made for.
#include <QApplication>
#include <QDir>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include "tests/ui/access/screen.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/theme.h"

int main(int argc, char** argv) {
    QTemporaryDir home(QDir::tempPath() + QString::fromUtf8("/leukolens ui tést ü ж XXXXXX"));
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"}) qputenv(name, home.path().toUtf8());
    const QTemporaryDir described;  // Qt reads that name as Latin 1
    leukolens::test::useScreen(described.path(), {1280, 720});
    testing::InitGoogleTest(&argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationName("leukolens");
    QApplication::setOrganizationName("leukolens-tests");
    leukolens::ui::Theme::apply(application, "light");
    leukolens::ui::dialogs::setTestHook({});
    return RUN_ALL_TESTS();
}
