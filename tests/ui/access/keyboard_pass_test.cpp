// Everything can be reached, seen to be reached, and done without a mouse.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTextBrowser>
#include <QTextEdit>

#include <gtest/gtest.h>

#include <set>

#include "core/experiment/presets.h"
#include "tests/ui/access/every_window.h"
#include "tests/ui/access/parts_of_qt.h"
#include "tests/ui/support/ui_test.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/evaluation/evaluate_workspace.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/shell/dialogs.h"
#include "ui/slides/slides_workspace.h"
#include "ui/training/train_form.h"
#include "ui/training/train_workspace.h"

namespace leukolens::test {
namespace {

class KeyboardPass : public testing::Test {
protected:
    static void SetUpTestSuite() {
        QApplication::setCursorFlashTime(0);
        s_folder = std::make_unique<TempFolder>();
        s_stage = std::make_unique<StagedWindow>(stageFiles(s_folder->path()));
        s_stage->fillAll();
    }
    static void TearDownTestSuite() {
        s_stage.reset();
        s_folder.reset();
    }
    void TearDown() override { ui::dialogs::setTestHook({}); }

    ui::MainWindow& window() { return s_stage->window(); }

    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWidget* focused = QApplication::focusWidget();
        QTest::keyClick(focused ? focused : QApplication::activeWindow(), key, modifiers);
        QApplication::processEvents();
    }

    /// What holds the focus, as a control: a line in a spin box is that spin box.
    static QWidget* focused() {
        QWidget* at = QApplication::focusWidget();
        while (at && isPartOfQt(*at) && at->parentWidget()) at = at->parentWidget();
        return at;
    }

    /// Day, month and year of a date, and links in a text, are walked through before Tab leaves.
    static int stepsInside(const QWidget& control) {
        if (qobject_cast<const QTextBrowser*>(&control)) return 100;
        return qobject_cast<const QDateTimeEdit*>(&control) ? 3 : 0;
    }

    static bool isOnly(QWidget& control) {
        const auto all = controls(*control.window());
        return all.size() == 1 && all.front() == &control;
    }

    /// Once around, from where the focus is. A control that keeps the focus is a trap.
    std::vector<QWidget*> around(Qt::Key key) {
        std::vector<QWidget*> visited;
        QWidget* const first = focused();
        constexpr int kMost = 500;
        int stays = 0;
        for (int i = 0; i < kMost; ++i) {
            QWidget* const before = focused();
            press(key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
            QWidget* const now = focused();
            if (!now) {
                ADD_FAILURE() << "the focus is lost after " << (before ? described(*before) : "nothing");
                break;
            }
            stays = now == before ? stays + 1 : 0;
            if (now == before && stays < stepsInside(*now)) continue;
            if (now == before) {
                if (isOnly(*now)) return {now};
                ADD_FAILURE() << "the focus is caught in " << described(*now);
                break;
            }
            visited.push_back(now);
            for (QWidget* control : now->window()->findChildren<QAbstractButton*>())
                if (!control->isEnabled()) disabledMeanwhile.insert(control);
            if (now == first || (visited.size() > 1 && now == visited.front())) break;
        }
        return visited;
    }

    /// Controls a person sees and could click.
    static std::vector<QWidget*> controls(QWidget& root) {
        std::vector<QWidget*> found;
        for (QWidget* widget : root.findChildren<QWidget*>()) {
            if (!widget->isVisible() || !widget->isEnabled() || widget->window() != root.window() || isPartOfQt(*widget)) continue;
            // What only explains is no control.
            if (QAccessible::queryAccessibleInterface(widget)->role() == QAccessible::StaticText) continue;
            const bool isControl = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) || qobject_cast<QComboBox*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QPlainTextEdit*>(widget) ||
                                   qobject_cast<QTextEdit*>(widget) || qobject_cast<QAbstractItemView*>(widget) || qobject_cast<QTabBar*>(widget) || widget->focusPolicy() & Qt::TabFocus;
            if (isControl) found.push_back(widget);
        }
        return found;
    }

