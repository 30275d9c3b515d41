#include "ui/models/models_window.h"

#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/inference/export_weights.h"
#include "ui/models/add_model_page.h"
#include "ui/models/library_jobs.h"
#include "ui/models/model_words.h"
#include "ui/models/models_panel.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/help_request.h"
#include "ui/shell/log.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

QString qpath(const std::filesystem::path& path) {
    return QString::fromStdString(toUtf8(path));
}

}  // namespace

ModelsWindow::ModelsWindow(AppContext& context, QWidget* parent) : QWidget(parent, Qt::Dialog), m_context(context) {
    setObjectName("modelsWindow");
    help::setPlace(this, "models");
    setWindowTitle(tr("Models"));
    setAcceptDrops(true);
    resize(1000, 640);
    createLayout();
    connectPanel();
    m_panel->setFileInUse(m_context.modelFile());
    connect(&m_context, &AppContext::modelFileChanged, this, &ModelsWindow::followFileInUse);
    connect(&m_context, &AppContext::modelsRequested, this, &ModelsWindow::present);
    connect(&m_context, &AppContext::addModelsRequested, this, &ModelsWindow::ask);
    connect(&m_context.settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::ModelsFolder) refresh();
    });
    refresh();  // what the model in use is called is shown in Classify from the start
}

ModelsWindow::~ModelsWindow() {
    m_panel->disconnect(this);
    delete m_pages;  // now: a title still being typed is handed over as its field goes, to what must be whole
}

void ModelsWindow::createLayout() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx);
    column->setSpacing(0);
    m_messages = new MessageBar(this);
    column->addWidget(m_messages);
    m_pages = new QStackedWidget(this);
    m_pages->setObjectName("modelsPages");
    m_panel = new ModelsPanel(m_pages);
    m_pages->addWidget(m_panel);
    m_addPage = new AddModelPage(m_pages);
    m_pages->addWidget(m_addPage);
    column->addWidget(m_pages, 1);
}

void ModelsWindow::connectPanel() {
    connect(m_panel, &ModelsPanel::addRequested, this, &ModelsWindow::chooseFiles);
    connect(m_panel, &ModelsPanel::lookRequested, this, [this](const QString& file) { ask({file}); });
    connect(m_panel, &ModelsPanel::trainRequested, this, [this] {
        close();
        Q_EMIT m_context.workspaceRequested(4);
    });
    connect(m_panel, &ModelsPanel::useRequested, this, [this] {
        if (const auto* model = m_panel->chosen()) use(qpath(model->file));
    });
    connect(m_panel, &ModelsPanel::trainFromRequested, this, &ModelsWindow::trainFrom);
    connect(m_panel, &ModelsPanel::exportRequested, this, &ModelsWindow::exportChosen);
    connect(m_panel, &ModelsPanel::removeRequested, this, &ModelsWindow::removeChosen);
    connect(m_panel, &ModelsPanel::renamed, this, &ModelsWindow::rename);
    connect(m_addPage, &AddModelPage::addRequested, this, &ModelsWindow::add);
    connect(m_addPage, &AddModelPage::cancelRequested, this, &ModelsWindow::askNext);
}

std::filesystem::path ModelsWindow::libraryFolder() const {
    return m_context.settings.modelsFolder().toStdString();
}

std::string ModelsWindow::caseStore() const {
    return m_context.caseStore();
}

void ModelsWindow::present() {
    refresh();
    comeToFront();
    if (m_pages->currentWidget() == m_panel) m_panel->choose({});  // the keys of the list work at once
}

void ModelsWindow::comeToFront() { dialogs::bringToFront(*this); }

void ModelsWindow::showError(const QString& summary, const Error& error) {
    if (error.code == ErrorCode::Cancelled) return;
    m_messages->showError(summary, error);
    comeToFront();
}

void ModelsWindow::showNotice(const QString& text) {
    log::info(text.toStdString());
    m_messages->showNotice(text);
}

