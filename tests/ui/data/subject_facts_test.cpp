// Tables of cells and facts of subjects in the Data workspace, by what a person opens, clicks and types.
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/demo_data.h"
#include "tests/ui/support/ui_test.h"
#include "ui/data/data_workspace.h"
#include "ui/data/subject_model.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/message_bar.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

class SubjectFactsTest : public testing::Test {
protected:
    void SetUp() override {
        QFile::remove(AppSettings::factsFile());
        QFile::remove(AppSettings::correctionsFile());
        cells = test::demoData(folder / "cells", 1, 64);
        for (const auto& cell : cells.cells)
            rows += cell.path.string() + "," + (cell.classIndex == 0 ? "blast" : "normal") + "," +
                    cells.subjects[static_cast<std::size_t>(cell.subjectIndex)] + ",4.5\n";
        write("usual.csv", "path,class,subject,age\n" + rows);
        write("unusual.csv", "where,what,who,age\n" + rows);
        workspace = std::make_unique<DataWorkspace>(context);
        workspace->resize(1200, 720);
        workspace->show();
    }
    ~SubjectFactsTest() override {
        dialogs::setTestHook({});
        QFile::remove(AppSettings::factsFile());
    }

    QString write(const char* name, const std::string& text) {
        EXPECT_TRUE(writeFileAtomically(folder / name, text));
        return test::qpath(folder / name);
    }
    QString at(const char* name) { return test::qpath(folder / name); }
    bool settled() {
        return waitFor([&] { return context.dataset() && !context.fileWorker.busy(); }, 60'000);
    }
    void open(const QString& source) {
        workspace->openFolder(source);
        ASSERT_TRUE(settled());
    }
    /// The dialog that is open now; the one before may not be gone yet.
    QDialog* dialog(const char* name) {
        QDialog* found = nullptr;
        EXPECT_TRUE(waitFor([&] {
            for (QWidget* widget : QApplication::topLevelWidgets())
                if (widget->objectName() == QLatin1String(name) && widget->isVisible())
                    found = qobject_cast<QDialog*>(widget);
            return found != nullptr;
        })) << name;
        return found;
    }
    void choose(QDialog& from, const char* box, const QString& word) {
        auto* found = find<QComboBox>(from, box);
        ASSERT_GE(found->findText(word), 0) << word.toStdString();
        found->setCurrentIndex(found->findText(word));
    }
    QTableView* table() { return find<QTableView>(*workspace, "subjectTable"); }
    QStringList heads() {
        QStringList names;
        for (int i = 0; i < table()->model()->columnCount(); ++i)
            names << table()->model()->headerData(i, Qt::Horizontal).toString();
        return names;
    }
    QString shown(int row, const QString& column) {
        return table()->model()->index(row, static_cast<int>(heads().indexOf(column))).data().toString();
    }
    void select(int row) { table()->setCurrentIndex(table()->model()->index(row, 0)); }
    QDialog* edit(int row) {
        select(row);
        test::click(*workspace, "editFacts");
        return dialog("factDialog");
    }
    void type(QDialog& into, const char* field, const QString& text) {
        auto* line = find<QLineEdit>(into, field);
        line->setFocus();
        line->clear();
        QTest::keyClicks(line, text);
    }
    bool canSave(QDialog& in) { return find<QPushButton>(in, "factSave")->isEnabled(); }
    bool saved() {
        return waitFor([&] { return !context.fileWorker.busy(); });
    }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    dataset::Dataset cells;
    std::string rows;
    std::unique_ptr<DataWorkspace> workspace;
};

TEST_F(SubjectFactsTest, ATableOfUsualNamesOpensWithoutAQuestion) {
    open(at("usual.csv"));
    EXPECT_EQ(context.dataset()->subjects, cells.subjects);
    EXPECT_TRUE(find<QPushButton>(*workspace, "headerColumns")->isVisible());
    EXPECT_EQ(heads(), (QStringList{"Subject", "Class", "Cells", "Tested in fold", "Age"}));
    EXPECT_EQ(shown(0, "Age"), QLocale().toString(4.5));
}

TEST_F(SubjectFactsTest, ATableOfOtherNamesIsAskedAboutAndReadSo) {
    workspace->openFolder(at("unusual.csv"));
    QDialog* asked = dialog("columnDialog");
    ASSERT_TRUE(asked);
    choose(*asked, "pathColumn", "where");
    choose(*asked, "classColumn", "what");
    choose(*asked, "subjectColumn", "who");
    test::click(*asked, "columnsOpen");
    ASSERT_TRUE(settled());
    EXPECT_EQ(context.dataset()->subjects, cells.subjects);
    EXPECT_EQ(context.dataset()->readAs.columns, (dataset::TableColumns{"where", "what", "who", false}));

    // The columns can be chosen again, beginning with those that are read.
    test::click(*workspace, "headerColumns");
    asked = dialog("columnDialog");
    ASSERT_TRUE(asked);
    EXPECT_EQ(find<QComboBox>(*asked, "classColumn")->currentText(), "what");
    choose(*asked, "subjectColumn", "No column says it");
    test::click(*asked, "columnsOpen");
    ASSERT_TRUE(
        waitFor([&] { return context.dataset() && !context.dataset()->hasSubjects() && !context.fileWorker.busy(); }));
    EXPECT_TRUE(find<QLabel>(*workspace, "noSubjects")->isVisible());
    EXPECT_FALSE(find<QPushButton>(*workspace, "editFacts")->isEnabled());
    EXPECT_FALSE(find<QPushButton>(*workspace, "importFacts")->isEnabled());
}

TEST_F(SubjectFactsTest, ColumnsThatGiveNoDataAreAskedAboutAgainWithTheReason) {
    write("one.csv",
          "path,class,really\n" + cells.cells[0].path.string() + ",same,a\n" + cells.cells[1].path.string() + ",same,b\n");
    workspace->openFolder(at("one.csv"));
    QDialog* asked = dialog("columnDialog");
    ASSERT_TRUE(asked);
    EXPECT_TRUE(find<QLabel>(*asked, "columnReason")->text().contains("one class"))
        << find<QLabel>(*asked, "columnReason")->text().toStdString();
    EXPECT_EQ(workspace->findChild<MessageBar*>()->count(), 1);
    choose(*asked, "classColumn", "really");
    test::click(*asked, "columnsOpen");
    ASSERT_TRUE(settled());
    EXPECT_EQ(context.dataset()->classes, (std::vector<std::string>{"a", "b"}));
}

TEST_F(SubjectFactsTest, ATableThatIsNoTextIsSaid) {
    write("bytes.csv", std::string("\xff\xfe\x01\x02", 4));
    workspace->openFolder(at("bytes.csv"));
    auto* messages = workspace->findChild<MessageBar*>();
    ASSERT_TRUE(waitFor([&] { return messages->count() == 1; }));
    EXPECT_EQ(find<QLabel>(*messages, "messageFile")->text(), at("bytes.csv"));
}

TEST_F(SubjectFactsTest, TypedFactsAreShownSavedAndFoundAgain) {
    open(test::qpath(folder / "cells"));
    EXPECT_EQ(heads().size(), SubjectModel::FirstFact) << "nothing is known of anybody";
    QDialog* editor = edit(2);
    ASSERT_TRUE(editor);
    EXPECT_TRUE(find<QLabel>(*editor, "factAdvice")->text().contains("pseudonyms"));
    type(*editor, "fact_ageYears", "6.5");
    type(*editor, "fact_mrdPercent", "<0.01");
    type(*editor, "fact_genetics", "t(12;21)");
    choose(*editor, "fact_immunophenotype", "T");
    test::click(*editor, "factSave");
    ASSERT_TRUE(saved());
    EXPECT_EQ(heads().mid(SubjectModel::FirstFact), (QStringList{"Age", "Immunophenotype", "Genetics", "Residual disease"}));
    EXPECT_EQ(shown(2, "Age"), QLocale().toString(6.5));
    EXPECT_EQ(shown(2, "Immunophenotype"), "T");
    EXPECT_EQ(shown(2, "Genetics"), "t(12;21)");
    EXPECT_EQ(shown(2, "Residual disease"), "< " + QLocale().toString(0.01));
    EXPECT_EQ(shown(1, "Age"), "");
    EXPECT_EQ(context.dataset()->facts[2].ageYears, 6.5);
    EXPECT_EQ(table()->currentIndex().row(), 2) << "the row stays the current one";

    // The data were moved meanwhile, and are read through a table.
    std::filesystem::rename(folder / "cells", folder / "moved");
    std::string moved = "path,class,subject\n";
    for (const auto& cell : cells.cells)
        moved += "moved/" + cell.path.lexically_relative(folder / "cells").string() + ",c" +
                 std::to_string(cell.classIndex) + "," + cells.subjects[static_cast<std::size_t>(cell.subjectIndex)] + "\n";
    write("moved.csv", moved);
    DataWorkspace again(context);
    context.setDataset(nullptr);
    again.openFolder(at("moved.csv"));
    ASSERT_TRUE(settled());
    EXPECT_EQ(context.dataset()->facts[2].ageYears, 6.5);
    EXPECT_EQ(context.dataset()->facts[2].genetics, "t(12;21)");
    EXPECT_TRUE(context.dataset()->facts[1].empty());
}

TEST_F(SubjectFactsTest, WhatIsImpossibleIsSaidInWordsAndNotSaved) {
    open(at("usual.csv"));
    QDialog* editor = edit(0);
    ASSERT_TRUE(editor);
    EXPECT_EQ(find<QLineEdit>(*editor, "fact_ageYears")->text(), "4" + QLocale().decimalPoint() + "5");
    type(*editor, "fact_ageYears", "150");
    EXPECT_FALSE(canSave(*editor));
    EXPECT_EQ(find<QLabel>(*editor, "wrong_ageYears")->text(), "Age is outside 0 to 120 years.");
    type(*editor, "fact_ageYears", "old");
    EXPECT_EQ(find<QLabel>(*editor, "wrong_ageYears")->text(), "Age is not a number.");
    type(*editor, "fact_genetics", "2011-05-30");
    type(*editor, "fact_ageYears", "");
    EXPECT_FALSE(canSave(*editor));
    EXPECT_EQ(find<QLabel>(*editor, "wrong_ageYears")->text(), "") << "missing is no fault";
    EXPECT_EQ(find<QLabel>(*editor, "wrong_genetics")->text(), "Genetics is a date, which traces a person.");
    type(*editor, "fact_genetics", "");
    EXPECT_TRUE(canSave(*editor));
    test::click(*editor, "factSave");
    ASSERT_TRUE(saved());
    EXPECT_FALSE(context.dataset()->facts[0].ageYears) << "the table's value was taken as missing";
    EXPECT_EQ(context.dataset()->facts[1].ageYears, 4.5);
}

TEST_F(SubjectFactsTest, DecimalsAreTypedAsTheLocaleHasThem) {
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    open(test::qpath(folder / "cells"));
    QDialog* editor = edit(0);
    ASSERT_TRUE(editor);
    type(*editor, "fact_mrdPercent", "0,125");
    EXPECT_TRUE(canSave(*editor)) << find<QLabel>(*editor, "wrong_mrdPercent")->text().toStdString();
    test::click(*editor, "factSave");
    ASSERT_TRUE(saved());
    EXPECT_EQ(context.dataset()->facts[0].mrdPercent, 0.125);
    EXPECT_EQ(shown(0, "Residual disease"), "0,125");
    QLocale::setDefault(before);
}

TEST_F(SubjectFactsTest, SavesAndGoesOnWithTheNextAndUndoesInTheOrderOfTyping) {
    open(test::qpath(folder / "cells"));
    QDialog* editor = edit(0);
    ASSERT_TRUE(editor);
    type(*editor, "fact_ageYears", "1");
    test::click(*editor, "factSaveNext");
    EXPECT_EQ(find<QLabel>(*editor, "factSubject")->text(), "Subject " + QString::fromStdString(cells.subjects[1]));
    EXPECT_EQ(find<QLineEdit>(*editor, "fact_ageYears")->text(), "");
    type(*editor, "fact_ageYears", "2");
    test::click(*editor, "factSave");
    ASSERT_TRUE(saved());
    EXPECT_EQ(shown(0, "Age"), "1");
    EXPECT_EQ(shown(1, "Age"), "2");
    test::click(*find<QWidget>(*workspace, "subjectsCard"), "undo");
    ASSERT_TRUE(saved());
    EXPECT_EQ(shown(0, "Age"), "1");
    EXPECT_EQ(shown(1, "Age"), "");
    test::click(*find<QWidget>(*workspace, "subjectsCard"), "undo");
    ASSERT_TRUE(saved());
    EXPECT_FALSE(heads().contains("Age"));
    EXPECT_EQ(*readTextFile(AppSettings::factsFile().toStdString(), 1 << 20), "{\n \"subjects\": [],\n \"version\": 1\n}\n")
        << "undone is saved too";
    test::click(*find<QWidget>(*workspace, "subjectsCard"), "redo");
    ASSERT_TRUE(saved());
    EXPECT_EQ(shown(0, "Age"), "1");
}

TEST_F(SubjectFactsTest, ImportsFactsAndSaysBeforeWhatItWouldDo) {
    open(at("usual.csv"));
    std::string text = "subject,sex,age,name\n";
    for (std::size_t i = 0; i < 3; ++i) text += cells.subjects[i] + ",f," + (i == 0 ? "9" : "4.5") + ",Jane\n";
    const QString facts = write("facts.csv", text + "nobody,m,3,John\n");
    dialogs::setTestHook({{}, [&](const QString&) { return facts; }});
    test::click(*workspace, "importFacts");
    QDialog* plan = dialog("factsImportDialog");
    ASSERT_TRUE(plan);
    EXPECT_EQ(find<QLabel>(*plan, "importTitle")->text(), "New facts of 3 subject(s)");
    const auto* problems = find<QTableView>(*plan, "importProblems")->model();
    QStringList kinds;
    for (int row = 0; row < problems->rowCount(); ++row) kinds << problems->index(row, 0).data().toString();
    kinds.sort();
    EXPECT_EQ(kinds, (QStringList{"Contradicting facts", "Names a person: not kept", "Unknown patient"}));
    EXPECT_FALSE(heads().contains("Sex")) << "nothing is done before";
    test::click(*plan, "importFactsNow");
    ASSERT_TRUE(saved());
    EXPECT_EQ(shown(0, "Sex"), "female");
    EXPECT_EQ(shown(0, "Age"), "") << "two sources say otherwise";
    EXPECT_EQ(shown(1, "Age"), QLocale().toString(4.5));
    EXPECT_EQ(shown(3, "Sex"), "");
    test::click(*find<QWidget>(*workspace, "subjectsCard"), "undo");
    ASSERT_TRUE(saved());
    EXPECT_FALSE(heads().contains("Sex"));
    EXPECT_EQ(shown(0, "Age"), QLocale().toString(4.5));
}

TEST_F(SubjectFactsTest, ATableWithoutSubjectsCannotBeImported) {
    open(at("usual.csv"));
    const QString facts = write("facts.csv", "wer,sex\nP1,f\n");
    dialogs::setTestHook({{}, [&](const QString&) { return facts; }});
    test::click(*workspace, "importFacts");
    auto* messages = workspace->findChild<MessageBar*>();
    ASSERT_TRUE(waitFor([&] { return messages->count() == 1; }));
    EXPECT_EQ(find<QLabel>(*messages, "messageFile")->text(), facts);
}

TEST_F(SubjectFactsTest, ADamagedFileOfTypedFactsIsSaidAndNotOverwritten) {
    open(at("usual.csv"));
    const auto before = context.dataset();
    const std::filesystem::path file = AppSettings::factsFile().toStdString();
    ASSERT_TRUE(createFolder(file.parent_path()));
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("{")));
    workspace->openFolder(at("usual.csv"));
    auto* messages = workspace->findChild<MessageBar*>();
    ASSERT_TRUE(waitFor([&] { return messages->count() == 1; }));
    EXPECT_EQ(find<QLabel>(*messages, "messageFile")->text(), AppSettings::factsFile());
    EXPECT_EQ(context.dataset(), before);
    EXPECT_EQ(*readTextFile(file, 100), "{");
}

}  // namespace
}  // namespace leukolens::ui
