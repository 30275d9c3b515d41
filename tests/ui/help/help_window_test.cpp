#include "ui/help/help_window.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>
#include <QToolButton>
#include <QTreeWidget>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/help/help_view.h"
#include "ui/shell/app_settings.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

using test::click;
using test::find;
using test::waitFor;

class HelpWindowTest : public testing::Test {
protected:
    void SetUp() override { open(); }
    void open() {
        window.reset();
        window = std::make_unique<HelpWindow>(settings);
        window->present({});
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
        view = find<HelpView>(*window, "helpText");
        search = find<QLineEdit>(*window, "helpSearch");
    }
    QTextBlock blockOf(const QString& words) {
        for (QTextBlock block = view->document()->begin(); block.isValid(); block = block.next())
            if (block.text() == words) return block;
        return {};
    }
    /// Distance of a block's upper edge from that of what is seen, px.
    int topOf(const QTextBlock& block) { return view->cursorRect(QTextCursor(block)).top(); }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    std::unique_ptr<HelpWindow> window;
    HelpView* view = nullptr;
    QLineEdit* search = nullptr;
};

TEST_F(HelpWindowTest, OpensAtTheIndexAndGoesToAPageAndHeading) {
    EXPECT_EQ(window->shown(), HelpPlace({"index", {}}));
    window->present("classify#sign-a-case");
    EXPECT_EQ(window->shown(), HelpPlace({"classify", "sign-a-case"}));
    const QTextBlock heading = blockOf("Sign a case");
    ASSERT_TRUE(heading.isValid());
    EXPECT_GE(topOf(heading), 0);
    EXPECT_LT(topOf(heading), 60) << "at the upper edge";
    EXPECT_TRUE(window->windowTitle().contains("Classify cells"));
    window->present("nowhere");
    EXPECT_EQ(window->shown(), HelpPlace({"index", {}}));
}

TEST_F(HelpWindowTest, GoesBackToWhereItWasScrolledAndForwardAgain) {
    auto *back = find<QToolButton>(*window, "helpBack"), *forward = find<QToolButton>(*window, "helpForward");
    EXPECT_FALSE(back->isEnabled() || forward->isEnabled());
    window->present("classify#read-a-card");
    view->verticalScrollBar()->setValue(view->verticalScrollBar()->value() + 37);
    const int left = view->verticalScrollBar()->value();
    window->present("data");
    view->verticalScrollBar()->setValue(51);
    QTest::keyClick(view, Qt::Key_Left, Qt::AltModifier);
    EXPECT_EQ(window->shown().page, "classify");
    EXPECT_EQ(view->verticalScrollBar()->value(), left);
    EXPECT_TRUE(forward->isEnabled());
    QTest::keyClick(view, Qt::Key_Right, Qt::AltModifier);
    EXPECT_EQ(window->shown().page, "data");
    EXPECT_EQ(view->verticalScrollBar()->value(), 51);
    click(*window, "helpBack");
    click(*window, "helpHome");
    EXPECT_EQ(window->shown().page, "index");
    EXPECT_FALSE(forward->isEnabled()) << "another way was taken";
    click(*window, "helpBack");
    EXPECT_EQ(window->shown().page, "classify");
}

TEST_F(HelpWindowTest, FollowsALinkThatIsClicked) {
    // The first link of the index that leads to a page.
    for (QTextBlock block = view->document()->begin(); block.isValid(); block = block.next())
        for (auto piece = block.begin(); !piece.atEnd(); ++piece) {
            if (piece.fragment().charFormat().anchorHref() != "first-steps.md") continue;
            QTextCursor cursor(view->document());
            cursor.setPosition(piece.fragment().position() + 2);
            QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->cursorRect(cursor).center());
            EXPECT_EQ(window->shown().page, "first-steps");
            return;
        }
    FAIL() << "no link";
}

TEST_F(HelpWindowTest, ContentsShowWhereOneIsAndLeadToPagesAndHeadings) {
    auto* tree = find<QTreeWidget>(*window, "helpContents");
    window->present("classify#sign-a-case");
    ASSERT_TRUE(tree->currentItem());
    EXPECT_EQ(tree->currentItem()->text(0), "Sign a case");
    EXPECT_TRUE(tree->currentItem()->parent()->isExpanded());
    QTreeWidgetItem* reports = tree->findItems("How to read this report", Qt::MatchExactly | Qt::MatchRecursive).value(0);
    ASSERT_TRUE(reports);
    tree->setCurrentItem(reports);
    EXPECT_EQ(window->shown(), HelpPlace({"reports", {}}));
    EXPECT_FALSE(tree->findItems("Classify cells", Qt::MatchExactly | Qt::MatchRecursive).value(0)->isExpanded());
    tree->setCurrentItem(reports->child(2));
    EXPECT_EQ(window->shown().page, "reports");
    EXPECT_FALSE(window->shown().slug.isEmpty());
}

