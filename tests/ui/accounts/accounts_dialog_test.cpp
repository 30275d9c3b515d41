// The dialog in which accounts and rules are looked after.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>

#include "tests/ui/accounts/accounts_fixture.h"
#include "ui/accounts/accounts_dialog.h"

namespace leukolens::test {
namespace {

class AccountsDialogTest : public AccountsUiTest {
protected:
    void openDialog() {
        find<QAction>(*window, "actionAccounts")->trigger();
        ASSERT_TRUE(dialog = window->findChild<ui::AccountsDialog*>());
        settle();
    }
    void settle() { ASSERT_TRUE(waitFor([this] { return !context->fileWorker.busy(); })); }
    void type(const char* field, const char* words) {
        auto* edit = find<QLineEdit>(*dialog, field);
        edit->clear();
        QTest::keyClicks(edit, words);
    }
    void add(const char* name, casebook::Role role, const char* passphrase) {
        type("newAccountName", name);
        auto* roles = find<QComboBox>(*dialog, "newAccountRole");
        roles->setCurrentIndex(roles->findData(static_cast<int>(role)));
        type("newAccountPassphrase", passphrase);
        type("newAccountAgain", passphrase);
        ASSERT_TRUE(find<QPushButton>(*dialog, "addAccount")->isEnabled());
        click(*dialog, "addAccount");
        settle();
    }
    QString message() { return find<QLabel>(*dialog, "accountsMessage")->text(); }
    QTableWidget* list() { return find<QTableWidget>(*dialog, "accountList"); }
    void chooseRow(const char* name) {
        for (int row = 0; row < list()->rowCount(); ++row)
            if (list()->item(row, 0)->text() == name) return list()->selectRow(row);
        FAIL() << name;
    }
    void chooseRole(casebook::Role role) {
        auto* roles = find<QComboBox>(*dialog, "accountRole");
        roles->setCurrentIndex(roles->findData(static_cast<int>(role)));
        Q_EMIT roles->activated(roles->currentIndex());
        settle();
    }
    casebook::Account inFile(const char* name) {
        const auto store = openStore();
        const auto all = casebook::Accounts(*store).list();
        for (const auto& account : *all)
            if (account.name == name) return account;
        throw std::runtime_error(std::string("no account of ") + name);
    }

