// The real main window with the Models window, offscreen, on a library and a case file of their own.
#pragma once

#include <gtest/gtest.h>

#include <QMimeData>

#include <memory>

#include "core/base/files.h"
#include "core/inference/model_library.h"
#include "tests/ui/support/ui_test.h"
#include "ui/models/models_window.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"

class QAbstractItemModel;

namespace leukolens::test {

class ModelsTest : public testing::Test {
protected:
    /// Files that all tests look at and none changes; made once, as each holds a whole network.
    static void SetUpTestSuite();
    static void TearDownTestSuite();
    static std::filesystem::path tinyModel();     ///< .leukomodel that tells all from hem
    static std::filesystem::path headWeights();   ///< .safetensors with a last layer of two outputs
    static std::filesystem::path trunkWeights();  ///< .pth by name, without a last layer

    ModelsTest();
    ~ModelsTest() override;

    /// Lets go of files over a widget as a person does; the main window where none is given.
    void drop(const std::vector<std::filesystem::path>& files, QWidget* over = nullptr);
    /// Drops, then waits until the question is there.
    void dropAndWait(const std::filesystem::path& file);
    /// Puts a copy of the tiny model into the library without the window, then opens the window and waits for the list.
    inference::LibraryModel listTinyModel();
    void waitForJobs();

    const QAbstractItemModel& rows() const;
    bool asking() const;  ///< whether the question "Add this model?" is shown
    QString text(const char* labelName) const;
    bool isEnabled(const char* buttonName) const;
    std::vector<inference::LibraryModel> inLibrary() const;
    void addCells(const std::string& modelSha256, int cases);

    TempFolder m_folder;
    std::filesystem::path m_library = m_folder / "models", m_caseFile = m_folder / "cases.db";
    ui::AppSettings m_settings{qpath(m_folder / "settings.ini")};
    ui::AppContext m_context{m_settings};
    std::unique_ptr<ui::MainWindow> m_main;
    ui::ModelsWindow* m_models = nullptr;
};

Bytes bytesOf(const std::filesystem::path& file);

}  // namespace leukolens::test
