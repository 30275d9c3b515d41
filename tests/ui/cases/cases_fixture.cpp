#include "tests/ui/cases/cases_fixture.h"

#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QTabWidget>

#include "tests/support/altered_case_file.h"

namespace leukolens::test {
namespace {

casebook::CaseCell cellOf(const std::string& className, int number) {
    casebook::CaseCell cell;
    cell.path = "/no such folder/Zelle " + std::to_string(number) + ".png";
    cell.sha256 = std::string(56, 'a') + std::to_string(10'000'000 + number);
    cell.modelName = "invented";
    cell.modelSha256 = std::string(64, 'b');
    cell.classes = {"all", "hem"};
    const double sure = 0.6 + 0.3 * (number % 7) / 7;
    cell.probabilities = className == "all" ? std::vector{sure, 1 - sure} : std::vector{1 - sure, sure};
    cell.predictedClass = cell.assignedClass = className;
    return cell;
}

}  // namespace

CasesTest::~CasesTest() {
    ui::dialogs::setTestHook({});
    m_window.reset();
    m_writer.reset();
}

void CasesTest::edit(const std::string& sql) { test::alterCaseFile(m_store, sql); }

std::unique_ptr<casebook::CaseStore> CasesTest::openStore() const {
    auto store = casebook::CaseStore::open(m_store);
    if (!store) throw std::runtime_error(store.error().message());
    return std::move(*store);
}

casebook::CaseId CasesTest::addSession(const std::string& patient, const std::string& taken, int blasts, int normals, casebook::Material material) {
    static int number = 0;
    const auto store = openStore();
    const auto id = store->createCase(patient);
    EXPECT_TRUE(id) << (id ? "" : id.error().message());
    const auto summary = store->findCase(*id);
    EXPECT_TRUE(store->describeSample(*id, taken, material, {}, summary->version));
    std::vector<casebook::CaseCell> cells;
    for (int i = 0; i < blasts; ++i) cells.push_back(cellOf("all", ++number));
    for (int i = 0; i < normals; ++i) cells.push_back(cellOf("hem", ++number));
    if (!cells.empty()) {
        EXPECT_TRUE(store->addCells(*id, cells));
    }
    return *id;
}

casebook::PatientId CasesTest::patientNamed(const std::string& label) const {
    const auto store = openStore();
    const auto patients = casebook::Patients(*store).list();
    for (const auto& patient : *patients)
        if (patient.patient.label == label) return patient.patient.id;
    ADD_FAILURE() << "no patient " << label;
    return 0;
}

std::vector<casebook::PatientFact> CasesTest::factsInStore(const std::string& patient) const {
    const auto id = patientNamed(patient);
    const auto store = openStore();
    return casebook::Patients(*store).facts(id).value();
}

void CasesTest::openWindow() {
    m_settings.set(ui::SettingKey::CaseFile, qpath(m_store));
    m_context = std::make_unique<ui::AppContext>(m_settings);
    m_writer = std::make_unique<ui::CaseWriter>(*m_context);
    m_window = std::make_unique<ui::MainWindow>(*m_context);
    m_cases = new ui::CasesWorkspace(*m_context, *m_writer, m_window.get());
    m_window->addWorkspace(6, m_cases);
    QObject::connect(m_context.get(), &ui::AppContext::openCaseRequested, m_cases, [this](qlonglong id) { m_opened.push_back(id); });
    m_window->resize(1280, 720);
    m_window->show();
    m_window->activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
    EXPECT_TRUE(waitFor([this] { return m_cases->session().hasList(); }));
    waitForJobs();
}

void CasesTest::waitForJobs() { EXPECT_TRUE(waitFor([this] { return !m_context->anyBusy(); })); }

void CasesTest::choosePatient(const QString& name) {
    auto* table = find<QTableView>(*m_cases, "patientTable");
    const QStringList names = column("patientTable", 0);
    ASSERT_TRUE(names.contains(name)) << name.toStdString();
    const QModelIndex index = table->model()->index(static_cast<int>(names.indexOf(name)), 0);
    table->scrollTo(index);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, table->visualRect(index).center());
    waitForJobs();
}

void CasesTest::showTab(const char* tabs, const QString& title) {
    auto* widget = find<QTabWidget>(*m_cases, tabs);
    for (int i = 0; i < widget->count(); ++i)
        if (widget->tabText(i) == title) widget->setCurrentIndex(i);
    EXPECT_EQ(widget->tabText(widget->currentIndex()), title);
    QApplication::processEvents();
    waitForJobs();
}

void CasesTest::press(const char* button) {
    auto* found = find<QAbstractButton>(*m_cases, button);
    ASSERT_TRUE(found->isEnabled()) << button;
    QTest::mouseClick(found, Qt::LeftButton);
}

QAbstractItemModel& CasesTest::rows(const char* table) const { return *find<QTableView>(*m_cases, table)->model(); }

QString CasesTest::cell(const char* table, int row, int column) const { return rows(table).index(row, column).data().toString(); }

QStringList CasesTest::column(const char* table, int column) const {
    QStringList texts;
    for (int row = 0; row < rows(table).rowCount(); ++row) texts << cell(table, row, column);
    return texts;
}

QString CasesTest::text(const char* label) const { return find<QLabel>(*m_cases, label)->text(); }

bool CasesTest::isVisible(const char* name) const { return find<QWidget>(*m_cases, name)->isVisible(); }

QString CasesTest::messages() const {
    QStringList texts;
    for (const auto* label : m_cases->findChildren<QLabel*>("messageSummary")) texts << label->text();
    return texts.join('\n');
}

QDialog* CasesTest::dialog(const char* name) const {
    QDialog* found = nullptr;
    EXPECT_TRUE(waitFor([&] {
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (widget->objectName() == QLatin1String(name) && widget->isVisible()) found = qobject_cast<QDialog*>(widget);
        return found != nullptr;
    })) << name;
    return found;
}

void CasesTest::search(const QString& words) {
    auto* line = find<QLineEdit>(*m_cases, "caseSearch");
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, words);
}

}  // namespace leukolens::test
