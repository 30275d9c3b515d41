// The audit trail on screen: words, search, verifying an intact and an edited file, backup.
#include <QCheckBox>
#include <QDialog>
#include <QLineEdit>

#include <nlohmann/json.hpp>

#include "tests/ui/cases/cases_fixture.h"
#include "ui/cases/audit_words.h"

namespace leukolens::test {
namespace {

class CasesAudit : public CasesTest {
protected:
    void openTrail() {
        addSession("P-17", "2026-01-10", 3, 7);
        addSession("P-9", "2026-02-10", 1, 1);
        openWindow();
        showTab("casesTabs", "Audit trail");
    }
    void verify() {
        press("verifyTrail");
        waitForJobs();
        ASSERT_TRUE(isVisible("verifyResult"));
    }
};

TEST_F(CasesAudit, SaysWhoDidWhatNewestFirst) {
    openTrail();
    const QStringList actions = column("auditTable", 3);
    EXPECT_EQ(actions.first(), "Cells classified");
    EXPECT_TRUE(actions.contains("Session created") && actions.contains("Sample described"));
    EXPECT_EQ(cell("auditTable", 0, 5), "2 cell(s)");
    EXPECT_TRUE(cell("auditTable", 0, 4).startsWith("P-9"));
    auto* line = find<QLineEdit>(*m_cases, "auditSearch");
    line->setText("p-17 sample");
    ASSERT_EQ(rows("auditTable").rowCount(), 1);
    EXPECT_TRUE(cell("auditTable", 0, 5).contains(QString::fromUtf8("Not known → Bone marrow"))) << cell("auditTable", 0, 5).toStdString();
    line->clear();
    const int all = rows("auditTable").rowCount();
    find<QCheckBox>(*m_cases, "auditOnlyPatient")->setChecked(true);
    waitForJobs();
    EXPECT_LT(rows("auditTable").rowCount(), all);
    for (const QString& about : column("auditTable", 4)) EXPECT_TRUE(about.startsWith("P-9")) << about.toStdString();
}

TEST_F(CasesAudit, VerifiesAnIntactStoreAndSaysItsHead) {
    openTrail();
    verify();
    const auto store = openStore();
    const QString head = QString::fromStdString(casebook::AuditTrail(*store).head().value());
    EXPECT_TRUE(text("verifyText").startsWith("Intact: all ")) << text("verifyText").toStdString();
    EXPECT_TRUE(text("verifyText").contains(head));
}

TEST_F(CasesAudit, FindsALineThatWasEditedInTheFile) {
    openTrail();
    edit("UPDATE audit SET person = 'nobody' WHERE id = 2;");
    verify();
    EXPECT_TRUE(text("verifyText").startsWith("Line 2 was changed after it was written.")) << text("verifyText").toStdString();
    EXPECT_TRUE(text("verifyText").contains("restore the last backup"));
}

TEST_F(CasesAudit, ABackupOfAnAlteredFileIsMadeAndSaysSo) {
    openTrail();
    edit("UPDATE audit SET person = 'nobody' WHERE id = 2;");
    const auto target = m_folder / "altered.leukocases";
    ui::dialogs::setTestHook({[](const QString&) { return true; }, [&](const QString&) { return qpath(target); }});
    press("backUpStore");
    waitForJobs();
    EXPECT_TRUE(std::filesystem::exists(target));
    EXPECT_TRUE(messages().contains("It has been altered outside of the program")) << messages().toStdString();
    EXPECT_FALSE(messages().contains("the copy checked"));
}

TEST_F(CasesAudit, FindsALineThatWasTakenOutOfTheFile) {
    openTrail();
    edit("DELETE FROM audit WHERE id = 2;");
    verify();
    EXPECT_TRUE(text("verifyText").startsWith("Before line 3 something was taken out")) << text("verifyText").toStdString();
}

TEST_F(CasesAudit, FindsACellThatWasEditedInTheFile) {
    openTrail();
    edit("UPDATE cell SET assigned_class = 'hem' WHERE id = 1;");
    verify();
    EXPECT_TRUE(text("verifyText").startsWith("Cell 1 does not stand as the trail says")) << text("verifyText").toStdString();
}

TEST_F(CasesAudit, SaysOldAndNewValues) {
    const auto words = [](const char* action, const nlohmann::json& detail) {
        casebook::AuditRow row;
        row.action = action;
        row.detail = detail.dump();
        return ui::auditChange(row);
    };
    EXPECT_EQ(words("change_fact", {{"from", {{"name", "whiteCount"}, {"value", "12"}}}, {"to", {{"name", "whiteCount"}, {"value", "60"}}}}), QString::fromUtf8("White count: 12\u00a010⁹/L → 60\u00a010⁹/L"));
    EXPECT_EQ(words("decide", {{"cells", {{{"id", 1}, {"from", {{"class", "all"}}}, {"to", {{"class", "hem"}, {"reviewed", true}}}}, {{"id", 2}, {"from", {{"class", "all"}}}, {"to", {{"class", "hem"}}}}}}, {"reason", "smudge"}}),
              QString::fromUtf8("2 cell(s): ALL blast → Normal. Why: smudge"));
    EXPECT_EQ(words("note", {{"from", ""}, {"to", "new"}}), QString::fromUtf8("– → new"));
    EXPECT_EQ(words("decide", {{"cells", "edited by hand"}}), "{\"cells\":\"edited by hand\"}") << "a line that is none of this program's is shown as it stands";
}

}  // namespace
}  // namespace leukolens::test
