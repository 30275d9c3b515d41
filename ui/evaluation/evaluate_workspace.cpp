#include "ui/evaluation/evaluate_workspace.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/experiment/notices.h"
#include "core/report/run_report.h"
#include "ui/evaluation/calibration_page.h"
#include "ui/evaluation/compare_page.h"
#include "ui/evaluation/confusion_page.h"
#include "ui/evaluation/curves_page.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/evaluation/figures_page.h"
#include "ui/evaluation/honesty_list.h"
#include "ui/evaluation/learning_page.h"
#include "ui/evaluation/map_page.h"
#include "ui/evaluation/pictures_page.h"
#include "ui/evaluation/study_session.h"
#include "ui/evaluation/subjects_page.h"
#include "ui/figures/figure_view.h"
#include "ui/figures/fold_figures.h"
#include "ui/report/pdf_report.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/help_request.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kTrainWorkspace = 4;

QString pathText(const std::filesystem::path& path) { return QString::fromStdString(toUtf8(path)); }

/// A dropped run folder, or any file right in it.
QString droppedRun(const QMimeData& data) {
    for (const QUrl& url : data.urls()) {
        if (!url.isLocalFile()) continue;
        const QFileInfo info(url.toLocalFile());
        const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
        if (QFileInfo::exists(folder + "/settings.json")) return folder;
    }
    return {};
}

}  // namespace

EvaluateWorkspace::EvaluateWorkspace(AppContext& sharedContext, QWidget* parent) : Workspace(sharedContext, parent) {
    setObjectName("evaluateWorkspace");
    help::setPlace(this, "evaluate");
    setAcceptDrops(true);
    m_session = new EvaluationSession(context(), this);
    m_studies = new StudySession(context(), *m_session, this);
    contentLayout()->addWidget(createHeader());
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty = createEmptyState());
    m_pages->addWidget(m_reading = createReadingPage());
    m_pages->addWidget(m_run = createTabs());
    contentLayout()->addWidget(m_pages, 1);
    connectSession();
    showPage();
}

QString EvaluateWorkspace::title() const { return tr("Evaluate"); }

QWidget* EvaluateWorkspace::createHeader() {
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    row->addWidget(makeTitle(tr("Evaluate"), header));
    m_path = new ElidedLabel(Qt::ElideMiddle, header);
    m_path->setObjectName("evaluatedPath");
    m_path->setProperty("role", "muted");
    row->addSpacing(Theme::kSpacingPx);
    row->addWidget(m_path, 1);
    const auto addButton = [&](const char* name, const char* icon, const QString& text, const QString& help, auto slot) {
        QPushButton* button = makeButton(icon, text, header);
        button->setObjectName(name);
        button->setToolTip(help);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, slot);
        return button;
    };
    m_again = addButton("answerAnew", "history", tr("Answer anew…"), tr("Let the run's models answer again for its validation and test cells, from its data"), &EvaluateWorkspace::answerAnew);
    m_figures = addButton("saveAllFigures", "export", tr("All figures…"), tr("Save every figure as PDF, SVG and PNG, and its numbers as CSV, into a folder"), &EvaluateWorkspace::saveAll);
    m_report = addButton("evaluationReport", "report", tr("Report…"), tr("Save settings, figures, tables with intervals and curves as PDF"), &EvaluateWorkspace::saveReport);
    QPushButton* open = addButton("openEvaluatedRun", "folder-open", tr("Open run…"), tr("Evaluate another training"), &EvaluateWorkspace::chooseRun);
    Shortcuts::describe(open, ShortcutId::OpenEvaluation, open->toolTip());
    auto* shortcut = new QShortcut(QKeySequence(), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    Shortcuts::bind(shortcut, ShortcutId::OpenEvaluation);
    connect(shortcut, &QShortcut::activated, open, &QPushButton::click);
    return header;
}

QWidget* EvaluateWorkspace::createEmptyState() {
    auto* empty = new EmptyState("evaluate", tr("No run is open"), tr("Drop the folder of a training here, or train a network first: its test cells are evaluated with intervals, curves and calibration."), this);
    empty->setObjectName("evaluateEmpty");
    QPushButton* open = empty->addButton("evaluateOpenRun", "folder-open", tr("Open run…"), tr("Choose the folder of a training"), true);
    QPushButton* train = empty->addButton("evaluateTrain", "train", tr("Train a network"), tr("Go to Train; demonstration cells are offered there"), false);
    connect(open, &QPushButton::clicked, this, &EvaluateWorkspace::chooseRun);
    connect(train, &QPushButton::clicked, this, [this] { Q_EMIT context().workspaceRequested(kTrainWorkspace); });
    return empty;
}

QWidget* EvaluateWorkspace::createReadingPage() {
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new JobPanel(context().fileWorker, "evaluatingPanel", page));
    column->addStretch(1);
    return page;
}

