#include "ui/slides/slide_bar.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kEnough[] = {0, 100, 200, 500};

}  // namespace

QToolButton* SlideBar::addButton(QHBoxLayout* row, const char* name, const char* icon, const QString& text, const QString& toolTip) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setIconSize({18, 18});
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
    row->addWidget(button);
    return button;
}

SlideBar::SlideBar(SlideSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("slideBar");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    auto* open = makeButton("image-add", tr("Open…"), this);
    open->setObjectName("openSlides");
    Shortcuts::describe(open, ShortcutId::OpenSlides, tr("Open slides or photographs of fields"));
    auto* folder = makeButton("folder-open", tr("Folder…"), this);
    folder->setObjectName("openSlideFolder");
    Shortcuts::describe(folder, ShortcutId::OpenSlideFolder, tr("Open all slides and pictures of a folder"));
    row->addWidget(open);
    row->addWidget(folder);
    row->addSpacing(12);
    m_pan = addButton(row, "toolPan", "hand", tr("Move"), tr("Move the slide by dragging, choose cells by clicking (V)"));
    m_rectangle = addButton(row, "toolRectangle", "rectangle", tr("Rectangle"), tr("Draw a rectangle: cells are then sought in it (E)"));
    m_polygon = addButton(row, "toolPolygon", "polygon", tr("Polygon"), tr("Draw a polygon by clicks, closed by a double click: cells are then sought in it (P)"));
    m_addCell = addButton(row, "toolAddCell", "add-cell", tr("Mark a cell"), tr("Click a white cell that was missed (A)"));
    auto* tools = new QButtonGroup(this);
    for (QToolButton* tool : {m_pan, m_rectangle, m_polygon, m_addCell}) {
        tool->setCheckable(true);
        tools->addButton(tool);
    }
    m_pan->setChecked(true);
    row->addSpacing(8);
    m_fit = addButton(row, "fitSlide", "zoom-fit", tr("Whole slide"), tr("Show the whole slide (Home)"));
    m_turn = addButton(row, "turnSlide", "rotate", tr("Turn"), tr("Turn by 90° (R; Shift+R: the other way)"));
    m_undo = addButton(row, "undoMark", "undo", tr("Undo"), tr("Take back the last change of marks"));
    m_redo = addButton(row, "redoMark", "redo", tr("Redo"), tr("Do it again"));
    Shortcuts::describe(m_undo, ShortcutId::Undo, m_undo->toolTip());
    Shortcuts::describe(m_redo, ShortcutId::Redo, m_redo->toolTip());
    row->addStretch(1);
    m_find = makeButton("find-cells", tr("Find cells"), this);
    m_find->setObjectName("findCells");
    row->addWidget(m_find);
    m_findMenu = addButton(row, "findMenu", "chevron-down", tr("How to find cells"), tr("Where, and how many"));
    m_findMenu->setPopupMode(QToolButton::InstantPopup);
    createFindMenu();
    row->addSpacing(4);
    m_handOver = makeButton("send", tr("Send to Classify"), this);
    m_handOver->setObjectName("handOver");
    Shortcuts::describe(m_handOver, ShortcutId::HandOver, tr("Cut out the cells that were found or marked, and classify them in the open case"));
    row->addWidget(m_handOver);

    connect(open, &QPushButton::clicked, this, &SlideBar::openRequested);
    connect(folder, &QPushButton::clicked, this, &SlideBar::openFolderRequested);
    connect(m_pan, &QToolButton::clicked, this, [this] { Q_EMIT toolChosen(SlideTool::Pan); });
    connect(m_rectangle, &QToolButton::clicked, this, [this] { Q_EMIT toolChosen(SlideTool::Rectangle); });
    connect(m_polygon, &QToolButton::clicked, this, [this] { Q_EMIT toolChosen(SlideTool::Polygon); });
    connect(m_addCell, &QToolButton::clicked, this, [this] { Q_EMIT toolChosen(SlideTool::AddCell); });
    connect(m_fit, &QToolButton::clicked, this, &SlideBar::fitRequested);
    connect(m_turn, &QToolButton::clicked, this, &SlideBar::turnRequested);
    connect(m_undo, &QToolButton::clicked, &m_session, &SlideSession::undo);
    connect(m_redo, &QToolButton::clicked, &m_session, &SlideSession::redo);
    connect(m_find, &QPushButton::clicked, this, [this] {
        if (m_session.finding()) return m_session.stopFinding();
        Q_EMIT findRequested();
    });
    connect(m_handOver, &QPushButton::clicked, this, &SlideBar::handOverRequested);
    for (auto signal : {&SlideSession::slidesChanged, &SlideSession::shownChanged, &SlideSession::findingChanged, &SlideSession::handOverChanged}) connect(&m_session, signal, this, &SlideBar::follow);
    for (auto signal : {&QUndoStack::canUndoChanged, &QUndoStack::canRedoChanged}) connect(&m_session.marks().undoStack(), signal, this, &SlideBar::follow);
    follow();
}

