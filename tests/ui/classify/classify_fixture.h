// The real Classify workspace, offscreen, on a case file and demonstration cells of its own.
#pragma once

#include <gtest/gtest.h>

#include <QMimeData>

#include <memory>

#include "core/casebook/audit_trail.h"
#include "tests/ui/support/ui_test.h"
#include "ui/classify/bin_list.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"

namespace leukolens::test {

class ClassifyTest : public testing::Test {
protected:
    ClassifyTest();
    ~ClassifyTest() override;

    void openWindow();
    void closeWindow();  ///< as the program does: workers stopped, then the widgets
    /// Makes a real network with random weights known to the program; waits until it is loaded.
    void chooseTinyModel();
    /// Drawn cells, each its own picture.
    std::vector<std::filesystem::path> makeCells(int count);
    void dropFiles(const std::vector<std::filesystem::path>& paths);
    void dropAndWait(int cells);

    /// Cells as a model leaves them, of pictures that are not there: "Zelle 0.png" …; the even ones are blasts ("all"), the others normal ("hem"), each
    /// with another probability; every tenth is Unidentified and flagged.
    static std::vector<casebook::CaseCell> inventedCells(int count);
    /// Closes the window, makes a case of them, opens it.
    void openCaseOf(std::vector<casebook::CaseCell> cells);
    /// What the case file holds of the newest case.
    std::vector<casebook::CaseCell> cellsInFile() const;
    std::unique_ptr<casebook::CaseStore> openStore() const;

    int cards() const;
    ui::BinList& bin(const std::string& className) const;  ///< "all", "hem", "excluded", "undecided" or "" for Unidentified
    int cardsIn(const std::string& className) const { return bin(className).model()->rowCount(); }
    std::string fullestBin() const;
    std::string otherBin(const std::string& className) const { return className == "all" ? "hem" : "all"; }
    void select(const std::string& className, int row);
    void waitUntilSaved();
    QString text(const char* objectName) const;

    TempFolder m_folder;
    std::unique_ptr<ui::AppSettings> m_settings;
    std::unique_ptr<ui::AppContext> m_context;
    std::unique_ptr<ui::ClassifyWorkspace> m_window;
    std::filesystem::path m_caseFile;
};

/// Drags as a person does: enters the widget, then lets go over it. False if the drop was not taken.
bool dragOnto(QWidget& target, QMimeData& data);

}  // namespace leukolens::test