void ModelsWindow::refresh(const std::string& chosen) {
    m_context.fileWorker.run<inference::LibraryContent>(
        tr("Reading the list of models"),
        [folder = libraryFolder()](ProgressSink&, const CancelToken&) { return inference::ModelLibrary(folder).list(); },
        this,
        [this, chosen](Result<inference::LibraryContent> content) {
            if (!content) {
                // Nobody is looking: it is said as soon as somebody does.
                if (isVisible()) showError(tr("The list of models could not be read."), content.error());
                return;
            }
            m_panel->setModels(std::move(content->models));
            if (!chosen.empty()) m_panel->choose(chosen);
            m_context.setModelTitle(m_panel->titleInUse());
            if (isVisible()) showProblems(content->problems);
        },
        JobPolicy::MustFinish);
}

/// Each is said once, not at every look at the list.
void ModelsWindow::showProblems(const std::vector<inference::LibraryProblem>& problems) {
    QStringList shown;
    for (const inference::LibraryProblem& problem : problems) {
        shown << qpath(problem.file);
        if (!m_problemsShown.contains(shown.back()))
            showError(tr("A file in the folder of models cannot be used."), problem.error);
    }
    m_problemsShown = shown;
}

void ModelsWindow::followFileInUse() {
    m_panel->setFileInUse(m_context.modelFile());
    m_context.setModelTitle(m_panel->titleInUse());
    if (m_panel->titleInUse().isEmpty()) refresh();  // perhaps it was put into the folder just now
}

void ModelsWindow::chooseFiles() {
    const QStringList files = dialogs::openFiles(this, tr("Add a model"), QDir::homePath(), modelFileFilter());
    if (!files.isEmpty()) ask(files);
}

void ModelsWindow::ask(const QStringList& files) {
    m_waiting += files;
    m_asked += static_cast<int>(files.size());
    if (!m_asking) askNext();
}

void ModelsWindow::askNext() {
    if (m_waiting.isEmpty()) return endAsking();
    m_asking = true;
    ++m_number;
    m_addPage->setBusy(true);  // the file shown so far has its answer
    const QString file = m_waiting.takeFirst();
    const QString name = QFileInfo(file).fileName();
    m_context.fileWorker.run<LookedAt>(
        tr("Looking at %1").arg(name),
        [path = std::filesystem::path(file.toStdString()), folder = libraryFolder()](ProgressSink&, const CancelToken&) {
            return lookAt(path, folder);
        },
        this,
        [this, name, round = m_round](Result<LookedAt> looked) {
            if (round != m_round) return;  // the window was closed meanwhile
            if (!looked) {
                showError(tr("“%1” cannot be added.").arg(name), looked.error());
                return askNext();
            }
            const QString place = m_asked > 1 ? tr("%1 of %2").arg(m_number).arg(m_asked) : QString();
            m_pages->setCurrentWidget(m_addPage);
            comeToFront();
            m_addPage->ask(looked->inspection, place, QString::fromStdString(looked->listedAs));
        });
}

void ModelsWindow::endAsking() {
    ++m_round;
    m_waiting.clear();
    m_number = m_asked = 0;
    m_asking = false;
    m_pages->setCurrentWidget(m_panel);
    if (isVisible()) refresh();  // it may have come up for a file, without the list
    m_panel->choose({});
}

void ModelsWindow::add(bool useForClassifying) {
    m_addPage->setBusy(true);
    m_context.fileWorker.run<inference::LibraryModel>(
        tr("Adding the model"),
        [file = m_addPage->file(), choices = m_addPage->choices(), folder = libraryFolder()](
            ProgressSink&, const CancelToken&) { return inference::ModelLibrary(folder).add(file, choices); },
        this,
        [this, useForClassifying, round = m_round](const Result<inference::LibraryModel>& added) {
            if (!added) {
                m_addPage->setBusy(false);
                return showError(tr("The model could not be added."), added.error());
            }
            if (useForClassifying) use(qpath(added->file));
            refresh(added->sha256);
            if (round == m_round) askNext();
        },
        JobPolicy::MustFinish);
}

void ModelsWindow::use(const QString& file) {
    if (file == m_context.modelFile())
        Q_EMIT m_context.modelFileChanged();  // chosen again: perhaps it was mended
    else
        m_context.setModelFile(file);
}

