#include "core/casebook/accounts.h"

#include <chrono>

#include "core/base/files.h"
#include "core/casebook/audit_trail.h"
#include "core/casebook/thumbnails.h"
#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

const std::string kOfAda = "Korrekt Pferd Ж", kOfRia = "recenzent 42!", kOfTom = "mikroskopie";

template <class R>
ErrorCode codeOf(const Result<R>& result) {
    EXPECT_FALSE(result);
    return result ? ErrorCode::Internal : result.error().code;
}

class AccountsTest : public StoreTest {
protected:
    Accounts accounts{*store};

    /// Ada looks after the store, Ria and Rob review, Tom looks at cells; Ada is logged in.
    void addPeople() {
        ASSERT_TRUE(accounts.create("Ada", Role::Administrator, kOfAda));
        logIn("Ada", kOfAda);
        ASSERT_TRUE(accounts.create("Ria", Role::Reviewer, kOfRia));
        ASSERT_TRUE(accounts.create("Rob", Role::Reviewer, kOfRia));
        ASSERT_TRUE(accounts.create("Tom", Role::Technician, kOfTom));
    }
    void logIn(const std::string& name, const std::string& passphrase) {
        const auto account = accounts.logIn(name, passphrase);
        ASSERT_TRUE(account) << account.error().message();
        EXPECT_EQ(store->user(), name);
    }
    Account find(const std::string& name) {
        const auto known = accounts.list().value();
        for (const Account& account : known)
            if (account.name == name) return account;
        throw std::runtime_error("no account of " + name);
    }
    CaseId someCase() {
        const CaseId id = store->createCase("Ana").value();
        std::vector<CaseCell> cells = someCells(2);
        EXPECT_TRUE(store->addCells(id, cells));
        return id;
    }
    std::vector<AuditRow> trail() { return AuditTrail(*store).newest(1000).value(); }
};

TEST_P(AccountsTest, WithoutAccountsEverybodyMayAndSigns) {
    EXPECT_FALSE(accounts.inUse().value());
    const CaseId id = someCase();
    ASSERT_TRUE(signNow(*store, id));
    const auto signatures = store->signatures(id).value();
    ASSERT_EQ(signatures.size(), 1u);
    EXPECT_EQ(signatures[0].role, "");
    EXPECT_FALSE(signatures[0].reentered);
    EXPECT_TRUE(store->reopen(id, "looked again"));
    EXPECT_EQ(codeOf(accounts.setRules({true, 5})), ErrorCode::WrongState);
}

TEST_P(AccountsTest, TheFirstIsAnAdministratorAndFromThenOnNothingIsChangedWithoutLogIn) {
    const CaseId id = someCase();
    EXPECT_EQ(codeOf(accounts.create("Tom", Role::Technician, kOfTom)), ErrorCode::WrongState);
    ASSERT_TRUE(accounts.create("Ada", Role::Administrator, kOfAda));
    EXPECT_TRUE(accounts.inUse().value());
    const auto before = trail().size();
    const auto cells = store->cells(id).value();
    std::vector<CaseCell> more = {someCell(7)};
    EXPECT_EQ(codeOf(store->createCase("Eva")), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(renameNow(*store, id, "Eva")), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(store->addCells(id, more)), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(store->decide(id, asClass(idsOf(cells), "hem"))), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(store->removeCells(id, idsOf(cells))), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(signNow(*store, id, kOfAda)), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(store->startReading(id, "Ada")), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(store->keepModelCard(std::string(64, 'a'), "{}")), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(Thumbnails(*store).keep({})), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(accounts.create("Ria", Role::Reviewer, kOfRia)), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(accounts.setPassphrase("Ada", kOfRia)), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(accounts.reenter(kOfAda)), ErrorCode::NotAllowed);
    EXPECT_EQ(trail().size(), before) << "and nothing of it is written down as done";
    EXPECT_EQ(store->cells(id)->size(), 2u) << "reading goes on";

    logIn("Ada", kOfAda);
    EXPECT_TRUE(renameNow(*store, id, "Eva"));
    EXPECT_EQ(trail().front().person, "Ada");
    store->setUser("somebody else");
    EXPECT_EQ(store->user(), "Ada");
    accounts.logOut();
    EXPECT_EQ(codeOf(renameNow(*store, id, "Ida")), ErrorCode::NotAllowed);
}

