// Whoever cannot see the window is told what each control is and what it does.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QTabBar>
#include <QTextEdit>

#include <gtest/gtest.h>

#include <set>

#include "tests/ui/access/every_window.h"
#include "tests/ui/access/parts_of_qt.h"
#include "tests/ui/support/ui_test.h"

namespace leukolens::test {
namespace {

bool isEditor(const QWidget& widget) { return qobject_cast<const QLineEdit*>(&widget) || qobject_cast<const QComboBox*>(&widget) || qobject_cast<const QAbstractSpinBox*>(&widget) || qobject_cast<const QPlainTextEdit*>(&widget) || qobject_cast<const QTextEdit*>(&widget); }

bool isControl(const QWidget& widget) {
    return isEditor(widget) || qobject_cast<const QAbstractButton*>(&widget) || qobject_cast<const QAbstractItemView*>(&widget) || qobject_cast<const QTabBar*>(&widget) || qobject_cast<const QAbstractSlider*>(&widget);
}

/// Classes that draw themselves, read from the sources.
std::set<std::string> drawnClasses() {
    static const QRegularExpression kClass(R"(class (\w+)[^;{]*: public)");
    std::set<std::string> classes;
    for (const auto& [file, text] : sourcesOf("ui", ".h")) {
        const QString source = QString::fromStdString(text);
        for (auto at = source.indexOf("void paintEvent("); at >= 0; at = source.indexOf("void paintEvent(", at + 1)) {
            QRegularExpressionMatch match;
            if (source.lastIndexOf(kClass, at, &match) >= 0) classes.insert(match.captured(1).toStdString());
        }
    }
    return classes;
}

class AccessibleNames : public testing::Test {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<TempFolder>();
        s_stage = std::make_unique<StagedWindow>(stageFiles(s_folder->path()));
        s_stage->fillAll();
        s_stage->show(1);
    }
    static void TearDownTestSuite() {
        s_stage.reset();
        s_folder.reset();
    }

    void check(QWidget& root) {
        for (QWidget* widget : root.findChildren<QWidget*>()) {
            if (isPartOfQt(*widget) || (widget->isWindow() && widget != &root)) continue;
            if (isControl(*widget)) checkControl(*widget);
            else if (widget->isVisible() && !widget->focusProxy() && (isDrawn(*widget) || widget->focusPolicy() & Qt::TabFocus)) checkDrawn(*widget);
        }
    }

    int controls = 0, drawn = 0;

private:
    bool isDrawn(const QWidget& widget) const {
        // A frame with a coloured edge, and what only covers the page while something is dragged.
        static const std::set<std::string> kFurniture = {"BinView", "DropOverlay"};
        static const std::set<std::string> kDrawn = drawnClasses();
        const std::string name = QString::fromLatin1(widget.metaObject()->className()).section("::", -1).toStdString();
        return kDrawn.contains(name) && !kFurniture.contains(name);
    }

    static QAccessibleInterface& seen(QWidget& widget) {
        QAccessibleInterface* found = QAccessible::queryAccessibleInterface(&widget);
        if (!found) throw std::runtime_error("nothing is told of " + described(widget));
        return *found;
    }

    void checkRole(const QWidget& widget, const QAccessibleInterface& told) {
        for (const auto role : {QAccessible::NoRole, QAccessible::Client, QAccessible::Window, QAccessible::Pane}) EXPECT_NE(told.role(), role) << described(widget);
    }

    void checkControl(QWidget& widget) {
        ++controls;
        const QAccessibleInterface& told = seen(widget);
        checkRole(widget, told);
        // They get their words with what they are for, and are not shown before.
        static const QSet<QString> kWordsComeLater = {"addToList", "weightsRecord"};
        if (!widget.isVisible() && kWordsComeLater.contains(widget.objectName())) return;
        // Tabs have names of their own.
        if (const auto* tabs = qobject_cast<QTabBar*>(&widget)) {
            for (int tab = 0; tab < tabs->count(); ++tab) EXPECT_FALSE(tabs->tabText(tab).isEmpty()) << described(widget);
            return;
        }
        EXPECT_FALSE(told.text(QAccessible::Name).trimmed().isEmpty()) << "no name: " << described(widget);
        if (const auto* button = qobject_cast<QAbstractButton*>(&widget); button && button->text().isEmpty()) {
            EXPECT_FALSE(button->toolTip().isEmpty() && button->accessibleDescription().isEmpty()) << "an icon alone: " << described(widget);
        }
        if (isEditor(widget)) {
            EXPECT_TRUE(!widget.accessibleName().isEmpty() || isBuddy(widget)) << "no label: " << described(widget);
        }
    }

    static bool isBuddy(const QWidget& widget) {
        for (const QLabel* label : widget.window()->findChildren<QLabel*>())
            if (label->buddy() == &widget) return true;
        return false;
    }

    void checkDrawn(QWidget& widget) {
        ++drawn;
        const QAccessibleInterface& told = seen(widget);
        // What scrolls holds controls and is none.
        if (!qobject_cast<QScrollArea*>(&widget)) checkRole(widget, told);
        EXPECT_FALSE(told.text(QAccessible::Name).trimmed().isEmpty()) << "no name: " << described(widget);
    }

    inline static std::unique_ptr<TempFolder> s_folder;

protected:
    inline static std::unique_ptr<StagedWindow> s_stage;
};

TEST_F(AccessibleNames, OfEverythingInTheWindow) {
    for (int workspace = 1; workspace <= 6; ++workspace) {
        s_stage->show(workspace);
        check(s_stage->window());
    }
    EXPECT_GE(controls, 6 * 250);
    EXPECT_GE(drawn, 11);
}

TEST_F(AccessibleNames, OfEverythingInEveryOtherWindow) {
    s_stage->show(1);
    for (const OtherWindow& other : otherWindows()) {
        SCOPED_TRACE(other.name);
        other.open(*s_stage, [this](QWidget& window) {
            EXPECT_FALSE(window.window()->windowTitle().isEmpty());
            check(window);
        });
    }
    EXPECT_GE(controls, 100);
}

TEST_F(AccessibleNames, EveryWindowOfTheSourcesIsLookedAt) {
    std::set<std::string> known = {"MainWindow"};
    for (const OtherWindow& other : otherWindows()) known.insert(other.classes.begin(), other.classes.end());
    const auto classes = windowClassesInSources();
    EXPECT_GE(classes.size(), 12u);
    for (const std::string& name : classes) EXPECT_TRUE(known.contains(name)) << name << " is in no row of otherWindows()";
}

}  // namespace
}  // namespace leukolens::test