TEST_F(HelpWindowTest, SearchShowsHitsOpensThemAndMarksTheWords) {
    QTest::keyClick(view, Qt::Key_F, Qt::ControlModifier);
    EXPECT_TRUE(search->hasFocus());
    QTest::keyClicks(search, "kappa");
    auto* hits = find<QListWidget>(*window, "helpHits");
    ASSERT_TRUE(hits->isVisible());
    ASSERT_GE(hits->count(), 2);
    EXPECT_TRUE(hits->item(0)->text().contains("kappa")) << "a heading goes before text: " << hits->item(0)->text().toStdString();
    QTest::keyClick(search, Qt::Key_Return);
    EXPECT_TRUE(hits->hasFocus());
    EXPECT_EQ(window->shown().page, "glossary");
    EXPECT_GE(view->marked(), 1);
    EXPECT_EQ(view->extraSelections().front().cursor.selectedText().toLower(), "kappa");
    search->setFocus();
    QTest::keyClick(search, Qt::Key_Escape);
    EXPECT_TRUE(find<QTreeWidget>(*window, "helpContents")->isVisible());
    EXPECT_EQ(view->marked(), 0);
    EXPECT_TRUE(window->isVisible()) << "Esc has cleared the search, not closed the window";
    QTest::keyClick(search, Qt::Key_Escape);
    EXPECT_FALSE(window->isVisible());
}

TEST_F(HelpWindowTest, SaysWhereNothingIsFound) {
    QTest::keyClicks(search, "zebrafish");
    auto* nothing = find<QLabel>(*window, "helpNothing");
    EXPECT_TRUE(nothing->isVisible());
    EXPECT_TRUE(nothing->text().contains("zebrafish"));
}

TEST_F(HelpWindowTest, ZoomsTheTextAndRemembersIt) {
    window->present("classify");
    const double before = view->document()->defaultFont().pointSizeF();
    QTest::keyClick(view, Qt::Key_Plus, Qt::ControlModifier);
    QTest::keyClick(view, Qt::Key_Plus, Qt::ControlModifier);
    const double larger = view->document()->defaultFont().pointSizeF();
    EXPECT_NEAR(larger, before * 1.2, 0.01);
    open();
    EXPECT_NEAR(view->document()->defaultFont().pointSizeF(), larger, 0.01);
    QTest::keyClick(view, Qt::Key_0, Qt::ControlModifier);
    QTest::keyClick(view, Qt::Key_Minus, Qt::ControlModifier);
    EXPECT_LT(view->document()->defaultFont().pointSizeF(), before);
}

TEST_F(HelpWindowTest, RemembersItsSize) {
    window->resize(777, 555);
    window->close();
    open();
    EXPECT_EQ(window->size(), QSize(777, 555));
}

TEST_F(HelpWindowTest, DrawsTablesHeadingsAndPicturesInTheProgramsLook) {
    window->present("classify");
    const auto frames = view->document()->rootFrame()->childFrames();
    QTextTable* table = nullptr;
    for (QTextFrame* frame : frames) table = table ? table : qobject_cast<QTextTable*>(frame);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->format().border(), 1);
    EXPECT_GT(table->format().cellPadding(), 3);
    EXPECT_EQ(table->format().borderBrush().color(), Theme::border());
    const double text = view->document()->defaultFont().pointSizeF();
    const auto sizeOf = [](const QTextBlock& block) { return block.begin().fragment().charFormat().fontPointSize(); };
    EXPECT_GT(sizeOf(view->document()->begin()), sizeOf(blockOf("Read a card")));
    EXPECT_GT(sizeOf(blockOf("Read a card")), text);
    for (QTextBlock block = view->document()->begin(); block.isValid(); block = block.next())
        for (auto piece = block.begin(); !piece.atEnd(); ++piece) {
            const QTextCharFormat format = piece.fragment().charFormat();
            if (!format.isImageFormat()) continue;
            const auto picture = format.toImageFormat();
            EXPECT_GT(picture.width(), 100);
            EXPECT_LE(picture.width(), view->viewport()->width());
            EXPECT_FALSE(view->document()->resource(QTextDocument::ImageResource, QUrl(picture.name())).isNull());
            window->resize(620, 500);
            EXPECT_TRUE(waitFor([&] { return piece.fragment().charFormat().toImageFormat().width() <= view->viewport()->width(); }));
            return;
        }
    FAIL() << "no picture";
}

TEST_F(HelpWindowTest, FollowsTheTheme) {
    window->present("classify");
    Theme::apply(*qApp, "dark");
    const QColor dark = blockOf("Read a card").begin().fragment().charFormat().foreground().color();
    EXPECT_EQ(dark, Theme::text());
    Theme::apply(*qApp, "light");
    EXPECT_NE(blockOf("Read a card").begin().fragment().charFormat().foreground().color(), dark);
}

TEST(HelpView, ShowsWhereALinkOutOfTheHelpWouldLeadAndOpensNothing) {
    HelpView view;
    const QString markdown = "# Page\n\nSee [the archive](https://example.org/data) and [this page](page.md) and https://example.org/plain too.\n\n<b>not bold</b>\n";
    view.showPage({"page", "en", markdown, readMarkdown(markdown)}, 1.0);
    const QString text = view.toPlainText();
    EXPECT_TRUE(text.contains("See the archive (https://example.org/data) and this page and https://example.org/plain too.")) << text.toStdString();
    QStringList links;
    for (QTextBlock block = view.document()->begin(); block.isValid(); block = block.next())
        for (auto piece = block.begin(); !piece.atEnd(); ++piece)
            if (piece.fragment().charFormat().isAnchor()) links << piece.fragment().charFormat().anchorHref();
    EXPECT_EQ(links, QStringList{"page.md"});
    EXPECT_FALSE(view.loadResource(QTextDocument::ImageResource, QUrl("file:///etc/hostname")).isValid());
}

}  // namespace
}  // namespace leukolens::ui