TEST_P(AccountsTest, AWrongPassphraseTakesASecondAndIsWrittenDown) {
    addPeople();
    const auto began = std::chrono::steady_clock::now();
    const auto wrong = accounts.logIn("Ria", kOfRia + "x");
    EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::seconds(1));
    EXPECT_EQ(codeOf(wrong), ErrorCode::NotAllowed);
    EXPECT_EQ(trail().front().action, "log_in_failed");
    EXPECT_NE(trail().front().detail.find("Ria"), std::string::npos);
    EXPECT_EQ(store->user(), "Ada") << "who was logged in still is";
    const auto unknown = accounts.logIn(kOfAda, "whatever it is");
    EXPECT_EQ(unknown.error().what, wrong.error().what) << "which of the two was wrong is not said";
    EXPECT_EQ(trail().front().detail.find(kOfAda), std::string::npos) << "a passphrase typed as name is not written down";
    EXPECT_EQ(codeOf(accounts.reenter(kOfRia)), ErrorCode::NotAllowed);
    EXPECT_TRUE(accounts.reenter(kOfAda));
    EXPECT_EQ(accounts.logIn("rIA", kOfRia).value().name, "Ria");
    EXPECT_EQ(trail().front().action, "log_in");
    EXPECT_EQ(trail().front().person, "Ria");
}

TEST_P(AccountsTest, ChecksNamesAndPassphrases) {
    addPeople();
    const std::pair<std::string, std::string> bad[] = {{" ", kOfTom}, {std::string(121, 'n'), kOfTom}, {"a\xff", kOfTom}, {"Eva", "1234567"}, {"Eva", "ÄÖÜäöüß"}, {"Eva", std::string(1025, 'p')}, {"Eva", std::string("abcdefgh\0i", 10)}};
    for (const auto& [name, passphrase] : bad) EXPECT_EQ(codeOf(accounts.create(name, Role::Technician, passphrase)), ErrorCode::InvalidArgument) << name;
    EXPECT_EQ(codeOf(accounts.create("tom", Role::Technician, kOfTom)), ErrorCode::AlreadyExists);
    EXPECT_EQ(codeOf(accounts.setPassphrase("Tom", "short")), ErrorCode::InvalidArgument);
    EXPECT_EQ(codeOf(accounts.setPassphrase("Nobody", kOfTom)), ErrorCode::NotFound);
    EXPECT_TRUE(accounts.create("Eva", Role::Technician, "ÄÖÜäöüß!")) << "eight characters";
}

TEST_P(AccountsTest, OnlyAdministratorsLookAfterAccountsAndRules) {
    addPeople();
    for (const auto& [name, passphrase] : {std::pair("Ria", kOfRia), std::pair("Tom", kOfTom)}) {
        logIn(name, passphrase);
        EXPECT_EQ(codeOf(accounts.create("Eva", Role::Technician, kOfTom)), ErrorCode::NotAllowed);
        Account self = find(name);
        self.role = Role::Administrator;
        EXPECT_EQ(codeOf(accounts.change(self)), ErrorCode::NotAllowed);
        EXPECT_EQ(codeOf(accounts.setPassphrase("Ada", kOfTom)), ErrorCode::NotAllowed);
        EXPECT_EQ(codeOf(accounts.setRules({true, 1})), ErrorCode::NotAllowed);
    }
}

