#include "ui/data/data_workspace.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSet>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>

#include "core/base/files.h"
#include "ui/data/augmentation_panel.h"
#include "ui/data/cells_page.h"
#include "ui/data/dataset_summary.h"
#include "ui/data/duplicates_page.h"
#include "ui/data/fact_session.h"
#include "ui/data/label_session.h"
#include "ui/data/problem_model.h"
#include "ui/data/split_panel.h"
#include "ui/data/subjects_card.h"
#include "ui/data/table_opener.h"
#include "ui/data/thumbnail_grid.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/help_request.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kThumbnailsPerClass = 8;

/// A folder, or a table of cells.
QString droppedData(const QMimeData& data) {
    for (const QUrl& url : data.urls()) {
        if (!url.isLocalFile()) continue;
        if (QFileInfo(url.toLocalFile()).isDir() || TableOpener::isTable(url.toLocalFile())) return url.toLocalFile();
    }
    return {};
}

/// Only what is known of the subjects may differ.
bool showSameCells(const dataset::Dataset& a, const dataset::Dataset& b) {
    const auto shown = [](const dataset::Cell& cell) { return std::tie(cell.path, cell.classIndex, cell.sha256); };
    return a.classes == b.classes && std::ranges::equal(a.cells, b.cells, {}, shown, shown);
}

}  // namespace

DataWorkspace::DataWorkspace(AppContext& sharedContext, QWidget* parent) : Workspace(sharedContext, parent) {
    setObjectName("dataWorkspace");
    help::setPlace(this, "data");
    setAcceptDrops(true);
    m_labels = new LabelSession(context(), this);
    m_facts = new FactSession(context(), *m_labels, this);
    m_tables = new TableOpener(context(), this);
    contentLayout()->addWidget(createHeader());
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty = createEmptyState());
    m_pages->addWidget(m_readingPage = createReadingPage());
    m_pages->addWidget(m_dataPage = createDataPage());
    contentLayout()->addWidget(m_pages, 1);
    connectContext();
    showDataset();
}

QString DataWorkspace::title() const {
    return tr("Data");
}

