#include "tests/ui/accounts/accounts_fixture.h"

#include <QLabel>
#include <QLineEdit>

#include "ui/classify/classify_workspace.h"

namespace leukolens::test {

AccountsUiTest::~AccountsUiTest() { closeWindow(); }

std::unique_ptr<casebook::CaseStore> AccountsUiTest::openStore() const {
    auto store = casebook::CaseStore::open(folder / "cases.sqlite");
    if (!store) throw std::runtime_error(store.error().message());
    return std::move(*store);
}

void AccountsUiTest::makePeople(const casebook::StoreRules& rules) {
    const auto store = openStore();
    casebook::Accounts accounts(*store);
    ASSERT_TRUE(accounts.create("Ada", casebook::Role::Administrator, kOfAda));
    ASSERT_TRUE(accounts.logIn("Ada", kOfAda));
    ASSERT_TRUE(accounts.create("Ria", casebook::Role::Reviewer, kOfRia));
    ASSERT_TRUE(accounts.create("Rob", casebook::Role::Reviewer, kOfRia));
    ASSERT_TRUE(accounts.create("Tom", casebook::Role::Technician, kOfTom));
    ASSERT_TRUE(accounts.setRules(rules));
}

void AccountsUiTest::makeCase() {
    const auto store = openStore();
    const auto id = store->createCase("P-17").value();
    std::vector<casebook::CaseCell> cells(2);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i].path = "/no such folder/" + std::to_string(i) + ".png";
        cells[i].sha256 = std::string(63, 'a') + std::to_string(i);
        cells[i].modelName = "invented";
        cells[i].modelSha256 = std::string(64, 'b');
        cells[i].classes = {"all", "hem"};
        cells[i].probabilities = {0.9, 0.1};
        cells[i].predictedClass = cells[i].assignedClass = "all";
        cells[i].reviewed = true;
    }
    ASSERT_TRUE(store->addCells(id, cells));
}

void AccountsUiTest::openWindow() {
    settings.set(ui::SettingKey::CaseFile, qpath(folder / "cases.sqlite"));
    settings.set(ui::SettingKey::ModelsFolder, qpath(folder / "models"));
    settings.set(ui::SettingKey::Device, "cpu");
    context = std::make_unique<ui::AppContext>(settings);
    window = ui::makeWindow(*context);
    window->resize(1280, 720);
    window->show();
    window->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
    ASSERT_TRUE(waitFor([this] { return !session().loading() && !context->fileWorker.busy(); }));
}

void AccountsUiTest::closeWindow() {
    if (!window) return;
    context->stopAllAndWait();
    window.reset();
    context.reset();
}

bool AccountsUiTest::locked() const { return !find<QWidget>(*window, "lockPage")->isHidden(); }

QString AccountsUiTest::text(const char* label) const {
    const auto* found = find<QLabel>(*window, label);
    return found ? found->text() : QString();
}

ui::ClassifySession& AccountsUiTest::session() const { return qobject_cast<ui::ClassifyWorkspace*>(window->workspace(1))->session(); }

void AccountsUiTest::logIn(const char* name, const char* passphrase) {
    auto* field = find<QLineEdit>(*window, "lockName");
    field->selectAll();
    QTest::keyClicks(field, QString::fromUtf8(name));
    auto* secret = find<QLineEdit>(*window, "lockPassphrase");
    secret->clear();
    QTest::keyClicks(secret, QString::fromUtf8(passphrase));
    QTest::keyClick(secret, Qt::Key_Return);
    ASSERT_TRUE(waitFor([&] { return !locked() || !text("lockProblem").isEmpty(); }));
    ASSERT_TRUE(waitFor([this] { return !context->fileWorker.busy(); }));
}

}  // namespace leukolens::test