TEST_P(AccountsTest, OnesOwnPassphraseIsChangedByWhoKnowsIt) {
    addPeople();
    EXPECT_EQ(codeOf(accounts.setPassphrase("Ada", "von einer anderen")), ErrorCode::NotAllowed) << "an administrator's own as well";
    logIn("Tom", kOfTom);
    EXPECT_EQ(codeOf(accounts.setPassphrase("Tom", "anders als vorher")), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(accounts.setPassphrase("tom", "anders als vorher", kOfRia)), ErrorCode::NotAllowed);
    EXPECT_EQ(trail().front().action, "log_in_failed");
    ASSERT_TRUE(accounts.setPassphrase("Tom", "anders als vorher", kOfTom));
    EXPECT_EQ(trail().front().action, "set_passphrase");
    EXPECT_FALSE(accounts.logIn("Tom", kOfTom));
    EXPECT_TRUE(accounts.logIn("Tom", "anders als vorher"));
    logIn("Ada", kOfAda);
    ASSERT_TRUE(accounts.setPassphrase("Tom", "von Ada gesetzt")) << "who has forgotten it";
    EXPECT_TRUE(accounts.logIn("Tom", "von Ada gesetzt"));
}

TEST_P(AccountsTest, AnAccountThatIsNotActiveIsShutOutAtOnce) {
    addPeople();
    auto seat = openStore(place);
    Accounts there(*seat);
    ASSERT_TRUE(there.logIn("Tom", kOfTom));
    ASSERT_TRUE(seat->createCase("Ana"));
    Account tom = find("Tom");
    tom.active = false;
    ASSERT_TRUE(accounts.change(tom));
    EXPECT_EQ(codeOf(seat->createCase("Eva")), ErrorCode::NotAllowed) << "logged in before";
    EXPECT_EQ(codeOf(there.logIn("Tom", kOfTom)), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(accounts.change(tom)), ErrorCode::Conflict) << "seen before the change";
    tom = find("Tom");
    tom.active = true;
    ASSERT_TRUE(accounts.change(tom));
    EXPECT_TRUE(there.logIn("Tom", kOfTom));
}

TEST_P(AccountsTest, TheLastAdministratorStaysOne) {
    addPeople();
    Account ada = find("Ada");
    ada.role = Role::Reviewer;
    EXPECT_EQ(codeOf(accounts.change(ada)), ErrorCode::WrongState);
    ada = find("Ada");
    ada.active = false;
    EXPECT_EQ(codeOf(accounts.change(ada)), ErrorCode::WrongState);
    Account ria = find("Ria");
    ria.role = Role::Administrator;
    ASSERT_TRUE(accounts.change(ria));
    ASSERT_TRUE(accounts.change(ada));
    EXPECT_EQ(codeOf(accounts.create("Eva", Role::Technician, kOfTom)), ErrorCode::NotAllowed) << "Ada is out";
    logIn("Ria", kOfRia);
    EXPECT_TRUE(accounts.create("Eva", Role::Technician, kOfTom));
}

TEST_P(AccountsTest, SigningAsksForThePassphraseAndARole) {
    addPeople();
    const CaseId id = someCase();
    logIn("Tom", kOfTom);
    EXPECT_EQ(codeOf(signNow(*store, id, kOfTom)), ErrorCode::NotAllowed);
    logIn("Ria", kOfRia);
    EXPECT_EQ(codeOf(signNow(*store, id)), ErrorCode::NotAllowed);
    EXPECT_EQ(codeOf(signNow(*store, id, kOfTom)), ErrorCode::NotAllowed);
    EXPECT_EQ(store->findCase(id)->state, CaseState::Open);
    ASSERT_TRUE(signNow(*store, id, kOfRia));
    const auto signatures = store->signatures(id).value();
    ASSERT_EQ(signatures.size(), 1u);
    EXPECT_EQ(signatures[0].person, "Ria");
    EXPECT_EQ(signatures[0].role, "reviewer");
    EXPECT_TRUE(signatures[0].reentered);
    EXPECT_EQ(store->findCase(id)->state, CaseState::Signed);
    logIn("Tom", kOfTom);
    EXPECT_EQ(codeOf(store->reopen(id, "no")), ErrorCode::NotAllowed);
    logIn("Ada", kOfAda);
    EXPECT_TRUE(store->reopen(id, "second look"));
}

