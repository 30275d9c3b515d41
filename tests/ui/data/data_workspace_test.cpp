#include "ui/data/data_workspace.h"

#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QUrl>

#include <gtest/gtest.h>

#include <fstream>

#include "tests/ui/support/ui_test.h"
#include "ui/data/split_panel.h"
#include "ui/data/subject_model.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/message_bar.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

class DataWorkspaceTest : public testing::Test {
protected:
    void SetUp() override {
        QDir(AppSettings::demoFolder()).removeRecursively();
        dataset::DemoSettings demo;
        demo.cellsPerSubject = 2;
        demo.sizePx = 96;
        workspace.setDemoSettings(demo);
        workspace.resize(1200, 720);
        workspace.show();
    }
    ~DataWorkspaceTest() override { dialogs::setTestHook({}); }
    bool waitForData() {
        return waitFor([&] { return context.dataset() && !context.fileWorker.busy(); }, 60'000);
    }
    void makeDemo() {
        test::click(workspace, "makeDemo");
        ASSERT_TRUE(waitForData());
    }
    QString text(const char* label) { return find<QLabel>(workspace, label)->text(); }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    DataWorkspace workspace{context};
};

TEST_F(DataWorkspaceTest, MakesDemonstrationCellsAndShowsTheirFacts) {
    EXPECT_TRUE(find<QWidget>(workspace, "dataEmpty")->isVisible());
    makeDemo();
    EXPECT_FALSE(find<QWidget>(workspace, "dataEmpty")->isVisible());
    EXPECT_EQ(text("factCells"), "24");
    EXPECT_EQ(text("factSubjects"), "12");
    EXPECT_EQ(text("factLayout"), "C-NMC");
    EXPECT_EQ(text("factProblems"), "0");
    EXPECT_EQ(find<QWidget>(workspace, "classBar")->accessibleName(), "ALL blast  12, Normal  12");
    EXPECT_EQ(text("leakLine"), "No subject is in two parts of a fold.");
    EXPECT_TRUE(text("balanceLine").startsWith("Test parts: a fold differs from the mean by 0.0 % of the cells")) << text("balanceLine").toStdString();
    const auto* tabs = find<QTabWidget>(workspace, "dataDetails");
    EXPECT_EQ(tabs->tabText(tabs->count() - 1), "Problems");
    const auto* table = find<QTableView>(workspace, "subjectTable")->model();
    ASSERT_EQ(table->rowCount(), 12);
    for (int row = 0; row < 12; ++row) {
        EXPECT_EQ(table->index(row, SubjectModel::Cells).data().toString(), "2");
        EXPECT_TRUE(QStringList({"1", "2", "3"}).contains(table->index(row, SubjectModel::TestFold).data().toString()));
    }
}

TEST_F(DataWorkspaceTest, SaysThatThePaperSharesPatients) {
    makeDemo();
    auto* protocol = find<QComboBox>(workspace, "splitProtocol");
    protocol->setCurrentIndex(1);
    ASSERT_TRUE(waitFor([&] { return text("leakLine").startsWith("Optimistic:"); })) << text("leakLine").toStdString();
    protocol->setCurrentIndex(protocol->findData("leave-one-out"));
    ASSERT_TRUE(waitFor([&] { return find<QLabel>(workspace, "balanceLine")->isHidden(); })) << "a subject a fold is as large as it is";
}

TEST_F(DataWorkspaceTest, ASplitThatCannotBeSaysItsCode) {
    makeDemo();
    const auto* code = find<QLabel>(*find<QWidget>(workspace, "splitPanel"), "errorCode");
    EXPECT_FALSE(code->isVisible());
    auto* folds = find<QSpinBox>(workspace, "splitFolds");
    folds->setValue(13);  // of twelve subjects
    ASSERT_TRUE(waitFor([&] { return code->isVisible(); })) << text("leakLine").toStdString();
    EXPECT_EQ(code->text(), "too_few_subjects");
    folds->setValue(3);
    EXPECT_TRUE(waitFor([&] { return !code->isVisible(); }));
}

TEST_F(DataWorkspaceTest, OpensADroppedFolderAndListsItsBrokenFiles) {
    makeDemo();
    const QDir demo(AppSettings::demoFolder());
    const QString broken = demo.filePath("training_data/fold_0/all/UID_99_1_1_all.png");
    std::ofstream(broken.toStdString()) << "not an image";
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(demo.path())});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&workspace, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&workspace, &drop);
    ASSERT_TRUE(waitFor([&] { return text("factProblems") == "1" && !context.fileWorker.busy(); }));
    const auto* problems = find<QTableView>(workspace, "problemTable")->model();
    ASSERT_EQ(problems->rowCount(), 1);
    EXPECT_TRUE(problems->index(0, 1).data().toString().endsWith("UID_99_1_1_all.png"));
    EXPECT_EQ(text("factCells"), "24") << "one broken file takes nothing else away";
    EXPECT_EQ(settings.text(SettingKey::DataFolder), demo.path());
}

TEST_F(DataWorkspaceTest, KeepsTheOldDataWhereAFolderCannotBeOpened) {
    makeDemo();
    const auto before = context.dataset();
    const QString empty = test::qpath(folder / "empty");
    QDir().mkpath(empty);
    dialogs::setTestHook({{}, [&](const QString&) { return empty; }});
    test::click(workspace, "headerOpenFolder");
    auto* messages = workspace.findChild<MessageBar*>();
    ASSERT_TRUE(waitFor([&] { return messages->count() == 1; }));
    EXPECT_EQ(find<QLabel>(*messages, "messageFile")->text(), empty);
    EXPECT_FALSE(find<QLabel>(*messages, "messageAdvice")->text().isEmpty());
    EXPECT_EQ(context.dataset(), before);
    EXPECT_TRUE(find<QWidget>(workspace, "datasetSummary")->isVisible());
}

TEST_F(DataWorkspaceTest, ShowsTheEmptyStateAgainWhenReadingIsStopped) {
    workspace.setDemoSettings({});  // the full set takes long enough to stop it
    test::click(workspace, "makeDemo");
    EXPECT_TRUE(find<QWidget>(workspace, "readingPanel")->isVisible());
    test::click(*find<QWidget>(workspace, "readingPanel"), "panelStop");
    ASSERT_TRUE(waitFor([&] { return find<QWidget>(workspace, "dataEmpty")->isVisible(); }));
    EXPECT_EQ(workspace.findChild<MessageBar*>()->count(), 0) << "what a person stopped is no failure";
    EXPECT_EQ(context.dataset(), nullptr);
}

}  // namespace
}  // namespace leukolens::ui