void ModelsWindow::rename(const QString& sha256, const QString& title) {
    m_context.fileWorker.run<void>(
        tr("Renaming the model"),
        [folder = libraryFolder(), sha256 = sha256.toStdString(), title = title.toStdString()](
            ProgressSink&, const CancelToken&) { return inference::ModelLibrary(folder).rename(sha256, title); },
        this,
        [this](const Result<void>& renamed) {
            if (!renamed) showError(tr("The model could not be renamed."), renamed.error());
            refresh();
        },
        JobPolicy::MustFinish);
}

void ModelsWindow::trainFrom() {
    const auto* model = m_panel->chosen();
    if (!model) return;
    const QString file = qpath(model->file);
    close();
    Q_EMIT m_context.trainFromRequested(file);
}

void ModelsWindow::exportChosen() {
    const auto* model = m_panel->chosen();
    if (!model) return;
    QString name = QString::fromStdString(model->title);
    name.replace('/', '_');
    QString target = dialogs::saveFile(this, tr("Export the weights"), QDir::home().filePath(name + ".safetensors"),
                                       tr("Weights (*.safetensors)"));
    if (target.isEmpty()) return;
    if (QFileInfo(target).suffix().isEmpty()) target += QStringLiteral(".safetensors");
    m_context.fileWorker.run<std::size_t>(
        tr("Exporting the weights"),
        [file = model->file, to = std::filesystem::path(target.toStdString())](ProgressSink&, const CancelToken&) {
            return inference::exportWeights(file, to);
        },
        this,
        [this, target](const Result<std::size_t>& exported) {
            if (!exported) return showError(tr("The weights could not be exported."), exported.error());
            showNotice(tr("The weights were saved: %1").arg(target));
        },
        JobPolicy::MustFinish);
}

/// Counts the cases first, so that nobody is asked about what is then refused.
void ModelsWindow::removeChosen() {
    const auto* model = m_panel->chosen();
    if (!model) return;
    const QString title = QString::fromStdString(model->title), file = qpath(model->file);
    if (file == m_context.modelFile() && (m_context.intakeWorker.stoppable() || m_context.inferenceWorker.stoppable()))
        return showNotice(tr("“%1” is classifying cells just now. Remove it when that has ended.").arg(title));
    m_context.fileWorker.run<int>(
        tr("Looking for cases of this model"),
        [sha256 = model->sha256, cases = caseStore()](ProgressSink&, const CancelToken&) {
            return casesReferringTo(sha256, cases);
        },
        this,
        [this, sha256 = model->sha256, title, file](const Result<int>& cases) {
            if (!cases) return showError(tr("The model was not removed: its cases could not be counted."), cases.error());
            if (*cases > 0)
                return showNotice(tr("“%1” is kept: %Ln case(s) were classified with it.", nullptr, *cases).arg(title));
            if (dialogs::confirm(this, tr("Remove this model?"),
                                 tr("“%1” is deleted from this computer's list of models. No case refers to it.").arg(title),
                                 tr("Remove")))
                remove(sha256, title, file);
        });
}

void ModelsWindow::remove(const std::string& sha256, const QString& title, const QString& file) {
    m_context.fileWorker.run<int>(
        tr("Removing the model"),
        [sha256, folder = libraryFolder(), cases = caseStore()](ProgressSink&, const CancelToken&) {
            return removeUnlessReferredTo(sha256, folder, cases);
        },
        this,
        [this, title, file](const Result<int>& cases) {
            if (!cases) return showError(tr("The model could not be removed."), cases.error());
            if (*cases > 0)
                return showNotice(tr("“%1” is kept: %Ln case(s) were classified with it.", nullptr, *cases).arg(title));
            if (file == m_context.chosenModelFile()) {
                m_context.setModelFile({});
                showNotice(
                    tr("“%1” was removed. It classified the cells: choose another model before you go on.").arg(title));
            }
            refresh();
        },
        JobPolicy::MustFinish);
}

void ModelsWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) return QWidget::keyPressEvent(event);
    if (m_pages->currentWidget() != m_addPage)
        close();
    else if (!m_addPage->isBusy())
        askNext();
}

void ModelsWindow::closeEvent(QCloseEvent* event) {
    if (m_asking && m_pages->currentWidget() == m_addPage) endAsking();                  // to close is to say no
    if (isActiveWindow() && parentWidget()) parentWidget()->window()->activateWindow();  // keys go on working there
    QWidget::closeEvent(event);
}

}  // namespace leukolens::ui
