#include "ui/slides/slides_workspace.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "core/dataset/demo_field.h"
#include "core/report/case_report.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/drop_overlay.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/pass_focus.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"
#include "ui/slides/differential_table.h"
#include "ui/slides/finder_choice.h"
#include "ui/slides/mark_words.h"
#include "ui/slides/slide_bar.h"
#include "ui/slides/slide_cell_panel.h"
#include "ui/slides/slide_facts_panel.h"
#include "ui/slides/slide_list.h"
#include "ui/slides/slide_view.h"

namespace leukolens::ui {
namespace {

constexpr int kMarksDelayMs = 60;
constexpr int kDemoFields = 3;

/// Scrolls up and down only: it is never narrower than what it holds.
class SideArea : public QScrollArea {
public:
    explicit SideArea(QWidget* parent) : QScrollArea(parent) {
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize))
            setMinimumWidth(widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width());
        return QScrollArea::eventFilter(watched, event);
    }
};

QStringList filesOf(const QMimeData* data) {
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile()) files << url.toLocalFile();
    return files;
}

}  // namespace

SlidesWorkspace::SlidesWorkspace(AppContext& sharedContext, ClassifySession& classify, QWidget* parent)
    : Workspace(sharedContext, parent), m_session(std::make_unique<SlideSession>(sharedContext, classify)) {
    setObjectName("slidesWorkspace");
    help::setPlace(this, "slides");
    setAcceptDrops(true);
    m_marksTimer.setSingleShot(true);
    m_marksTimer.setInterval(kMarksDelayMs);
    m_pages = new QStackedWidget(this);
    m_pages->setObjectName("slidesPages");
    createEmptyState();
    createLayout();
    createShortcuts();
    connectSession();
    connectView();
    connectFinder();
    showSlide();
    refreshMarks();
    updatePage();
}

SlidesWorkspace::~SlidesWorkspace() {
    m_session->disconnect(this);
    delete m_pages;  // what it holds refers to the session
    m_session.reset();
}

QString SlidesWorkspace::title() const { return tr("Slides"); }

QString SlidesWorkspace::iconName() const { return QStringLiteral("slides"); }

void SlidesWorkspace::createEmptyState() {
    m_empty = new EmptyState("slides", tr("Drop slides or photographs of fields here"),
                             tr("Whole slides (SVS, NDPI, MRXS, SCN, TIFF and others) and pictures of fields. White cells are found in them, cut out and handed to Classify."), m_pages);
    m_empty->setObjectName("slidesEmpty");
    QPushButton* files = m_empty->addButton("emptyOpenSlides", "image-add", tr("Open…"), tr("Choose slides or pictures"), true);
    QPushButton* folder = m_empty->addButton("emptyOpenFolder", "folder-open", tr("Open folder…"), tr("Choose a folder of slides or pictures"), false);
    Shortcuts::describe(files, ShortcutId::OpenSlides, files->toolTip());
    Shortcuts::describe(folder, ShortcutId::OpenSlideFolder, folder->toolTip());
    QPushButton* demo = m_empty->addButton("tryDemoFields", "sparkle", tr("Try demonstration fields"), tr("Draw fields of a smear, nobody's, and open them"), false);
    connect(demo, &QPushButton::clicked, this, &SlidesWorkspace::openDemoFields);
    connect(files, &QPushButton::clicked, this, &SlidesWorkspace::openFiles);
    connect(folder, &QPushButton::clicked, this, &SlidesWorkspace::openFolder);
    m_pages->addWidget(m_empty);
}

