#include "ui/classify/classify_workspace.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QUrl>
#include <QVBoxLayout>

#include "core/image/decode.h"
#include "core/report/case_report.h"
#include "core/slide/slide.h"
#include "ui/classify/agreement_panel.h"
#include "ui/classify/case_bar.h"
#include "ui/classify/cell_reasons.h"
#include "ui/classify/classify_progress.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/edit_bar.h"
#include "ui/classify/failed_list.h"
#include "ui/classify/folder_watch.h"
#include "ui/classify/incoming.h"
#include "ui/classify/filter_bar.h"
#include "ui/classify/inspector.h"
#include "ui/classify/keys_overlay.h"
#include "ui/classify/model_banner.h"
#include "ui/classify/report_strip.h"
#include "ui/classify/state_strip.h"
#include "ui/classify/summary_strip.h"
#include "ui/classify/training_list_strip.h"
#include "ui/classify/waiting_strip.h"
#include "ui/classify/zoom_overlay.h"
#include "ui/report/report_dialog.h"
#include "ui/classify/watch_strip.h"
#include "ui/shell/help_request.h"
#include "ui/shell/shortcuts.h"
#include "ui/widgets/file_image_view.h"
#include "ui/widgets/thumbnail_loader.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/drop_overlay.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {

constexpr int kSummaryDelayMs = 60;   // many cells arrive together
constexpr int kHistoryDelayMs = 200;  // the trail is read where the person stays

/// Whole slides among what was dropped are no pictures of cells: they are taken out, for Slides.
QStringList takeSlides(Incoming& incoming) {
    QStringList slides, others;
    for (const QString& file : incoming.files) {
        const std::filesystem::path path = file.toStdString();
        (slide::hasSlideExtension(path) && !image::hasImageExtension(path) ? slides : others) << file;
    }
    incoming.files = others;
    return slides;
}

}  // namespace

ClassifyWorkspace::ClassifyWorkspace(AppContext& sharedContext, QWidget* parent)
    : Workspace(sharedContext, parent), m_session(std::make_unique<ClassifySession>(sharedContext)) {
    setObjectName("classifyWorkspace");
    help::setPlace(this, "classify");
    setAcceptDrops(true);
    for (QTimer* timer : {&m_summaryTimer, &m_historyTimer}) timer->setSingleShot(true);
    m_summaryTimer.setInterval(kSummaryDelayMs);
    m_historyTimer.setInterval(kHistoryDelayMs);
    createWidgets();
    createLayout();
    createShortcuts();
    connectSession();
    connectWidgets();
    connectInspector();
    connectReview();
    applyCardSettings();
    updateReview();
    m_board->setClasses(m_session->classes());
    showSummary();
    updatePage();
    m_session->openNewest();
}

ClassifyWorkspace::~ClassifyWorkspace() {
    m_caseBar->commitName();  // a name still being typed is kept
    m_session->disconnect(this);
    m_session->cells().disconnect(this);
    delete m_caseBar;  // they and the pages refer to the session
    delete m_stateStrip;
    delete m_pages;
    m_session.reset();  // saves what has arrived
}

QString ClassifyWorkspace::title() const {
    return tr("Classify");
}

QString ClassifyWorkspace::iconName() const {
    return QStringLiteral("classify");
}

void ClassifyWorkspace::createWidgets() {
    m_thumbnails = new ThumbnailLoader(this);
    m_watch = new FolderWatch(this);
    m_caseBar = new CaseBar(*m_session, this);
    m_modelBanner = new ModelBanner(this);
    m_reportStrip = new ReportStrip(this);
    m_failed = new FailedList(this);
    m_pages = new QStackedWidget(this);
    m_pages->setObjectName("classifyPages");
    createEmptyState();
    m_work = new QWidget(m_pages);
    m_editBar = new EditBar(m_session->undoGroup(), m_work);
    m_filterBar = new FilterBar(m_work);
    m_stateStrip = new StateStrip(*m_session, this);
    m_agreement = new AgreementPanel(m_work);
    m_trainingList = new TrainingListStrip(this);
    m_summary = new SummaryStrip(m_work);
    m_board = new BinBoard(m_session->cells(), *m_thumbnails, m_work);
    m_zoom = new ZoomOverlay(m_board);
    m_inspector = new Inspector(m_work);
    m_reasons = new CellReasons(*m_session, *m_inspector, m_work);
    m_keys = new KeysOverlay(this);
    m_overlay = new DropOverlay("image-add", tr("Drop to classify"), this);
}

