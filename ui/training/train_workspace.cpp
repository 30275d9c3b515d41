#include "ui/training/train_workspace.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/inference/model_library.h"
#include "core/report/run_report.h"
#include "ui/report/pdf_report.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/training/run_view.h"
#include "ui/training/train_form.h"

namespace leukolens::ui {
namespace {

constexpr int kDrainMs = 100;

QString automaticName(const experiment::TrainSettings& settings) {
    const std::string_view protocol = dataset::toString(settings.protocol);
    return QDateTime::currentDateTime().toString("yyyy-MM-dd_HH-mm-ss_") +
           QString::fromUtf8(protocol.data(), static_cast<qsizetype>(protocol.size()));
}

}  // namespace

TrainWorkspace::TrainWorkspace(AppContext& sharedContext, QWidget* parent) : Workspace(sharedContext, parent) {
    setObjectName("trainWorkspace");
    m_drainTimer = new QTimer(this);
    m_drainTimer->setInterval(kDrainMs);
    connect(m_drainTimer, &QTimer::timeout, this, &TrainWorkspace::drain);
    contentLayout()->addWidget(createHeader());
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty = createEmptyState());
    m_pages->addWidget(m_page = createTrainPage());
    contentLayout()->addWidget(m_pages, 1);
    connectContext();
    experiment::TrainSettings initial = m_form->settings();
    initial.device = context().settings.text(SettingKey::Device).toStdString();
    m_form->setSettings(initial);
    m_form->setDataset(context().dataset());
    showPage();
}

QString TrainWorkspace::title() const {
    return tr("Train");
}

QWidget* TrainWorkspace::createHeader() {
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    row->addWidget(makeTitle(tr("Train"), header));
    m_path = new ElidedLabel(Qt::ElideMiddle, header);
    m_path->setObjectName("runPath");
    m_path->setProperty("role", "muted");
    row->addWidget(m_path, 1);
    QPushButton* open = makeButton("history", tr("Open run…"), header);
    open->setObjectName("openRun");
    open->setToolTip(tr("Show the curves and folds of an earlier training"));
    row->addWidget(open);
    connect(open, &QPushButton::clicked, this, [this] {
        const QString folder = dialogs::openFolder(this, tr("Folder of a training run"), context().settings.runsFolder());
        if (!folder.isEmpty()) openRun(folder);
    });
    return header;
}

QWidget* TrainWorkspace::createEmptyState() {
    auto* empty = new EmptyState("train", tr("Nothing to train on yet"),
                                 tr("Open labelled cells in Data, or try the training with demonstration cells."), this);
    empty->setObjectName("trainEmpty");
    QPushButton* open = empty->addButton("trainOpenData", "folder-open", tr("Open folder…"),
                                         tr("Open C-NMC or a folder with one subfolder for each class"), true);
    QPushButton* demo = empty->addButton("trainMakeDemo", "sparkle", tr("Make demonstration cells"),
                                         tr("Draw labelled cells, nobody's, and open them"), false);
    connect(open, &QPushButton::clicked, this, [this] {
        const QString folder =
            dialogs::openFolder(this, tr("Folder of labelled cells"), context().settings.text(SettingKey::DataFolder));
        if (!folder.isEmpty()) Q_EMIT context().openDatasetRequested(folder);
    });
    connect(demo, &QPushButton::clicked, &context(), &AppContext::demoDataRequested);
    return empty;
}

QWidget* TrainWorkspace::createTrainPage() {
    auto* page = new QWidget(this);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    m_form = new TrainForm(page);
    row->addWidget(m_form);
    auto* column = new QVBoxLayout;
    column->setSpacing(Theme::kMarginPx);
    m_progress = new JobPanel(context().trainingWorker, "trainingPanel", page);
    m_progress->hide();
    column->addWidget(m_progress);
    m_view = new RunView(page);
    column->addWidget(m_view, 1);
    row->addLayout(column, 1);
    return page;
}

void TrainWorkspace::connectContext() {
    connect(m_form, &TrainForm::startRequested, this, &TrainWorkspace::start);
    connect(m_view, &RunView::reportRequested, this, &TrainWorkspace::saveReport);
    connect(m_view, &RunView::useModelRequested, this, &TrainWorkspace::useModel);
    connect(&context(), &AppContext::openRunRequested, this, &TrainWorkspace::openRun);
    connect(&context(), &AppContext::trainFromRequested, this, &TrainWorkspace::trainFrom);
    connect(&context(), &AppContext::datasetChanged, this, [this] {
        m_form->setDataset(context().dataset());
        showPage();
    });
}

