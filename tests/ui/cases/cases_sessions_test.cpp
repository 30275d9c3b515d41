// Sessions of a patient: counts, the sample, the course, two of them compared.
#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QLineEdit>
#include <QScrollBar>
#include <QSemaphore>
#include <QTableView>

#include "core/report/case_report.h"
#include "tests/ui/cases/cases_fixture.h"
#include "ui/cases/case_words.h"
#include "ui/cases/course_chart.h"

namespace leukolens::test {
namespace {

class CasesSessions : public CasesTest {
protected:
    void SetUp() override {
        first = addSession("P-17", "2026-01-10", 30, 70);
        second = addSession("P-17", "2026-02-07", 4, 196);
        openWindow();
    }
    casebook::CaseSummary stored(casebook::CaseId id) const { return openStore()->findCase(id).value(); }

    casebook::CaseId first = 0, second = 0;
};

TEST_F(CasesSessions, AreListedNewestFirstWithWilsonIntervals) {
    ASSERT_EQ(rows("sessionTable").rowCount(), 2);
    EXPECT_EQ(cell("sessionTable", 0, 0), ui::caseDate("2026-02-07"));
    EXPECT_EQ(cell("sessionTable", 0, 1), "Bone marrow");
    EXPECT_EQ(cell("sessionTable", 0, 3), QString::fromUtf8("2.0\u00a0% (0.8 to 5.0)")) << "4 of 200 by hand";
    EXPECT_EQ(cell("sessionTable", 1, 6), QString::fromUtf8("ALL blast: 30 · Normal: 70"));
    EXPECT_EQ(cell("sessionTable", 1, 4), "Open");
}

TEST_F(CasesSessions, WhereThereIsNoRoomTheLastColumnsGoAndTooltipsSayWhatStoodThere) {
    const auto* table = find<QTableView>(*m_cases, "sessionTable");
    const auto isWhole = [&] { return table->horizontalScrollBar()->maximum() == 0; };
    m_window->resize(1280, 720);
    QCoreApplication::processEvents();
    EXPECT_TRUE(isWhole());
    EXPECT_FALSE(table->isColumnHidden(3)) << "the share of blasts";
    EXPECT_TRUE(table->isColumnHidden(6)) << "counts need more than there is at " << table->width() << " px";
    EXPECT_EQ(rows("sessionTable").index(1, 2).data(Qt::ToolTipRole), QString::fromUtf8("ALL blast: 30 · Normal: 70"));
    m_window->resize(2400, 900);
    QCoreApplication::processEvents();
    EXPECT_TRUE(isWhole());
    EXPECT_FALSE(table->isColumnHidden(6)) << "there is room again";
}

TEST_F(CasesSessions, ASignedOneSaysByWhomAndItsSampleIsFixed) {
    {
        const auto store = openStore();
        store->setUser("Dr. Signer");
        ASSERT_TRUE(store->sign(second, store->findCase(second)->version));
    }
    m_cases->session().refresh();
    waitForJobs();
    EXPECT_EQ(cell("sessionTable", 0, 4), "Signed");
    EXPECT_TRUE(cell("sessionTable", 0, 5).startsWith("Dr. Signer, "));
    EXPECT_EQ(rows("sessionTable").index(0, 4).data(Qt::ToolTipRole).toString(), "Signed: " + cell("sessionTable", 0, 5)) << "the column beside may not be shown";
    EXPECT_FALSE(find<QWidget>(*m_cases, "sampleMaterial")->isEnabled());
    find<QTableView>(*m_cases, "sessionTable")->selectRow(1);
    EXPECT_TRUE(find<QWidget>(*m_cases, "sampleMaterial")->isEnabled());
}

TEST_F(CasesSessions, TheSampleIsSavedAsItIsChanged) {
    auto* material = find<QComboBox>(*m_cases, "sampleMaterial");
    material->setFocus();
    QTest::keyClick(material, Qt::Key_Up);  // blood
    waitForJobs();
    EXPECT_EQ(stored(second).material, casebook::Material::Blood);
    auto* comment = find<QLineEdit>(*m_cases, "sampleComment");
    comment->setFocus();
    QTest::keyClicks(comment, "thick film");
    QTest::keyClick(comment, Qt::Key_Return);
    waitForJobs();
    EXPECT_EQ(stored(second).comment, "thick film");
    auto* date = find<QDateEdit>(*m_cases, "sampleDate");
    find<QTableView>(*m_cases, "sessionTable")->setFocus();
    date->setDate(QDate(2026, 2, 9));
    waitForJobs();
    EXPECT_EQ(stored(second).taken, "2026-02-09");
    EXPECT_EQ(stored(first).taken, "2026-01-10");
}

TEST_F(CasesSessions, AnotherSeatsSampleIsShownBeforeItIsReplaced) {
    {
        const auto store = openStore();
        ASSERT_TRUE(store->describeSample(second, "2026-02-07", casebook::Material::Blood, "theirs", store->findCase(second)->version));
    }
    auto* comment = find<QLineEdit>(*m_cases, "sampleComment");
    comment->setFocus();
    QTest::keyClicks(comment, "mine");
    QTest::keyClick(comment, Qt::Key_Return);
    waitForJobs();
    auto* editor = find<QWidget>(*m_cases, "sampleEditor");
    auto* words = find<QLabel>(*editor, "conflictText");
    ASSERT_TRUE(words->isVisible());
    EXPECT_TRUE(words->text().contains("theirs") && words->text().contains("mine"));
    EXPECT_EQ(stored(second).comment, "theirs");
    EXPECT_EQ(comment->text(), "theirs");
    click(*editor, "writeMine");
    waitForJobs();
    EXPECT_EQ(stored(second).comment, "mine");
}

TEST_F(CasesSessions, OfASampleInConflictTheNewestThatWasTypedIsOffered) {
    {
        const auto store = openStore();
        ASSERT_TRUE(store->describeSample(second, "2026-02-07", casebook::Material::Blood, "theirs", store->findCase(second)->version));
    }
    QSemaphore go;
    m_context->fileWorker.run<int>(QStringLiteral("waiting"), [&go](ProgressSink&, const CancelToken&) -> Result<int> { return go.acquire(), 1; }, m_cases, [](const Result<int>&) {});
    auto* comment = find<QLineEdit>(*m_cases, "sampleComment");
    comment->setFocus();
    QTest::keyClicks(comment, "mine");
    QTest::keyClick(comment, Qt::Key_Return);  // its saving waits
    QTest::keyClicks(comment, " and more");
    go.release();
    waitForJobs();
    auto* editor = find<QWidget>(*m_cases, "sampleEditor");
    ASSERT_TRUE(find<QLabel>(*editor, "conflictText")->isVisible());
    click(*editor, "writeMine");
    waitForJobs();
    EXPECT_EQ(stored(second).comment, "mine and more");
}

TEST_F(CasesSessions, AClickOnAPointOfTheCourseChoosesItsSession) {
    auto* chart = find<ui::CourseChart>(*m_cases, "courseChart");
    ASSERT_EQ(chart->points().size(), 2u);
    EXPECT_EQ(chart->points()[0].session, first) << "by date";
    EXPECT_DOUBLE_EQ(chart->points()[0].share.value, 0.3);
    EXPECT_EQ(chart->points()[0].share.low, report::wilsonInterval(30, 100).low);
    const auto* table = find<QTableView>(*m_cases, "sessionTable");
    EXPECT_EQ(table->currentIndex().row(), 0);
    QTest::mouseClick(chart, Qt::LeftButton, Qt::NoModifier, chart->pointOf(0).toPoint());
    EXPECT_EQ(table->currentIndex().row(), 1);
    press("openInClassify");
    EXPECT_EQ(m_opened, std::vector<qlonglong>{first});
    QTest::mouseClick(chart, Qt::LeftButton, Qt::NoModifier, QPoint(chart->width() / 2, chart->height() / 2));
    EXPECT_EQ(table->currentIndex().row(), 1) << "beside every point";
}

TEST_F(CasesSessions, ReturnOpensTheChosenOne) {
    auto* table = find<QTableView>(*m_cases, "sessionTable");
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QTest::keyClick(table, Qt::Key_Return);
    EXPECT_EQ(m_opened, std::vector<qlonglong>{first});
}

TEST_F(CasesSessions, TwoAreComparedSideBySide) {
    showTab("patientTabs", "Compare");
    EXPECT_EQ(find<QComboBox>(*m_cases, "compareFirst")->currentData().toLongLong(), first);
    EXPECT_EQ(find<QComboBox>(*m_cases, "compareSecond")->currentData().toLongLong(), second);
    ASSERT_EQ(column("compareTable", 0), QStringList({"ALL blast", "Normal", "Unidentified", "Identified cells"}));
    EXPECT_EQ(cell("compareTable", 0, 1), "30");
    EXPECT_EQ(cell("compareTable", 0, 3), "4");
    EXPECT_EQ(cell("compareTable", 0, 5), QString::fromUtf8("−28.0 points"));
    EXPECT_EQ(cell("compareTable", 1, 5), "+28.0 points");
    EXPECT_EQ(cell("compareTable", 3, 1), "100");
    auto* other = find<QComboBox>(*m_cases, "compareFirst");
    other->setFocus();
    QTest::keyClick(other, Qt::Key_Down);
    EXPECT_EQ(cell("compareTable", 0, 5), "0.0 points") << "one with itself";
}

TEST_F(CasesSessions, OneSessionIsNothingToCompare) {
    addSession("P-1", "2026-03-01", 1, 1);
    m_cases->session().refresh();
    waitForJobs();
    choosePatient("P-1");
    showTab("patientTabs", "Compare");
    EXPECT_TRUE(isVisible("nothingToCompare"));
    EXPECT_FALSE(isVisible("compareTable"));
}

TEST(CourseFigure, BloodAndMarrowDifferInMarkerAndLineAndHaveALegendWhereBothAre) {
    const report::Interval share{0.3, 0.25, 0.35};
    std::vector<ui::CoursePoint> points = {{1, "2026-01-10", {}, casebook::Material::Marrow, 30, 100, share}, {2, "2026-02-10", {}, casebook::Material::Marrow, 30, 100, share}, {3, "2026-03-10", {}, casebook::Material::Marrow, 30, 100, share}};
    const auto joined = [&points] {
        const ui::Figure figure = ui::courseFigure(points, false, 0);
        std::vector<ui::PlotLine> lines;
        for (const auto& line : figure.plots.at(0).lines)
            if (line.marker != ui::PlotMarker::None && line.points[0].y() == 30.0) lines.push_back(line);
        return std::pair(lines, figure.plots[0].texts.size());
    };
    const auto [one, noTexts] = joined();
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(noTexts, 0u);
    points[1].material = casebook::Material::Blood;
    const auto [two, texts] = joined();
    ASSERT_EQ(two.size(), 2u);
    EXPECT_EQ(two[0].points.size() + two[1].points.size(), 3u);
    EXPECT_NE(two[0].marker, two[1].marker);
    EXPECT_NE(two[0].style, two[1].style);
    EXPECT_EQ(texts, 2u);
}

}  // namespace
}  // namespace leukolens::test