void ClassifyWorkspace::createEmptyState() {
    m_empty = new EmptyState(
        "cell", tr("Drop cell images or a folder here"),
        tr("Each picture holds one white blood cell (BMP, PNG, JPEG, TIFF or WebP). It is classified on this computer "
           "and appears as a card you can correct."),
        m_pages);
    m_empty->setObjectName("classifyEmpty");
    QPushButton* images =
        m_empty->addButton("addImages", "image-add", tr("Add images…"), tr("Choose image files"), true);
    QPushButton* folder = m_empty->addButton("addFolder", "folder-open", tr("Add folder…"),
                                             tr("Choose a folder of images"), false);
    QPushButton* model = m_empty->addButton("emptyChooseModel", "model", tr("Choose model…"),
                                            tr("Open the list of models"), false);
    Shortcuts::describe(images, ShortcutId::AddImages, images->toolTip());
    Shortcuts::describe(folder, ShortcutId::AddFolder, folder->toolTip());
    Shortcuts::describe(model, ShortcutId::Models, model->toolTip());
    QPushButton* demo =
        m_empty->addButton("tryDemo", "sparkle", tr("Try demonstration cells"),
                           tr("Make labelled cells drawn by the program, to train and classify with"), false);
    connect(images, &QPushButton::clicked, this, &ClassifyWorkspace::addImages);
    connect(folder, &QPushButton::clicked, this, &ClassifyWorkspace::addFolder);
    connect(model, &QPushButton::clicked, &context(), &AppContext::modelsRequested);
    connect(demo, &QPushButton::clicked, &context(), &AppContext::demoDataRequested);
}

void ClassifyWorkspace::createLayout() {
    auto* splitter = new QSplitter(Qt::Horizontal, m_work);
    splitter->setObjectName("classifySplitter");
    splitter->setHandleWidth(Theme::kSpacingPx);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_board);
    splitter->addWidget(m_inspector);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setSizes({900, 300});

    auto* work = new QVBoxLayout(m_work);
    work->setContentsMargins(0, 0, 0, 0);
    work->setSpacing(Theme::kSpacingPx);
    work->addWidget(m_summary);
    work->addWidget(m_editBar);
    work->addWidget(m_agreement);
    work->addWidget(m_filterBar);
    work->addWidget(splitter, 1);
    work->addWidget(new WaitingStrip(m_session->waitingPictures(), *m_thumbnails, m_work));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_work);

    QVBoxLayout* content = contentLayout();
    content->setSpacing(Theme::kSpacingPx);
    content->addWidget(m_caseBar);
    content->addWidget(m_modelBanner);
    content->addWidget(m_stateStrip);
    content->addWidget(m_reportStrip);
    content->addWidget(new WatchStrip(*m_watch, this));
    content->addWidget(m_trainingList);
    content->addWidget(new ClassifyProgress(context(), *m_session, this));
    content->addWidget(m_pages, 1);
    content->addWidget(m_failed);
}

void ClassifyWorkspace::connectSession() {
    ClassifySession& session = *m_session;
    connect(&session, &ClassifySession::errorRaised, this, &Workspace::showError);
    connect(&session, &ClassifySession::noticeRaised, this, &Workspace::showNotice);
    connect(&session.writer(), &CaseWriter::opened, this, &ClassifyWorkspace::dismissMessages);
    connect(&session, &ClassifySession::classesChanged, this, [this] {
        m_board->setClasses(m_session->classes());
        updateReview();
    });
    connect(&session, &ClassifySession::failedFilesChanged, this, [this] { m_failed->setFiles(m_session->failedFiles()); });
    connect(&session, &ClassifySession::saved, &m_historyTimer, qOverload<>(&QTimer::start));
    for (auto signal : {&ClassifySession::modelChanged, &ClassifySession::waitingChanged})
        connect(&session, signal, this, [this] { m_modelBanner->update(*m_session); });
    for (auto signal : {&ClassifySession::caseChanged, &ClassifySession::runsChanged, &ClassifySession::waitingChanged})
        connect(&session, signal, this, &ClassifyWorkspace::updatePage);
    connect(&session, &ClassifySession::caseChanged, &m_summaryTimer, qOverload<>(&QTimer::start));

    CellModel& cells = session.cells();
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&cells, signal, this, [this] {
            m_summaryTimer.start();
            updatePage();
        });
    connect(&cells, &QAbstractItemModel::dataChanged, &m_summaryTimer, qOverload<>(&QTimer::start));
    connect(&cells, &QAbstractItemModel::modelReset, this, &ClassifyWorkspace::updatePage);
    connect(&m_summaryTimer, &QTimer::timeout, this, &ClassifyWorkspace::showSummary);
}

