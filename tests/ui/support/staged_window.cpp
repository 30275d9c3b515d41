#include "tests/ui/support/staged_window.h"

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QRegularExpression>
#include <QTableView>

#include <stdexcept>

#include "tests/ui/support/ui_test.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/evaluation/evaluate_workspace.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/slides/slide_view.h"
#include "ui/slides/slides_workspace.h"
#include "ui/training/train_workspace.h"
#include "ui/window/make_window.h"

namespace leukolens::test {
namespace {

constexpr int kLimitMs = 60'000;

template <class T>
T& page(ui::MainWindow& window, int number) {
    auto* found = qobject_cast<T*>(window.workspace(number));
    if (!found) throw std::runtime_error("the window has no workspace " + std::to_string(number));
    return *found;
}

}  // namespace

StagedWindow::StagedWindow(const StagedFiles& files, QSize size)
    : m_files(files), m_settings(std::make_unique<ui::AppSettings>(qpath(files.settings))), m_context(std::make_unique<ui::AppContext>(*m_settings)), m_window(ui::makeWindow(*m_context)) {
    m_window->resize(size);
    m_window->show();
    m_window->activateWindow();
    wait("the window", [this] { return m_window->isActiveWindow(); });
    wait("the case", [this] { return !page<ui::ClassifyWorkspace>(*m_window, 1).session().loading(); });
}

StagedWindow::~StagedWindow() {
    m_context->stopAllAndWait();
    m_window.reset();
}

void StagedWindow::wait(const char* what, const std::function<bool()>& condition) {
    if (!waitFor(condition, kLimitMs)) throw std::runtime_error(std::string("waited in vain for ") + what);
}

void StagedWindow::settle() {
    wait("jobs to end", [this] { return !m_context->anyBusy(); });
    QApplication::processEvents();
    wait("jobs to end", [this] { return !m_context->anyBusy(); });
    QApplication::processEvents();
}

void StagedWindow::show(int workspace) {
    m_window->showWorkspace(workspace);
    switch (workspace) {
        case 1: fillClassify(); break;
        case 2: fillSlides(); break;
        case 3: fillData(); break;
        case 4:
        case 5: fillRun(); break;
        case 6: fillCases(); break;
        default: throw std::runtime_error("there are six workspaces");
    }
    m_window->showWorkspace(workspace);
    settle();
}

void StagedWindow::fillAll() {
    for (int workspace = 1; workspace <= 6; ++workspace) show(workspace);
}

void StagedWindow::fillClassify() {
    auto& classify = page<ui::ClassifyWorkspace>(*m_window, 1);
    wait("the model", [&] { return classify.session().modelState() == ui::ClassifySession::ModelState::Ready; });
    const ui::CellModel& cells = classify.session().cells();
    wait("the cells", [&] { return cells.rowCount() > 0; });
    for (auto* bin : classify.findChildren<QListView*>(QRegularExpression("^cells-")))
        if (bin->model()->rowCount() > 2 && !bin->selectionModel()->hasSelection()) {
            bin->setCurrentIndex(bin->model()->index(1, 0));
            break;
        }
}

void StagedWindow::fillSlides() {
    ui::SlideSession& session = page<ui::SlidesWorkspace>(*m_window, 2).session();
    page<ui::SlidesWorkspace>(*m_window, 2).view().setAnimated(false);
    if (session.slides().empty()) session.open({qpath(m_files.field)});
    wait("the field", [&] { return !session.opening() && session.shownSlide() && session.shownSlide()->slide; });
    wait("the marks", [&] { return !session.marks().loading() && !page<ui::SlidesWorkspace>(*m_window, 2).view().marks().empty(); });
}

void StagedWindow::fillData() {
    if (!m_context->dataset()) Q_EMIT m_context->openDatasetRequested(qpath(m_files.cells));
    wait("the data", [this] { return m_context->dataset() != nullptr; });
}

void StagedWindow::fillRun() {
    fillData();
    settle();
    auto& evaluate = page<ui::EvaluateWorkspace>(*m_window, 5);
    if (evaluate.session().run()) return;
    Q_EMIT m_context->openRunRequested(qpath(m_files.run));
    settle();
    Q_EMIT m_context->evaluateRequested(qpath(m_files.run));
    wait("the figures", [&] { return evaluate.session().run() != nullptr; });
}

void StagedWindow::fillCases() {
    auto* table = find<QTableView>(*m_window, "patientTable");
    wait("the patients", [&] { return table->model()->rowCount() > 0 && !m_context->anyBusy(); });
    for (int row = 0; row < table->model()->rowCount(); ++row)
        if (table->model()->index(row, 0).data().toString() == "P-4711") table->selectRow(row);
}

}  // namespace leukolens::test
