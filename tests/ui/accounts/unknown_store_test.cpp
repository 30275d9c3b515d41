// Whether the window is locked before the case store has said whether it has accounts.
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>

#include "core/base/files.h"
#include "tests/ui/accounts/accounts_fixture.h"
#include "ui/shell/settings_dialog.h"

namespace leukolens::test {
namespace {

class UnknownStore : public AccountsUiTest {
protected:
    std::filesystem::path file() const { return folder / "cases.sqlite"; }
    void breakStore() {
        std::filesystem::rename(file(), folder / "whole");
        ASSERT_TRUE(writeFileAtomically(file(), Bytes(4096, 'x')));
    }
    void mendStore() { std::filesystem::rename(folder / "whole", file()); }
    bool shown(const char* name) const { return find<QWidget>(*window, name)->isVisible(); }
};

TEST_F(UnknownStore, WhereItHadAccountsTheWindowStartsLocked) {
    makePeople();
    openWindow();
    closeWindow();
    context = std::make_unique<ui::AppContext>(settings);
    window = ui::makeWindow(*context);
    EXPECT_TRUE(locked()) << "before anything was read";
    EXPECT_FALSE(window->centralWidget()->isEnabled());
    closeWindow();
    settings.set(ui::SettingKey::CaseFile, qpath(folder / "another.sqlite"));
    context = std::make_unique<ui::AppContext>(settings);
    window = ui::makeWindow(*context);
    EXPECT_FALSE(locked()) << "that was of the other store";
}

TEST_F(UnknownStore, WhereItHadNoneTheWindowIsNeverCovered) {
    makeCase();
    for (int start = 0; start < 2; ++start) {
        openWindow();
        EXPECT_FALSE(locked());
        EXPECT_TRUE(window->centralWidget()->isEnabled());
        closeWindow();
    }
    breakStore();
    openWindow();
    EXPECT_FALSE(locked()) << "what cannot be read has no accounts that are known";
}

TEST_F(UnknownStore, StaysLockedUntilItAnswers) {
    makePeople();
    openWindow();
    logIn("Ria", kOfRia);
    closeWindow();
    breakStore();
    openWindow();
    ASSERT_TRUE(locked());
    ASSERT_TRUE(waitFor([this] { return shown("lockAgain"); }));
    EXPECT_EQ(text("lockTitle"), "Case store not available");
    EXPECT_TRUE(text("lockProblem").contains("case file")) << text("lockProblem").toStdString();
    EXPECT_FALSE(shown("lockPassphrase"));
    EXPECT_FALSE(window->centralWidget()->isEnabled());

    mendStore();
    click(*window, "lockAgain");
    ASSERT_TRUE(waitFor([this] { return shown("lockPassphrase"); }));
    EXPECT_FALSE(shown("lockAgain"));
    EXPECT_FALSE(shown("lockProblem"));
    EXPECT_TRUE(find<QLineEdit>(*window, "lockPassphrase")->hasFocus());
    logIn("Ria", kOfRia);
    EXPECT_FALSE(locked());
}

TEST_F(UnknownStore, AnotherOneCanBeChosenMeanwhile) {
    makePeople();
    openWindow();
    closeWindow();
    breakStore();
    openWindow();
    ASSERT_TRUE(waitFor([this] { return shown("lockSettings"); }));
    bool seen = false;
    QTimer::singleShot(0, window.get(), [&] {
        auto* dialog = window->findChild<ui::SettingsDialog*>();
        ASSERT_TRUE(dialog);
        seen = dialog->isVisible();
        dialog->reject();
    });
    click(*window, "lockSettings");
    EXPECT_TRUE(seen);
    EXPECT_TRUE(locked());
}

TEST_F(UnknownStore, AStoreWithoutAccountsAnyMoreOpens) {
    makePeople();
    openWindow();
    closeWindow();
    std::filesystem::remove(file());
    openWindow();
    EXPECT_TRUE(waitFor([this] { return !locked(); }));
    closeWindow();
    context = std::make_unique<ui::AppContext>(settings);
    window = ui::makeWindow(*context);
    EXPECT_FALSE(locked()) << "and is not taken for one with accounts again";
}

}  // namespace
}  // namespace leukolens::test