void ClassifyWorkspace::connectWidgets() {
    connect(m_caseBar, &CaseBar::newCaseRequested, this, [this] {
        m_session->newCase();
        m_caseBar->focusName();
    });
    connect(m_caseBar, &CaseBar::caseChosen, this, [this](qint64 id) { m_session->openCase(id); });
    connect(m_caseBar, &CaseBar::chooseModelRequested, &context(), &AppContext::modelsRequested);
    connect(m_caseBar, &CaseBar::reportRequested, this, &ClassifyWorkspace::showReport);
    connect(m_modelBanner, &ModelBanner::chooseModelRequested, &context(), &AppContext::modelsRequested);
    connect(m_modelBanner, &ModelBanner::trainRequested, this, [this] { Q_EMIT context().workspaceRequested(4); });
    connect(m_editBar, &EditBar::addImagesRequested, this, &ClassifyWorkspace::addImages);
    connect(m_editBar, &EditBar::addFolderRequested, this, &ClassifyWorkspace::addFolder);
    connect(m_editBar, &EditBar::watchFolderRequested, this, &ClassifyWorkspace::watchFolder);
    connect(m_watch, &FolderWatch::arrived, m_session.get(), &ClassifySession::classify);
    for (auto signal : {&ClassifySession::caseChanged, &ClassifySession::modelChanged})
        connect(m_session.get(), signal, this, [this] { m_watch->hold(m_session->whyNotTaken()); });
    m_watch->hold(m_session->whyNotTaken());
    connect(m_editBar, &EditBar::removeRequested, this, &ClassifyWorkspace::removeSelected);
    connect(m_editBar, &EditBar::nextUndecidedRequested, this, &ClassifyWorkspace::goToNextUndecided);
    const auto standIn = [this](const QStringList& paths) {
        m_session->readThumbnails(paths, this, [this](const Result<std::vector<std::pair<QString, QImage>>>& found) {
            if (!found) return;  // the cards say that the pictures are not there, and a store that fails says so at the next step
            for (const auto& [path, picture] : *found) {
                m_thumbnails->standIn(path, picture);
                m_inspector->view().standIn(path, picture);
            }
        });
    };
    connect(m_thumbnails, &ThumbnailLoader::unreadable, this, standIn);
    connect(&m_inspector->view(), &FileImageView::unreadable, this, [standIn](const QString& path) { standIn({path}); });
    connect(m_failed, &FailedList::dismissed, m_session.get(), &ClassifySession::dismissFailedFiles);
    connect(&context(), &AppContext::classifyRequested, this,
            [this](const QStringList& paths) { m_session->classify(paths); });
    connect(&context(), &AppContext::openCaseRequested, this, [this](qlonglong id) {
        // A reading is left first, as in the chooser, so that nobody goes on reading another case by mistake.
        if (m_session->reading()) return showNotice(tr("Leave the second reading first, then open another case."));
        if (id != m_session->summary().id) m_session->openCase(id);
    });
    connect(&context().settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::CardSizePx || key == SettingKey::ShowProbability) applyCardSettings();
    });
}

Workspace::Memory ClassifyWorkspace::remember() const {
    const casebook::CaseId id = m_session->summary().id;
    if (id == 0) return {};
    return [id](Workspace& later) { static_cast<ClassifyWorkspace&>(later).m_session->openCase(id); };
}

void ClassifyWorkspace::connectInspector() {
    connect(m_board, &BinBoard::selectionChanged, this, &ClassifyWorkspace::showSelection);
    connect(m_board, &BinBoard::selectionChanged, this, [this] {
        if (const CellKey key = m_board->currentKey(); key != 0) Q_EMIT cellSelected(key);
    });
    connect(m_inspector, &Inspector::stepRequested, m_board, &BinBoard::step);
    connect(m_inspector, &Inspector::showOnSlideRequested, this, [this] { Q_EMIT showOnSlideRequested(m_board->currentKey()); });
    connect(m_inspector, &Inspector::openInSlidesRequested, this, [this] {
        if (const auto* cell = m_session->cells().find(m_board->currentKey())) Q_EMIT context().openSlidesRequested({QString::fromStdString(cell->path)});
    });
    connect(m_session.get(), &ClassifySession::modelChanged, this, &ClassifyWorkspace::showSelection);
    connect(&m_historyTimer, &QTimer::timeout, this, &ClassifyWorkspace::showHistory);
    // The cell shown may change without the selection changing: undo, a sorted bin filling up.
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_session->cells(), signal, this, &ClassifyWorkspace::showSelection, Qt::QueuedConnection);
    connect(&m_session->cells(), &QAbstractItemModel::dataChanged, this, &ClassifyWorkspace::showSelection,
            Qt::QueuedConnection);
    connect(&m_session->cells(), &QAbstractItemModel::modelReset, this, &ClassifyWorkspace::showSelection,
            Qt::QueuedConnection);
}

