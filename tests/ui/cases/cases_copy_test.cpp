// The case file copied to a server.
#include <QDialog>
#include <QLineEdit>
#include <QSemaphore>

#include "tests/support/temporary_server.h"
#include "tests/ui/cases/cases_fixture.h"

namespace leukolens::test {
namespace {

class CasesCopy : public CasesTest {
protected:
    void SetUp() override {
        if (!TemporaryServer::isInstalled()) GTEST_SKIP() << "no PostgreSQL server here (package postgresql)";
        addSession("P-17", "2026-01-10", 3, 7);
        m_server = TemporaryServer::get().createDatabase();
        openWindow();
        showTab("casesTabs", "Audit trail");
        press("copyStoreToServer");
        m_dialog = dialog("copyStoreDialog");
        ASSERT_TRUE(m_dialog);
    }
    void copyTo(const std::string& address, const QString& password = {}) {
        find<QLineEdit>(*m_dialog, "copyTarget")->setText(QString::fromStdString(address));
        find<QLineEdit>(*m_dialog, "copyPassword")->setText(password);
        click(*m_dialog, "startCopy");
        waitForJobs();
    }
    QString words() const { return find<QLabel>(*m_dialog, "copyWords")->text(); }
    static std::size_t casesAt(const std::string& address) {
        const auto store = casebook::CaseStore::open(casebook::StoreAddress::parse(address).value());
        return store ? (*store)->listCases()->size() : 0;
    }
    std::string tables() { return TemporaryServer::get().ask(m_server, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"); }

    std::string m_server;
    QDialog* m_dialog = nullptr;
};

TEST_F(CasesCopy, IsCheckedAndBecomesTheStoreWhereAPersonWantsIt) {
    EXPECT_FALSE(find<QAbstractButton>(*m_dialog, "startCopy")->isEnabled()) << "no address yet";
    const std::string locked = TemporaryServer::get().lock(m_server, "sesame");
    copyTo(locked);
    EXPECT_TRUE(words().contains("asks for a password")) << words().toStdString();
    copyTo(locked, "sesame");
    EXPECT_TRUE(words().startsWith("The case store was copied to postgresql://")) << words().toStdString();
    EXPECT_FALSE(words().contains("sesame"));
    EXPECT_EQ(casesAt(locked + "&password=sesame"), 1u);
    EXPECT_EQ(m_settings.caseFile(), qpath(m_store)) << "nobody has said so yet";
    click(*m_dialog, "startCopy");
    EXPECT_TRUE(m_settings.casesOnServer());
    EXPECT_FALSE(m_settings.caseFile().contains("sesame"));
    EXPECT_TRUE(waitFor([this] { return !m_window->isVisible(); })) << "what was changed before the next start would stand in the file only";
}

TEST_F(CasesCopy, ADatabaseThatHoldsCasesIsLeftAsItIs) {
    {
        const auto other = casebook::CaseStore::open(casebook::StoreAddress::parse(m_server).value());
        ASSERT_TRUE(other && (*other)->createCase("a") && (*other)->createCase("b"));
    }
    copyTo(m_server);
    EXPECT_TRUE(words().contains("holds cases already")) << words().toStdString();
    EXPECT_EQ(find<QLabel>(*m_dialog, "copyWords")->property("role").toString(), "failure");
    EXPECT_EQ(casesAt(m_server), 2u);
    copyTo(qpath(m_folder / "a file.leukocases").toStdString());
    EXPECT_TRUE(words().contains("no address of a PostgreSQL server")) << words().toStdString();
    EXPECT_FALSE(std::filesystem::exists(m_folder / "a file.leukocases"));
    click(*m_dialog, "cancelCopy");
    EXPECT_EQ(m_settings.caseFile(), qpath(m_store));
    EXPECT_TRUE(m_window->isVisible());
}

TEST_F(CasesCopy, StoppingLeavesNothing) {
    QSemaphore go;
    m_context->fileWorker.run<int>(QStringLiteral("waiting"), [&go](ProgressSink&, const CancelToken&) -> Result<int> { return go.acquire(), 1; }, m_cases, [](const Result<int>&) {}, ui::JobPolicy::MustFinish);
    find<QLineEdit>(*m_dialog, "copyTarget")->setText(QString::fromStdString(m_server));
    click(*m_dialog, "startCopy");
    EXPECT_TRUE(find<QWidget>(*m_dialog, "copyPanel")->isVisible());
    QTest::keyClick(m_dialog, Qt::Key_Escape);
    EXPECT_TRUE(m_dialog->isVisible()) << "Stop is there for that";
    click(*find<QWidget>(*m_dialog, "copyPanel"), "panelStop");
    go.release();
    waitForJobs();
    EXPECT_TRUE(words().startsWith("Stopped.")) << words().toStdString();
    EXPECT_FALSE(find<QWidget>(*m_dialog, "copyPanel")->isVisible());
    EXPECT_TRUE(find<QAbstractButton>(*m_dialog, "startCopy")->isEnabled());
    EXPECT_EQ(tables(), "0");
}

}  // namespace
}  // namespace leukolens::test
