#include "ui/welcome/tour_overlay.h"

#include <QApplication>
#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"
#include "ui/welcome/tour_bubble.h"
#include "ui/welcome/tour_placing.h"

namespace leukolens::ui {
namespace {

constexpr int kFollowMs = 100;
constexpr int kEdgePx = 12;  ///< the bubble keeps off the window's edge
constexpr int kAirPx = 4;    ///< between what is pointed at and the hole's edge
constexpr int kTipPx = 9;

}  // namespace

TourOverlay::TourOverlay(MainWindow& window, std::vector<TourStep> steps)
    : QWidget(&window), m_window(window), m_steps(std::move(steps)), m_pageBefore(window.currentPage()), m_workspaceBefore(window.currentWorkspace()) {
    setObjectName("tourOverlay");
    m_bubble = new TourBubble(this);
    connect(m_bubble, &TourBubble::nextRequested, this, [this] { goTo(m_step + 1); });
    connect(m_bubble, &TourBubble::backRequested, this, [this] { goTo(m_step - 1); });
    connect(m_bubble, &TourBubble::skipRequested, this, &TourOverlay::end);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { keepFocus(now); });
    connect(&m_follow, &QTimer::timeout, this, &TourOverlay::place);
    m_window.installEventFilter(this);
    m_window.centralWidget()->installEventFilter(this);
    setGeometry(m_window.rect());
    raise();
    show();
    m_follow.start(kFollowMs);
    goTo(0);
}

void TourOverlay::goTo(int step) {
    if (step < 0) return;
    if (step >= static_cast<int>(m_steps.size())) return end();
    m_step = step;
    const TourStep& now = m_steps[static_cast<std::size_t>(step)];
    if (now.workspace != 0 && now.workspace != m_window.currentWorkspace()) {
        m_workspaceShown = now.workspace;
        m_window.showWorkspace(now.workspace);
    }
    m_bubble->showStep(now, step + 1, static_cast<int>(m_steps.size()));
    place();
    m_bubble->focusFirst();
}

/// Back where it began, unless something else was shown meanwhile.
void TourOverlay::end() {
    if (std::exchange(m_ended, true)) return;
    m_follow.stop();
    hide();
    if (m_workspaceShown != 0 && m_window.currentWorkspace() == m_workspaceShown && m_window.centralWidget()->isEnabled()) {
        if (m_workspaceBefore != 0)
            m_window.showWorkspace(m_workspaceBefore);
        else
            m_window.showPage(m_pageBefore);
    } else if (QWidget* page = m_window.currentPage()) {
        page->setFocus(Qt::OtherFocusReason);
    }
    deleteLater();
    Q_EMIT ended();
}

void TourOverlay::place() {
    if (m_ended) return;
    const QRect target = placeOf(m_steps[static_cast<std::size_t>(m_step)], m_window);
    m_hole = target.isNull() ? QRect() : target.adjusted(-kAirPx, -kAirPx, kAirPx, kAirPx) & rect();
    const QRect room = rect().adjusted(kEdgePx, kEdgePx, -kEdgePx, -kEdgePx);
    m_bubble->fitInto(room.size());
    const QRect there = placeBubble(m_bubble->size(), m_hole, room);
    if (there != m_bubble->geometry()) m_bubble->setGeometry(there);
    update();
}

void TourOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath veil, hole;
    veil.addRect(rect());
    if (!m_hole.isNull()) hole.addRoundedRect(m_hole, Theme::kRadiusPx, Theme::kRadiusPx);
    painter.fillPath(veil.subtracted(hole), QColor(0, 0, 0, Theme::isDark() ? 150 : 110));
    if (m_hole.isNull()) return;
    painter.setPen(QPen(Theme::accent(), 2));
    painter.drawPath(hole);

    // The bubble's tip, where it stands beside what it speaks of.
    const QRect bubble = m_bubble->geometry();
    if (bubble.intersects(m_hole)) return;
    const QPoint towards(std::clamp(m_hole.center().x(), bubble.left() + 2 * kTipPx, bubble.right() - 2 * kTipPx), std::clamp(m_hole.center().y(), bubble.top() + 2 * kTipPx, bubble.bottom() - 2 * kTipPx));
    QPolygonF tip;
    if (bubble.left() > m_hole.right())
        tip << QPointF(bubble.left() + 1, towards.y() - kTipPx) << QPointF(bubble.left() - kTipPx, towards.y()) << QPointF(bubble.left() + 1, towards.y() + kTipPx);
    else if (bubble.right() < m_hole.left())
        tip << QPointF(bubble.right(), towards.y() - kTipPx) << QPointF(bubble.right() + kTipPx, towards.y()) << QPointF(bubble.right(), towards.y() + kTipPx);
    else if (bubble.top() > m_hole.bottom())
        tip << QPointF(towards.x() - kTipPx, bubble.top() + 1) << QPointF(towards.x(), bubble.top() - kTipPx) << QPointF(towards.x() + kTipPx, bubble.top() + 1);
    else
        tip << QPointF(towards.x() - kTipPx, bubble.bottom()) << QPointF(towards.x(), bubble.bottom() + kTipPx) << QPointF(towards.x() + kTipPx, bubble.bottom());
    painter.setPen(QPen(Theme::border(), 1));
    painter.setBrush(Theme::surface());
    painter.drawPolygon(tip);
}

bool TourOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &m_window && event->type() == QEvent::Resize) {
        setGeometry(m_window.rect());
        place();
    }
    if (event->type() == QEvent::EnabledChange && !m_window.centralWidget()->isEnabled()) end();
    return QWidget::eventFilter(watched, event);
}

bool TourOverlay::focusNextPrevChild(bool next) {
    m_bubble->focusNext(next);
    return true;
}

/// Beside the bubble nothing happens, and the focus stays in it.
void TourOverlay::mousePressEvent(QMouseEvent* event) { event->accept(); }

void TourOverlay::keepFocus(QWidget* now) {
    if (m_ended || !now || now == m_bubble || isAncestorOf(now) || now->window() != &m_window) return;
    m_bubble->focusFirst();
}

}  // namespace leukolens::ui
