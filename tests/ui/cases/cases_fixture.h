// The real Cases workspace in the real window, offscreen, on a case store of its own.
#pragma once

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QLabel>
#include <QTableView>

#include <memory>

#include "core/casebook/patients.h"
#include "tests/ui/support/ui_test.h"
#include "ui/cases/cases_session.h"
#include "ui/cases/cases_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/main_window.h"

namespace leukolens::test {

class CasesTest : public testing::Test {
protected:
    ~CasesTest() override;

    /// A session of `blasts` and `normals` cells, into the store before or beside the window.
    casebook::CaseId addSession(const std::string& patient, const std::string& taken, int blasts, int normals, casebook::Material material = casebook::Material::Marrow);
    std::unique_ptr<casebook::CaseStore> openStore() const;
    /// As somebody does who opens the file with another program, triggers out of the way.
    void edit(const std::string& sql);
    casebook::PatientId patientNamed(const std::string& label) const;
    std::vector<casebook::PatientFact> factsInStore(const std::string& patient) const;

    void openWindow();  ///< and waits for the list and the first patient
    void waitForJobs();
    void choosePatient(const QString& name);
    void showTab(const char* tabs, const QString& title);
    void press(const char* button);

    QAbstractItemModel& rows(const char* table) const;
    QString cell(const char* table, int row, int column) const;
    QStringList column(const char* table, int column) const;
    QString text(const char* label) const;
    bool isVisible(const char* name) const;
    QString messages() const;
    QDialog* dialog(const char* name) const;  ///< that is open now
    void search(const QString& words);

    TempFolder m_folder;
    std::filesystem::path m_store = m_folder / "cases.db";
    ui::AppSettings m_settings{qpath(m_folder / "settings.ini")};
    std::unique_ptr<ui::AppContext> m_context;
    std::unique_ptr<ui::CaseWriter> m_writer;
    std::unique_ptr<ui::MainWindow> m_window;
    ui::CasesWorkspace* m_cases = nullptr;
    std::vector<qlonglong> m_opened;  ///< sessions that were asked to be opened in Classify
};

}  // namespace leukolens::test
