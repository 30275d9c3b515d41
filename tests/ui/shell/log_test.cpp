#include "ui/shell/log.h"

#include <QFile>
#include <QPlainTextEdit>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/shell/log_dialog.h"

namespace leukolens::ui {
namespace {

TEST(Log, KeepsMessagesInAFileThatTheDialogShows) {
    const test::TempFolder folder;
    log::start(test::qpath(folder.path()));
    ASSERT_FALSE(log::file().isEmpty());
    log::error("cell {} of Grüße");
    qWarning("from Qt");
    const LogDialog dialog(log::file());
    const QString shown = test::find<QPlainTextEdit>(dialog, "logText")->toPlainText();
    EXPECT_TRUE(shown.contains(QString::fromUtf8("error cell {} of Grüße"))) << shown.toStdString();
    EXPECT_TRUE(shown.contains("warning from Qt"));
    qInstallMessageHandler(nullptr);
}

TEST(Log, GoesOnWithoutAFileWhereNoneCanBeWritten) {
    const test::TempFolder folder;
    const QString blocked = test::qpath(folder / "file");
    QFile file(blocked);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    log::start(blocked);
    EXPECT_TRUE(log::file().isEmpty());
    log::info("to standard error");
    qInstallMessageHandler(nullptr);
}

}  // namespace
}  // namespace leukolens::ui