    /// By Tab, or by arrow keys from a button of its group that Tab reaches.
    static bool isReached(QWidget* widget, const std::set<QWidget*>& visited) {
        for (QWidget* at = widget; at; at = at->focusProxy())
            if (visited.contains(at)) return true;
        const auto* button = qobject_cast<QAbstractButton*>(widget);
        if (!button || !(button->autoExclusive() || (button->group() && button->group()->exclusive()))) return false;
        if (button->group()) {
            for (QAbstractButton* other : button->group()->buttons())
                if (visited.contains(other)) return true;
            return false;
        }
        for (QAbstractButton* other : button->parentWidget()->findChildren<QAbstractButton*>(Qt::FindDirectChildrenOnly))
            if (other->autoExclusive() && visited.contains(other)) return true;
        return false;
    }

    std::set<QWidget*> disabledMeanwhile;

    void goAround(QWidget& root) {
        disabledMeanwhile.clear();
        const std::vector<QWidget*> there = around(Qt::Key_Tab);
        const std::set<QWidget*> visited(there.begin(), there.end());
        for (QWidget* control : controls(root)) EXPECT_TRUE(isReached(control, visited)) << "Tab does not reach " << described(*control);
        const std::vector<QWidget*> back = around(Qt::Key_Backtab);
        const std::set<QWidget*> visitedBack(back.begin(), back.end());
        // The cell that a list has chosen when the focus comes to it decides what can be done then.
        for (QWidget* control : visited) EXPECT_TRUE(visitedBack.contains(control) || disabledMeanwhile.contains(control)) << "Shift+Tab does not reach " << described(*control);
        for (QWidget* control : visitedBack) EXPECT_TRUE(visited.contains(control) || disabledMeanwhile.contains(control)) << "Tab does not reach " << described(*control);
    }

    /// Each as it is with the focus and without.
    void expectVisibleFocus() {
        QWidget* const first = focused();
        constexpr int kMost = 500;
        for (int i = 0; i < kMost; ++i) {
            QWidget* const now = focused();
            if (!now) break;
            const QImage with = now->grab().toImage();
            if (isOnly(*now)) break;
            for (int parts = 0; parts <= stepsInside(*now) && focused() == now; ++parts) press(Qt::Key_Tab);
            if (focused() == now) break;  // a trap, told by goAround()
            const QImage without = now->grab().toImage();
            EXPECT_FALSE(with == without) << "it cannot be seen that the focus is in " << described(*now);
            if (focused() == first) break;
        }
    }

    /// Tab until the control named so has the focus.
    ::testing::AssertionResult tabTo(const QString& name) {
        constexpr int kMost = 300;
        for (int i = 0; i < kMost; ++i) {
            if (QWidget* now = focused(); now && now->objectName() == name) return ::testing::AssertionSuccess();
            press(Qt::Key_Tab);
        }
        return ::testing::AssertionFailure() << "Tab does not reach " << name.toStdString() << ", but " << (focused() ? described(*focused()) : "nothing");
    }

    void goTo(int workspace) {
        window().activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window()));
        press(static_cast<Qt::Key>(Qt::Key_0 + workspace), Qt::ControlModifier);
        ASSERT_EQ(window().currentWorkspace(), workspace);
        s_stage->settle();
    }

    inline static std::unique_ptr<TempFolder> s_folder;
    inline static std::unique_ptr<StagedWindow> s_stage;
};

TEST_F(KeyboardPass, TabReachesEveryControlOfEveryWorkspace) {
    for (int workspace = 1; workspace <= 6; ++workspace) {
        SCOPED_TRACE(workspace);
        goTo(workspace);
        goAround(window());
    }
}

TEST_F(KeyboardPass, TheFocusIsSeen) {
    for (int workspace = 1; workspace <= 6; ++workspace) {
        SCOPED_TRACE(workspace);
        goTo(workspace);
        press(Qt::Key_Tab);
        expectVisibleFocus();
    }
}

TEST_F(KeyboardPass, TabReachesEveryControlOfEveryOtherWindow) {
    goTo(1);
    for (const OtherWindow& other : otherWindows()) {
        SCOPED_TRACE(other.name);
        other.open(*s_stage, [this](QWidget& opened) {
            opened.activateWindow();
            ASSERT_TRUE(waitFor([&] { return opened.isActiveWindow(); }));
            press(Qt::Key_Tab);
            goAround(opened);
            expectVisibleFocus();
        });
    }
}

