// Makes the pictures of the help out of the running program, so that they show what it is like today: the real window, cells that were drawn for the purpose, English, light.
//   help_pictures WORK OUT        (scripts/help-pictures.sh calls it)
// WORK has to be an empty folder; its path can be read in some pictures. Dates and durations in them are those of the day; all else comes from fixed seeds.
#include <QAbstractButton>
#include <QApplication>
#include <QBuffer>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QPdfDocument>
#include <QTabWidget>
#include <QTest>

#include <cstdio>
#include <cstdlib>

#include "core/base/files.h"
#include "core/casebook/patients.h"
#include "core/experiment/planned_split.h"
#include "core/experiment/run.h"
#include "core/inference/model_library.h"
#include "core/report/case_report.h"
#include "tests/ui/help/picture_names.h"
#include "ui/cases/cases_workspace.h"
#include "ui/classify/bin_list.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/classify/inspector.h"
#include "ui/data/data_workspace.h"
#include "ui/evaluation/evaluate_workspace.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/models/models_window.h"
#include "ui/report/pdf_report.h"
#include "ui/shell/app_context.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/theme.h"
#include "ui/slides/slide_session.h"
#include "ui/slides/slide_view.h"
#include "ui/slides/slides_workspace.h"
#include "ui/training/presets.h"
#include "ui/training/train_form.h"
#include "ui/training/train_workspace.h"
#include "ui/window/make_window.h"