QWidget* EvaluateWorkspace::createTabs() {
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_honesty = new HonestyList(page);
    column->addWidget(m_honesty);
    m_tabs = new QTabWidget(page);
    m_tabs->setObjectName("evaluationTabs");
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_overview = new FiguresPage(m_tabs), tr("Overview"));
    m_tabs->addTab(m_confusion = new ConfusionPage(context(), *m_session, m_tabs), tr("Errors"));
    m_tabs->addTab(m_curves = new CurvesPage(*m_session, m_tabs), tr("Curves"));
    m_tabs->addTab(m_calibration = new CalibrationPage(m_tabs), tr("Calibration"));
    m_tabs->addTab(m_subjects = new SubjectsPage(m_tabs), tr("Subjects"));
    auto* pictures = new PicturesPage(*m_session, m_tabs);
    m_tabs->addTab(pictures, tr("Pictures"));
    connect(pictures, &PicturesPage::saveRequested, this, &EvaluateWorkspace::saveOne);
    m_tabs->addTab(m_map = new MapPage(context(), *m_studies, m_tabs), tr("Map"));
    m_tabs->addTab(m_learning = new LearningPage(context(), *m_studies, m_tabs), tr("Learning"));
    m_tabs->addTab(m_compare = new ComparePage(*m_session, m_tabs), tr("Compare"));
    column->addWidget(m_tabs, 1);
    return page;
}

Workspace::Memory EvaluateWorkspace::remember() const {
    if (!m_session->run()) return {};
    const QString folder = QString::fromStdString(toUtf8(m_session->run()->record.result.folder));
    return [folder](Workspace& later) { static_cast<EvaluateWorkspace&>(later).openRun(folder); };
}

void EvaluateWorkspace::connectSession() {
    connect(m_session, &EvaluationSession::openingChanged, this, &EvaluateWorkspace::showPage);
    connect(m_session, &EvaluationSession::opened, this, &EvaluateWorkspace::showRun);
    connect(m_session, &EvaluationSession::failed, this, [this](const QString& summary, const Error& error) { showError(summary, error); });
    connect(m_session, &EvaluationSession::notWritten, this, [this](const Error& error) {
        showNotice(tr("The figures are shown, but could not be kept in %1: %2").arg(pathText(m_session->run()->record.result.folder / experiment::kEvaluationFile), errorDetail(error)));
    });
    connect(m_session, &EvaluationSession::locked, this, [this](const experiment::LockedDecisions& decisions) {
        showNotice(tr("Temperature and threshold are in the models of %Ln fold(s) now. Their files have new checksums; cases that were classified before keep the old ones.", "", static_cast<int>(decisions.folds.size())));
    });
    connect(m_curves, &CurvesPage::lockRequested, this, &EvaluateWorkspace::lock);
    connect(m_overview, &FiguresPage::saveRequested, this, &EvaluateWorkspace::saveOne);
    connect(m_curves, &CurvesPage::saveRequested, this, &EvaluateWorkspace::saveOne);
    connect(m_confusion, &ConfusionPage::saveRequested, this, &EvaluateWorkspace::saveOne);
    connect(m_calibration, &CalibrationPage::saveRequested, this, &EvaluateWorkspace::saveOne);
    connect(m_compare, &ComparePage::compareRequested, this, &EvaluateWorkspace::chooseOther);
    const auto showSubject = [this](int subject) {
        m_tabs->setCurrentWidget(m_confusion);
        m_confusion->showSubject(subject);
    };
    connect(m_subjects, &SubjectsPage::subjectChosen, this, showSubject);
    connect(m_map, &MapPage::subjectChosen, this, showSubject);
    connect(m_map, &MapPage::saveRequested, this, &EvaluateWorkspace::saveOne);
    connect(m_learning, &LearningPage::saveRequested, this, &EvaluateWorkspace::saveOne);
    connect(m_studies, &StudySession::failed, this, [this](const QString& summary, const Error& error) { showError(summary, error); });
    connect(m_map, &MapPage::makeRequested, this, [this](int fold) {
        if (const auto source = dataOfRun(); !source.empty()) m_studies->makeMap(fold, source);
    });
    connect(m_learning, &LearningPage::makeRequested, this, [this] {
        if (const auto source = dataOfRun(); !source.empty()) m_studies->makeLearningCurve(source);
    });
    connect(&context(), &AppContext::evaluateRequested, this, &EvaluateWorkspace::openRun);
}

void EvaluateWorkspace::openRun(const QString& folder) { m_session->open(folder); }

void EvaluateWorkspace::showPage() {
    const bool opening = !m_session->opening().isEmpty(), any = m_session->run() != nullptr;
    m_pages->setCurrentWidget(opening ? m_reading : any ? m_run : m_empty);
    for (QPushButton* button : {m_figures, m_report, m_again}) button->setVisible(any && !opening);
    m_path->setFullText(opening ? m_session->opening() : any ? pathText(m_session->run()->record.result.folder) : QString());
}

