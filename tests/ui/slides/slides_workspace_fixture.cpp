#include "tests/ui/slides/slides_workspace_fixture.h"

#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "core/image/encode.h"
#include "tests/support/tiny_model.h"

namespace leukolens::test {

void SlidesTest::openWindow() {
    m_settings = std::make_unique<ui::AppSettings>(qpath(m_folder / "settings.ini"));
    m_settings->set(ui::SettingKey::CaseFile, qpath(m_caseFile));
    m_settings->set(ui::SettingKey::Device, "cpu");
    m_context = std::make_unique<ui::AppContext>(*m_settings);
    m_classify = std::make_unique<ui::ClassifyWorkspace>(*m_context);
    m_slides = std::make_unique<ui::SlidesWorkspace>(*m_context, m_classify->session());
    m_slides->resize(1200, 700);
    m_slides->show();
    m_slides->activateWindow();
    m_slides->view().setAnimated(false);
    EXPECT_TRUE(QTest::qWaitForWindowActive(m_slides.get()));
    EXPECT_TRUE(waitFor([this] { return !m_classify->session().loading() && !marks().loading(); }));
}

void SlidesTest::closeWindow() {
    m_context->stopAllAndWait();
    m_slides.reset();
    m_classify.reset();
    m_context.reset();
    m_settings.reset();
}

void SlidesTest::chooseTinyModel() {
    m_context->setModelFile(qpath(makeTinyModel(m_folder.path())));
    ASSERT_TRUE(waitFor([this] { return m_classify->session().modelState() == ui::ClassifySession::ModelState::Ready; }));
}

std::filesystem::path SlidesTest::drawField(const std::string& name, int cells) {
    FieldDrawing field;
    field.cells = {{150, 120}, {430, 140}, {320, 350}};
    field.cells.resize(static_cast<std::size_t>(cells));
    // Each its own picture: the same one is not taken into a case twice.
    for (const char letter : name) field.seed = field.seed * 31 + static_cast<unsigned char>(letter);
    const auto file = m_folder / name;
    std::filesystem::create_directories(file.parent_path());
    EXPECT_TRUE(writeFileAtomically(file, image::encodePng(slide::toImage(test::drawField(field))).value()));
    return file;
}

void SlidesTest::open(const std::filesystem::path& path) {
    session().open({qpath(path)});
    ASSERT_TRUE(waitFor([this] { return !session().opening() && session().shownSlide() && (session().shownSlide()->slide || session().shownSlide()->error); }));
}

void SlidesTest::findCells() {
    click(*m_slides, "findCells");
    ASSERT_TRUE(session().finding());
    ASSERT_TRUE(waitFor([this] { return !session().finding(); }));
}

void SlidesTest::openAndFind(int cells) {
    open(drawField("field.png", cells));
    findCells();
    ASSERT_EQ(shownMarks().size(), static_cast<std::size_t>(cells));
    ASSERT_TRUE(waitFor([&] { return m_slides->view().marks().size() == static_cast<std::size_t>(cells); }));
}

void SlidesTest::handOverAndWait(int cells) {
    click(*m_slides, "handOver");
    ASSERT_TRUE(waitFor([&] { return m_classify->session().cells().rowCount() == cells && !m_classify->session().classifying() && !session().handingOver(); }));
    ASSERT_TRUE(waitFor([&] { return !session().cellsOn({}).empty(); }));
}

std::vector<ui::Mark> SlidesTest::shownMarks() {
    std::vector<ui::Mark> shown;
    for (const ui::Mark& mark : marks().marks())
        if (!mark.cell.removed() && session().shownSlide() && session().shownSlide()->path.toStdString() == mark.cell.slide) shown.push_back(mark);
    return shown;
}

ui::Mark SlidesTest::markAt(double x, double y) {
    for (const ui::Mark& mark : shownMarks())
        if (x >= mark.cell.x && x <= mark.cell.x + mark.cell.width && y >= mark.cell.y && y <= mark.cell.y + mark.cell.height) return mark;
    return {};
}

std::vector<casebook::SlideCell> SlidesTest::marksInFile() {
    EXPECT_TRUE(saved());
    auto store = casebook::CaseStore::open(m_caseFile);
    if (!store) throw std::runtime_error(store.error().message());
    const auto cases = (*store)->listCases();
    return cases->empty() ? std::vector<casebook::SlideCell>() : (*store)->slideCells(cases->front().id).value();
}

bool SlidesTest::saved() {
    return waitFor([this] { return !m_context->fileWorker.busy(); });
}

}  // namespace leukolens::test
