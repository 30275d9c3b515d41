// Facts of a patient: typed in, undone, in conflict with another seat; the risk group that follows.
#include <QApplication>
#include <QComboBox>
#include <QCheckBox>
#include <QDateEdit>
#include <QDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSemaphore>
#include <QTableView>

#include <algorithm>

#include "core/casebook/accounts.h"
#include "tests/ui/cases/cases_fixture.h"

namespace leukolens::test {
namespace {

class CasesFacts : public CasesTest {
protected:
    void openFacts() {
        addSession("P-17", "2026-01-10", 30, 70);
        openWindow();
        showTab("patientTabs", "Facts");
    }
    void choose(QWidget& in, const char* box, const QString& word) {
        auto* found = find<QComboBox>(in, box);
        ASSERT_GE(found->findText(word), 0) << word.toStdString();
        found->setCurrentIndex(found->findText(word));
    }
    void addNumber(const QString& kind, const QString& value) {
        press("addFact");
        QDialog* open = dialog("patientFactDialog");
        ASSERT_TRUE(open);
        choose(*open, "factKind", kind);
        find<QLineEdit>(*open, "factNumber")->setText(value);
        click(*open, "saveFact");
        saved();
    }
    void changeNumber(int row, const QString& value) {
        selectFact(row);
        press("changeFact");
        QDialog* open = dialog("patientFactDialog");
        ASSERT_TRUE(open);
        find<QLineEdit>(*open, "factNumber")->setText(value);
        click(*open, "saveFact");
        saved();
    }
    void addChoice(const QString& kind, const QString& value) {
        press("addFact");
        QDialog* open = dialog("patientFactDialog");
        ASSERT_TRUE(open);
        choose(*open, "factKind", kind);
        choose(*open, "factChoice", value);
        click(*open, "saveFact");
        saved();
    }
    /// The dialog with a value typed and saved, which may not be its end.
    QDialog* typeNumber(const QString& kind, const QString& value) {
        press("addFact");
        QDialog* open = dialog("patientFactDialog");
        choose(*open, "factKind", kind);
        find<QLineEdit>(*open, "factNumber")->setText(value);
        click(*open, "saveFact");
        return open;
    }
    static bool isDialogOpen() {
        return std::ranges::any_of(QApplication::topLevelWidgets(), [](const QWidget* widget) { return widget->objectName() == "patientFactDialog" && widget->isVisible(); });
    }
    void saved() {
        waitForJobs();
        QApplication::processEvents();
        waitForJobs();
    }
    void selectFact(int row) { find<QTableView>(*m_cases, "factTable")->selectRow(row); }
    void removeElsewhere() {
        const auto patient = patientNamed("P-17");
        const auto store = openStore();
        casebook::Patients patients(*store);
        const auto fact = patients.facts(patient)->front();
        ASSERT_TRUE(patients.setFactRemoved(patient, fact.id, true, fact.version));
    }
    /// As another seat does it.
    void changeElsewhere(const std::string& value) {
        const auto patient = patientNamed("P-17");
        const auto store = openStore();
        store->setUser("Dr. Other");
        casebook::Patients patients(*store);
        auto fact = patients.facts(patient)->front();
        fact.value = value;
        ASSERT_TRUE(patients.changeFact(patient, fact));
    }
    std::string notesInStore(const std::string& patient) const {
        const auto store = openStore();
        return casebook::Patients(*store).find(patientNamed(patient))->patient.notes;
    }
    /// Notes typed over what another seat has written; `since`: while their saving was under way.
    QPlainTextEdit* typeIntoConflict(const QString& notes, const QString& since) {
        showTab("patientTabs", "Notes");
        {
            const auto patient = patientNamed("P-17");
            const auto store = openStore();
            casebook::Patients patients(*store);
            EXPECT_TRUE(patients.setNotes(patient, "theirs", patients.find(patient)->patient.version));
        }
        auto* box = find<QPlainTextEdit>(*m_cases, "patientNotes");
        QSemaphore go;
        m_context->fileWorker.run<int>(QStringLiteral("waiting"), [&go](ProgressSink&, const CancelToken&) -> Result<int> { return go.acquire(), 1; }, m_cases, [](const Result<int>&) {});
        box->setFocus();
        QTest::keyClicks(box, notes);
        find<QTableView>(*m_cases, "patientTable")->setFocus();  // its saving waits
        box->setFocus();
        QTest::keyClicks(box, since);
        go.release();
        saved();
        return box;
    }
    std::vector<std::string> values() const {
        std::vector<std::string> found;
        for (const auto& fact : factsInStore("P-17")) found.push_back(fact.value);
        return found;
    }
};

TEST_F(CasesFacts, AreSavedAsTypedAndUndoneStepByStep) {
    openFacts();
    EXPECT_TRUE(isVisible("noFacts"));
    addNumber("Age", "7.5");
    addNumber("White count", "12");
    EXPECT_EQ(column("factTable", 2), QStringList({"Age", "White count"}));
    EXPECT_EQ(cell("factTable", 0, 3), QString::fromUtf8("7.5\u00a0years"));
    changeNumber(0, "8");
    EXPECT_EQ(values(), (std::vector<std::string>{"8", "12"}));
    selectFact(1);
    press("removeFact");
    saved();
    EXPECT_EQ(values(), (std::vector<std::string>{"8"}));
    for (const auto& expected : std::vector<std::vector<std::string>>{{"8", "12"}, {"7.5", "12"}, {"7.5"}, {}}) {
        press("undo");
        saved();
        EXPECT_EQ(values(), expected);
    }
    EXPECT_FALSE(find<QAbstractButton>(*m_cases, "undo")->isEnabled());
    for (const auto& expected : std::vector<std::vector<std::string>>{{"7.5"}, {"7.5", "12"}, {"8", "12"}, {"8"}}) {
        press("redo");
        saved();
        EXPECT_EQ(values(), expected);
    }
}

TEST_F(CasesFacts, WhatCannotBeIsSaidBeforeItIsSaved) {
    openFacts();
    press("addFact");
    QDialog* open = dialog("patientFactDialog");
    choose(*open, "factKind", "Age");
    auto* save = find<QAbstractButton>(*open, "saveFact");
    EXPECT_FALSE(save->isEnabled()) << "nothing typed";
    find<QLineEdit>(*open, "factNumber")->setText("seven");
    EXPECT_TRUE(find<QLabel>(*open, "factWrong")->text().startsWith("Age is not a number")) << find<QLabel>(*open, "factWrong")->text().toStdString();
    find<QLineEdit>(*open, "factNumber")->setText("700");
    EXPECT_FALSE(save->isEnabled());
    find<QLineEdit>(*open, "factNumber")->setText("7");
    EXPECT_TRUE(save->isEnabled());
    EXPECT_EQ(find<QLabel>(*open, "factWrong")->text(), "");
    click(*open, "cancelFact");
    EXPECT_TRUE(factsInStore("P-17").empty());
}

TEST_F(CasesFacts, EachKindHasItsEditorAndDatesAreCountedFromTheStartOfTreatment) {
    openFacts();
    press("addFact");
    QDialog* open = dialog("patientFactDialog");
    choose(*open, "factKind", "Start of treatment");
    find<QDateEdit>(*open, "factDay")->setDate(QDate(2026, 1, 3));
    click(*open, "saveFact");
    saved();
    press("addFact");
    open = dialog("patientFactDialog");
    choose(*open, "factKind", "Genetics");
    EXPECT_GE(find<QComboBox>(*open, "factText")->findText("ETV6::RUNX1"), 0);
    find<QComboBox>(*open, "factText")->setCurrentText("dic(9;20)");
    find<QCheckBox>(*open, "factDateKnown")->setChecked(true);
    find<QDateEdit>(*open, "factDate")->setDate(QDate(2026, 1, 11));
    find<QLineEdit>(*open, "factNote")->setText("FISH");
    click(*open, "saveFact");
    saved();
    EXPECT_EQ(cell("factTable", 1, 1), "8") << "days since the start";
    EXPECT_EQ(cell("factTable", 1, 3), "dic(9;20)");
    EXPECT_EQ(cell("factTable", 1, 4), "FISH");
    EXPECT_TRUE(find<QCheckBox>(*m_cases, "courseByDay")->isChecked()) << "the course is shown by days where they are known";
}

TEST_F(CasesFacts, TheRiskGroupFollowsOrSaysWhyNot) {
    openFacts();
    EXPECT_EQ(text("riskGroup"), "NCI risk group: Not applicable");
    EXPECT_EQ(text("riskWords"), "The immunophenotype is not recorded.");
    addChoice("Immunophenotype", "B");
    EXPECT_EQ(text("riskWords"), "The age is not recorded.");
    addNumber("Age", "7.5");
    EXPECT_EQ(text("riskWords"), "The white count is not recorded.");
    addNumber("White count", "12");
    EXPECT_EQ(text("riskGroup"), "NCI risk group: Standard");
    EXPECT_TRUE(text("riskWords").startsWith("B lineage, age 7.5 years")) << text("riskWords").toStdString();
    changeNumber(1, "60");
    EXPECT_EQ(text("riskGroup"), "NCI risk group: High");
}

TEST_F(CasesFacts, AnotherSeatsChangeIsShownAndNeverOverwritten) {
    openFacts();
    addNumber("Age", "7.5");
    changeElsewhere("9");
    changeNumber(0, "8");
    QDialog* open = dialog("patientFactDialog");
    ASSERT_TRUE(open);
    const QString words = find<QLabel>(*open, "factProblem")->text();
    EXPECT_TRUE(words.contains("Dr. Other")) << words.toStdString();
    EXPECT_TRUE(words.contains(QString::fromUtf8("Theirs: Age 9\u00a0years"))) << words.toStdString();
    EXPECT_EQ(find<QLineEdit>(*open, "factNumber")->text(), "8") << "what was typed stays";
    EXPECT_EQ(values(), (std::vector<std::string>{"9"}));
    EXPECT_EQ(cell("factTable", 0, 3), QString::fromUtf8("9\u00a0years")) << "theirs is shown";
    EXPECT_EQ(find<QAbstractButton>(*open, "cancelFact")->text(), "Take theirs");
    click(*open, "cancelFact");
    saved();
    EXPECT_EQ(values(), (std::vector<std::string>{"9"}));
    changeElsewhere("10");
    changeNumber(0, "8");
    open = dialog("patientFactDialog");
    EXPECT_EQ(find<QAbstractButton>(*open, "saveFact")->text(), "Write mine");
    find<QLineEdit>(*open, "factNumber")->setText("8.5");
    click(*open, "saveFact");
    saved();
    EXPECT_EQ(values(), (std::vector<std::string>{"8.5"})) << "as it was typed last";
    EXPECT_FALSE(isDialogOpen());
}

TEST_F(CasesFacts, AFactThatAnotherSeatHasRemovedIsEnteredAnewOnlyWhenItIsWanted) {
    openFacts();
    addNumber("Age", "7.5");
    removeElsewhere();
    changeNumber(0, "8");
    QDialog* open = dialog("patientFactDialog");
    ASSERT_TRUE(open);
    EXPECT_TRUE(find<QLabel>(*open, "factProblem")->text().contains("Theirs: removed"));
    EXPECT_TRUE(values().empty());
    click(*open, "saveFact");
    saved();
    EXPECT_EQ(values(), (std::vector<std::string>{"8"}));
    EXPECT_FALSE(isDialogOpen());
}

TEST_F(CasesFacts, WhatCouldNotBeSavedStaysTypedAndCanBeTriedAgain) {
    openFacts();
    ASSERT_TRUE(casebook::Accounts(*openStore()).create("Ada", casebook::Role::Administrator, "a long passphrase"));
    QDialog* open = typeNumber("Age", "7.5");
    saved();
    ASSERT_TRUE(isDialogOpen());
    EXPECT_TRUE(find<QLabel>(*open, "factProblem")->text().contains("Log in, then try again")) << find<QLabel>(*open, "factProblem")->text().toStdString();
    EXPECT_TRUE(find<QLabel>(*open, "factProblem")->isVisible());
    EXPECT_EQ(find<QLineEdit>(*open, "factNumber")->text(), "7.5");
    EXPECT_TRUE(find<QLineEdit>(*open, "factNumber")->isEnabled());
    EXPECT_EQ(messages(), "") << "it is said where the person looks";
    m_writer->change([](casebook::CaseStore& store) -> Result<void> {
        const auto account = casebook::Accounts(store).logIn("Ada", "a long passphrase");
        return account ? Result<void>() : fail(account.error());
    });
    click(*open, "saveFact");
    saved();
    EXPECT_EQ(values(), (std::vector<std::string>{"7.5"}));
    EXPECT_FALSE(isDialogOpen());
}

TEST_F(CasesFacts, TheDialogWaitsForTheStoreWithoutHoldingUpTheWindow) {
    openFacts();
    QSemaphore go;
    m_context->fileWorker.run<int>(QStringLiteral("waiting"), [&go](ProgressSink&, const CancelToken&) -> Result<int> { return go.acquire(), 1; }, m_cases, [](const Result<int>&) {});
    QDialog* open = typeNumber("Age", "7.5");
    EXPECT_EQ(find<QAbstractButton>(*open, "saveFact")->text(), QString::fromUtf8("Saving…"));
    EXPECT_FALSE(find<QAbstractButton>(*open, "saveFact")->isEnabled());
    EXPECT_FALSE(find<QLineEdit>(*open, "factNumber")->isEnabled());
    QTest::keyClick(open, Qt::Key_Escape);
    open->close();
    QApplication::processEvents();
    EXPECT_TRUE(open->isVisible()) << "before it is known what became of it";
    go.release();
    saved();
    EXPECT_FALSE(isDialogOpen());
    EXPECT_EQ(values(), (std::vector<std::string>{"7.5"}));
}

TEST_F(CasesFacts, AFactIsOfThePatientItWasTypedForWhoeverIsShownMeanwhile) {
    addSession("P-9", "2026-02-10", 1, 1);
    openFacts();
    choosePatient("P-17");
    press("addFact");
    QDialog* open = dialog("patientFactDialog");
    choose(*open, "factKind", "Age");
    find<QLineEdit>(*open, "factNumber")->setText("7.5");
    m_cases->session().choose(0);
    EXPECT_TRUE(open->isEnabled()) << "while nobody is shown";
    m_cases->session().choose(patientNamed("P-9"));
    saved();
    click(*open, "saveFact");
    saved();
    EXPECT_FALSE(isDialogOpen());
    EXPECT_EQ(values(), (std::vector<std::string>{"7.5"}));
    EXPECT_TRUE(factsInStore("P-9").empty());
    EXPECT_FALSE(find<QAbstractButton>(*m_cases, "undo")->isEnabled()) << "nothing of the shown patient was changed";
}

TEST_F(CasesFacts, UndoDoesNotReachPastWhatAnotherSeatHasChanged) {
    openFacts();
    addNumber("Age", "7.5");
    changeElsewhere("9");
    press("undo");
    saved();
    EXPECT_EQ(values(), (std::vector<std::string>{"9"}));
    EXPECT_TRUE(isVisible("factConflict"));
}

TEST_F(CasesFacts, NotesAreSavedWhenTheyAreLeftAndConflictsAreShown) {
    openFacts();
    showTab("patientTabs", "Notes");
    auto* notes = find<QPlainTextEdit>(*m_cases, "patientNotes");
    notes->setFocus();
    QTest::keyClicks(notes, "second draw");
    find<QTableView>(*m_cases, "patientTable")->setFocus();
    saved();
    const auto patient = patientNamed("P-17");
    const auto stands = [&] { return casebook::Patients(*openStore()).find(patient)->patient; };
    EXPECT_EQ(stands().notes, "second draw");
    ASSERT_TRUE(casebook::Patients(*openStore()).setNotes(patient, "theirs", stands().version));
    notes->setFocus();
    QTest::keyClicks(notes, " mine");
    find<QTableView>(*m_cases, "patientTable")->setFocus();
    saved();
    EXPECT_EQ(stands().notes, "theirs");
    QLabel* words = nullptr;
    auto* box = find<QWidget>(*m_cases, "notesBox");
    words = find<QLabel>(*box, "conflictText");
    ASSERT_TRUE(words->isVisible());
    EXPECT_TRUE(words->text().contains("theirs"));
    click(*box, "writeMine");
    saved();
    EXPECT_TRUE(QString::fromStdString(stands().notes).contains("mine"));
}

TEST_F(CasesFacts, OfNotesInConflictTheNewestThatWasTypedIsKept) {
    openFacts();
    QPlainTextEdit* notes = typeIntoConflict("mine", " and more");
    EXPECT_EQ(notes->toPlainText(), "mine and more");
    auto* box = find<QWidget>(*m_cases, "notesBox");
    ASSERT_TRUE(find<QWidget>(*box, "notesConflict")->isVisible());
    EXPECT_TRUE(find<QLabel>(*box, "conflictText")->text().contains("theirs"));
    notes->setFocus();
    QTest::keyClicks(notes, ", typed since");
    find<QTableView>(*m_cases, "patientTable")->setFocus();
    saved();
    EXPECT_EQ(notesInStore("P-17"), "theirs") << "nothing is written before a person has chosen";
    click(*box, "writeMine");
    saved();
    EXPECT_EQ(notesInStore("P-17"), "mine and more, typed since");
    EXPECT_FALSE(find<QWidget>(*box, "notesConflict")->isVisible());
    EXPECT_EQ(notes->toPlainText(), "mine and more, typed since");
}

TEST_F(CasesFacts, OfNotesInConflictTheirsCanBeTaken) {
    openFacts();
    QPlainTextEdit* notes = typeIntoConflict("mine", " and more");
    click(*find<QWidget>(*m_cases, "notesBox"), "takeTheirs");
    saved();
    EXPECT_EQ(notes->toPlainText(), "theirs");
    EXPECT_EQ(notesInStore("P-17"), "theirs");
}

TEST_F(CasesFacts, NotesInConflictComeBackWithTheirPatientAndOverwriteNothing) {
    addSession("P-9", "2026-02-10", 1, 1);
    openFacts();
    choosePatient("P-17");
    QPlainTextEdit* notes = typeIntoConflict("mine", {});
    choosePatient("P-9");
    EXPECT_EQ(notes->toPlainText(), "");
    choosePatient("P-17");
    EXPECT_EQ(notes->toPlainText(), "mine");
    EXPECT_TRUE(find<QWidget>(*m_cases, "notesConflict")->isVisible());
    notes->setFocus();
    find<QTableView>(*m_cases, "patientTable")->setFocus();
    saved();
    EXPECT_EQ(notesInStore("P-17"), "theirs");
}

TEST_F(CasesFacts, AWindowWithNotesInConflictStaysOpenOnce) {
    openFacts();
    QPlainTextEdit* notes = typeIntoConflict("mine", {});
    m_window->close();
    saved();
    ASSERT_TRUE(m_window->isVisible());
    EXPECT_TRUE(messages().contains("The notes were not saved")) << messages().toStdString();
    EXPECT_EQ(notes->toPlainText(), "mine");
    m_window->close();
    EXPECT_TRUE(waitFor([this] { return !m_window->isVisible(); }));
    EXPECT_EQ(notesInStore("P-17"), "theirs");
}

TEST_F(CasesFacts, ClosingTheWindowSavesWhatIsBeingTyped) {
    openFacts();
    showTab("patientTabs", "Notes");
    auto* notes = find<QPlainTextEdit>(*m_cases, "patientNotes");
    notes->setFocus();
    QTest::keyClicks(notes, "unfinished");
    m_window->close();
    saved();
    EXPECT_EQ(casebook::Patients(*openStore()).find(patientNamed("P-17"))->patient.notes, "unfinished");
}

TEST_F(CasesFacts, WhatIsTypedDuringASaveIsSavedAlsoWhereAnotherPatientIsChosen) {
    addSession("P-9", "2026-02-10", 1, 1);
    openFacts();
    choosePatient("P-17");
    showTab("patientTabs", "Notes");
    auto* notes = find<QPlainTextEdit>(*m_cases, "patientNotes");
    notes->setFocus();
    // The worker is held up, as by a long export.
    QSemaphore go;
    m_context->fileWorker.run<int>(QStringLiteral("waiting"), [&go](ProgressSink&, const CancelToken&) -> Result<int> { return go.acquire(), 1; }, m_cases, [](const Result<int>&) {});
    QTest::keyClicks(notes, "relapse");
    find<QTableView>(*m_cases, "patientTable")->setFocus();  // its saving waits
    notes->setFocus();
    QTest::keyClicks(notes, " 2026");
    auto* table = find<QTableView>(*m_cases, "patientTable");
    for (int row = 0; row < table->model()->rowCount(); ++row)
        if (table->model()->index(row, 0).data().toString() == "P-9") table->setCurrentIndex(table->model()->index(row, 0));
    go.release();
    saved();
    EXPECT_EQ(casebook::Patients(*openStore()).find(patientNamed("P-17"))->patient.notes, "relapse 2026");
    EXPECT_EQ(casebook::Patients(*openStore()).find(patientNamed("P-9"))->patient.notes, "");
    EXPECT_EQ(notes->toPlainText(), "");
}

TEST_F(CasesFacts, AWindowWhoseNotesCannotBeSavedStaysOpenOnce) {
    openFacts();
    showTab("patientTabs", "Notes");
    // From now on nobody who is not logged in may change anything.
    ASSERT_TRUE(casebook::Accounts(*openStore()).create("Ada", casebook::Role::Administrator, "a long passphrase"));
    auto* notes = find<QPlainTextEdit>(*m_cases, "patientNotes");
    notes->setFocus();
    QTest::keyClicks(notes, "important");
    m_window->close();
    saved();
    ASSERT_TRUE(m_window->isVisible());
    EXPECT_TRUE(m_window->centralWidget()->isEnabled());
    EXPECT_TRUE(messages().contains("The notes were not saved")) << messages().toStdString();
    EXPECT_EQ(notes->toPlainText(), "important");
    m_window->close();
    EXPECT_TRUE(waitFor([this] { return !m_window->isVisible(); })) << "whoever closes it once more means it";
}

}  // namespace
}  // namespace leukolens::test
