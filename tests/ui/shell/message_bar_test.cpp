#include "ui/shell/message_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/shell/app_context.h"
#include "ui/shell/help_request.h"
#include "ui/shell/workspace.h"

namespace leukolens::ui {
namespace {

Error someError() {
    return {ErrorCode::DamagedImage, "is damaged", "/data/Zölle/cell.bmp", "Copy the file again from where it came."};
}

TEST(MessageBar, SaysWhatFailedOnWhichFileAndWhatToDoUntilDismissed) {
    QWidget parent;
    auto* bar = new MessageBar(&parent);
    parent.show();
    EXPECT_FALSE(bar->isVisible());
    bar->showError("The cell could not be read", someError());
    EXPECT_TRUE(bar->isVisible());
    EXPECT_EQ(test::find<QLabel>(*bar, "messageSummary")->text(), "The cell could not be read");
    EXPECT_EQ(test::find<QLabel>(*bar, "messageDetail")->text(), "Is damaged");
    EXPECT_EQ(test::find<QLabel>(*bar, "messageFile")->text(), QString::fromUtf8("/data/Zölle/cell.bmp"));
    EXPECT_EQ(test::find<QLabel>(*bar, "messageAdvice")->text(), "Copy the file again from where it came.");
    test::click(*bar, "dismissMessage");
    EXPECT_FALSE(bar->isVisible());
    EXPECT_EQ(bar->count(), 0);
}

TEST(MessageBar, StacksDifferentMessagesAndShowsTheSameOnce) {
    MessageBar bar;
    bar.showNotice("one");
    bar.showNotice("two");
    bar.showNotice("one");
    EXPECT_EQ(bar.count(), 2);
}

TEST(MessageBar, CopiesTheWholeMessage) {
    MessageBar bar;
    bar.showError("Failed", someError());
    test::click(bar, "copyMessage");
    const QString copied = QGuiApplication::clipboard()->text();
    EXPECT_TRUE(copied.startsWith("Failed\nIs damaged\n/data/"));
    EXPECT_TRUE(copied.endsWith("from where it came."));
}

TEST(MessageBar, SaysTheCodeAndOffersHelpWhereSomebodyShowsPages) {
    MessageBar bar;
    bar.showError("Alone", someError());
    EXPECT_EQ(test::find<QLabel>(bar, "errorCode")->text(), "damaged_image");
    EXPECT_TRUE(test::find<QPushButton>(bar, "errorHelp")->isHidden()) << "a button that does nothing";
    QString asked;
    {
        QObject library;
        help::setOpener(&library, [&](const QString& place) { asked = place; });
        bar.dismissAll();
        QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        bar.showError("With help", someError());
        bar.showNotice("No error");
        EXPECT_EQ(bar.findChildren<QPushButton*>("errorHelp").size(), 1);
        test::click(bar, "errorHelp");
        EXPECT_EQ(asked, "troubleshooting#damaged_image");
    }
    EXPECT_FALSE(help::isAvailable()) << "who showed pages is gone";
}

TEST(MessageBar, IsAsHighAsItsWords) {
    QWidget parent;
    auto* column = new QVBoxLayout(&parent);
    auto* bar = new MessageBar(&parent);
    column->addWidget(bar);
    column->addStretch(1);
    parent.resize(700, 500);
    parent.show();
    bar->showNotice("9 cells found.");
    const auto* area = bar->findChild<QScrollArea*>();
    ASSERT_TRUE(test::waitFor([&] { return area->minimumHeight() == area->maximumHeight() && area->height() == area->minimumHeight(); })) << "it has its height";
    EXPECT_TRUE(test::waitFor([&] { return area->verticalScrollBar()->maximum() == 0; }, 3'000))
        << area->verticalScrollBar()->maximum() << " px to scroll";
}

class PlainWorkspace : public Workspace {
public:
    using Workspace::Workspace;
    QString title() const override { return "Plain"; }
    QString iconName() const override { return "data"; }
};

TEST(Workspace, DoesNotShowThatThePersonStoppedSomething) {
    const test::TempFolder folder;
    AppSettings settings(test::qpath(folder / "s.ini"));
    AppContext context(settings);
    PlainWorkspace workspace(context);
    workspace.showError("Reading", {ErrorCode::Cancelled, "stopped", {}, {}});
    EXPECT_EQ(workspace.findChild<MessageBar*>()->count(), 0);
    workspace.showError("Reading", someError());
    EXPECT_EQ(workspace.findChild<MessageBar*>()->count(), 1);
}

}  // namespace
}  // namespace leukolens::ui
