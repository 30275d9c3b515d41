#include "tests/ui/models/models_fixture.h"

#include <QAbstractItemModel>
#include <QApplication>
#include <QDragEnterEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTranslator>
#include <QUrl>

#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "core/inference/model_bundle.h"
#include "core/weights/safetensors.h"
#include "tests/support/tiny_model.h"
#include "ui/models/model_drop.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/workspace.h"

namespace leukolens::test {
namespace {

/// English plurals are in a translation too, as the program installs it.
class EnglishWords : public testing::Environment {
public:
    void SetUp() override {
        ASSERT_TRUE(m_english.load(":/i18n/leukolens_en.qm"));
        QCoreApplication::installTranslator(&m_english);
    }
    void TearDown() override { QCoreApplication::removeTranslator(&m_english); }

private:
    QTranslator m_english;
};
[[maybe_unused]] const auto* const kEnglishWords = testing::AddGlobalTestEnvironment(new EnglishWords);

std::unique_ptr<TempFolder>& sharedFiles() {
    static std::unique_ptr<TempFolder> folder;
    return folder;
}

class PlainWorkspace : public ui::Workspace {
public:
    using Workspace::Workspace;
    QString title() const override { return "Plain"; }
    QString iconName() const override { return "data"; }
};

void writeWeights(const std::filesystem::path& file, bool withHead) {
    const auto bundle = inference::readModelBundle(*sharedFiles() / "tiny.leukomodel");
    if (!bundle) throw std::runtime_error(bundle.error().message());
    std::vector<weights::TensorRecord> records;
    for (const weights::TensorRecord& record : bundle->weights.tensors())
        if (withHead || !(record.name.starts_with("fc.") || record.name.starts_with("AuxLogits.")))
            records.push_back(record);
    if (const auto written = writeFileAtomically(file, weights::writeSafetensors(records)); !written)
        throw std::runtime_error(written.error().message());
}

}  // namespace

void ModelsTest::SetUpTestSuite() {
    sharedFiles() = std::make_unique<TempFolder>();
    makeTinyModel(sharedFiles()->path());
    writeWeights(headWeights(), true);
    writeWeights(trunkWeights(), false);
}

void ModelsTest::TearDownTestSuite() {
    sharedFiles().reset();
}

std::filesystem::path ModelsTest::tinyModel() {
    return *sharedFiles() / "tiny.leukomodel";
}

std::filesystem::path ModelsTest::headWeights() {
    return *sharedFiles() / "two outputs.safetensors";
}

std::filesystem::path ModelsTest::trunkWeights() {
    return *sharedFiles() / "trunk.pth";
}

ModelsTest::ModelsTest() {
    m_settings.set(ui::SettingKey::ModelsFolder, qpath(m_library));
    m_settings.set(ui::SettingKey::CaseFile, qpath(m_caseFile));
    m_settings.set(ui::SettingKey::Device, "cpu");
    m_main = std::make_unique<ui::MainWindow>(m_context);
    m_main->addWorkspace(1, new PlainWorkspace(m_context, m_main.get()));
    m_models = new ui::ModelsWindow(m_context, m_main.get());
    new ui::ModelDrop(m_context, *m_main, *m_models);
    m_main->show();
}

ModelsTest::~ModelsTest() {
    m_main.reset();
    ui::dialogs::setTestHook({});
}

void ModelsTest::drop(const std::vector<std::filesystem::path>& files, QWidget* over) {
    QWidget* target = over ? over : m_main.get();
    QMimeData data;
    QList<QUrl> urls;
    for (const auto& file : files) urls << QUrl::fromLocalFile(qpath(file));
    data.setUrls(urls);
    const QPoint middle = target->rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    ASSERT_TRUE(enter.isAccepted());
    QDropEvent let(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &let);
    EXPECT_TRUE(let.isAccepted());
}

void ModelsTest::dropAndWait(const std::filesystem::path& file) {
    drop({file});
    ASSERT_TRUE(waitFor([this] { return asking(); }));
}

inference::LibraryModel ModelsTest::listTinyModel() {
    const auto added = inference::ModelLibrary(m_library).add(tinyModel(), {});
    if (!added) throw std::runtime_error(added.error().message());
    Q_EMIT m_context.modelsRequested();
    EXPECT_TRUE(waitFor([this] { return rows().rowCount() == 1; }));
    return *added;
}

void ModelsTest::waitForJobs() {
    EXPECT_TRUE(waitFor([this] { return !m_context.anyBusy(); }));
}

const QAbstractItemModel& ModelsTest::rows() const {
    return *find<QListView>(*m_models, "modelList")->model();
}

bool ModelsTest::asking() const {
    const auto* page = find<QWidget>(*m_models, "addModelPage");
    return page && page->isVisible();
}

QString ModelsTest::text(const char* labelName) const {
    for (const auto* label : m_models->findChildren<QLabel*>(QString::fromLatin1(labelName)))
        if (label->isVisible()) return label->text();
    return {};
}

bool ModelsTest::isEnabled(const char* buttonName) const {
    const auto* button = find<QPushButton>(*m_models, buttonName);
    return button && button->isVisible() && button->isEnabled();
}

std::vector<inference::LibraryModel> ModelsTest::inLibrary() const {
    auto content = inference::ModelLibrary(m_library).list();
    if (!content) throw std::runtime_error(content.error().message());
    return content->models;
}

void ModelsTest::addCells(const std::string& modelSha256, int cases) {
    const auto store = casebook::CaseStore::open(m_caseFile);
    ASSERT_TRUE(store);
    for (int i = 0; i < cases; ++i) {
        casebook::CaseCell cell;
        cell.path = "/pictures/cell.png";
        cell.modelSha256 = modelSha256;
        cell.classes = {"all", "hem"};
        cell.probabilities = {0.9, 0.1};
        std::vector<casebook::CaseCell> cells{cell};
        ASSERT_TRUE((*store)->addCells((*store)->createCase("case").value(), cells));
    }
}

Bytes bytesOf(const std::filesystem::path& file) {
    return readFile(file, 1u << 30).value();
}

}  // namespace leukolens::test
