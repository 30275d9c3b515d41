#include "ui/help/help_window.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWindow>

#include <algorithm>

#include "ui/help/help_contents.h"
#include "ui/help/help_view.h"
#include "ui/shell/app_settings.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr QSize kFirstSize(1040, 760), kLeastSize(480, 320);
constexpr int kContentsWidthPx = 280;
constexpr int kLeastZoom = 70, kLargestZoom = 250, kZoomStep = 10;  // percent

QToolButton* makeTool(const char* name, const QString& icon, const QString& text, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setIconSize({18, 18});
    button->setToolTip(text);
    button->setAccessibleName(text);
    return button;
}

}  // namespace

HelpWindow::HelpWindow(AppSettings& settings, QWidget* parent) : QWidget(parent, Qt::Window), m_settings(settings), m_library(HelpLibrary::windowLanguage()) {
    setObjectName("helpWindow");
    setWindowTitle(tr("Help"));
    setAttribute(Qt::WA_QuitOnClose, false);
    setMinimumSize(kLeastSize);
    const QSize size = settings.value(SettingKey::HelpSize).toSize();
    resize(size.isValid() ? size : kFirstSize);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx);
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(Theme::kMarginPx);
    m_contents = new HelpContents(m_library, splitter);
    splitter->addWidget(m_contents);
    splitter->addWidget(makePageSide());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({kContentsWidthPx, size.isValid() ? size.width() : kFirstSize.width()});
    row->addWidget(splitter);
    createShortcuts();
    connect(m_contents, &HelpContents::placeChosen, this, &HelpWindow::goTo);
    connect(m_contents, &HelpContents::hitChosen, this, [this](const HelpPlace& place) {
        goTo(place);
        m_view->showFirstMark(place.slug);
    });
    connect(m_contents, &HelpContents::wordsChanged, this, [this] { m_view->mark(m_contents->words()); });
    goTo({"index", {}});
}

QWidget* HelpWindow::makePageSide() {
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    auto* bar = new QHBoxLayout;
    m_back = makeTool("helpBack", "arrow-left", tr("Back (Alt+Left)"), side);
    m_forward = makeTool("helpForward", "arrow-right", tr("Forward (Alt+Right)"), side);
    QToolButton* home = makeTool("helpHome", "home", tr("First page of the help (Alt+Home)"), side);
    QToolButton* smaller = makeTool("helpSmaller", "zoom-out", tr("Smaller (Ctrl+-)"), side);
    QToolButton* larger = makeTool("helpLarger", "zoom-in", tr("Larger (Ctrl++)"), side);
    for (QToolButton* button : {m_back, m_forward, home}) bar->addWidget(button);
    bar->addStretch(1);
    for (QToolButton* button : {smaller, larger}) bar->addWidget(button);
    column->addLayout(bar);
    m_english = makeText(tr("This page is not translated yet: it is shown in English."), side);
    m_english->setObjectName("helpInEnglish");
    m_english->setProperty("role", "muted");
    column->addWidget(m_english);
    QFrame* card = makeCard("helpCard", side);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    m_view = new HelpView(card);
    inside->addWidget(m_view);
    column->addWidget(card, 1);
    connect(m_back, &QToolButton::clicked, this, [this] { goBack(1); });
    connect(m_forward, &QToolButton::clicked, this, [this] { goBack(-1); });
    connect(home, &QToolButton::clicked, this, [this] { goTo({"index", {}}); });
    connect(smaller, &QToolButton::clicked, this, [this] { zoomBy(-1); });
    connect(larger, &QToolButton::clicked, this, [this] { zoomBy(1); });
    connect(m_view, &HelpView::zoomRequested, this, &HelpWindow::zoomBy);
    connect(m_view, &HelpView::linkChosen, this, &HelpWindow::follow);
    return side;
}

