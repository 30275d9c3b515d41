#include "ui/training/train_workspace.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <nlohmann/json.hpp>

#include <variant>

#include "core/base/files.h"
#include "core/experiment/leak_guard.h"
#include "core/inference/model_library.h"
#include "core/report/run_report.h"
#include "ui/report/pdf_report.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"
#include "ui/training/comparison_session.h"
#include "ui/training/comparison_view.h"
#include "ui/training/curves_panel.h"
#include "ui/training/estimate_probe.h"
#include "ui/training/run_bar.h"
#include "ui/shell/run_folder_name.h"
#include "ui/training/run_view.h"
#include "ui/training/train_form.h"

namespace leukolens::ui {
namespace {

constexpr int kDataWorkspace = 3;
constexpr int kMostExtraEpochs = 1000;

QString automaticName(const experiment::TrainSettings& settings) {
    const std::string_view protocol = dataset::toString(settings.protocol);
    return runNameOfNow(QString::fromUtf8(protocol.data(), static_cast<qsizetype>(protocol.size())));
}

}  // namespace

TrainWorkspace::TrainWorkspace(AppContext& sharedContext, QWidget* parent, TrainingCalls calls) : Workspace(sharedContext, parent) {
    setObjectName("trainWorkspace");
    help::setPlace(this, "train");
    m_session = new TrainingSession(context(), std::move(calls), this);
    m_comparison = new ComparisonSession(context(), this);
    m_probe = new EstimateProbe(context().trainingWorker, context().fileWorker, this);
    contentLayout()->addWidget(createHeader());
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty = createEmptyState());
    m_pages->addWidget(m_page = createTrainPage());
    m_pages->addWidget(m_comparisonView = new ComparisonView(context(), *m_comparison, this));
    contentLayout()->addWidget(m_pages, 1);
    connectContext();
    connectForm();
    connectComparison();
    experiment::TrainSettings initial = m_form->settings();
    initial.device = context().settings.text(SettingKey::Device).toStdString();
    m_form->setSettings(initial);
    context().planTraining(m_form->settings());
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
    m_evaluate = makeButton("evaluate", tr("Evaluate"), header);
    m_evaluate->setObjectName("evaluateRun");
    m_evaluate->setToolTip(tr("Figures with intervals, curves, errors and calibration of the folds that are done"));
    m_evaluate->hide();
    row->addWidget(m_evaluate);
    connect(m_evaluate, &QPushButton::clicked, this, [this] { Q_EMIT context().evaluateRequested(m_session->folder()); });
    m_compare = makeButton("model", tr("Compare models…"), header);
    m_compare->setObjectName("compareModels");
    row->addWidget(m_compare);
    connect(m_compare, &QPushButton::clicked, this, [this] { showComparison(!m_comparisonShown); });
    auto* finder = makeButton("find-cells", tr("Train a finder…"), header);
    finder->setObjectName("trainFinder");
    finder->setToolTip(tr("One that finds the cells in photographs of fields, from boxes around them"));
    row->addWidget(finder);
    connect(finder, &QPushButton::clicked, &context(), &AppContext::trainFinderRequested);
    m_open = makeButton("history", tr("Open run…"), header);
    m_open->setObjectName("openRun");
    Shortcuts::describe(m_open, ShortcutId::OpenRun, tr("Show an earlier training: continue it if it was interrupted, extend it if it is finished"));
    row->addWidget(m_open);
    auto* shortcut = new QShortcut(QKeySequence(), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    Shortcuts::bind(shortcut, ShortcutId::OpenRun);
    connect(shortcut, &QShortcut::activated, m_open, &QPushButton::click);
    connect(m_open, &QPushButton::clicked, this, [this] {
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
    row->setSpacing(12);
    m_form = new TrainForm(m_probe, page);
    row->addWidget(m_form);
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    m_bar = new RunBar(*m_session, context().trainingWorker, page);
    column->addWidget(m_bar);
    m_view = new RunView(page);
    column->addWidget(m_view, 1);
    row->addLayout(column, 1);
    return page;
}

Workspace::Memory TrainWorkspace::remember() const {
    if (m_session->folder().isEmpty()) return {};
    return [folder = m_session->folder()](Workspace& later) { static_cast<TrainWorkspace&>(later).openRun(folder); };
}

void TrainWorkspace::connectContext() {
    connect(m_session, &TrainingSession::stateChanged, this, &TrainWorkspace::onState);
    connect(m_session, &TrainingSession::newsArrived, m_view, &RunView::add);
    connect(m_session, &TrainingSession::ended, this, &TrainWorkspace::finish);
    connect(m_bar, &RunBar::goOnRequested, this, [this] { goOn({}); });
    connect(m_bar, &RunBar::extendRequested, this, &TrainWorkspace::extend);
    connect(m_view, &RunView::reportRequested, this, &TrainWorkspace::saveReport);
    connect(m_view, &RunView::finishedFoldsChanged, this, [this](int folds) {
        m_finishedFolds = folds;
        showPage();
    });
    connect(m_view, &RunView::useModelRequested, this, &TrainWorkspace::useModel);
    connect(&m_view->curves(), &CurvesPanel::oldRunRequested, this, &TrainWorkspace::compareWith);
    connect(&m_view->curves(), &CurvesPanel::exportRequested, this, &TrainWorkspace::saveCurves);
    connect(&context(), &AppContext::openRunRequested, this, &TrainWorkspace::openRun);
    connect(&context(), &AppContext::trainFromRequested, this, &TrainWorkspace::trainFrom);
    connect(&context(), &AppContext::datasetChanged, this, [this] {
        m_form->setDataset(context().dataset());
        showPage();
    });
}

void TrainWorkspace::connectForm() {
    connect(m_form, &TrainForm::startRequested, this, &TrainWorkspace::start);
    connect(m_form, &TrainForm::settingsChanged, this, [this] {
        context().planTraining(m_form->settings());
        refreshComparison();
    });
    connect(&context(), &AppContext::plannedTrainingChanged, this, [this] {
        if (context().plannedTraining() != m_form->settings()) m_form->setSettings(context().plannedTraining());
    });
    connect(m_form, &TrainForm::dataRequested, this, [this] { Q_EMIT context().workspaceRequested(kDataWorkspace); });
    connect(m_form, &TrainForm::loadRequested, this, &TrainWorkspace::loadSettings);
    connect(m_form, &TrainForm::saveRequested, this, &TrainWorkspace::saveSettings);
}

void TrainWorkspace::showPage() {
    QWidget* training = context().dataset() || !m_session->folder().isEmpty() ? m_page : m_empty;
    m_pages->setCurrentWidget(m_comparisonShown ? m_comparisonView : training);
    m_path->setFullText(m_comparisonShown ? QString() : m_session->folder());
    m_evaluate->setVisible(!m_comparisonShown && m_finishedFolds > 0);
    m_compare->setText(m_comparisonShown ? tr("Back to training") : tr("Compare models…"));
    m_compare->setToolTip(m_comparisonShown ? tr("Settings, curves and folds of one training") : tr("Train every network on the same cells, and put them into one table"));
    refreshComparison();
}

void TrainWorkspace::onState() {
    m_form->setRunning(isActive(m_session->state()) || !m_comparison->canTrain());
    m_open->setEnabled(m_session->actions().openAnother);
    showPage();
}

void TrainWorkspace::start() {
    const auto dataset = context().dataset();
    if (!dataset) return;
    const experiment::TrainSettings settings = m_form->settings();
    const QDir runs(context().settings.runsFolder());
    const QString folder = m_form->runName().isEmpty() ? freeRunFolder(runs, automaticName(settings)) : runs.filePath(m_form->runName());
    startOn(dataset, settings, folder);
}

bool TrainWorkspace::mayTrain() const { return !isActive(m_session->state()) && m_comparison->canTrain(); }

void TrainWorkspace::startOn(std::shared_ptr<const dataset::Dataset> dataset, const experiment::TrainSettings& settings, const QString& folder) {
    if (isActive(m_session->state()) || othersTrain()) return;
    showComparison(false);
    m_startAgain = [this, dataset = std::move(dataset), settings, folder](const experiment::TrainOptions& options) {
        m_view->start(settings);
        m_resuming = {};
        m_session->start(dataset, settings, folder, options);
    };
    m_startAgain({});
}

void TrainWorkspace::goOn(const experiment::ResumeOptions& options) {
    if (othersTrain()) return;
    readRun(m_session->folder(), [this, options](const experiment::RunRecord& record) {
        if (isActive(m_session->state()) || othersTrain()) return;  // meanwhile
        m_resuming = options;
        m_view->goOn(record, options.extraEpochs);
        m_session->goOn(record, context().dataset(), options);
    });
}

void TrainWorkspace::goOnWith(const QString& folder, const experiment::RunRecord& record) {
    if (isActive(m_session->state()) || othersTrain()) return;
    showComparison(false);
    m_resuming = {};
    m_session->show(folder, record.finished);
    m_view->goOn(record, 0);
    m_session->goOn(record, context().dataset(), {});
}

void TrainWorkspace::extend() {
    const auto epochs = dialogs::askNumber(this, tr("Extend the run"), tr("Train every fold for so many epochs more:"), 10, 1, kMostExtraEpochs, tr("Extend"));
    if (epochs) goOn({.extraEpochs = *epochs});
}

void TrainWorkspace::finish() {
    const Result<experiment::RunResult>& result = m_session->outcome();
    m_view->end(!result && result.error().code == ErrorCode::Diverged);
    const QString folder = m_session->folder();
    if (result) {
        m_bar->setRestingWords(tr("%Ln fold(s)", "", static_cast<int>(result->folds.size())));
        Q_EMIT trained(folder);
    } else if (result.error().code == ErrorCode::Cancelled) {
        m_bar->setRestingWords(tr("Stopped: what was done is kept."));
        showNotice(m_session->actions().goOn ? tr("Training was stopped. What was finished is kept in %1. Continue goes on from there.").arg(folder)
                                             : tr("Training was stopped before its first step."));
    } else if (result.error().code == ErrorCode::DataChanged && !m_resuming.acceptChangedData) {
        m_bar->setRestingWords(tr("The cells have changed since this run began."));
        askAboutChangedData(result.error());
    } else if (result.error().code == ErrorCode::LeakingSplit) {
        m_bar->setRestingWords(tr("The split tests on what it learns from."));
        askAboutLeaks(result.error());
    } else {
        m_bar->setRestingWords(tr("See the message above."));
        showError(tr("The training failed"), result.error());
    }
}

void TrainWorkspace::askAboutLeaks(const Error& error) {
    const QString question = tr("Pictures that look the same lie in training and in test, so the figures of this training would be better than they should be.\n\n%1.\n\nIt is better to "
                                "leave one of each pair out first: Data, Duplicates. To train all the same, write why. Your words are recorded in the run and printed in its report.")
                                 .arg(errorDetail(error));
    const auto words = dialogs::askText(this, tr("The split tests on what it learns from"), question, {}, tr("Train all the same"), static_cast<int>(experiment::kLeastAcknowledgement), static_cast<int>(experiment::kMostAcknowledgement));
    if (!words) {
        showError(tr("The training was not started"), error);
        return;
    }
    m_startAgain({words->toStdString()});
}

void TrainWorkspace::askAboutChangedData(const Error& error) {
    const QString question = tr("The cells are not those that this run began with: some were added, removed or changed.\n\nGoing on keeps the run's split, leaves out cells "
                                "that are gone and does not use new ones. The result then is of changed data and cannot be repeated exactly.");
    if (!dialogs::confirm(this, tr("The cells have changed"), question, tr("Go on with the changed cells"))) {
        showError(tr("The run was not continued"), error);
        return;
    }
    experiment::ResumeOptions options = m_resuming;
    options.acceptChangedData = true;
    goOn(options);
}

void TrainWorkspace::readRun(const QString& folder, std::function<void(const experiment::RunRecord&)> use) {
    const std::filesystem::path path = folder.toStdString();
    context().fileWorker.run<experiment::RunRecord>(
        tr("Reading the run"), [path](ProgressSink&, const CancelToken&) { return experiment::readRun(path); }, this,
        [this, use = std::move(use)](const Result<experiment::RunRecord>& record) {
            if (!record) return showError(tr("The run could not be opened"), record.error());
            use(*record);
        });
}

void TrainWorkspace::openRun(const QString& folder) {
    if (isActive(m_session->state())) {
        showNotice(tr("A training is running: stop it before another run is shown."));
        return;
    }
    readRun(folder, [this, folder](const experiment::RunRecord& record) {
        if (isActive(m_session->state())) return;
        m_view->showRecord(record);
        describeResting(record);
        m_session->show(folder, record.finished);
        showComparison(false);
    });
}

void TrainWorkspace::describeResting(const experiment::RunRecord& record) {
    const QLocale locale;
    const auto folds = static_cast<int>(record.result.folds.size());
    if (record.finished) return m_bar->setRestingWords(tr("%Ln fold(s)", "", folds));
    const QString done = tr("%1 of %Ln fold(s) done", "", record.result.settings.folds).arg(locale.toString(folds));
    m_bar->setRestingWords(record.history.empty()
                               ? done
                               : tr("%1; interrupted after epoch %2 of fold %3").arg(done).arg(record.history.back().epoch).arg(record.history.back().fold));
}

void TrainWorkspace::loadSettings() {
    const QString file = dialogs::openFile(this, tr("Load settings"), context().settings.runsFolder(), tr("Settings (*.json);;All files (*)"));
    if (file.isEmpty()) return;
    const auto settings = experiment::trainSettingsFromFile(std::filesystem::path(file.toStdString()), m_form->settings());
    if (!settings) return showError(tr("The settings could not be loaded"), settings.error());
    m_form->setSettings(*settings);
}

void TrainWorkspace::saveSettings() {
    const QString file = dialogs::saveFile(this, tr("Save settings"), QDir::home().filePath("training settings.json"), tr("Settings (*.json)"));
    if (file.isEmpty()) return;
    const Result<void> written = writeFileAtomically(std::filesystem::path(file.toStdString()), toJson(m_form->settings()).dump(2) + "\n");
    if (!written) return showError(tr("The settings could not be saved"), written.error());
    showNotice(tr("The settings were saved: %1").arg(file));
}

void TrainWorkspace::compareWith() {
    const QString folder = dialogs::openFolder(this, tr("Folder of an earlier run to compare with"), context().settings.runsFolder());
    if (folder.isEmpty()) return;
    readRun(folder, [this, folder](const experiment::RunRecord& record) { m_view->curves().addOldRun(QFileInfo(folder).fileName(), record); });
}

void TrainWorkspace::saveCurves(const QString& ending, const QByteArray& bytes) {
    const QString name = m_session->folder().isEmpty() ? tr("curves") : QFileInfo(m_session->folder()).fileName();
    QString file = dialogs::saveFile(this, tr("Export the curves"), QDir::home().filePath(name + '.' + ending), QString("%1 (*.%2)").arg(ending.toUpper(), ending));
    if (file.isEmpty()) return;
    if (QFileInfo(file).suffix().isEmpty()) file += '.' + ending;
    const std::filesystem::path path = file.toStdString();
    using Nothing = std::monostate;
    context().fileWorker.run<Nothing>(
        tr("Exporting the curves"),
        [path, bytes](ProgressSink&, const CancelToken&) -> Result<Nothing> {
            const Result<void> written = writeFileAtomically(path, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
            if (!written) return fail(written.error());
            return Nothing{};
        },
        this,
        [this, file](const Result<Nothing>& written) {
            if (!written) return showError(tr("The curves could not be exported"), written.error());
            showNotice(tr("The curves were saved: %1").arg(file));
        },
        JobPolicy::MustFinish);
}

void TrainWorkspace::saveReport() {
    const QString suggested = QDir::home().filePath(QFileInfo(m_session->folder()).fileName() + ".pdf");
    const QString file = dialogs::saveFile(this, tr("Save the report of this run"), suggested, tr("PDF (*.pdf)"));
    if (file.isEmpty()) return;
    const std::filesystem::path run = m_session->folder().toStdString(), pdf = file.toStdString();
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
    showComparison(false);
    if (m_pages->currentWidget() == m_empty)
        showNotice(tr("Training will start from %1. Open labelled cells to go on.").arg(QFileInfo(weights).fileName()));
}

}  // namespace leukolens::ui
