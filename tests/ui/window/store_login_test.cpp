// A case store on a server that asks for a password: asked for in the window, kept by nobody.
#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTimer>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "tests/support/temporary_server.h"
#include "tests/ui/support/ui_test.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/window/make_window.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::TemporaryServer;
using test::waitFor;

constexpr const char* kPassword = "open sesame & 100%";

class StoreLoginTest : public testing::Test {
protected:
    void SetUp() override {
        if (!TemporaryServer::isInstalled()) GTEST_SKIP() << "no PostgreSQL server here (package postgresql)";
        TemporaryServer& server = TemporaryServer::get();
        address = QString::fromStdString(server.lock(server.createDatabase(), kPassword));
        {
            const auto store = casebook::CaseStore::open(casebook::StoreAddress::parse(withPassword(address, kPassword)).value());
            ASSERT_TRUE(store && (*store)->createCase("P-1"));
        }
        settings.set(SettingKey::CaseFile, address);
        settings.set(SettingKey::ModelsFolder, test::qpath(folder / "models"));
        settings.set(SettingKey::Device, "cpu");
        window = makeWindow(context);
        window->show();
        window->showWorkspace(6);
        login = find<QDialog>(*window, "storeLogin");
        ASSERT_TRUE(waitFor([this] { return login->isVisible() && !context.anyBusy(); }));
    }
    void connectWith(const QString& password) {
        find<QLineEdit>(*login, "storePassword")->setText(password);
        test::click(*login, "connectStore");
        ASSERT_TRUE(waitFor([this] { return !context.anyBusy(); }));
    }
    int patients() { return find<QTableView>(*window, "patientTable")->model()->rowCount(); }
    int messages() const {
        int shown = 0;
        for (const auto* label : window->findChildren<QLabel*>("messageSummary")) shown += label->isVisibleTo(window.get()) ? 1 : 0;
        return shown;
    }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    QString address;
    std::unique_ptr<MainWindow> window;
    QDialog* login = nullptr;
};

TEST_F(StoreLoginTest, TheStoreOpensWithThePasswordWhichIsWrittenNowhere) {
    EXPECT_EQ(find<QLabel>(*login, "storeLoginAddress")->text(), address);
    EXPECT_FALSE(find<QAbstractButton>(*login, "connectStore")->isEnabled()) << "nothing typed";
    connectWith("open barley");
    ASSERT_TRUE(login->isVisible());
    EXPECT_TRUE(find<QLabel>(*login, "storeLoginProblem")->isVisible());
    EXPECT_TRUE(find<QLabel>(*login, "storeLoginProblem")->text().contains("Type the password again")) << find<QLabel>(*login, "storeLoginProblem")->text().toStdString();
    EXPECT_FALSE(find<QLabel>(*login, "storeLoginProblem")->text().contains("barley"));
    connectWith(kPassword);
    EXPECT_FALSE(login->isVisible());
    EXPECT_TRUE(waitFor([this] { return patients() == 1; }));
    const auto& session = qobject_cast<ClassifyWorkspace*>(window->workspace(1))->session();
    EXPECT_TRUE(waitFor([&] { return session.summary().name == "P-1"; })) << "Classify goes on as it would have at the start";
    EXPECT_EQ(messages(), 0) << "what they said is over";
    settings.set(SettingKey::UserName, "Eva");
    ASSERT_TRUE(waitFor([this] { return !context.anyBusy(); }));
    EXPECT_FALSE(settings.caseFile().contains("sesame"));
    const auto file = readTextFile(folder / "settings.ini", 100'000);
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->find("Eva") != std::string::npos);
    EXPECT_EQ(file->find("sesame"), std::string::npos);
}

TEST_F(StoreLoginTest, WithoutThePasswordCasesSaysSoAndAsksAgain) {
    test::click(*login, "withoutStore");
    EXPECT_FALSE(login->isVisible());
    EXPECT_TRUE(find<QWidget>(*window, "casesRefused")->isVisible());
    for (const int number : {2, 6}) EXPECT_TRUE(window->workspace(number)->findChildren<QLabel*>("messageSummary").isEmpty()) << "it is said already: " << number;
    test::click(*window, "casesTypePassword");
    ASSERT_TRUE(login->isVisible());
    test::click(*login, "withoutStore");
    settings.set(SettingKey::UserName, "Eva");  // something is to be saved
    ASSERT_TRUE(waitFor([this] { return login->isVisible(); }));
    connectWith(kPassword);
    EXPECT_TRUE(waitFor([this] { return patients() == 1; }));
    EXPECT_FALSE(find<QWidget>(*window, "casesRefused")->isVisible());
}

TEST_F(StoreLoginTest, AnotherStoreCanBeChosenAndIsUsedAtOnce) {
    const QString file = test::qpath(folder / "own.leukocases");
    bool chosen = false;
    // The settings dialog waits for a person.
    QTimer person;
    QObject::connect(&person, &QTimer::timeout, window.get(), [&] {
        auto* dialog = window->findChild<QDialog*>("settingsDialog");
        if (!dialog || chosen) return;
        chosen = true;
        auto* line = find<QLineEdit>(*dialog, "setting_case_file");
        line->setText(file);
        QTest::keyClick(line, Qt::Key_Return);
        dialog->close();
    });
    person.start(20);
    test::click(*login, "otherStore");
    ASSERT_TRUE(waitFor([&] { return chosen && !context.anyBusy(); }));
    EXPECT_FALSE(login->isVisible());
    EXPECT_TRUE(waitFor([this] { return find<QWidget>(*window, "casesEmpty")->isVisible(); }));
    EXPECT_TRUE(std::filesystem::exists(folder / "own.leukocases"));
}

}  // namespace
}  // namespace leukolens::ui