void SlideBar::createFindMenu() {
    auto* menu = new QMenu(m_findMenu);
    menu->setToolTipsVisible(true);
    m_everywhere = menu->addAction(tr("Find on every slide of the list"), this, &SlideBar::findEverywhereRequested);
    m_everywhere->setObjectName("findEverywhere");
    m_clearArea = menu->addAction(tr("Forget the drawn area"), this, &SlideBar::clearAreaRequested);
    m_clearArea->setObjectName("clearArea");
    menu->addSeparator();
    m_monolayer = menu->addAction(tr("Only where cells lie side by side"));
    m_monolayer->setObjectName("monolayerOnly");
    m_monolayer->setCheckable(true);
    m_monolayer->setToolTip(tr("Passes over parts of a smear that are empty or in which red cells lie on one another"));
    menu->addSeparator();
    auto* numbers = new QActionGroup(this);
    for (const int enough : kEnough) {
        QAction* action = menu->addAction(enough == 0 ? tr("All cells") : tr("Stop after %L1 cells a slide").arg(enough), this, [this, enough] { m_enough = enough; });
        action->setObjectName(QStringLiteral("enough%1").arg(enough));
        action->setCheckable(true);
        action->setChecked(enough == 0);
        action->setToolTip(enough == 0 ? QString() : tr("Looked for in scattered parts, so that they come from the whole area"));
        numbers->addAction(action);
    }
    menu->addSeparator();
    auto* finders = new QActionGroup(this);
    m_own = menu->addAction(tr("With the program's own finder"), this, &SlideBar::ownFinderRequested);
    m_own->setObjectName("ownFinder");
    m_own->setToolTip(tr("Finds white cells by their stained nuclei; needs no training"));
    m_trained = menu->addAction(QString(), this, &SlideBar::trainedFinderRequested);
    m_trained->setObjectName("trainedFinder");
    for (QAction* action : {m_own, m_trained}) {
        action->setCheckable(true);
        finders->addAction(action);
    }
    QAction* choose = menu->addAction(tr("Choose a trained finder…"), this, &SlideBar::chooseFinderRequested);
    choose->setObjectName("chooseFinder");
    QAction* train = menu->addAction(tr("Train a finder…"), this, &SlideBar::trainFinderRequested);
    train->setObjectName("trainFinder");
    train->setToolTip(tr("From fields in which somebody drew boxes around the cells"));
    setFinder({}, false);
    m_findMenu->setMenu(menu);
}

bool SlideBar::monolayerOnly() const { return m_monolayer->isChecked(); }

void SlideBar::setFinder(const QString& trained, bool used) {
    m_trained->setVisible(!trained.isEmpty());
    m_trained->setText(tr("With %1").arg(trained));
    (used ? m_trained : m_own)->setChecked(true);
}

void SlideBar::setTool(SlideTool tool) {
    (tool == SlideTool::Pan ? m_pan : tool == SlideTool::Rectangle ? m_rectangle : tool == SlideTool::Polygon ? m_polygon : m_addCell)->setChecked(true);
}

void SlideBar::setAreaDrawn(bool drawn) {
    m_areaDrawn = drawn;
    follow();
}

void SlideBar::follow() {
    const ListedSlide* shown = m_session.shownSlide();
    const bool there = shown && shown->slide, finding = m_session.finding();
    for (QToolButton* button : {m_pan, m_rectangle, m_polygon, m_addCell, m_fit, m_turn}) button->setEnabled(there);
    m_undo->setEnabled(m_session.marks().undoStack().canUndo());
    m_redo->setEnabled(m_session.marks().undoStack().canRedo());
    m_find->setText(finding ? tr("Stop") : m_areaDrawn ? tr("Find cells in the area") : tr("Find cells"));
    m_find->setIcon(Theme::icon(finding ? "stop" : "find-cells"));
    m_find->setEnabled(finding || there);
    m_find->setToolTip(finding ? tr("Stop the search; what was found stays") : m_areaDrawn ? tr("Look for white cells in the drawn area (F)") : tr("Look for white cells on the whole slide (F)"));
    m_findMenu->setEnabled(!finding && !m_session.slides().empty());
    m_everywhere->setEnabled(m_session.slides().size() > 1);
    m_clearArea->setEnabled(m_areaDrawn);
    const int waiting = m_session.waitingForHandOver();
    m_handOver->setText(waiting == 0 ? tr("Send to Classify") : tr("Send %L1 to Classify").arg(waiting));
    m_handOver->setEnabled(waiting > 0 && !m_session.handingOver());
}

}  // namespace leukolens::ui
