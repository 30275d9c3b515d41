// Signing in Classify where the store has accounts.
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "tests/ui/accounts/accounts_fixture.h"

namespace leukolens::test {
namespace {

class SignByAccount : public AccountsUiTest {
protected:
    void open(const casebook::StoreRules& rules, const char* name, const char* passphrase) {
        makeCase();
        makePeople(rules);
        openWindow();
        logIn(name, passphrase);
    }
    void signWith(const char* passphrase) {
        click(*window, "signCase");
        auto* field = find<QLineEdit>(*window, "signPassphrase");
        ASSERT_TRUE(field->isVisible());
        EXPECT_EQ(field->echoMode(), QLineEdit::Password);
        QTest::keyClicks(field, passphrase);
        QTest::keyClick(field, Qt::Key_Return);
        ASSERT_TRUE(waitFor([this] { return !context->fileWorker.busy(); }));
    }
    casebook::CaseSummary inFile() { return openStore()->listCases()->front(); }
    QPushButton* button(const char* name) { return find<QPushButton>(*window, name); }
};

TEST_F(SignByAccount, AsksForThePassphraseInPlace) {
    open({}, "Ria", kOfRia);
    click(*window, "signCase");
    auto* field = find<QLineEdit>(*window, "signPassphrase");
    EXPECT_TRUE(field->isVisible());
    EXPECT_FALSE(button("signNow")->isEnabled());
    QTest::keyClicks(field, "abc");
    QTest::keyClick(field, Qt::Key_Escape);
    EXPECT_FALSE(field->isVisible());
    EXPECT_TRUE(field->text().isEmpty());
    EXPECT_EQ(inFile().state, casebook::CaseState::Open);

    signWith("not hers at all");
    EXPECT_EQ(inFile().state, casebook::CaseState::Open);
    EXPECT_TRUE(text("messageSummary").contains("could not be signed"));

    signWith(kOfRia);
    EXPECT_EQ(inFile().state, casebook::CaseState::Signed);
    EXPECT_EQ(inFile().signedBy, "Ria");
    EXPECT_TRUE(text("signedBy").startsWith("Signed by Ria"));
    EXPECT_TRUE(openStore()->signatures(inFile().id)->front().reentered);
}

TEST_F(SignByAccount, ATechnicianSeesWhyNot) {
    open({}, "Tom", kOfTom);
    EXPECT_FALSE(button("signCase")->isEnabled());
    EXPECT_TRUE(find<QLabel>(*window, "whyNotSigned")->isVisible());
    EXPECT_TRUE(text("whyNotSigned").contains("reviewers and administrators", Qt::CaseInsensitive));
    EXPECT_FALSE(button("reopenCase")->isVisible());
}

TEST_F(SignByAccount, TwoPeopleSignOneAfterTheOther) {
    open({true, 10}, "Ria", kOfRia);
    signWith(kOfRia);
    EXPECT_EQ(inFile().state, casebook::CaseState::AwaitingSecond);
    EXPECT_EQ(text("signedBy"), "Signed by Ria\nA second signature is needed");
    EXPECT_FALSE(button("signCase")->isEnabled()) << "she has signed";
    EXPECT_TRUE(text("whyNotSigned").contains("another person"));
    EXPECT_FALSE(session().mayDecide());
    EXPECT_TRUE(button("reopenCase")->isVisible());

    QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
    logIn("Rob", kOfRia);
    ASSERT_TRUE(button("signCase")->isEnabled());
    EXPECT_FALSE(find<QLabel>(*window, "whyNotSigned")->isVisible());
    signWith(kOfRia);
    EXPECT_EQ(inFile().state, casebook::CaseState::Signed);
    EXPECT_TRUE(text("signedBy").startsWith("Signed by Rob"));

    click(*window, "reopenCase");
    QTest::keyClicks(find<QLineEdit>(*window, "reopenReason"), "more cells");
    click(*window, "reopenNow");
    ASSERT_TRUE(waitFor([this] { return session().mayDecide(); }));
    EXPECT_TRUE(openStore()->signatures(inFile().id)->empty());
}

}  // namespace
}  // namespace leukolens::test
