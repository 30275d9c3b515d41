// Choosing the columns of a table, by what a person sees and clicks.
#include "ui/data/column_dialog.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

using test::find;

dataset::TablePreview preview() {
    dataset::TablePreview found;
    found.columns = {"bild1", "art", "wer", "Alter", "Name", "arm"};
    found.firstRows = {{"a.png", "blast", "P1", "4", "Jane", "x"}, {"b.png", "normal", "P2", "5", "John", "y"}};
    found.facts = {{"Alter", "ageYears"}};
    found.personal = {"Name"};
    return found;
}

class ColumnDialogTest : public testing::Test {
protected:
    void choose(const char* box, const QString& column) {
        auto* found = find<QComboBox>(dialog, box);
        ASSERT_GE(found->findText(column), 0) << column.toStdString();
        found->setCurrentIndex(found->findText(column));
    }
    QString head(int column) { return find<QTableWidget>(dialog, "columnRows")->horizontalHeaderItem(column)->text(); }
    bool canOpen() { return find<QPushButton>(dialog, "columnsOpen")->isEnabled(); }
    QString state() { return find<QLabel>(dialog, "columnState")->text(); }

    ColumnDialog dialog{"/somewhere/cells.csv", preview(), {}, {}};
};

TEST_F(ColumnDialogTest, OpensOnlyWhenPictureAndClassAreChosen) {
    EXPECT_FALSE(canOpen());
    EXPECT_EQ(state(), "Choose the column that names the picture.");
    choose("pathColumn", "bild1");
    EXPECT_FALSE(canOpen());
    EXPECT_EQ(state(), "Choose the column that says the class.");
    choose("classColumn", "bild1");
    EXPECT_FALSE(canOpen());
    EXPECT_EQ(state(), "The column “bild1” cannot say two things. Choose another one.");
    choose("classColumn", "art");
    EXPECT_TRUE(canOpen());
    choose("subjectColumn", "art");
    EXPECT_FALSE(canOpen());
    choose("subjectColumn", "wer");
    EXPECT_TRUE(canOpen());
    EXPECT_EQ(dialog.columns(), (dataset::TableColumns{"bild1", "art", "wer", false}));
}

TEST_F(ColumnDialogTest, SaysWhatBecomesOfEachColumn) {
    choose("pathColumn", "bild1");
    choose("classColumn", "art");
    choose("subjectColumn", "wer");
    EXPECT_EQ(head(0), "bild1\nPicture");
    EXPECT_EQ(head(1), "art\nClass");
    EXPECT_EQ(head(2), "wer\nSubject");
    EXPECT_EQ(head(3), "Alter\nFact: Age");
    EXPECT_EQ(head(4), "Name\nRefused: personal");
    EXPECT_EQ(head(5), "arm\nFact, as text");
    EXPECT_EQ(state(), "Names or traces a person, so it is not kept: “Name”.");
    EXPECT_EQ(find<QTableWidget>(dialog, "columnRows")->item(1, 0)->text(), "b.png");
    EXPECT_TRUE(find<QTableWidget>(dialog, "columnRows")->item(0, 4)->font().strikeOut());
    EXPECT_FALSE(find<QTableWidget>(dialog, "columnRows")->item(0, 3)->font().strikeOut());
}

TEST_F(ColumnDialogTest, WithoutASubjectFactsAreOfNobody) {
    choose("pathColumn", "bild1");
    choose("classColumn", "art");
    EXPECT_TRUE(canOpen());
    EXPECT_TRUE(dialog.columns().noSubject);
    EXPECT_EQ(head(3), "Alter\nNot kept");
    EXPECT_TRUE(state().startsWith("Without a subject, pictures of one patient may be in training and in test"))
        << state().toStdString();
    choose("subjectColumn", "Name");
    EXPECT_TRUE(canOpen());
    EXPECT_EQ(state(), "The column of the subject names a person. Use pseudonyms.");
}

TEST(ColumnDialogStart, ShowsWhatWasChosenBeforeAndWhyItIsAskedAgain) {
    const ColumnDialog dialog("/somewhere/cells.csv", preview(), {"bild1", "art", "wer", false}, "There is only one class.");
    EXPECT_EQ(dialog.columns(), (dataset::TableColumns{"bild1", "art", "wer", false}));
    EXPECT_EQ(find<QLabel>(dialog, "columnReason")->text(), "There is only one class.");
    const ColumnDialog without("/somewhere/cells.csv", preview(), {"bild1", "art", {}, true}, {});
    EXPECT_TRUE(without.columns().noSubject);
}

TEST(ColumnDialogStart, ATableWithoutRowsCannotBeOpened) {
    auto empty = preview();
    empty.firstRows.clear();
    const ColumnDialog dialog("/somewhere/cells.csv", empty, {"bild1", "art", "wer", false}, {});
    EXPECT_FALSE(find<QPushButton>(dialog, "columnsOpen")->isEnabled());
    EXPECT_EQ(find<QLabel>(dialog, "columnState")->text(), "The table has no whole row below its header.");
}

}  // namespace
}  // namespace leukolens::ui
