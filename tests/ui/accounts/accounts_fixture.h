// The real window, offscreen, on a case file of its own, with or without accounts.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "core/casebook/accounts.h"
#include "tests/ui/support/ui_test.h"
#include "ui/classify/classify_session.h"
#include "ui/shell/app_context.h"
#include "ui/window/make_window.h"

namespace leukolens::test {

inline const char* const kOfAda = "korrekt pferd batterie";
inline const char* const kOfRia = "rezensentin 42";
inline const char* const kOfTom = "mikroskopie";

class AccountsUiTest : public testing::Test {
protected:
    ~AccountsUiTest() override;

    /// Ada administers, Ria and Rob (the same passphrase) review, Tom is a technician.
    void makePeople(const casebook::StoreRules& rules = {});
    /// A case of two cells whose pictures are not there, every one reviewed.
    void makeCase();
    void openWindow();
    void closeWindow();
    /// Types name and passphrase on the lock page and presses Return; waits until it was checked.
    void logIn(const char* name, const char* passphrase);
    bool locked() const;
    QString text(const char* label) const;
    ui::ClassifySession& session() const;
    std::unique_ptr<casebook::CaseStore> openStore() const;

    TempFolder folder;
    ui::AppSettings settings{qpath(folder / "settings.ini")};
    std::unique_ptr<ui::AppContext> context;
    std::unique_ptr<ui::MainWindow> window;
};

}  // namespace leukolens::test