QWidget* DataWorkspace::createHeader() {
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    row->addWidget(makeTitle(tr("Data"), header));
    m_path = new ElidedLabel(Qt::ElideMiddle, header);
    m_path->setObjectName("dataPath");
    m_path->setProperty("role", "muted");
    row->addWidget(m_path, 1);
    m_headerButtons = new QWidget(header);
    auto* buttons = new QHBoxLayout(m_headerButtons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(Theme::kSpacingPx);
    QPushButton* demo = makeButton("sparkle", tr("Demonstration cells"), m_headerButtons);
    demo->setObjectName("headerDemo");
    demo->setToolTip(tr("Draw labelled cells, nobody's, and open them"));
    buttons->addWidget(demo);
    QPushButton* open = makeButton("folder-open", tr("Open folder…"), m_headerButtons);
    open->setObjectName("headerOpenFolder");
    open->setToolTip(tr("Open C-NMC or a folder with one subfolder for each class"));
    buttons->addWidget(open);
    QPushButton* table = makeButton("folder-open", tr("Open table…"), m_headerButtons);
    table->setObjectName("headerOpenTable");
    table->setToolTip(tr("Open a CSV or TSV file that names each picture, its class and, if known, its subject"));
    buttons->addWidget(table);
    QPushButton* columns = makeButton("edit", tr("Columns…"), m_headerButtons);
    columns->setObjectName("headerColumns");
    columns->setToolTip(tr("Choose which columns of the table name the picture, its class and its subject"));
    buttons->addWidget(columns);
    m_columnsButton = columns;
    connect(columns, &QPushButton::clicked, this, [this] {
        const auto shown = context().dataset();
        if (shown) m_tables->ask(QString::fromStdString(toUtf8(shown->source)), shown->readAs.columns, {});
    });
    row->addWidget(m_headerButtons);
    connect(table, &QPushButton::clicked, this, &DataWorkspace::chooseTable);
    connect(demo, &QPushButton::clicked, this, &DataWorkspace::openDemo);
    connect(open, &QPushButton::clicked, this, &DataWorkspace::chooseFolder);
    return header;
}

QWidget* DataWorkspace::createEmptyState() {
    auto* empty = new EmptyState("data", tr("No labelled cells are open"),
                                 tr("Drop a folder here: C-NMC, or one subfolder of images for each class. Or a table (CSV) of pictures and their classes."), this);
    empty->setObjectName("dataEmpty");
    QPushButton* open = empty->addButton("openFolder", "folder-open", tr("Open folder…"),
                                         tr("Open C-NMC or a folder with one subfolder for each class"), true);
    QPushButton* demo = empty->addButton("makeDemo", "sparkle", tr("Make demonstration cells"),
                                         tr("Draw labelled cells, nobody's, and open them"), false);
    QPushButton* table = empty->addButton("openTable", "folder-open", tr("Open table…"), tr("Open a CSV or TSV file that names each picture, its class and, if known, its subject"), false);
    connect(open, &QPushButton::clicked, this, &DataWorkspace::chooseFolder);
    connect(table, &QPushButton::clicked, this, &DataWorkspace::chooseTable);
    connect(demo, &QPushButton::clicked, this, &DataWorkspace::openDemo);
    return empty;
}

QWidget* DataWorkspace::createReadingPage() {
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    m_progress = new JobPanel(context().fileWorker, "readingPanel", page);
    column->addWidget(m_progress);
    column->addStretch(1);
    return page;
}

QWidget* DataWorkspace::createDataPage() {
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_summary = new DatasetSummary(page);
    column->addWidget(m_summary);
    m_details = new QTabWidget(page);
    m_details->setObjectName("dataDetails");
    m_details->setDocumentMode(true);
    m_details->addTab(createOverview(), tr("Overview"));
    m_details->addTab(new CellsPage(*m_labels, m_details), tr("Cells"));
    m_details->addTab(new AugmentationPanel(context(), m_details), tr("Augmentation"));
    m_duplicates = new DuplicatesPage(*m_labels, m_details);
    const int duplicateTab = m_details->addTab(m_duplicates, tr("Duplicates"));
    connect(m_duplicates, &DuplicatesPage::openChanged, this,
            [this, duplicateTab](int open) { m_details->setTabText(duplicateTab, open == 0 ? tr("Duplicates") : tr("Duplicates (%L1)").arg(open)); });
    m_problemTab = m_details->addTab(createProblems(), tr("Problems"));
    column->addWidget(m_details, 1);
    return page;
}

QWidget* DataWorkspace::createOverview() {
    auto* page = new QWidget(this);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    auto* left = new QVBoxLayout;
    left->setSpacing(Theme::kMarginPx);
    m_split = new SplitPanel(context(), page);
    left->addWidget(m_split);
    m_subjects = new SubjectsCard(context(), *m_facts, page);
    left->addWidget(m_subjects, 1);
    row->addLayout(left, 3);
    row->addWidget(createCellsCard(), 2);
    return page;
}

QWidget* DataWorkspace::createCellsCard() {
    QFrame* card = makeCard("cellsCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->addWidget(makeHeading(tr("Cells"), card));
    auto* area = new QScrollArea(card);
    area->setAccessibleName(tr("Examples of cells"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    m_thumbnails = new ThumbnailGrid;
    area->setWidget(m_thumbnails);
    area->viewport()->setAutoFillBackground(false);
    m_thumbnails->setAutoFillBackground(false);
    column->addWidget(area, 1);
    return card;
}

QWidget* DataWorkspace::createProblems() {
    auto* page = new QWidget(this);
    auto* outside = new QVBoxLayout(page);
    outside->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    QFrame* card = makeCard("problemsCard", page);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    m_noProblems = makeMuted(tr("No problems found"), card);
    m_noProblems->setObjectName("noProblems");
    inside->addWidget(m_noProblems, 0, Qt::AlignTop);
    m_problems = new ProblemModel(this);
    m_problemView = new QTableView(card);
    m_problemView->setObjectName("problemTable");
    m_problemView->setAccessibleName(tr("Problems"));
    m_problemView->setModel(m_problems);
    styleTable(*m_problemView);
    m_problemView->setWordWrap(false);
    m_problemView->horizontalHeader()->setStretchLastSection(true);
    inside->addWidget(m_problemView, 1);
    outside->addWidget(card);
    return page;
}

void DataWorkspace::connectContext() {
    connect(&context(), &AppContext::datasetChanged, this, &DataWorkspace::showDataset);
    connect(m_labels, &LabelSession::refused, this, [this](const Error& error) { showError(tr("The labels could not be changed"), error); });
    connect(m_facts, &FactSession::notSaved, this, [this](const Error& error) { showError(tr("The facts could not be saved"), error); });
    connect(m_subjects, &SubjectsCard::importFailed, this, [this](const Error& error) { showError(tr("The facts could not be read"), error); });
    connect(m_tables, &TableOpener::chosen, this, [this](const QString& table, const dataset::TableColumns& columns) { openSource(table, {columns, {}}); });
    connect(m_tables, &TableOpener::failed, this, [this](const Error& error) { showError(tr("The data could not be opened"), error); });
    connect(m_labels, &LabelSession::notSaved, this, [this](const Error& error) { showError(tr("The changed labels could not be saved"), error); });
    connect(&context(), &AppContext::openDatasetRequested, this, &DataWorkspace::openFolder);
    connect(&context(), &AppContext::demoDataRequested, this, &DataWorkspace::openDemo);
    connect(&context(), &AppContext::relabelRequested, this, &DataWorkspace::relabel);
    connect(m_split, &SplitPanel::planChanged, this, [this] {
        if (!context().dataset()) return;
        m_subjects->show(*context().dataset(), m_split->plan());
        m_duplicates->showSplit(context().dataset(), m_split->plan() ? std::optional(m_split->plan()->split) : std::nullopt);
    });
}

Workspace::Memory DataWorkspace::remember() const {
    const auto shown = context().dataset();
    if (!shown) return {};
    return [shown](Workspace& later) { static_cast<DataWorkspace&>(later).openSource(QString::fromStdString(toUtf8(shown->source)), shown->readAs); };
}

void DataWorkspace::relabel(const QStringList& paths, const QString& className, const QString& reason) {
    if (!m_labels->read()) return;
    const QSet<QString> wanted(paths.begin(), paths.end());
    std::vector<int> cells;
    const auto& all = m_labels->read()->cells;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (wanted.contains(QString::fromStdString(toUtf8(all[i].path)))) cells.push_back(static_cast<int>(i));
    if (!cells.empty()) m_labels->relabel(cells, className.toStdString(), reason);
}

void DataWorkspace::chooseFolder() {
    const QString folder =
        dialogs::openFolder(this, tr("Folder of labelled cells"), context().settings.text(SettingKey::DataFolder));
    if (!folder.isEmpty()) openFolder(folder);
}

void DataWorkspace::chooseTable() {
    const QString table = dialogs::openFile(this, tr("Table of labelled cells"), context().settings.text(SettingKey::DataFolder), tr("Tables (*.csv *.tsv *.tab *.txt)"));
    if (!table.isEmpty()) openFolder(table);
}

void DataWorkspace::openFolder(const QString& folder) {
    if (m_reading) return;
    if (TableOpener::isTable(folder)) {
        m_tables->open(folder);
    } else {
        openSource(folder, {});
    }
}

void DataWorkspace::openSource(const QString& source, const dataset::ReadChoices& how) {
    if (m_reading) return;
    m_columns = how.columns;
    const std::filesystem::path path = source.toStdString();
    startReading(
        tr("Reading cells"), source,
        [path, how](ProgressSink& progress, const CancelToken& cancel) { return openDataset(path, progress, cancel, how); }, false);
}

/// Other columns may be what is needed where these gave nothing to train on.
void DataWorkspace::askForColumnsOf(const QString& table, const Error& error) {
    const bool mayBeColumns = error.code == ErrorCode::ReadFailed || error.code == ErrorCode::OneClassOnly || error.code == ErrorCode::EmptyDataset;
    if (mayBeColumns && error.file == table.toStdString() && TableOpener::isTable(table)) m_tables->ask(table, m_columns, errorDetail(error) + ' ' + errorAdvice(error));
}

void DataWorkspace::openDemo() {
    openDemoIn(AppSettings::demoFolder());
}

void DataWorkspace::openDemoIn(const QString& folder) {
    const std::filesystem::path path = folder.toStdString();
    startReading(
        tr("Demonstration cells"), folder,
        [path, demo = m_demoSettings](ProgressSink& progress, const CancelToken& cancel) {
            return openDemoCells(path, demo, progress, cancel);
        },
        true);
}

void DataWorkspace::startReading(const QString& jobName, const QString& what,
                                 std::function<Result<DatasetPointer>(ProgressSink&, const CancelToken&)> job, bool isDemo) {
    if (m_reading) return;
    m_tables->cancel();
    m_reading = true;
    m_path->setFullText(what);
    m_headerButtons->setEnabled(false);
    m_pages->setCurrentWidget(m_readingPage);
    context().fileWorker.run<OpenedData>(
        jobName,
        [job = std::move(job), known = KnownChanges{AppSettings::correctionsFile().toStdString(), AppSettings::decisionsFile().toStdString()},
         facts = AppSettings::factsFile().toStdString()](
            ProgressSink& progress, const CancelToken& cancel) {
            return withTypedFacts(withKnownChanges(job(progress, cancel), known), facts);
        },
        this, [this, what, isDemo](const Result<OpenedData>& opened) { finishReading(opened, what, isDemo); });
}

void DataWorkspace::finishReading(const Result<OpenedData>& opened, const QString& what, bool isDemo) {
    m_reading = false;
    m_headerButtons->setEnabled(true);
    if (!opened) {
        showError(isDemo ? tr("The demonstration cells could not be made") : tr("The data could not be opened"),
                  opened.error());
        showDataset();
        if (!isDemo) askForColumnsOf(what, opened.error());
        return;
    }
    if (!isDemo) context().settings.set(SettingKey::DataFolder, what);
    m_labels->open(m_facts->open(opened->read, opened->facts), opened->corrections, opened->decisions);
}

void DataWorkspace::showDataset() {
    if (m_reading) return;
    const auto dataset = context().dataset();
    m_headerButtons->setVisible(dataset != nullptr);
    m_pages->setCurrentWidget(dataset ? m_dataPage : m_empty);
    m_path->setFullText(dataset ? QString::fromStdString(toUtf8(dataset->source)) : QString());
    if (!dataset) return;
    m_columnsButton->setVisible(dataset->layout == "table");
    m_summary->showDataset(*dataset);
    m_problems->show(*dataset);
    m_problemView->resizeColumnsToContents();
    const int problems = static_cast<int>(dataset->problems.size());
    m_noProblems->setVisible(problems == 0);
    m_problemView->setVisible(problems > 0);
    m_details->setTabText(m_problemTab, problems == 0 ? tr("Problems") : tr("Problems (%L1)").arg(problems));
    m_subjects->show(*dataset, std::nullopt);
    m_split->setDataset(dataset);
    showThumbnails();
}

void DataWorkspace::showThumbnails() {
    const auto dataset = context().dataset();
    if (m_pictured && showSameCells(*m_pictured, *dataset)) return;
    m_pictured = dataset;
    m_thumbnails->clear();
    using Pictures = std::vector<std::vector<Thumbnail>>;
    context().fileWorker.run<Pictures>(
        tr("Loading pictures"),
        [dataset](ProgressSink&, const CancelToken& cancel) {
            return loadThumbnails(*dataset, kThumbnailsPerClass, ThumbnailGrid::kSidePx, cancel);
        },
        this,
        [this, dataset](const Result<Pictures>& pictures) {
            if (pictures && dataset == m_pictured) m_thumbnails->showThumbnails(*dataset, *pictures);
        });
}

void DataWorkspace::dragEnterEvent(QDragEnterEvent* event) {
    if (!m_reading && !droppedData(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void DataWorkspace::dropEvent(QDropEvent* event) {
    const QString folder = droppedData(*event->mimeData());
    if (folder.isEmpty()) return;
    event->acceptProposedAction();
    openFolder(folder);
}

}  // namespace leukolens::ui
