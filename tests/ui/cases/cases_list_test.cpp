// The list of patients: shown, searched, opened by keys; the empty state.
#include <QApplication>
#include <QElapsedTimer>
#include <QHelpEvent>
#include <QLineEdit>
#include <QToolTip>

#include "tests/ui/cases/cases_fixture.h"

namespace leukolens::test {
namespace {

using CasesList = CasesTest;

TEST_F(CasesList, SaysInOneSentenceWhereThereIsNobodyYet) {
    openWindow();
    EXPECT_TRUE(isVisible("casesEmpty"));
    EXPECT_TRUE(find<QLabel>(*find<QWidget>(*m_cases, "casesEmpty"), "emptySentence")->text().startsWith("Patients appear here"));
    int asked = 0;
    QObject::connect(m_context.get(), &ui::AppContext::workspaceRequested, m_cases, [&](int number) { asked = number; });
    press("casesGoToClassify");
    EXPECT_EQ(asked, 1);
}

TEST_F(CasesList, ShowsEachPatientWithItsSessionsAndTheShareOfTheLast) {
    addSession("P-17", "2026-01-10", 30, 70);
    addSession("P-17", "2026-02-07", 4, 196);
    addSession("P-9", "2026-03-01", 0, 10, casebook::Material::Blood);
    openWindow();
    ASSERT_EQ(rows("patientTable").rowCount(), 2);
    EXPECT_EQ(column("patientTable", 0), QStringList({"P-9", "P-17"})) << "newest change first";
    EXPECT_EQ(cell("patientTable", 1, 1), "2");
    EXPECT_EQ(cell("patientTable", 1, 3), "200") << "of the session that the share is of";
    EXPECT_EQ(cell("patientTable", 1, 4), QString::fromUtf8("2.0\u00a0%"));
    EXPECT_EQ(cell("patientTable", 0, 4), QString::fromUtf8("0.0\u00a0%")) << "a session without one blast has a share too";
    EXPECT_EQ(column("patientTable", 5), QStringList({"Open", "Open"}));
    EXPECT_FALSE(rows("patientTable").index(0, 5).data(Qt::DecorationRole).isNull());
    EXPECT_EQ(text("patientCount"), "2 patient(s)");
}

TEST_F(CasesList, CellsAndShareAreOfOneSession) {
    addSession("P-17", "2026-02-07", 4, 196);
    addSession("P-17", "2026-03-01", 0, 0);
    openWindow();
    ASSERT_EQ(rows("patientTable").rowCount(), 1);
    EXPECT_EQ(cell("patientTable", 0, 1), "2");
    EXPECT_EQ(cell("patientTable", 0, 3), "200") << "nothing is known of the last session yet";
    EXPECT_EQ(cell("patientTable", 0, 4), QString::fromUtf8("2.0\u00a0%"));
}

TEST_F(CasesList, ANameThatLooksLikeHtmlIsShownAsItWasTyped) {
    const QString name = "<b>x</b><img src='file:///etc/hostname'>";
    addSession(name.toStdString(), "2026-01-10", 3, 7);
    openWindow();
    EXPECT_EQ(text("patientTitle"), name);
    auto* view = find<QTableView>(*m_cases, "patientTable");
    const QPoint at = view->visualRect(view->model()->index(0, 0)).center();
    QHelpEvent hover(QEvent::ToolTip, at, view->viewport()->mapToGlobal(at));
    QApplication::sendEvent(view->viewport(), &hover);
    ASSERT_TRUE(QToolTip::isVisible());
    EXPECT_EQ(QToolTip::text(), name);
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        const auto* tip = qobject_cast<QLabel*>(widget);
        EXPECT_TRUE(!tip || tip->textFormat() == Qt::PlainText) << widget->metaObject()->className();
    }
    QToolTip::hideText();
}

TEST_F(CasesList, NothingOfTheButtonBesideTheTabsIsCutOff) {
    addSession("P-17", "2026-01-10", 3, 7);
    openWindow();
    const auto* import = find<QAbstractButton>(*m_cases, "importCase");
    EXPECT_EQ(import->visibleRegion().boundingRect(), import->rect());
    EXPECT_GE(import->height(), import->fontMetrics().height() + 8);
}

TEST_F(CasesList, SearchFindsWordsAnywhereAndKeepsTheChosenPatient) {
    addSession("P-17", "2026-01-10", 30, 70);
    addSession("P-9", "2026-03-01", 12, 10, casebook::Material::Blood);
    openWindow();
    choosePatient("P-17");
    search("2026-03");
    EXPECT_EQ(column("patientTable", 0), QStringList({"P-9"}));
    EXPECT_EQ(text("patientTitle"), "P-17") << "what is open stays open";
    EXPECT_EQ(text("patientCount"), "1 of 2 patient(s)");
    search("OPEN blood all:12");
    EXPECT_EQ(column("patientTable", 0), QStringList({"P-9"}));
    search("normal:70");
    EXPECT_EQ(column("patientTable", 0), QStringList({"P-17"})) << "classes as the window calls them";
    search("p-17 signed");
    EXPECT_EQ(rows("patientTable").rowCount(), 0);
    EXPECT_TRUE(isVisible("nothingFound"));
    QTest::keyClick(find<QLineEdit>(*m_cases, "caseSearch"), Qt::Key_Escape);
    EXPECT_EQ(rows("patientTable").rowCount(), 2);
}

TEST_F(CasesList, KeysFindChooseAndOpen) {
    const auto first = addSession("P-1", "2026-01-10", 3, 7);
    const auto second = addSession("P-2", "2026-01-11", 3, 7);
    openWindow();
    QTest::keyClick(m_cases, Qt::Key_F, Qt::ControlModifier);
    auto* line = find<QLineEdit>(*m_cases, "caseSearch");
    ASSERT_TRUE(line->hasFocus());
    auto* table = find<QTableView>(*m_cases, "patientTable");
    QTest::keyClick(line, Qt::Key_Down);
    ASSERT_TRUE(table->hasFocus());
    EXPECT_EQ(text("patientTitle"), "P-2");
    QTest::keyClick(table, Qt::Key_Return);
    QTest::keyClick(table, Qt::Key_Down);
    waitForJobs();
    EXPECT_EQ(text("patientTitle"), "P-1");
    QTest::keyClick(table, Qt::Key_Return);
    EXPECT_EQ(m_opened, (std::vector<qlonglong>{second, first}));
}

TEST_F(CasesList, FollowsWhatClassifySaves) {
    const auto id = addSession("P-1", "2026-01-10", 3, 7);
    openWindow();
    m_writer->change([id](casebook::CaseStore& store) -> Result<void> {
        if (const auto renamed = store.renameCase(id, "P-1b", store.findCase(id)->version); !renamed) return fail(renamed.error());
        return {};
    });
    EXPECT_TRUE(waitFor([this] { return column("patientTable", 0) == QStringList({"P-1b"}); }));
    EXPECT_TRUE(waitFor([this] { return text("patientTitle") == "P-1b"; }));
}

TEST_F(CasesList, AThousandPatientsAreSearchedAtOnce) {
    {
        const auto store = openStore();
        for (int i = 0; i < 1000; ++i) ASSERT_TRUE(store->createCase("Patient " + std::to_string(i)));
    }
    openWindow();
    ASSERT_EQ(rows("patientTable").rowCount(), 1000);
    auto* line = find<QLineEdit>(*m_cases, "caseSearch");
    QElapsedTimer timer;
    timer.start();
    line->setText("open patient 99");
    const auto tookMs = timer.elapsed();
    EXPECT_EQ(rows("patientTable").rowCount(), 19) << "99, 990 to 999, 199 … 899";
    RecordProperty("searchMs", static_cast<int>(tookMs));
    EXPECT_LT(tookMs, 500) << "ten times what is promised, for slow machines";
}

}  // namespace
}  // namespace leukolens::test
