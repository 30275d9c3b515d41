// The real Slides and Classify workspaces, offscreen, on a case file and drawn fields of their own.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "tests/support/drawn_field.h"
#include "tests/ui/support/ui_test.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/slides/slide_view.h"
#include "ui/slides/slides_workspace.h"

namespace leukolens::test {

class SlidesTest : public testing::Test {
protected:
    SlidesTest() : m_caseFile(m_folder / "cases" / "cases.db") { openWindow(); }
    ~SlidesTest() override {
        if (m_slides) closeWindow();
    }

    void openWindow();
    void closeWindow();  ///< as the program does: workers stopped, then the widgets
    void chooseTinyModel();

    /// 640 × 480 px, 0.1 µm per px, white cells at (150, 120), (430, 140) and (320, 350), as many of them as asked for.
    std::filesystem::path drawField(const std::string& name, int cells = 3);
    void open(const std::filesystem::path& path);
    void findCells();
    /// Field opened, cells found.
    void openAndFind(int cells = 3);
    void handOverAndWait(int cells);

    ui::SlideSession& session() { return m_slides->session(); }
    ui::SlideMarks& marks() { return session().marks(); }
    /// Not taken out, of the shown slide.
    std::vector<ui::Mark> shownMarks();
    /// The one whose box holds that place; key 0: none.
    ui::Mark markAt(double x, double y);
    std::vector<casebook::SlideCell> marksInFile();
    bool saved();

    TempFolder m_folder;
    std::filesystem::path m_caseFile;
    std::unique_ptr<ui::AppSettings> m_settings;
    std::unique_ptr<ui::AppContext> m_context;
    std::unique_ptr<ui::ClassifyWorkspace> m_classify;
    std::unique_ptr<ui::SlidesWorkspace> m_slides;
};

}  // namespace leukolens::test