TEST_F(KeyboardPass, TheRailIsWalkedByArrows) {
    goTo(1);
    ASSERT_TRUE(tabTo("rail1"));
    press(Qt::Key_Down);
    EXPECT_EQ(focused()->objectName(), "rail2");
    press(Qt::Key_Space);
    EXPECT_EQ(window().currentWorkspace(), 2);
    EXPECT_EQ(focused()->objectName(), "rail2") << "the rail keeps the focus";
}

TEST_F(KeyboardPass, ACellIsDecided) {
    goTo(1);
    auto& session = qobject_cast<ui::ClassifyWorkspace*>(window().workspace(1))->session();
    auto* blasts = find<QListView>(window(), "cells-all");
    auto* normals = find<QListView>(window(), "cells-hem");
    const int before = normals->model()->rowCount();
    ASSERT_GT(blasts->model()->rowCount(), 1);
    ASSERT_TRUE(tabTo("cells-all"));
    press(Qt::Key_Home);
    press(Qt::Key_2);
    EXPECT_TRUE(waitFor([&] { return normals->model()->rowCount() == before + 1; }));
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(waitFor([&] { return normals->model()->rowCount() == before; }));
    EXPECT_GT(session.cells().rowCount(), 0);
}

TEST_F(KeyboardPass, CellsOfAFieldAreLookedFor) {
    goTo(2);
    auto& session = qobject_cast<ui::SlidesWorkspace*>(window().workspace(2))->session();
    ASSERT_TRUE(tabTo("findCells"));
    press(Qt::Key_Space);
    EXPECT_TRUE(session.finding());
    EXPECT_TRUE(waitFor([&] { return !session.finding(); }, 60'000));
}

TEST_F(KeyboardPass, DataAreOpened) {
    goTo(3);
    bool asked = false;
    ui::dialogs::setTestHook({{}, [&](const QString&) {
                                  asked = true;
                                  return qpath(s_stage->files().cells);
                              }});
    press(Qt::Key_D, Qt::ControlModifier);
    EXPECT_TRUE(asked);
    s_stage->settle();
}

TEST_F(KeyboardPass, ATrainingIsStartedAndStopped) {
    goTo(4);
    auto* train = qobject_cast<ui::TrainWorkspace*>(window().workspace(4));
    auto quick = experiment::quickPreset(experiment::withNetwork({}, "leuknet"));
    quick.device = "cpu";
    train->form().setSettings(quick);
    s_stage->settle();
    ui::dialogs::setTestHook({[](const QString&) { return true; }, {}});
    ASSERT_TRUE(tabTo("startTraining"));
    press(Qt::Key_Space);
    ASSERT_TRUE(waitFor([&] { return s_stage->context().trainingWorker.busy(); }));
    ASSERT_TRUE(tabTo("stopRun"));
    press(Qt::Key_Space);
    EXPECT_TRUE(waitFor([&] { return !s_stage->context().trainingWorker.busy(); }, 60'000));
}

TEST_F(KeyboardPass, ARunIsOpenedAndItsPagesAreTurned) {
    goTo(5);
    auto* evaluate = qobject_cast<ui::EvaluateWorkspace*>(window().workspace(5));
    const auto before = evaluate->session().run();
    ui::dialogs::setTestHook({{}, [](const QString&) { return qpath(s_stage->files().secondRun); }});
    press(Qt::Key_O, Qt::ControlModifier);
    EXPECT_TRUE(waitFor([&] { return evaluate->session().run() != before; }));
    auto* tabs = find<QTabWidget>(*evaluate, "evaluationTabs");
    tabs->setCurrentIndex(0);
    ASSERT_TRUE(tabTo("qt_tabwidget_tabbar"));
    press(Qt::Key_Right);
    EXPECT_EQ(tabs->currentIndex(), 1);
}

TEST_F(KeyboardPass, APatientIsChosenAndOpened) {
    goTo(6);
    auto* table = find<QTableView>(window(), "patientTable");
    ASSERT_TRUE(tabTo("patientTable"));
    press(Qt::Key_Home, Qt::ControlModifier);
    const int before = table->currentIndex().row();
    press(Qt::Key_Down);
    EXPECT_EQ(table->currentIndex().row(), before + 1);
    s_stage->settle();
    ASSERT_TRUE(tabTo("openInClassify"));
    press(Qt::Key_Space);
    EXPECT_EQ(window().currentWorkspace(), 1);
    s_stage->settle();
}

}  // namespace
}  // namespace leukolens::test
