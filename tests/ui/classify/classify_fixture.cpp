#include "tests/ui/classify/classify_fixture.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QLabel>
#include <QUrl>

#include "core/base/files.h"
#include "core/dataset/demo_cells.h"
#include "core/image/encode.h"
#include "tests/support/tiny_model.h"

namespace leukolens::test {

ClassifyTest::ClassifyTest() : m_caseFile(m_folder / "cases" / "cases.db") {
    openWindow();
}

ClassifyTest::~ClassifyTest() {
    if (m_window) closeWindow();
}

void ClassifyTest::openWindow() {
    m_settings = std::make_unique<ui::AppSettings>(qpath(m_folder / "settings.ini"));
    m_settings->set(ui::SettingKey::CaseFile, qpath(m_caseFile));
    m_settings->set(ui::SettingKey::Device, "cpu");
    m_context = std::make_unique<ui::AppContext>(*m_settings);
    m_window = std::make_unique<ui::ClassifyWorkspace>(*m_context);
    m_window->resize(1200, 700);
    m_window->show();
    m_window->activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
    EXPECT_TRUE(waitFor([this] { return !m_window->session().loading(); }));
}

void ClassifyTest::closeWindow() {
    m_context->stopAllAndWait();
    m_window.reset();
    m_context.reset();
    m_settings.reset();
}

void ClassifyTest::chooseTinyModel() {
    m_context->setModelFile(qpath(makeTinyModel(m_folder.path())));
    ASSERT_TRUE(waitFor([this] { return m_window->session().modelState() == ui::ClassifySession::ModelState::Ready; }));
}

std::vector<std::filesystem::path> ClassifyTest::makeCells(int count) {
    dataset::DemoSettings settings;
    settings.sizePx = 96;
    std::vector<std::filesystem::path> files;
    for (int cell = 0; cell < count; ++cell) {
        const auto png = image::encodePng(dataset::drawDemoCell(settings, cell % settings.subjects, cell % 2 == 0, cell));
        files.push_back(m_folder / ("cell " + std::to_string(cell) + ".png"));
        EXPECT_TRUE(png && writeFileAtomically(files.back(), *png));
    }
    return files;
}

void ClassifyTest::dropFiles(const std::vector<std::filesystem::path>& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const auto& path : paths) urls << QUrl::fromLocalFile(qpath(path));
    data.setUrls(urls);
    EXPECT_TRUE(dragOnto(*m_window, data));
}

void ClassifyTest::dropAndWait(int cells) {
    dropFiles(makeCells(cells));
    // In the case file too, which tests read.
    ASSERT_TRUE(waitFor([&] { return cards() == cells && !m_window->session().classifying() && !m_context->anyBusy(); }));
}

std::vector<casebook::CaseCell> ClassifyTest::inventedCells(int count) {
    std::vector<casebook::CaseCell> cells;
    for (int i = 0; i < count; ++i) {
        casebook::CaseCell cell;
        cell.path = "/no such folder/Zelle " + std::to_string(i) + ".png";
        cell.sha256 = std::string(56, 'a') + std::to_string(10'000'000 + i);
        cell.modelName = "invented";
        cell.modelSha256 = std::string(64, 'b');
        cell.classes = {"all", "hem"};
        const double sure = 0.6 + 0.39 * ((i * 37) % count) / count;
        cell.probabilities = i % 2 == 0 ? std::vector{sure, 1 - sure} : std::vector{1 - sure, sure};
        cell.predictedClass = i % 2 == 0 ? "all" : "hem";
        if (i % 10 == 9) {
            cell.flags = {"uncertain"};
            cell.predictedClass = casebook::kUnidentified;
        }
        cell.assignedClass = cell.predictedClass;
        cells.push_back(std::move(cell));
    }
    return cells;
}

void ClassifyTest::openCaseOf(std::vector<casebook::CaseCell> cells) {
    closeWindow();
    {
        std::filesystem::create_directories(m_caseFile.parent_path());
        const auto store = openStore();
        const auto id = store->createCase("invented");
        ASSERT_TRUE(id && store->addCells(*id, cells));
    }
    openWindow();
    ASSERT_EQ(m_window->session().cells().rowCount(), static_cast<int>(cells.size()));
}

std::unique_ptr<casebook::CaseStore> ClassifyTest::openStore() const {
    auto store = casebook::CaseStore::open(m_caseFile);
    if (!store) throw std::runtime_error(store.error().message());
    return std::move(*store);
}

std::vector<casebook::CaseCell> ClassifyTest::cellsInFile() const {
    const auto store = openStore();
    const auto cases = store->listCases().value();
    if (cases.empty()) throw std::runtime_error("no case in the file yet");
    return store->cells(cases.front().id).value();
}

int ClassifyTest::cards() const {
    int total = 0;
    for (const auto* list : m_window->findChildren<ui::BinList*>()) total += list->model()->rowCount();
    return total;
}

ui::BinList& ClassifyTest::bin(const std::string& className) const {
    const std::string id = className.empty() ? "unidentified" : className;
    auto* list = m_window->findChild<ui::BinList*>(QString::fromStdString("cells-" + id));
    if (!list) throw std::runtime_error("no bin " + id);
    return *list;
}

std::string ClassifyTest::fullestBin() const {
    std::string fullest;
    for (const std::string className : {"all", "hem"})
        if (cardsIn(className) > cardsIn(fullest)) fullest = className;
    return fullest;
}

void ClassifyTest::select(const std::string& className, int row) {
    ui::BinList& list = bin(className);
    const QModelIndex index = list.model()->index(row, 0);
    list.scrollTo(index);
    QTest::mouseClick(list.viewport(), Qt::LeftButton, Qt::NoModifier, list.visualRect(index).center());
}

void ClassifyTest::waitUntilSaved() {
    EXPECT_TRUE(waitFor([this] { return !m_context->fileWorker.busy(); }));
}

QString ClassifyTest::text(const char* objectName) const {
    const auto* label = find<QLabel>(*m_window, objectName);
    return label ? label->text() : QString();
}

bool dragOnto(QWidget& target, QMimeData& data) {
    const QPoint middle = target.rect().center();
    QDragEnterEvent enter(middle, Qt::MoveAction | Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &enter);
    if (!enter.isAccepted()) return false;
    QDropEvent drop(middle, Qt::MoveAction | Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &drop);
    return drop.isAccepted();
}

}  // namespace leukolens::test
