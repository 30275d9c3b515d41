#include "ui/window/make_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMap>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QShortcut>
#include <QTranslator>
#include <QUrl>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/ui/support/ui_test.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/data/data_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/training/train_workspace.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

class WholeWindow : public testing::Test {
protected:
    void open() {
        settings.set(SettingKey::CaseFile, test::qpath(folder / "cases.sqlite"));
        settings.set(SettingKey::ModelsFolder, test::qpath(folder / "models"));
        settings.set(SettingKey::Device, "cpu");
        window = makeWindow(context);
        window->resize(1280, 720);
        window->show();
    }
    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    std::unique_ptr<MainWindow> window;
};

TEST_F(WholeWindow, HasTheThreeWorkspacesAndNoEmptyShells) {
    open();
    QStringList words;
    for (const int number : {1, 2, 3, 4, 5, 6}) {
        if (const auto* button = window->findChild<QAbstractButton*>(QString("rail%1").arg(number))) words << button->text();
    }
    EXPECT_EQ(words, QStringList({"Classify", "Data", "Train"}));
}

TEST_F(WholeWindow, NoTwoShortcutsOfOnePageCollide) {
    open();
    for (const int number : {1, 3, 4}) {
        const QWidget* page = window->workspace(number);
        QMap<QString, int> uses;
        for (const QMenu* menu : window->menuBar()->findChildren<QMenu*>())
            for (const QAction* action : menu->actions()) ++uses[action->shortcut().toString()];
        for (const QAction* action : page->findChildren<QAction*>()) ++uses[action->shortcut().toString()];
        for (const QShortcut* shortcut : page->findChildren<QShortcut*>()) ++uses[shortcut->key().toString()];
        uses.remove(QString());
        EXPECT_GE(uses.size(), 5);
        for (auto use = uses.cbegin(); use != uses.cend(); ++use) EXPECT_EQ(use.value(), 1) << use.key().toStdString();
    }
}

TEST_F(WholeWindow, DemonstrationCellsAskedForInTrainAreOpenedThere) {
    open();
    dataset::DemoSettings few;
    few.cellsPerSubject = 2;
    few.sizePx = 96;
    qobject_cast<DataWorkspace*>(window->workspace(3))->setDemoSettings(few);
    test::click(*window, "rail4");
    test::click(*window, "trainMakeDemo");
    EXPECT_EQ(window->currentWorkspace(), 3) << "its progress is shown in Data";
    ASSERT_TRUE(waitFor([&] { return context.dataset() != nullptr; }, 60'000));
    test::click(*window, "rail4");
    EXPECT_TRUE(find<QWidget>(*window, "startTraining")->isVisible());
}

TEST_F(WholeWindow, AModelDroppedOnAnyPageIsLookedAtAndPicturesWithItGoToClassify) {
    open();
    const auto model = folder / "no model.leukomodel", picture = folder / "cell.png";
    ASSERT_TRUE(writeFileAtomically(model, std::string_view("nothing")));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(test::qpath(picture)), QUrl::fromLocalFile(test::qpath(model))});
    for (const int number : {1, 3, 4}) {
        window->showWorkspace(number);
        QWidget* page = window->workspace(number);
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(page, &enter);
        ASSERT_TRUE(enter.isAccepted()) << number;
        QDropEvent drop({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(page, &drop);
    }
    const auto& session = qobject_cast<ClassifyWorkspace*>(window->workspace(1))->session();
    EXPECT_EQ(session.waiting(), QStringList(3, test::qpath(picture))) << "the model is not classified as a picture";
    auto* models = find<QWidget>(*window, "modelsWindow");
    ASSERT_TRUE(waitFor([&] { return models->isVisible(); }));
    EXPECT_TRUE(find<QLabel>(*models, "messageSummary")->text().contains("no model.leukomodel"));
}

TEST_F(WholeWindow, ClassifysModelButtonOpensTheModels) {
    open();
    ASSERT_TRUE(waitFor([&] { return find<QWidget>(*window, "chooseModel")->isEnabled(); }));
    test::click(*window, "chooseModel");
    EXPECT_TRUE(find<QWidget>(*window, "modelsWindow")->isVisible());
}

TEST_F(WholeWindow, SpeaksGerman) {
    QTranslator german;
    ASSERT_TRUE(german.load(":/i18n/leukolens_de.qm"));
    QCoreApplication::installTranslator(&german);
    open();
    EXPECT_EQ(find<QAbstractButton>(*window, "rail3")->text(), "Daten");
    EXPECT_EQ(find<QLabel>(*window, "researchUseNotice")->text(),
              QString::fromUtf8("Nur für Forschungszwecke. Nicht zur Diagnose."));
    EXPECT_TRUE(find<QLabel>(*find<QWidget>(*window, "trainEmpty"), "emptySentence")
                    ->text()
                    .startsWith(QString::fromUtf8("Öffnen Sie")));
    EXPECT_LE(find<QWidget>(*window, "navigationRail")->width(), 96);
    EXPECT_EQ(window->findChild<QAction*>("actionModels")->text(), QString::fromUtf8("&Modelle…"));
    auto* models = find<QWidget>(*window, "modelsWindow");
    EXPECT_EQ(models->windowTitle(), "Modelle");
    EXPECT_TRUE(find<QLabel>(*find<QWidget>(*models, "modelsEmpty"), "emptySentence")->text().startsWith("Ziehen Sie"));
    EXPECT_LE(models->minimumSizeHint().width(), 1000) << "German fits";
    EXPECT_LE(window->minimumSizeHint().width(), 1280) << "German fits";
    EXPECT_LE(window->minimumSizeHint().height(), 720);
    QCoreApplication::removeTranslator(&german);
}

}  // namespace
}  // namespace leukolens::ui