namespace leukolens::ui {
namespace {

constexpr QSize kWindowSize(1280, 800);
constexpr int kMinute = 60'000;

[[noreturn]] void giveUp(const QString& why) {
    std::fprintf(stderr, "error: %s\n", qUtf8Printable(why));
    std::_Exit(1);  // jobs may still run
}

template <class T>
T valueOf(Result<T> result) {
    if (!result) giveUp(QString::fromStdString(result.error().message()));
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

QString qpath(const std::filesystem::path& path) { return QString::fromStdString(toUtf8(path)); }

void waitFor(const char* what, const std::function<bool()>& condition, int limitMs = 2 * kMinute) {
    std::fprintf(stderr, "%s …\n", what);
    if (!QTest::qWaitFor(condition, limitMs)) giveUp(QString("waited in vain: %1").arg(what));
}

template <class T>
T& child(const QWidget& root, const char* name) {
    T* found = root.findChild<T*>(QString::fromLatin1(name));
    if (!found) giveUp(QString("no widget named %1").arg(name));
    return *found;
}

class Photographer {
public:
    Photographer(const QString& work, const QString& out) : m_work(work), m_out(out) {
        m_settings.set(SettingKey::Device, "cpu");
        m_settings.set(SettingKey::UserName, "Alex Example");
        m_settings.set(SettingKey::LabName, "Demonstration laboratory");
        m_settings.set(SettingKey::CardSizePx, 72);  // several beside each other in each bin
        m_window = makeWindow(m_context);
        m_window->resize(kWindowSize);
        m_window->show();
        m_window->activateWindow();
        m_window->setFocus();  // no field with a cursor in it
    }
    ~Photographer() {
        m_context.stopAllAndWait();
        m_window.reset();
    }

    /// What whoever starts the program for the first time sees.
    void takeFirstStart() {
        welcomeAtFirstStart(*m_window);
        waitFor("first start", [this] { return m_window->currentWorkspace() == 0; });
        take(*m_window, "window");
        m_window->showWorkspace(1);
    }

    void takeData() {
        show(3);
        auto& data = workspace<DataWorkspace>(3);
        data.openDemoIn(m_work.filePath("cells"));
        waitFor("drawing and reading cells", [&] { return m_context.dataset() != nullptr; }, 10 * kMinute);
        take(*m_window, "data");
    }

    void train() {
        show(4);
        auto& train = workspace<TrainWorkspace>(4);
        train.form().setSettings(applyPreset(Preset::Quick, train.form().settings()));
        train.form().setRunName("demonstration");
        QObject::connect(&train, &TrainWorkspace::trained, &train, [this](const QString& folder) { m_run = folder; });
        train.start();
        waitFor("training", [&] { return !m_run.isEmpty(); }, 60 * kMinute);
        waitFor("measuring how long it takes", [&] { return !child<QLabel>(train, "trainTime").text().contains("being measured"); });
        take(*m_window, "train");
        const auto run = valueOf(experiment::readRun(m_run.toStdString()));
        const auto split = valueOf(experiment::plannedSplit(*m_context.dataset(), run.result.settings));
        for (const int cell : split.folds.front().test) m_unseen << qpath(m_context.dataset()->cells[static_cast<std::size_t>(cell)].path);
        const inference::ModelLibrary library(m_settings.modelsFolder().toStdString());
        const auto model = valueOf(library.add(run.result.folds.front().model, {}));
        valueOf(library.rename(model.sha256, "Demonstration cells"));
        m_context.setModelFile(qpath(model.file));
        waitFor("loading the model", [&] { return session().modelState() == ClassifySession::ModelState::Ready && !m_context.anyBusy(); });
    }

    void takeEvaluate() {
        Q_EMIT m_context.evaluateRequested(m_run);
        waitFor("evaluating", [&] { return workspace<EvaluateWorkspace>(5).session().run() != nullptr; }, 5 * kMinute);
        take(*m_window, "evaluate");
    }

    /// Three sessions of a patient under treatment, all decided and the first two signed, and another patient's.
    void fillCases() {
        classify("P-1047", pick(36, 4, 0));
        describe("2026-03-02", casebook::Material::Marrow);
        decideAll();
        sign();
        classify("P-1047", pick(14, 26, 1));
        describe("2026-03-16", casebook::Material::Marrow);
        decideAll();
        sign();
        classify("P-1047", pick(3, 37, 2));
        describe("2026-04-13", casebook::Material::Marrow);
        decideAll();
        addFacts();
    }

    void takeReport() {
        std::optional<report::CaseReport> report;
        session().readStore<report::CaseReport>(
            "report", [](casebook::CaseStore& store, casebook::CaseId id) { return report::readCaseReport(store, id); }, m_window.get(),
            [&](Result<report::CaseReport> read) { report = valueOf(std::move(read)); });
        waitFor("reading the case", [&] { return report.has_value(); });
        ReportOptions options;
        options.lab.name = m_settings.text(SettingKey::LabName).toStdString();
        NoProgress progress;
        m_report = valueOf(drawCaseReport(*report, options, progress, {})).bytes;
        QBuffer bytes(&m_report);
        bytes.open(QIODevice::ReadOnly);
        QPdfDocument document;
        document.load(&bytes);
        constexpr int kWidthPx = 900;
        const QSizeF page = document.pagePointSize(0);
        QImage paper(kWidthPx, static_cast<int>(kWidthPx * page.height() / page.width()), QImage::Format_RGB32);
        paper.fill(Qt::white);
        QPainter painter(&paper);
        painter.drawImage(0, 0, document.render(0, paper.size()));
        painter.end();
        save(paper, "report");
    }

    void takeCases() {
        show(6);
        auto& table = child<QAbstractItemView>(*m_window, "patientTable");
        waitFor("reading patients", [&] { return table.model()->rowCount() >= 1; });
        for (int row = 0; row < table.model()->rowCount(); ++row)
            if (table.model()->index(row, 0).data().toString().contains("P-1047")) table.setCurrentIndex(table.model()->index(row, 0));
        take(*m_window, "cases");
    }

    void takeClassify() {
        classify("P-1052", pick(18, 30, 3));
        describe("2026-04-20", casebook::Material::Blood);
        show(1);
        // A few corrections, as a person who has just begun.
        std::vector<CellKey> wrong;
        for (const ShownCell& shown : session().cells().cells())
            if (wrong.size() < 3 && shown.cell.assignedClass != casebook::kUnidentified && shown.cell.assignedClass != truthOf(shown.cell)) wrong.push_back(shown.key);
        for (const CellKey key : wrong) session().relabel({key}, truthOf(*session().cells().find(key)));
        const auto& cells = session().cells().cells();
        const auto chosen = std::find_if(cells.begin(), cells.end(), [](const ShownCell& shown) { return shown.cell.assignedClass == "all"; });
        if (chosen == cells.end()) giveUp("no blast among the demonstration cells");
        workspace<ClassifyWorkspace>(1).selectCell(chosen->key);
        take(*m_window, "classify");
        auto& method = child<QComboBox>(*m_window, "explainMethod");
        // The last block of a network for so small an input has a grid of one place.
        const int finer = method.findData(static_cast<int>(inference::ExplainMethod::FineGradCam));
        if (finer < 0) giveUp("the model does not explain itself finer");
        method.setCurrentIndex(finer);
        constexpr int kMorePx = 360;  // all that stands in the inspector, without scrolling
        m_window->resize(kWindowSize + QSize(0, kMorePx));
        take(child<QWidget>(*m_window, "inspector"), "classify-inspector");
        m_window->resize(kWindowSize);
        method.setCurrentIndex(0);
    }

    void takeSlides() {
        newCase("P-1063");
        show(2);
        auto& slides = workspace<SlidesWorkspace>(2);
        slides.view().setAnimated(false);
        child<QAbstractButton>(*m_window, "tryDemoFields").click();
        waitFor("drawing fields", [&] { return slides.session().shownSlide() && slides.session().shownSlide()->slide && !slides.session().opening(); });
        child<QAbstractButton>(*m_window, "findCells").click();
        waitFor("finding cells", [&] { return !slides.session().finding(); });
        slides.session().handOver();
        waitFor("classifying what was found", [&] { return slides.session().waitingForHandOver() == 0 && !slides.session().handingOver() && !session().classifying(); });
        take(*m_window, "slides");
    }

    void takeModels() {
        Q_EMIT m_context.modelsRequested();
        auto& models = child<QWidget>(*m_window, "modelsWindow");
        auto& list = child<QListView>(models, "modelList");
        waitFor("listing models", [&] { return list.model()->rowCount() == 1; });
        list.setCurrentIndex(list.model()->index(0, 0));
        take(models, "models");
        models.close();
    }

    void takeSettings() {
        SettingsDialog dialog(m_settings, m_context.intakeWorker, m_window.get());
        dialog.show();
        dialog.setFocus();
        take(dialog, "settings");
    }

private:
    template <class W>
    W& workspace(int number) {
        return *qobject_cast<W*>(m_window->workspace(number));
    }
    ClassifySession& session() { return workspace<ClassifyWorkspace>(1).session(); }

    void show(int number) { m_window->showWorkspace(number); }

    /// Once nothing runs and nothing moves any more: thumbnails come in later.
    void take(QWidget& widget, const char* name) {
        waitFor(name, [&] { return !m_context.anyBusy() && !session().loading(); });
        QImage before;
        waitFor("until it is still", [&] {
            const QImage now = widget.grab().toImage();
            const bool still = now == before;
            before = now;
            if (!still) QTest::qWait(400);
            return still;
        });
        save(before, name);
    }

    void save(const QImage& picture, const char* name) {
        if (!picture.save(m_out.filePath(QString("%1.png").arg(name)))) giveUp(QString("%1.png could not be written").arg(name));
        m_taken << name;
    }

    static std::string truthOf(const casebook::CaseCell& cell) { return QString::fromStdString(cell.path).contains("_all.") ? "all" : "hem"; }

    /// Blasts and normal cells that the network has not seen, others in each session as far as there are.
    QStringList pick(int blasts, int normal, int session) const {
        QStringList chosen;
        const auto add = [&](const char* ending, int count) {
            const QStringList all = m_unseen.filter(QString(ending));
            if (all.size() < count) giveUp("too few demonstration cells");
            for (int i = 0; i < count; ++i) chosen << all[(session * 17 + i) % all.size()];
        };
        add("_all.", blasts);
        add("_hem.", normal);
        return chosen;
    }

    void newCase(const QString& name) {
        session().newCase();
        waitFor("new case", [&] { return !session().loading() && session().cells().rowCount() == 0; });
        session().rename(name);
    }

    void classify(const QString& name, const QStringList& paths) {
        newCase(name);
        session().classify(paths);
        waitFor("classifying", [&] { return session().cells().rowCount() == paths.size() && !session().classifying() && !m_context.anyBusy(); }, 10 * kMinute);
    }

    void describe(const std::string& taken, casebook::Material material) {
        session().changeStore([=](casebook::CaseStore& store, casebook::CaseId id) -> Result<void> {
            const auto shown = store.findCase(id);
            if (!shown) return fail(shown.error());
            return store.describeSample(id, taken, material, {}, shown->version);
        });
        waitFor("describing the sample", [&] { return !m_context.anyBusy(); });
        session().reopen();
        waitFor("reading the case", [&] { return !session().loading() && !m_context.anyBusy(); });
    }

    void decideAll() {
        for (const char* truth : {"all", "hem"}) {
            std::vector<CellKey> right, wrong;
            for (const ShownCell& shown : session().cells().cells())
                if (truthOf(shown.cell) == truth) (shown.cell.assignedClass == truth ? right : wrong).push_back(shown.key);
            if (!wrong.empty()) session().relabel(wrong, truth);
            if (!right.empty()) session().confirm(right);
        }
        waitFor("deciding", [&] { return !m_context.anyBusy(); });
    }

    void sign() {
        waitFor("until it can be signed", [&] { return session().whyNotSigned().isEmpty(); });
        session().sign();
        waitFor("signing", [&] { return session().access() == ClassifySession::Access::Signed && !m_context.anyBusy(); });
    }

    void addFacts() {
        session().changeStore([](casebook::CaseStore& store, casebook::CaseId id) -> Result<void> {
            casebook::Patients patients(store);
            const auto shown = store.findCase(id);
            if (!shown) return fail(shown.error());
            for (const casebook::PatientFact& fact : {casebook::PatientFact{.name = "ageYears", .value = "6", .date = "2026-03-02"}, casebook::PatientFact{.name = "sex", .value = "female"},
                                                      casebook::PatientFact{.name = "whiteCount", .value = "34.5", .date = "2026-03-02"}, casebook::PatientFact{.name = "treatmentStart", .value = "2026-03-03"},
                                                      casebook::PatientFact{.name = "immunophenotype", .value = "B", .date = "2026-03-02"}})
                if (const auto added = patients.addFact(shown->patient, fact); !added) return fail(added.error());
            return {};
        });
        waitFor("facts", [&] { return !m_context.anyBusy(); });
    }

public:
    const QStringList& taken() const { return m_taken; }

private:
    QDir m_work, m_out;
    AppSettings m_settings{m_work.filePath("settings.ini")};
    AppContext m_context{m_settings};
    std::unique_ptr<MainWindow> m_window;
    QString m_run;
    QStringList m_unseen, m_taken;
    QByteArray m_report;
};

}  // namespace

int run(const QString& work, const QString& out) {
    Photographer photographer(work, out);
    photographer.takeFirstStart();
    photographer.takeData();
    photographer.train();
    photographer.takeEvaluate();
    photographer.fillCases();
    photographer.takeReport();
    photographer.takeClassify();
    photographer.takeSlides();
    photographer.takeCases();
    photographer.takeModels();
    photographer.takeSettings();
    for (const char* name : test::kHelpPictures)
        if (!photographer.taken().contains(name)) giveUp(QString("%1.png was not made").arg(name));
    return 0;
}

}  // namespace leukolens::ui

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: help_pictures WORK OUT\n");
        return 2;
    }
    const QByteArray work = argv[1];
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("LC_ALL", "C.UTF-8");
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"}) qputenv(name, work);
    QApplication application(argc, argv);
    QApplication::setApplicationName("leukolens");
    QApplication::setApplicationVersion(LEUKOLENS_VERSION);
    QApplication::setCursorFlashTime(0);
    leukolens::ui::installLanguage(application, "en");
    leukolens::ui::Theme::apply(application, "light");
    return leukolens::ui::run(QString::fromUtf8(work), QString::fromLocal8Bit(argv[2]));
}