void TrainWorkspace::showPage() {
    m_pages->setCurrentWidget(context().dataset() || !m_runFolder.isEmpty() ? m_page : m_empty);
    m_path->setFullText(m_runFolder);
}

void TrainWorkspace::start() {
    const auto dataset = context().dataset();
    if (!dataset || m_live) return;
    const experiment::TrainSettings settings = m_form->settings();
    const QString name = m_form->runName().isEmpty() ? automaticName(settings) : m_form->runName();
    m_runFolder = QDir(context().settings.runsFolder()).filePath(name);
    const std::filesystem::path folder = m_runFolder.toStdString();
    m_live = std::make_shared<LiveRun>();
    m_view->start(settings);
    m_form->setRunning(true);
    m_progress->show();
    showPage();
    context().trainingWorker.run<experiment::RunResult>(
        tr("Training"),
        [dataset, settings, folder, live = m_live](ProgressSink& progress,
                                                   const CancelToken& cancel) -> Result<experiment::RunResult> {
            if (const Result<void> made = createFolder(folder.parent_path()); !made) return fail(made.error());
            return experiment::train(*dataset, settings, folder, *live, progress, cancel);
        },
        this, [this](const Result<experiment::RunResult>& result) { finish(result); });
    m_drainTimer->start();
}

void TrainWorkspace::drain() {
    if (m_live) m_view->add(m_live->drain());
}

void TrainWorkspace::finish(const Result<experiment::RunResult>& result) {
    m_drainTimer->stop();
    drain();
    m_live.reset();
    m_view->end();
    m_form->setRunning(false);
    m_progress->hide();
    if (result) {
        Q_EMIT trained(m_runFolder);
        return;
    }
    if (result.error().code == ErrorCode::Cancelled) {
        showNotice(tr("Training was stopped. What was finished is kept in %1.").arg(m_runFolder));
    } else {
        showError(tr("The training failed"), result.error());
    }
}

void TrainWorkspace::openRun(const QString& folder) {
    if (m_live) {
        showNotice(tr("A training is running: stop it before another run is shown."));
        return;
    }
    const std::filesystem::path path = folder.toStdString();
    context().fileWorker.run<experiment::RunRecord>(
        tr("Reading the run"), [path](ProgressSink&, const CancelToken&) { return experiment::readRun(path); }, this,
        [this, folder](const Result<experiment::RunRecord>& record) {
            if (!record) {
                showError(tr("The run could not be opened"), record.error());
                return;
            }
            if (m_live) return;
            m_runFolder = folder;
            m_view->showRecord(*record);
            showPage();
        });
}

void TrainWorkspace::saveReport() {
    const QString suggested = QDir::home().filePath(QFileInfo(m_runFolder).fileName() + ".pdf");
    const QString file = dialogs::saveFile(this, tr("Save the report of this run"), suggested, tr("PDF (*.pdf)"));
    if (file.isEmpty()) return;
    const std::filesystem::path run = m_runFolder.toStdString(), pdf = file.toStdString();
    context().fileWorker.run<PdfWritten>(
        tr("Writing the report"),
        [run, pdf](ProgressSink&, const CancelToken&) -> Result<PdfWritten> {
            Result<experiment::RunRecord> record = experiment::readRun(run);
            if (!record) return fail(record.error());
            return writeRunReport(report::makeRunReport(std::move(*record)), pdf);
        },
        this,
        [this, file](const Result<PdfWritten>& written) {
            if (!written) {
                showError(tr("The report could not be written"), written.error());
            } else {
                showNotice(tr("The report was saved: %1").arg(file));
            }
        });
}

/// From the library: whoever deletes the folder of the run later loses nothing that classifies.
void TrainWorkspace::useModel(const QString& model) {
    const std::filesystem::path file = model.toStdString(), folder = context().settings.modelsFolder().toStdString();
    context().fileWorker.run<inference::LibraryModel>(
        tr("Adding the model"),
        [file, folder](ProgressSink&, const CancelToken&) { return inference::ModelLibrary(folder).add(file, {}); }, this,
        [this](const Result<inference::LibraryModel>& added) {
            if (!added) return showError(tr("The model could not be added to the list of models"), added.error());
            context().setModelFile(QString::fromStdString(toUtf8(added->file)));
            Q_EMIT context().workspaceRequested(1);
        },
        JobPolicy::MustFinish);
}

void TrainWorkspace::trainFrom(const QString& weights) {
    m_form->setWeightsFile(weights);
    if (m_pages->currentWidget() == m_empty)
        showNotice(tr("Training will start from %1. Open labelled cells to go on.").arg(QFileInfo(weights).fileName()));
}

}  // namespace leukolens::ui