void ClassifyWorkspace::addImages() {
    m_session->classify(dialogs::openFiles(this, tr("Add images"), context().pictureFolder(),
                                           tr("Images (*.bmp *.png *.jpg *.jpeg *.tif *.tiff *.webp);;All files (*)")));
}

void ClassifyWorkspace::addFolder() {
    const QString folder =
        dialogs::openFolder(this, tr("Add a folder of images"), context().pictureFolder());
    if (!folder.isEmpty()) m_session->classify({folder});
}

void ClassifyWorkspace::watchFolder() {
    const QString folder = dialogs::openFolder(this, tr("Watch a folder that a camera program saves into"), m_watch->folder().isEmpty() ? context().pictureFolder() : m_watch->folder());
    if (!folder.isEmpty()) m_watch->start(folder);
}

void ClassifyWorkspace::paste() {
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    const Incoming incoming = copied ? incomingOf(copied) : Incoming();
    if (incoming.isEmpty() && !incoming.addressOnly) return showNotice(tr("There is no picture in the clipboard."));
    m_session->take(incoming);
}

void ClassifyWorkspace::showReport() {
    m_caseBar->commitName();
    m_session->readStore<report::CaseReport>(
        tr("Reading the case"), [](casebook::CaseStore& store, casebook::CaseId id) { return report::readCaseReport(store, id); }, this,
        [this](Result<report::CaseReport> report) {
            if (!report) return showError(tr("The report could not be made."), report.error());
            auto* dialog = new ReportDialog(context(), this);
            connect(dialog, &ReportDialog::saved, m_reportStrip, &ReportStrip::showWritten);
            dialog->open(std::move(*report));
        });
}

void ClassifyWorkspace::showHistory() {
    const CellKey key = m_board->currentKey();
    if (key == 0) return;
    m_session->readHistory(key, this, [this, key](Result<std::vector<casebook::CellEvent>> events) {
        if (key != m_board->currentKey()) return;
        if (events)
            m_inspector->setHistory(*events);
        else if (events.error().code != ErrorCode::Cancelled)
            m_inspector->setHistoryError(events.error());
    });
}

void ClassifyWorkspace::updatePage() {
    const bool hasCells = m_session->cells().rowCount() > 0;
    const bool working = hasCells || m_session->classifying() || m_session->undoStack().count() > 0;
    m_pages->setCurrentWidget(working ? m_work : static_cast<QWidget*>(m_empty));
    m_caseBar->setReportEnabled(hasCells);
}

void ClassifyWorkspace::dragEnterEvent(QDragEnterEvent* event) {
    if (!holdsPictures(event->mimeData())) return event->ignore();
    m_overlay->setShown(true);
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void ClassifyWorkspace::dragMoveEvent(QDragMoveEvent* event) {
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void ClassifyWorkspace::dragLeaveEvent(QDragLeaveEvent*) {
    m_overlay->setShown(false);
}

void ClassifyWorkspace::dropEvent(QDropEvent* event) {
    m_overlay->setShown(false);
    Incoming incoming = incomingOf(event->mimeData());
    if (incoming.isEmpty() && !incoming.addressOnly) return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    const QStringList slides = takeSlides(incoming);
    if (!incoming.isEmpty() || incoming.addressOnly) m_session->take(incoming);
    if (!slides.isEmpty()) Q_EMIT context().openSlidesRequested(slides);
}

void ClassifyWorkspace::resizeEvent(QResizeEvent* event) {
    Workspace::resizeEvent(event);
    if (m_overlay->isVisible()) m_overlay->setGeometry(rect());
    if (m_keys->isVisible()) m_keys->open();
    if (m_zoom->isVisible()) m_zoom->open();
}

}  // namespace leukolens::ui