void EvaluateWorkspace::showRun() {
    const auto& run = m_session->run();
    QStringList more;
    for (const auto& notice : run->record.result.notices)
        if (notice != experiment::kOptimisticNotice) more << coreText(notice);
    if (!run->record.finished) more << tr("The run is not finished: these are the folds that are done.");
    m_honesty->setEvaluation(run->evaluation, more);
    if (run->reviewDamaged)
        showNotice(tr("What was noted of this run's errors could not be read from %1: %2. The next note begins a new list, and the file is kept beside it as %3.")
                       .arg(pathText(run->reviewDamaged->file), errorDetail(*run->reviewDamaged), QString(experiment::kDamagedReviewFile)));
    m_studies->takeRun();
    m_overview->setRun(run);
    m_confusion->setRun(run);
    m_curves->setRun(run);
    m_calibration->setRun(run);
    m_subjects->setRun(run);
    m_map->setRun(run);
    m_learning->setRun(run);
}

QString EvaluateWorkspace::runName() const { return pathText(m_session->run()->record.result.folder.filename()); }

void EvaluateWorkspace::chooseRun() {
    const QString folder = dialogs::openFolder(this, tr("Folder of a training run"), context().settings.runsFolder());
    if (!folder.isEmpty()) openRun(folder);
}

void EvaluateWorkspace::chooseOther() {
    const QString folder = dialogs::openFolder(this, tr("Folder of the run to compare with"), context().settings.runsFolder());
    if (!folder.isEmpty()) m_session->compareWith(folder);
}

void EvaluateWorkspace::answerAnew() {
    const QString folder = dialogs::openFolder(this, tr("Folder of the run's data"), pathText(m_session->run()->record.dataRoot));
    if (!folder.isEmpty()) m_session->predictAgain(folder);
}

std::filesystem::path EvaluateWorkspace::dataOfRun() {
    const auto& source = m_session->run()->record.dataSource;
    std::error_code code;
    if (std::filesystem::exists(source, code)) return source;
    return dialogs::openFolder(this, tr("Folder of the run's data"), pathText(source)).toStdString();
}

void EvaluateWorkspace::lock() {
    const QString question = tr("Each fold's temperature and threshold are written into its model, in the place of those before. From then on the model calls a cell positive from its threshold on.\n\n"
                                "Models that were copied to the list of models before stay as they are.");
    if (dialogs::confirm(this, tr("Lock temperature and threshold"), question, tr("Lock"))) m_session->lock();
}

void EvaluateWorkspace::saveOne(const Figure& figure) {
    saveFigure(this, figure, QDir::homePath(), context().fileWorker, this, [this](const Result<QString>& saved) {
        if (!saved) return showError(tr("The figure could not be saved"), saved.error());
        showNotice(tr("The figure was saved: %1").arg(*saved));
    });
}

void EvaluateWorkspace::saveAll() {
    const QString folder = dialogs::openFolder(this, tr("Folder for the figures"), QDir::homePath());
    if (folder.isEmpty()) return;
    const std::filesystem::path target = folder.toStdString();
    auto figures = figuresOfRun(m_session->run()->record, m_session->run()->evaluation, m_session->run()->test, m_studies->studies());
    const int replaced = static_cast<int>(existingFigureFiles(figures, target).size());
    if (replaced > 0 && !dialogs::confirm(this, tr("Replace the figures?"), tr("%Ln file(s) of the same names in this folder would be replaced.", "", replaced), tr("Replace"))) return;
    context().fileWorker.run<int>(
        tr("Saving the figures"), [figures = std::move(figures), target](ProgressSink& progress, const CancelToken& cancel) { return writeAllFigures(figures, target, progress, cancel); }, this,
        [this, folder](const Result<int>& written) {
            if (!written) return showError(tr("The figures could not be saved"), written.error());
            showNotice(tr("%Ln file(s) were saved in %1.", "", *written).arg(folder));
        });
}

void EvaluateWorkspace::saveReport() {
    // Not the name that Train suggests for its report of the same run.
    const QString file = dialogs::saveFile(this, tr("Save the report of this run"), QDir::home().filePath(runName() + "-evaluation.pdf"), tr("PDF (*.pdf)"));
    if (file.isEmpty()) return;
    const std::filesystem::path pdf = file.toStdString();
    context().fileWorker.run<PdfWritten>(
        tr("Writing the report"),
        [run = m_session->run(), studies = m_studies->studies(), pdf](ProgressSink&, const CancelToken&) {
            auto report = report::makeRunReport(run->record, run->evaluation);
            report.studies = studies;
            report.answers = run->test;
            return writeRunReport(report, pdf);
        },
        this,
        [this, file](const Result<PdfWritten>& written) {
            if (!written) return showError(tr("The report could not be written"), written.error());
            showNotice(tr("The report was saved: %1").arg(file));
        });
}

void EvaluateWorkspace::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedRun(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void EvaluateWorkspace::dropEvent(QDropEvent* event) {
    const QString folder = droppedRun(*event->mimeData());
    if (folder.isEmpty()) return;
    event->acceptProposedAction();
    openRun(folder);
}

}  // namespace leukolens::ui
