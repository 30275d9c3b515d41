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
#include <QTableView>
#include <QTranslator>
#include <QUrl>

#include <gtest/gtest.h>

#include <vector>

#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "tests/support/tiff_slide.h"
#include "tests/ui/support/ui_test.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/data/data_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/slides/slides_workspace.h"
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

TEST_F(WholeWindow, HasItsSixWorkspacesAndNoEmptyShells) {
    open();
    QStringList words;
    for (const int number : {1, 2, 3, 4, 5, 6, 7}) {
        if (const auto* button = window->findChild<QAbstractButton*>(QString("rail%1").arg(number))) words << button->text();
    }
    EXPECT_EQ(words, QStringList({"Classify", "Slides", "Data", "Train", "Evaluate", "Cases"}));
}

TEST_F(WholeWindow, AWholeSlideDroppedOnClassifyOpensInSlides) {
    open();
    window->showWorkspace(1);
    test::writeTiffSlide(folder / "smear.svs", test::placesPicture(200, 150), {.aperio = true});
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(test::qpath(folder / "smear.svs"))});
    QWidget* classify = window->workspace(1);
    QDragEnterEvent enter(classify->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(classify, &enter);
    ASSERT_TRUE(enter.isAccepted());
    QDropEvent drop(classify->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(classify, &drop);
    EXPECT_EQ(window->currentWorkspace(), 2);
    auto* slides = qobject_cast<SlidesWorkspace*>(window->workspace(2));
    ASSERT_TRUE(slides);
    EXPECT_TRUE(waitFor([&] { return slides->session().shownSlide() && slides->session().shownSlide()->slide; }));
    EXPECT_TRUE(qobject_cast<ClassifyWorkspace*>(classify)->session().waiting().isEmpty()) << "it is no picture of a cell";
}

/// A key and where it works: in a widget and what is in it, or, without one, in the whole window.
struct KeyUse {
    QString key;
    const QWidget* where = nullptr;

    bool collidesWith(const KeyUse& other) const {
        if (key != other.key) return false;
        return !where || !other.where || where == other.where || where->isAncestorOf(other.where) || other.where->isAncestorOf(where);
    }
};

TEST_F(WholeWindow, NoTwoShortcutsOfOnePageCollide) {
    open();
    for (const int number : {1, 2, 3, 4, 5, 6}) {
        const QWidget* page = window->workspace(number);
        std::vector<KeyUse> uses;
        const auto add = [&](const QKeySequence& key, const QObject* owner, Qt::ShortcutContext reach) {
            const bool isLocal = reach == Qt::WidgetShortcut || reach == Qt::WidgetWithChildrenShortcut;
            if (!key.isEmpty()) uses.push_back({key.toString(), isLocal ? qobject_cast<const QWidget*>(owner) : nullptr});
        };
        for (const QMenu* menu : window->menuBar()->findChildren<QMenu*>())
            for (const QAction* action : menu->actions()) add(action->shortcut(), nullptr, Qt::WindowShortcut);
        for (const QAction* action : page->findChildren<QAction*>()) add(action->shortcut(), action->parent(), action->shortcutContext());
        for (const QShortcut* shortcut : page->findChildren<QShortcut*>()) add(shortcut->key(), shortcut->parent(), shortcut->context());
        EXPECT_GE(uses.size(), 5u);
        for (std::size_t i = 0; i < uses.size(); ++i)
            for (std::size_t k = 0; k < i; ++k) EXPECT_FALSE(uses[i].collidesWith(uses[k])) << uses[i].key.toStdString();
    }
}

TEST_F(WholeWindow, NoLabelOfAnyPageReadsNamesAsHtml) {
    open();
    int labels = 0;
    for (QLabel* label : window->findChildren<QLabel*>()) {
        label->ensurePolished();
        EXPECT_EQ(label->textFormat(), Qt::PlainText) << label->objectName().toStdString() << ": " << label->text().toStdString();
        ++labels;
    }
    EXPECT_GE(labels, 100);
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
    for (const int number : {1, 3, 4, 5, 6}) {
        window->showWorkspace(number);
        QWidget* page = window->workspace(number);
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(page, &enter);
        ASSERT_TRUE(enter.isAccepted()) << number;
        QDropEvent drop({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(page, &drop);
    }
    const auto& session = qobject_cast<ClassifyWorkspace*>(window->workspace(1))->session();
    EXPECT_EQ(session.waiting(), QStringList(5, test::qpath(picture))) << "the model is not classified as a picture";
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

TEST_F(WholeWindow, ASessionChosenInCasesOpensInClassify) {
    {
        const auto store = casebook::CaseStore::open(folder / "cases.sqlite");
        for (const char* name : {"P-1", "P-2"}) {
            ASSERT_TRUE(store && (*store)->createCase(name));
        }
    }
    open();
    const auto& session = qobject_cast<ClassifyWorkspace*>(window->workspace(1))->session();
    ASSERT_TRUE(waitFor([&] { return session.summary().name == "P-2"; }));
    window->showWorkspace(6);
    auto* table = find<QTableView>(*window, "patientTable");
    ASSERT_TRUE(waitFor([&] { return table->model()->rowCount() == 2 && !context.anyBusy(); }));
    table->selectRow(1);
    ASSERT_TRUE(waitFor([&] { return find<QLabel>(*window, "patientTitle")->text() == "P-1"; }));
    test::click(*window, "openInClassify");
    EXPECT_EQ(window->currentWorkspace(), 1);
    EXPECT_TRUE(waitFor([&] { return session.summary().name == "P-1"; }));
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
