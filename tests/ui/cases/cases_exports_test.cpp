// What leaves the laboratory, by the buttons a person clicks: formats, de-identified, a whole case and back, a backup.
#include <QAction>
#include <QDialog>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>

#include "core/base/files.h"
#include "tests/ui/cases/cases_fixture.h"

namespace leukolens::test {
namespace {

class CasesExports : public CasesTest {
protected:
    void SetUp() override {
        session = addSession("P-17 Mueller", "2026-01-10", 30, 70);
        openWindow();
    }
    void answerPath(const std::filesystem::path& path) {
        ui::dialogs::setTestHook({[](const QString&) { return true; }, [path](const QString&) { return qpath(path); }});
    }
    void trigger(const char* action) {
        auto* found = find<QPushButton>(*m_cases, "caseExport")->menu()->findChild<QAction*>(action);
        ASSERT_TRUE(found) << action;
        found->trigger();
        waitForJobs();
    }
    std::string exported(const char* action, const char* name) {
        answerPath(m_folder / name);
        trigger(action);
        const auto text = readTextFile(m_folder / name, 10'000'000);
        EXPECT_TRUE(text) << action << ": " << messages().toStdString();
        return text.value_or("");
    }

    casebook::CaseId session = 0;
};

TEST_F(CasesExports, EveryFormatHoldsTheSession) {
    for (const auto& [action, name] : std::vector<std::pair<const char*, const char*>>{{"exportCsv", "a.csv"}, {"exportJson", "a.json"}, {"exportFhir", "a.fhir.json"}, {"exportHl7", "a.hl7"}}) {
        SCOPED_TRACE(action);
        const std::string text = exported(action, name);
        EXPECT_TRUE(text.find("P-17 Mueller") != std::string::npos);
        EXPECT_TRUE(text.find("research use only") != std::string::npos);
    }
    EXPECT_TRUE(messages().contains("The session was exported:"));
}

TEST_F(CasesExports, DeidentifiedNamesNobody) {
    find<QPushButton>(*m_cases, "caseExport")->menu()->findChild<QAction*>("exportDeidentified")->setChecked(true);
    for (const auto& [action, name] : std::vector<std::pair<const char*, const char*>>{{"exportCsv", "b.csv"}, {"exportJson", "b.json"}, {"exportFhir", "b.fhir.json"}, {"exportHl7", "b.hl7"}}) {
        SCOPED_TRACE(action);
        const std::string text = exported(action, name);
        // A code is "P-" and ten hexadecimal digits: one in 256 begins as the name does.
        EXPECT_FALSE(QString::fromStdString(text).contains(QRegularExpression("P-17(?![0-9a-f])")));
        EXPECT_EQ(text.find("ller"), std::string::npos);
        EXPECT_EQ(text.find("2026-01-10"), std::string::npos);
    }
}

TEST_F(CasesExports, AWholeCaseComesBackAndJoinsItsPatientWhenAsked) {
    answerPath(m_folder / "case.zip");
    trigger("exportCase");
    ASSERT_TRUE(std::filesystem::exists(m_folder / "case.zip")) << messages().toStdString();
    EXPECT_TRUE(messages().contains("100 picture(s) could not be read")) << messages().toStdString();
    press("importCase");
    waitForJobs();
    EXPECT_TRUE(waitFor([this] { return rows("sessionTable").rowCount() == 2; })) << messages().toStdString();
    EXPECT_EQ(rows("patientTable").rowCount(), 1) << "it joined the patient of that name";
    EXPECT_TRUE(messages().contains("The case was imported."));
}

TEST_F(CasesExports, WhatIsNoCaseIsRefusedInPlace) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "no case.zip", std::string_view("nothing")));
    answerPath(m_folder / "no case.zip");
    press("importCase");
    waitForJobs();
    EXPECT_TRUE(messages().contains("The case was not imported.")) << messages().toStdString();
    EXPECT_EQ(rows("patientTable").rowCount(), 1);
}

TEST_F(CasesExports, TheReportIsShownBeforeItIsSaved) {
    press("caseReport");
    waitForJobs();
    QDialog* open = dialog("reportDialog");
    ASSERT_TRUE(open);
    open->reject();
}

TEST_F(CasesExports, ABackupIsACaseStoreOfItsOwn) {
    showTab("casesTabs", "Audit trail");
    answerPath(m_folder / "backup.leukocases");
    press("backUpStore");
    waitForJobs();
    ASSERT_TRUE(std::filesystem::exists(m_folder / "backup.leukocases")) << messages().toStdString();
    auto copy = casebook::CaseStore::open(m_folder / "backup.leukocases");
    ASSERT_TRUE(copy);
    EXPECT_EQ((*copy)->listCases()->size(), 1u);
    EXPECT_TRUE(waitFor([this] { return column("auditTable", 3).first() == "Backed up"; })) << column("auditTable", 3).first().toStdString();
    press("backUpStore");
    waitForJobs();
    EXPECT_TRUE(messages().contains("The case store could not be backed up.")) << "a file that is there is not replaced";
}

}  // namespace
}  // namespace leukolens::test