void HelpWindow::createShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto slot) {
        auto* shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    add(QKeySequence("Alt+Left"), [this] { goBack(1); });
    add(QKeySequence("Alt+Right"), [this] { goBack(-1); });
    add(QKeySequence("Alt+Home"), [this] { goTo({"index", {}}); });
    add(QKeySequence::Find, [this] { m_contents->focusSearch(); });
    add(QKeySequence::ZoomIn, [this] { zoomBy(1); });
    add(QKeySequence("Ctrl+="), [this] { zoomBy(1); });  // plus without Shift
    add(QKeySequence::ZoomOut, [this] { zoomBy(-1); });
    add(QKeySequence("Ctrl+0"), [this] {
        m_settings.reset(SettingKey::HelpZoom);
        showAgain();
    });
}

void HelpWindow::present(const QString& place) {
    standOver(QApplication::activeModalWidget());
    dialogs::bringToFront(*this);  // first: where a heading stands is known once the page has its width
    goTo(m_library.find(place).value_or(HelpPlace{"index", {}}));
    m_view->setFocus(Qt::OtherFocusReason);
}

/// A dialog that waits for an answer takes no input for any window but those that stand over it: so does this one, as long as the dialog is open.
void HelpWindow::standOver(QWidget* dialog) {
    QWidget* below = dialog && dialog != this ? dialog : parentWidget() ? parentWidget()->window() : nullptr;
    winId();  // makes the window that the platform knows
    QWindow* ground = below ? below->windowHandle() : nullptr;
    if (windowHandle()->transientParent() == ground) return;
    const bool wasVisible = isVisible();
    const QPoint place = pos();
    if (wasVisible) hide();
    windowHandle()->setTransientParent(ground);
    if (!wasVisible) return;
    move(place);
    show();
}

void HelpWindow::goTo(const HelpPlace& place) {
    if (m_visits.empty()) m_visits.push_back({place, -1});
    else if (!(m_visits[m_visit].place == place)) {
        m_visits[m_visit].scrolled = m_view->scrolled();
        m_visits.resize(++m_visit);  // what was ahead is another way
        m_visits.push_back({place, -1});
    }
    m_visits[m_visit].scrolled = -1;
    showVisit(m_visits[m_visit]);
}

void HelpWindow::goBack(int steps) {
    const auto to = static_cast<std::ptrdiff_t>(m_visit) - steps;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(m_visits.size())) return;
    m_visits[m_visit].scrolled = m_view->scrolled();
    m_visit = static_cast<std::size_t>(to);
    showVisit(m_visits[m_visit]);
}

void HelpWindow::follow(const QString& target) {
    if (const auto place = m_library.follow(m_shown.page, target)) goTo(*place);
}

void HelpWindow::showVisit(const Visit& visit) {
    const HelpPage* page = m_library.page(visit.place.page);
    if (m_shown.page != visit.place.page) m_view->showPage(*page, std::clamp(m_settings.number(SettingKey::HelpZoom), kLeastZoom, kLargestZoom) / 100.0);
    m_shown = visit.place;
    if (visit.scrolled < 0) m_view->goTo(visit.place.slug);
    else m_view->scrollTo(visit.scrolled);
    m_english->setVisible(page->language != m_library.language());
    setWindowTitle(tr("%1 – Help").arg(page->title()));
    m_contents->setShown(m_shown);
    updateButtons();
}

void HelpWindow::showAgain() {
    if (m_visits.empty()) return;
    Visit now = m_visits[m_visit];
    now.scrolled = m_view->scrolled();
    m_shown = {};
    showVisit(now);
}

void HelpWindow::zoomBy(int steps) {
    const int before = m_settings.number(SettingKey::HelpZoom);
    m_settings.set(SettingKey::HelpZoom, std::clamp(before + steps * kZoomStep, kLeastZoom, kLargestZoom));
    if (m_settings.number(SettingKey::HelpZoom) != before) showAgain();
}

void HelpWindow::updateButtons() {
    m_back->setEnabled(m_visit > 0);
    m_forward->setEnabled(m_visit + 1 < m_visits.size());
}

void HelpWindow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    // Its colours are written into the page.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange) showAgain();
}

void HelpWindow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (isVisible() && !isMaximized() && !isFullScreen()) m_settings.set(SettingKey::HelpSize, size());
}

void HelpWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) close();
    else QWidget::keyPressEvent(event);
}

}  // namespace leukolens::ui