TEST_P(AccountsTest, TwoPeopleSignWhereTheRuleSaysSo) {
    addPeople();
    ASSERT_TRUE(accounts.setRules({true, 3}));
    EXPECT_EQ(accounts.rules().value(), (StoreRules{true, 3}));
    const CaseId id = someCase();
    logIn("Ria", kOfRia);
    ASSERT_TRUE(signNow(*store, id, kOfRia));
    const auto first = store->findCase(id).value();
    EXPECT_EQ(first.state, CaseState::AwaitingSecond);
    EXPECT_EQ(first.signedBy, "Ria");
    EXPECT_EQ(codeOf(renameNow(*store, id, "Eva")), ErrorCode::CaseSigned);
    EXPECT_EQ(codeOf(signNow(*store, id, kOfRia)), ErrorCode::WrongState) << "the same person twice";
    logIn("Rob", kOfRia);
    ASSERT_TRUE(signNow(*store, id, kOfRia));
    EXPECT_EQ(store->findCase(id)->state, CaseState::Signed);
    EXPECT_EQ(store->findCase(id)->signedBy, "Rob");
    EXPECT_EQ(store->signatures(id)->size(), 2u);
    EXPECT_EQ(codeOf(signNow(*store, id, kOfRia)), ErrorCode::CaseSigned);

    ASSERT_TRUE(store->reopen(id, "more cells"));
    EXPECT_TRUE(store->signatures(id)->empty()) << "both are withdrawn";
    ASSERT_TRUE(signNow(*store, id, kOfRia)) << "anew, and by the same person as before";
    EXPECT_EQ(store->findCase(id)->state, CaseState::AwaitingSecond);
    ASSERT_TRUE(store->reopen(id, "before the second")) << "also with one signature";
    EXPECT_EQ(store->findCase(id)->state, CaseState::Open);
}

TEST_P(AccountsTest, RulesAreCheckedAndWrittenDown) {
    addPeople();
    EXPECT_EQ(accounts.rules().value(), StoreRules{});
    for (const int minutes : {-1, kMostLockMinutes + 1}) EXPECT_EQ(codeOf(accounts.setRules({false, minutes})), ErrorCode::InvalidArgument);
    ASSERT_TRUE(accounts.setRules({true, 0}));
    ASSERT_TRUE(accounts.setRules({true, 0}));
    const auto rows = trail();
    EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [](const AuditRow& row) { return row.action == "set_rule"; }), 2) << "once for each that changed";
}

TEST_P(AccountsTest, NoPassphraseIsInTheTrailAndTheTrailHolds) {
    addPeople();
    ASSERT_TRUE(accounts.setPassphrase("Tom", "nach dem Urlaub"));
    ASSERT_TRUE(signNow(*store, someCase(), kOfAda));
    for (const AuditRow& row : trail())
        for (const std::string& secret : {kOfAda, kOfRia, kOfTom, std::string("nach dem Urlaub"), std::string("argon2")}) EXPECT_EQ(row.detail.find(secret), std::string::npos) << row.action;
    NoProgress progress;
    EXPECT_TRUE(AuditTrail(*store).verify(progress, {})->intact());
}

LEUKOLENS_ON_BOTH_DATABASES(AccountsTest);

TEST(AccountsInAFile, NoPassphraseIsInItsBytes) {
    const leukolens::test::TempFolder folder;
    const auto file = folder / "cases.leukocases";
    {
        auto store = openStore(file);
        Accounts accounts(*store);
        ASSERT_TRUE(accounts.create("Ada", Role::Administrator, kOfAda));
        ASSERT_TRUE(accounts.logIn("Ada", kOfAda));
        EXPECT_FALSE(accounts.logIn(kOfRia, kOfTom));
        EXPECT_FALSE(accounts.logIn("Ada", kOfTom));
    }
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        const Bytes part = bytesOf(entry.path());
        bytes.append(part.begin(), part.end());
    }
    EXPECT_NE(bytes.find("$argon2id$v=19$m=65536,t=2"), std::string::npos) << "Argon2id, interactive limits";
    for (const std::string& secret : {kOfAda, kOfRia, kOfTom}) EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace leukolens::casebook::test
