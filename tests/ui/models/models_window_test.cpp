// What can be done with the models of the list.
#include "ui/models/models_window.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include <algorithm>

#include "core/base/files.h"
#include "core/weights/weights_file.h"
#include "tests/ui/models/models_fixture.h"
#include "ui/models/model_list.h"
#include "ui/shell/dialogs.h"

namespace leukolens::test {
namespace {

class ModelsWindowTest : public ModelsTest {
protected:
    QListView& list() { return *find<QListView>(*m_models, "modelList"); }
    void pressInList(int key) {
        list().setFocus();
        QTest::keyClick(&list(), static_cast<Qt::Key>(key));
    }
};

TEST_F(ModelsWindowTest, AnEmptyListSaysWhatToDoInOneSentence) {
    Q_EMIT m_context.modelsRequested();
    EXPECT_TRUE(m_models->isVisible());
    waitForJobs();
    EXPECT_TRUE(text("emptySentence").contains(".leukomodel"));
    QSignalSpy asked(&m_context, &ui::AppContext::workspaceRequested);
    click(*m_models, "emptyTrain");
    ASSERT_EQ(asked.size(), 1);
    EXPECT_EQ(asked.front().front().toInt(), 4);
    EXPECT_FALSE(m_models->isVisible()) << "it does not stand before where the person went";
}

TEST_F(ModelsWindowTest, TheMenuOpensIt) {
    auto* action = m_main->findChild<QAction*>("actionModels");
    ASSERT_NE(action, nullptr);
    EXPECT_EQ(action->shortcut(), QKeySequence("Ctrl+M"));
    action->trigger();
    EXPECT_TRUE(m_models->isVisible());
    EXPECT_FALSE(m_models->isModal());
}

TEST_F(ModelsWindowTest, TheChosenModelClassifiesAndIsMarked) {
    const auto model = listTinyModel();
    EXPECT_EQ(rows().index(0, 0).data().toString(), "tiny");
    EXPECT_TRUE(rows().index(0, 0).data(ui::ModelList::DetailRole).toString().startsWith("ALL blast, Normal"));
    EXPECT_FALSE(rows().index(0, 0).data(ui::ModelList::InUseRole).toBool());
    click(*m_models, "useForClassifying");
    EXPECT_EQ(m_context.modelFile(), qpath(model.file));
    EXPECT_TRUE(rows().index(0, 0).data(ui::ModelList::InUseRole).toBool());
    EXPECT_EQ(m_context.modelTitle(), "tiny") << "what Classify calls it";
    QSignalSpy again(&m_context, &ui::AppContext::modelFileChanged);
    click(*m_models, "useForClassifying");
    EXPECT_EQ(again.size(), 1) << "chosen again it is loaded again: perhaps it was mended";
}

TEST_F(ModelsWindowTest, ANewNameIsKeptAndTheFileStaysAsItIs) {
    const auto model = listTinyModel();
    const Bytes before = bytesOf(model.file);
    pressInList(Qt::Key_F2);
    auto* editor = list().findChild<QLineEdit*>("titleEditor");
    ASSERT_NE(editor, nullptr);
    editor->setText(QString::fromUtf8("Labor März"));
    QTest::keyClick(editor, Qt::Key_Return);
    ASSERT_TRUE(waitFor([this] { return text("cardTitle") == QString::fromUtf8("Labor März"); }));
    waitForJobs();
    ASSERT_EQ(inLibrary().size(), 1u);
    EXPECT_EQ(inLibrary().front().title, "Labor März");
    EXPECT_EQ(inLibrary().front().sha256, model.sha256);
    EXPECT_EQ(bytesOf(model.file), before);
    EXPECT_EQ(text("cardTitle"), QString::fromUtf8("Labor März"));
    EXPECT_EQ(text("cardName"), "tiny") << "the name in the file is still told";
    m_context.setModelFile(qpath(model.file));
    EXPECT_EQ(m_context.modelTitle(), QString::fromUtf8("Labor März"));
    m_context.setModelFile("/elsewhere/other.leukomodel");
    EXPECT_EQ(m_context.modelTitle(), "");
}

TEST_F(ModelsWindowTest, AnEmptyNameIsNotTaken) {
    listTinyModel();
    click(*m_models, "buttonRename");
    auto* editor = list().findChild<QLineEdit*>("titleEditor");
    ASSERT_NE(editor, nullptr);
    editor->setText("   ");
    QTest::keyClick(editor, Qt::Key_Return);
    ASSERT_TRUE(waitFor([this] { return !list().findChild<QLineEdit*>("titleEditor"); }));
    waitForJobs();
    EXPECT_EQ(rows().index(0, 0).data().toString(), "tiny");
    EXPECT_EQ(inLibrary().front().title, "tiny");
    EXPECT_TRUE(text("messageSummary").isEmpty()) << "nothing happened";
}

TEST_F(ModelsWindowTest, TheProgramMayEndWhileANameIsTyped) {
    listTinyModel();
    click(*m_models, "buttonRename");
    auto* editor = list().findChild<QLineEdit*>("titleEditor");
    ASSERT_NE(editor, nullptr);
    editor->setText("half a na");
    m_context.stopAllAndWait();
    m_main.reset();
    EXPECT_EQ(inLibrary().front().title, "tiny");
}

TEST_F(ModelsWindowTest, AModelThatCasesReferToIsKeptAndTheirNumberSaid) {
    const auto model = listTinyModel();
    addCells(model.sha256, 3);
    int asked = 0;
    ui::dialogs::setTestHook({[&](const QString&) { return ++asked > 0; }, {}});
    pressInList(Qt::Key_Delete);
    ASSERT_TRUE(waitFor([this] { return text("messageSummary").contains("3 cases were classified with it"); }));
    EXPECT_EQ(asked, 0) << "nobody is asked about what is refused";
    EXPECT_EQ(inLibrary().size(), 1u);
    EXPECT_EQ(rows().rowCount(), 1);
}

TEST_F(ModelsWindowTest, ACaseMadeWhileThePersonThinksKeepsTheModelToo) {
    const auto model = listTinyModel();
    ui::dialogs::setTestHook({[&](const QString&) {
                                  addCells(model.sha256, 1);
                                  return true;
                              },
                              {}});
    click(*m_models, "buttonRemove");
    ASSERT_TRUE(waitFor([this] { return text("messageSummary").contains("1 case was classified with it"); }));
    EXPECT_EQ(inLibrary().size(), 1u);
}

TEST_F(ModelsWindowTest, RemovingAsksOnceAndClearsTheDefault) {
    const auto model = listTinyModel();
    addCells(std::string(64, 'c'), 1);
    m_context.setModelFile(qpath(model.file));
    int asked = 0;
    bool answer = false;
    ui::dialogs::setTestHook({[&](const QString&) {
                                  ++asked;
                                  return answer;
                              },
                              {}});
    click(*m_models, "buttonRemove");
    ASSERT_TRUE(waitFor([&] { return asked == 1; }));
    waitForJobs();
    EXPECT_EQ(inLibrary().size(), 1u) << "the person said no";
    answer = true;
    click(*m_models, "buttonRemove");
    ASSERT_TRUE(waitFor([this] { return rows().rowCount() == 0; }));
    EXPECT_EQ(asked, 2);
    EXPECT_FALSE(std::filesystem::exists(model.file));
    EXPECT_TRUE(m_context.modelFile().isEmpty());
    EXPECT_TRUE(text("messageSummary").contains("choose another model")) << "said so";
    EXPECT_TRUE(find<QWidget>(*m_models, "modelsEmpty")->isVisible());
}

TEST_F(ModelsWindowTest, RemovingAnotherModelLeavesTheDefault) {
    listTinyModel();
    m_context.setModelFile("/elsewhere/other.leukomodel");
    ui::dialogs::setTestHook({[](const QString&) { return true; }, {}});
    click(*m_models, "buttonRemove");
    ASSERT_TRUE(waitFor([this] { return rows().rowCount() == 0; }));
    EXPECT_EQ(m_context.modelFile(), "/elsewhere/other.leukomodel");
}

TEST_F(ModelsWindowTest, ACaseFileThatCannotBeReadKeepsTheModel) {
    listTinyModel();
    ASSERT_TRUE(writeFileAtomically(m_caseFile, std::string_view("no case file")));
    ui::dialogs::setTestHook({[](const QString&) { return true; }, {}});
    click(*m_models, "buttonRemove");
    ASSERT_TRUE(waitFor([this] { return text("messageSummary").contains("was not removed"); }));
    EXPECT_EQ(text("messageFile"), qpath(m_caseFile));
    EXPECT_EQ(inLibrary().size(), 1u);
}

TEST_F(ModelsWindowTest, AsAStartingPointItsFileGoesToTrain) {
    const auto model = listTinyModel();
    QSignalSpy train(&m_context, &ui::AppContext::trainFromRequested);
    click(*m_models, "trainFrom");
    ASSERT_EQ(train.size(), 1);
    EXPECT_EQ(train.front().front().toString(), qpath(model.file));
    EXPECT_FALSE(m_models->isVisible());
    EXPECT_TRUE(m_context.modelFile().isEmpty());
}

TEST_F(ModelsWindowTest, ExportedWeightsHoldTheSameTensors) {
    listTinyModel();
    const auto target = m_folder / "out.safetensors";
    ui::dialogs::setTestHook({{}, [&](const QString&) { return qpath(target); }});
    click(*m_models, "buttonExport");
    ASSERT_TRUE(waitFor([this] { return text("messageSummary").contains("out.safetensors"); }));
    const auto exported = weights::WeightsFile::open(target), inside = weights::WeightsFile::open(headWeights());
    ASSERT_TRUE(exported && inside);
    ASSERT_EQ(exported->tensors().size(), inside->tensors().size());
    for (std::size_t i = 0; i < inside->tensors().size(); ++i) {
        EXPECT_EQ(exported->tensors()[i].name, inside->tensors()[i].name);
        EXPECT_TRUE(std::ranges::equal(exported->tensors()[i].bytes, inside->tensors()[i].bytes))
            << inside->tensors()[i].name;
    }
}

TEST_F(ModelsWindowTest, TheWholeChecksumIsCopied) {
    const auto model = listTinyModel();
    EXPECT_TRUE(QString::fromStdString(model.sha256).startsWith(text("cardChecksum").chopped(1)));
    for (auto* copy : m_models->findChildren<QToolButton*>("copyChecksum"))
        if (copy->isVisible()) copy->click();
    EXPECT_EQ(QGuiApplication::clipboard()->text().toStdString(), model.sha256);
}

TEST_F(ModelsWindowTest, ADamagedFileInTheFolderIsSaidAndTheOthersAreListed) {
    std::filesystem::create_directories(m_library);
    ASSERT_TRUE(writeFileAtomically(m_library / "old.leukomodel", std::string_view("damaged")));
    listTinyModel();
    ASSERT_TRUE(waitFor([this] { return !text("messageFile").isEmpty(); }));
    EXPECT_TRUE(text("messageFile").endsWith("old.leukomodel"));
    EXPECT_EQ(rows().rowCount(), 1);
}

TEST_F(ModelsWindowTest, EveryControlHasANameAndATooltip) {
    listTinyModel();
    for (const auto* button : m_models->findChildren<QAbstractButton*>()) {
        if (!button->isVisible()) continue;
        EXPECT_FALSE(button->toolTip().isEmpty()) << button->objectName().toStdString();
        EXPECT_FALSE(button->text().isEmpty() && button->accessibleName().isEmpty()) << button->objectName().toStdString();
    }
    EXPECT_FALSE(list().accessibleName().isEmpty());
    EXPECT_LE(m_models->minimumSizeHint().width(), 1000);
    EXPECT_LE(m_models->minimumSizeHint().height(), 600);
}

}  // namespace
}  // namespace leukolens::test