void SlidesWorkspace::createLayout() {
    m_work = new QWidget(m_pages);
    auto* column = new QVBoxLayout(m_work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_bar = new SlideBar(*m_session, m_work);
    column->addWidget(m_bar);
    auto* splitter = new QSplitter(Qt::Horizontal, m_work);
    splitter->setObjectName("slidesSplitter");
    splitter->setHandleWidth(Theme::kSpacingPx);
    splitter->setChildrenCollapsible(false);
    m_list = new SlideList(*m_session, splitter);
    m_view = new SlideView(m_tiles, splitter);
    m_view->setObjectName("slideView");
    auto* side = new SideArea(splitter);
    side->setObjectName("slideSide");
    side->setAccessibleName(tr("Slide and chosen cell"));
    auto* content = new QWidget(side);
    content->setObjectName("scrollContent");
    auto* cards = new QVBoxLayout(content);
    cards->setContentsMargins(0, 0, 6, 0);
    cards->setSpacing(Theme::kSpacingPx);
    m_cell = new SlideCellPanel(*m_session, content);
    m_facts = new SlideFactsPanel(*m_session, content);
    auto* counts = makeCard("slideCounts", content);
    auto* countsColumn = new QVBoxLayout(counts);
    countsColumn->setContentsMargins(12, 10, 12, 12);
    auto* countsHead = new QHBoxLayout;
    countsHead->addWidget(makeHeading(tr("Differential"), counts), 1);
    const auto addScope = [&](const char* name, const QString& text, const QString& toolTip) {
        auto* button = new QPushButton(text, counts);
        button->setObjectName(name);
        button->setProperty("segment", true);
        button->setCheckable(true);
        button->setAutoExclusive(true);
        button->setToolTip(toolTip);
        button->setMinimumWidth(QFontMetrics(Theme::font(1.0, QFont::DemiBold)).horizontalAdvance(text) + 24);  // it is bold while chosen
        countsHead->addWidget(button);
        connect(button, &QPushButton::toggled, this, &SlidesWorkspace::showDifferential);
        return button;
    };
    addScope("countThisSlide", tr("This slide"), tr("Cells of the shown slide"))->setChecked(true);
    m_allSlides = addScope("countAllSlides", tr("All slides"), tr("Cells of all slides and fields of this case"));
    countsColumn->addLayout(countsHead);
    m_differential = new DifferentialTable(counts);
    countsColumn->addWidget(m_differential);
    cards->addWidget(m_cell);
    cards->addWidget(counts);
    cards->addWidget(m_facts);
    cards->addStretch(1);
    side->setWidget(content);
    splitter->setSizes({190, 760, 320});
    splitter->setStretchFactor(1, 1);
    column->addWidget(splitter, 1);
    m_pages->addWidget(m_work);
    contentLayout()->addWidget(m_pages, 1);
    m_overlay = new DropOverlay("image-add", tr("Drop to open"), this);
}

void SlidesWorkspace::createShortcuts() {
    const auto add = [this](ShortcutId id, const auto& act) {
        auto* shortcut = new QShortcut(this);
        Shortcuts::bind(shortcut, id);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    add(ShortcutId::OpenSlides, [this] { openFiles(); });
    add(ShortcutId::OpenSlideFolder, [this] { openFolder(); });
    add(ShortcutId::CloseSlide, [this] { m_session->close(m_session->shown()); });
    add(ShortcutId::Undo, [this] { m_session->undo(); });
    add(ShortcutId::Redo, [this] { m_session->redo(); });
    add(ShortcutId::HandOver, [this] { m_session->handOver(); });
    add(ShortcutId::NextSlide, [this] { m_session->show(m_session->shown() + 1); });
    add(ShortcutId::PreviousSlide, [this] { m_session->show(m_session->shown() - 1); });
    // Letters: only while the slide itself has the focus, so that a number can be typed beside it.
    const auto addToView = [this](const QKeySequence& keys, const auto& act) {
        auto* shortcut = new QShortcut(keys, m_view);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    addToView(Qt::Key_V, [this] { m_view->setTool(SlideTool::Pan); });
    addToView(Qt::Key_E, [this] { m_view->setTool(SlideTool::Rectangle); });
    addToView(Qt::Key_P, [this] { m_view->setTool(SlideTool::Polygon); });
    addToView(Qt::Key_A, [this] { m_view->setTool(SlideTool::AddCell); });
    addToView(Qt::Key_F, [this] { find(false); });
    addToView(Qt::Key_N, [this] { step(1); });
    addToView(QKeySequence("Shift+N"), [this] { step(-1); });
}

Workspace::Memory SlidesWorkspace::remember() const {
    if (m_session->slides().empty()) return {};
    return [slides = m_session->slides(), shown = m_session->shown()](Workspace& later) {
        SlideSession& session = static_cast<SlidesWorkspace&>(later).session();
        QStringList paths;
        for (const ListedSlide& slide : slides) paths << slide.path;
        session.open(paths);
        session.show(shown);
        for (std::size_t i = 0; i < slides.size(); ++i)
            if (slides[i].umPerPx && !slides[i].estimated) session.setUmPerPx(static_cast<int>(i), slides[i].umPerPx);
    };
}

void SlidesWorkspace::connectSession() {
    SlideSession& session = *m_session;
    connect(&session, &SlideSession::errorRaised, this, &Workspace::showError);
    connect(&session, &SlideSession::noticeRaised, this, &Workspace::showNotice);
    connect(&session, &SlideSession::shownChanged, this, [this] {
        showSlide();
        updatePage();
    });
    connect(&session, &SlideSession::slidesChanged, this, [this] {
        if (m_session->shown() >= 0) m_view->setUmPerPx(m_session->umPerPx(m_session->shown()));
        updatePage();
    });
    for (auto signal : {&SlideSession::cellsChanged, &SlideSession::handOverChanged}) connect(&session, signal, this, [this] { m_marksTimer.start(); });
    connect(&session.classify(), &ClassifySession::classesChanged, this, [this] { m_marksTimer.start(); });
    connect(&m_marksTimer, &QTimer::timeout, this, &SlidesWorkspace::refreshMarks);
    connect(&context(), &AppContext::openSlidesRequested, this, [this](const QStringList& paths) { m_session->open(paths); });
}

void SlidesWorkspace::connectView() {
    connect(m_bar, &SlideBar::openRequested, this, &SlidesWorkspace::openFiles);
    connect(m_bar, &SlideBar::openFolderRequested, this, &SlidesWorkspace::openFolder);
    connect(m_bar, &SlideBar::toolChosen, this, [this](SlideTool tool) {
        m_view->setTool(tool);
        m_view->setFocus(Qt::OtherFocusReason);
    });
    connect(m_bar, &SlideBar::fitRequested, m_view, &SlideView::fit);
    connect(m_bar, &SlideBar::turnRequested, this, [this] { m_view->rotateBy(90); });
    connect(m_bar, &SlideBar::clearAreaRequested, this, [this] {
        m_view->setArea({});
        m_bar->setAreaDrawn(false);
    });
    connect(m_bar, &SlideBar::findRequested, this, [this] { find(false); });
    connect(m_bar, &SlideBar::findEverywhereRequested, this, [this] { find(true); });
    connect(m_bar, &SlideBar::handOverRequested, &*m_session, &SlideSession::handOver);
    connect(m_view, &SlideView::toolChanged, m_bar, &SlideBar::setTool);
    connect(m_view, &SlideView::areaChosen, this, [this] {
        m_bar->setAreaDrawn(true);
        m_view->setTool(SlideTool::Pan);
    });
    connect(m_view, &SlideView::readingFailed, this, [this](const Error& error) { showError(tr("A part of the slide could not be read."), error); });
    connect(m_view, &SlideView::markClicked, this, &SlidesWorkspace::selectMark);
    connect(m_view, &SlideView::pointClicked, this, [this] { selectMark(0); });
    connect(m_view, &SlideView::removeMarkRequested, this, [this](MarkKey key) { m_session->removeMarks({key}); });
    connect(m_view, &SlideView::cellAddRequested, &*m_session, &SlideSession::addCellAt);
    connect(m_cell, &SlideCellPanel::removeRequested, this, [this](MarkKey key) { m_session->removeMarks({key}); });
    connect(m_cell, &SlideCellPanel::showInClassifyRequested, this, &SlidesWorkspace::showInClassifyRequested);
}

void SlidesWorkspace::connectFinder() {
    m_finder = new FinderChoice(context(), *this);
    connect(m_bar, &SlideBar::ownFinderRequested, m_finder, &FinderChoice::useOwn);
    connect(m_bar, &SlideBar::trainedFinderRequested, m_finder, &FinderChoice::useTrained);
    connect(m_bar, &SlideBar::chooseFinderRequested, m_finder, &FinderChoice::choose);
    connect(m_bar, &SlideBar::trainFinderRequested, m_finder, &FinderChoice::train);
    connect(m_finder, &FinderChoice::failed, this, &Workspace::showError);
    connect(m_finder, &FinderChoice::noticeRaised, this, &Workspace::showNotice);
    const auto show = [this] { m_bar->setFinder(m_finder->trainedTitle(), !m_finder->modelFile().isEmpty()); };
    connect(m_finder, &FinderChoice::changed, this, show);
    show();
}

void SlidesWorkspace::openFiles() {
    const QStringList files = dialogs::openFiles(this, tr("Open slides or fields"), context().settings.text(SettingKey::SlidesFolder),
                                                 tr("Slides and pictures (*.svs *.ndpi *.mrxs *.scn *.vms *.vmu *.bif *.svslide *.tif *.tiff *.bmp *.png *.jpg *.jpeg *.webp);;All files (*)"));
    if (files.isEmpty()) return;
    context().settings.set(SettingKey::SlidesFolder, QFileInfo(files.front()).absolutePath());
    m_session->open(files);
}

void SlidesWorkspace::openFolder() {
    const QString folder = dialogs::openFolder(this, tr("Open a folder of slides or fields"), context().settings.text(SettingKey::SlidesFolder));
    if (folder.isEmpty()) return;
    context().settings.set(SettingKey::SlidesFolder, folder);
    m_session->open({folder});
}

void SlidesWorkspace::openDemoFields() {
    const QString folder = QDir(AppSettings::demoFolder()).filePath("fields");
    context().slideWorker.run<void>(
        tr("Drawing fields"), [folder = std::filesystem::path(folder.toStdString())](ProgressSink& progress, const CancelToken& cancel) { return dataset::writeDemoFields(folder, kDemoFields, progress, cancel); }, this,
        [this, folder](const Result<void>& written) {
            if (!written) return showError(tr("The fields could not be drawn."), written.error());
            m_session->open({folder});
        });
}

void SlidesWorkspace::find(bool everywhere) {
    SearchWish wish;
    wish.everySlide = everywhere;
    wish.enough = m_bar->enough();
    wish.monolayerOnly = m_bar->monolayerOnly();
    wish.finder = m_finder->modelFile();
    if (!everywhere)
        for (const QPointF& corner : m_view->area()) wish.within.corners.push_back({corner.x(), corner.y()});
    m_session->findCells(wish);
}

void SlidesWorkspace::showSlide() {
    const ListedSlide* listed = m_session->shownSlide();
    if (listed && !listed->slide) {
        const QString name = QFileInfo(listed->path).fileName();
        m_view->setMessage(listed->error ? errorDetail(*listed->error) + '\n' + errorAdvice(*listed->error) : listed->opening ? tr("Opening %1 …").arg(name) : tr("%1 is not open. Open it again.").arg(name));
    }
    const slide::SlidePtr slide = listed ? listed->slide : nullptr;
    if (m_view->slide() == slide) return;
    m_view->setSlide(slide);
    if (slide) m_view->setUmPerPx(m_session->umPerPx(m_session->shown()));
    m_bar->setAreaDrawn(false);
    m_cell->setMark(0);
    refreshMarks();
    if (!slide) return;
    const Mark* wanted = m_session->marks().find(std::exchange(m_goTo, 0));
    if (wanted && wanted->cell.slide == listed->path.toStdString()) selectMark(wanted->key);
}

void SlidesWorkspace::refreshMarks() {
    std::vector<SlideMark> drawn;
    const ListedSlide* listed = m_session->shownSlide();
    if (listed && listed->slide) {
        const std::string path = listed->path.toStdString();
        for (const Mark& mark : m_session->marks().marks())
            if (!mark.cell.removed() && mark.cell.slide == path) drawn.push_back(slideMarkOf(mark, *m_session));
    }
    m_view->setMarks(std::move(drawn));
    // It was taken out, or came back.
    if (const Mark* mark = m_session->marks().find(m_cell->mark()); m_cell->mark() != 0 && (!mark || mark->cell.removed())) m_cell->setMark(0);
    showDifferential();
}

void SlidesWorkspace::selectMark(MarkKey key) {
    const Mark* mark = m_session->marks().find(key);
    m_view->setSelectedMark(mark ? std::optional(key) : std::nullopt);
    m_cell->setMark(mark ? key : 0);
    if (!mark) return;
    m_view->ensureVisible({mark->cell.x, mark->cell.y, mark->cell.width, mark->cell.height});
    if (const CellKey cell = m_session->cellKeyOf(*mark); cell != 0) Q_EMIT cellChosen(cell);
}

/// To the next mark in the order in which they were found.
void SlidesWorkspace::step(int marks) {
    const auto& drawn = m_view->marks();
    if (drawn.empty()) return;
    const auto now = std::find_if(drawn.begin(), drawn.end(), [this](const SlideMark& mark) { return mark.id == m_cell->mark(); });
    const auto count = static_cast<std::ptrdiff_t>(drawn.size());
    const std::ptrdiff_t place = now == drawn.end() ? (marks > 0 ? 0 : count - 1) : (now - drawn.begin() + marks + count) % count;
    selectMark(drawn[static_cast<std::size_t>(place)].id);
}

void SlidesWorkspace::selectCell(CellKey key) {
    const casebook::CaseCell* cell = m_session->classify().cells().find(key);
    const Mark* mark = cell ? m_session->marks().ofPicture(cell->path) : nullptr;
    const ListedSlide* listed = m_session->shownSlide();
    if (!mark || !listed || listed->path.toStdString() != mark->cell.slide || m_cell->mark() == mark->key) return;
    selectMark(mark->key);
}

void SlidesWorkspace::goToCell(CellKey key) {
    const casebook::CaseCell* cell = m_session->classify().cells().find(key);
    const Mark* mark = cell ? m_session->marks().ofPicture(cell->path) : nullptr;
    if (!mark) return;
    const ListedSlide* listed = m_session->shownSlide();
    if (listed && listed->slide && listed->path.toStdString() == mark->cell.slide) return selectMark(mark->key);
    m_goTo = mark->key;
    m_session->open({QString::fromStdString(mark->cell.slide)});
}

QString SlidesWorkspace::placeOf(const std::string& picture) const {
    const Mark* mark = m_session->marks().ofPicture(picture);
    if (!mark) return {};
    const QLocale locale;
    return tr("%1, x %2, y %3")
        .arg(QFileInfo(QString::fromStdString(mark->cell.slide)).fileName(), locale.toString(qRound64(mark->cell.x + mark->cell.width / 2)), locale.toString(qRound64(mark->cell.y + mark->cell.height / 2)));
}

void SlidesWorkspace::showDifferential() {
    if (!m_differential) return;  // while the widgets are made
    const ListedSlide* listed = m_session->shownSlide();
    std::vector<casebook::CaseCell> cells;
    if (m_allSlides->isChecked()) {
        cells = m_session->cellsOn({});
    } else if (listed) {
        cells = m_session->cellsOn(listed->path.toStdString());
    }
    ClassifySession& classify = m_session->classify();
    if (classify.cells().concealment() != Concealment::None) return m_differential->setMessage(tr("Hidden while answers are concealed."));
    if (cells.empty()) return m_differential->setMessage(tr("No cell is classified yet. Find cells, then send them to Classify."));
    m_differential->setReport(report::makeCaseReport(classify.summary(), std::move(cells)), classify.classes());
}

void SlidesWorkspace::updatePage() {
    m_pages->setCurrentWidget(m_session->slides().empty() ? static_cast<QWidget*>(m_empty) : m_work);
    passFocus(*this, m_session->slides().empty() ? nullptr : m_view);
}

void SlidesWorkspace::dragEnterEvent(QDragEnterEvent* event) {
    if (filesOf(event->mimeData()).isEmpty()) return event->ignore();
    m_overlay->setShown(true);
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void SlidesWorkspace::dragMoveEvent(QDragMoveEvent* event) {
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void SlidesWorkspace::dragLeaveEvent(QDragLeaveEvent*) { m_overlay->setShown(false); }

void SlidesWorkspace::dropEvent(QDropEvent* event) {
    m_overlay->setShown(false);
    const QStringList files = filesOf(event->mimeData());
    if (files.isEmpty()) return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    m_session->open(files);
}

void SlidesWorkspace::resizeEvent(QResizeEvent* event) {
    Workspace::resizeEvent(event);
    if (m_overlay->isVisible()) m_overlay->setGeometry(rect());
}

}  // namespace leukolens::ui