    ui::AccountsDialog* dialog = nullptr;
};

TEST_F(AccountsDialogTest, BeginsWithAnAdministratorWhoIsLoggedInThen) {
    makeCase();
    openWindow();
    openDialog();
    EXPECT_TRUE(find<QLabel>(*dialog, "accountsExplanation")->text().contains("no accounts"));
    EXPECT_FALSE(list()->isVisible());
    EXPECT_FALSE(find<QComboBox>(*dialog, "newAccountRole")->isEnabled()) << "the first is an administrator";
    type("newAccountName", "Ada");
    type("newAccountPassphrase", "short");
    EXPECT_TRUE(find<QLabel>(*dialog, "newAccountHint")->text().contains("8 characters"));
    type("newAccountPassphrase", kOfAda);
    type("newAccountAgain", "another one");
    EXPECT_TRUE(find<QLabel>(*dialog, "newAccountHint")->text().contains("differ"));
    EXPECT_FALSE(find<QPushButton>(*dialog, "addAccount")->isEnabled());
    add("Ada", casebook::Role::Administrator, kOfAda);
    EXPECT_FALSE(locked());
    EXPECT_EQ(context->person()->name, "Ada");
    EXPECT_TRUE(list()->isVisible());
    EXPECT_EQ(list()->rowCount(), 1);
    add("Tom", casebook::Role::Technician, kOfTom);
    EXPECT_EQ(message(), "Tom was added.");
    EXPECT_EQ(list()->rowCount(), 2);
    EXPECT_EQ(inFile("Tom").role, casebook::Role::Technician);
    EXPECT_TRUE(find<QLineEdit>(*dialog, "newAccountPassphrase")->text().isEmpty());
    add("tom", casebook::Role::Technician, kOfTom);
    EXPECT_TRUE(message().contains("already")) << message().toStdString();
}

TEST_F(AccountsDialogTest, ChangesRoleStateAndPassphrase) {
    makePeople();
    openWindow();
    logIn("Ada", kOfAda);
    openDialog();
    ASSERT_EQ(list()->rowCount(), 4);
    chooseRow("Tom");
    chooseRole(casebook::Role::Reviewer);
    EXPECT_EQ(inFile("Tom").role, casebook::Role::Reviewer);
    click(*dialog, "accountActive");
    settle();
    EXPECT_FALSE(inFile("Tom").active);
    EXPECT_EQ(list()->item(3, 2)->text(), "not active");
    EXPECT_FALSE(find<QLineEdit>(*dialog, "presentPassphrase")->isVisible()) << "an administrator does not know his";
    type("accountPassphrase", "ganz was anderes");
    type("accountAgain", "ganz was anderes");
    click(*dialog, "setPassphrase");
    settle();
    EXPECT_EQ(message(), "Tom has a new passphrase.");
    chooseRow("Ada");
    EXPECT_TRUE(find<QLineEdit>(*dialog, "presentPassphrase")->isVisible()) << "her own";
    chooseRole(casebook::Role::Technician);
    EXPECT_TRUE(message().contains("last active administrator")) << message().toStdString();
    EXPECT_EQ(find<QComboBox>(*dialog, "accountRole")->currentData().toInt(), static_cast<int>(casebook::Role::Administrator)) << "shown is what stands";
}

TEST_F(AccountsDialogTest, SetsTheRules) {
    makePeople();
    openWindow();
    logIn("Ada", kOfAda);
    openDialog();
    click(*dialog, "twoSignatures");
    settle();
    find<QSpinBox>(*dialog, "lockAfterMinutes")->setValue(3);
    settle();
    EXPECT_EQ(casebook::Accounts(*openStore()).rules().value(), (casebook::StoreRules{true, 3}));
}

TEST_F(AccountsDialogTest, OthersChangeTheirOwnPassphraseOnly) {
    makePeople();
    openWindow();
    logIn("Tom", kOfTom);
    openDialog();
    EXPECT_FALSE(list()->isVisible());
    EXPECT_FALSE(find<QWidget>(*dialog, "accountForm")->isVisible());
    EXPECT_FALSE(find<QComboBox>(*dialog, "accountRole")->isVisible());
    EXPECT_EQ(find<QLabel>(*dialog, "editedAccount")->text(), "Tom");
    type("accountPassphrase", "neu und lang");
    type("accountAgain", "neu und lang");
    EXPECT_FALSE(find<QPushButton>(*dialog, "setPassphrase")->isEnabled()) << "without the present one";
    type("presentPassphrase", kOfRia);
    click(*dialog, "setPassphrase");
    EXPECT_FALSE(find<QPushButton>(*dialog, "setPassphrase")->isEnabled()) << "it is asked once";
    settle();
    EXPECT_TRUE(message().contains("not your present passphrase")) << message().toStdString();
    EXPECT_TRUE(casebook::Accounts(*openStore()).logIn("Tom", kOfTom));
    EXPECT_TRUE(find<QLineEdit>(*dialog, "presentPassphrase")->text().isEmpty());
    EXPECT_EQ(find<QLineEdit>(*dialog, "accountAgain")->text(), "neu und lang") << "is not typed again";
    type("presentPassphrase", kOfTom);
    click(*dialog, "setPassphrase");
    settle();
    EXPECT_EQ(message(), "Tom has a new passphrase.");
    EXPECT_TRUE(casebook::Accounts(*openStore()).logIn("Tom", "neu und lang"));
    EXPECT_TRUE(find<QLineEdit>(*dialog, "accountPassphrase")->text().isEmpty());
}

}  // namespace
}  // namespace leukolens::test
