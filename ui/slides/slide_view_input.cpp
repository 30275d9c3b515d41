#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

#include "ui/shell/core_texts.h"
#include "ui/slides/slide_view.h"

namespace leukolens::ui {

namespace {

constexpr double kWheelFactor = 1.3, kKeyFactor = 1.5, kDoubleClickFactor = 2;
constexpr double kKeyStepPx = 120, kPageShare = 0.9;
constexpr double kQuarterTurn = 90;
constexpr double kNearMarkPx = 4;

}  // namespace

bool SlideView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && handles(*static_cast<QKeyEvent*>(event))) {
        event->accept();  // a shortcut of the window does not take it away
        return true;
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), wordsAt(help->pos()), this);
        return true;
    }
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAt(gesture->position(), 1 + gesture->value());
            return true;
        }
    }
    return QWidget::event(event);
}

QString SlideView::wordsAt(const QPointF& position) const {
    if (empty()) return {};
    if (const int mark = markAt(position); mark >= 0) return m_marks.marks()[static_cast<std::size_t>(mark)].label;
    const QPointF point = toSlide(position);
    const int level = m_shown.pyramid->levelFor(1 / zoom());
    const QRect tile = m_shown.pyramid->tilesIn(level, QRectF(point, QSizeF(1, 1)));
    if (!tile.isEmpty())
        if (const Error* error = m_tiles.failure({m_shown.id, level, tile.left(), tile.top()}))
            return tr("This part of the slide cannot be read. %1 %2").arg(errorSentence(error->code), errorAdvice(*error)).trimmed();
    switch (m_tool) {
        case SlideTool::Rectangle: return tr("Drag to choose a rectangle. Wheel: zoom. Middle button: move.");
        case SlideTool::Polygon: return tr("Click the corners of the area; a double click or Enter closes it, Escape gives it up.");
        case SlideTool::AddCell: return tr("Click a cell that was not found. Wheel: zoom. Drag: move.");
        case SlideTool::Pan: break;
    }
    return tr("Wheel: zoom. Drag: move. Double click: zoom in. Home: whole slide. R: turn.");
}

int SlideView::markAt(const QPointF& position) const { return m_marks.at(toSlide(position), kNearMarkPx / m_transform.scale); }

void SlideView::hover(int mark) {
    if (mark == m_hovered) return;
    m_hovered = mark;
    showCursor();
    update();
}

void SlideView::showCursor() {
    if (empty()) return unsetCursor();
    if (m_dragging) return setCursor(Qt::ClosedHandCursor);
    if (m_spaceHeld) return setCursor(Qt::OpenHandCursor);
    if (m_tool != SlideTool::Pan) return setCursor(Qt::CrossCursor);
    setCursor(m_hovered >= 0 ? Qt::PointingHandCursor : Qt::OpenHandCursor);
}

void SlideView::setTool(SlideTool tool) {
    if (tool == m_tool) return;
    m_tool = tool;
    m_areaTool.cancel();
    hover(-1);
    showCursor();
    update();
    Q_EMIT toolChanged(tool);
}

void SlideView::choose(const std::optional<QPolygonF>& area) {
    update();
    if (!area) return;
    m_area = *area;
    Q_EMIT areaChosen(*area);
}

void SlideView::wheelEvent(QWheelEvent* event) {
    if (empty()) return event->ignore();
    if (event->angleDelta().y() != 0) zoomAt(event->position(), std::pow(kWheelFactor, event->angleDelta().y() / 120.0));
    event->accept();
}

void SlideView::mousePressEvent(QMouseEvent* event) {
    const bool moves = event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceHeld);
    if (empty() || m_pressed != Qt::NoButton || (event->button() != Qt::LeftButton && !moves)) return event->ignore();
    m_motion.stop();
    if (!moves && m_tool == SlideTool::Polygon) {
        if (m_areaTool.closesAt(event->position(), m_transform)) return choose(m_areaTool.finish(m_transform, m_shown.pyramid->size()));
        m_areaTool.addCorner(event->position(), m_transform, m_shown.pyramid->size());
        return update();
    }
    m_pressed = event->button();
    m_pressedAt = m_draggedTo = event->position();
    if (!moves && m_tool == SlideTool::Rectangle) return m_areaTool.startRectangle(event->position(), m_transform);
    m_speed.start(event->position(), static_cast<qint64>(event->timestamp()));
    if (moves) m_dragging = true;
    showCursor();
}

void SlideView::mouseMoveEvent(QMouseEvent* event) {
    if (empty()) return;
    const QPointF position = event->position();
    if (m_areaTool.started()) {
        m_areaTool.moveTo(position, m_transform);
        update();
    }
    if (m_pressed == Qt::NoButton) return hover(m_tool == SlideTool::Pan ? markAt(position) : -1);
    if (m_areaTool.drawsRectangle() && !m_dragging) return;
    m_speed.add(position, static_cast<qint64>(event->timestamp()));
    if (!m_dragging && (position - m_pressedAt).manhattanLength() < QApplication::startDragDistance()) return;
    if (!m_dragging) {
        m_dragging = true;
        m_fitted = false;
        showCursor();
    }
    apply(m_transform.movedBy(position - m_draggedTo));
    m_draggedTo = position;
}

void SlideView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != m_pressed) return;
    m_pressed = Qt::NoButton;
    if (m_dragging) {
        m_dragging = false;
        showCursor();
        if (!glides()) return;
        m_motion.swing(m_speed.pxPerMs(static_cast<qint64>(event->timestamp())));
        return animate();
    }
    if (m_areaTool.drawsRectangle()) {
        m_areaTool.moveTo(event->position(), m_transform);
        return choose(m_areaTool.finish(m_transform, m_shown.pyramid->size()));
    }
    if (event->button() == Qt::LeftButton) click(event->position(), event->modifiers());
}

void SlideView::click(const QPointF& position, Qt::KeyboardModifiers modifiers) {
    const QPointF point = toSlide(position);
    if (m_tool == SlideTool::Pan) {
        if (const int mark = markAt(position); mark >= 0) {
            const std::int64_t id = m_marks.marks()[static_cast<std::size_t>(mark)].id;
            setSelectedMark(id);
            Q_EMIT markClicked(id);
            return;
        }
    }
    if (!QRectF(QPointF(), m_shown.pyramid->size()).contains(point)) return;
    if (m_tool == SlideTool::AddCell)
        Q_EMIT cellAddRequested(point);
    else
        Q_EMIT pointClicked(point, modifiers);
}

void SlideView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (empty() || event->button() != Qt::LeftButton) return event->ignore();
    if (m_tool == SlideTool::Polygon) return choose(m_areaTool.finish(m_transform, m_shown.pyramid->size()));
    if (m_tool == SlideTool::Pan) return zoomAt(event->position(), kDoubleClickFactor);
    mousePressEvent(event);
}

void SlideView::leaveEvent(QEvent* event) {
    hover(-1);
    QWidget::leaveEvent(event);
}

void SlideView::focusOutEvent(QFocusEvent* event) {
    m_spaceHeld = false;
    QWidget::focusOutEvent(event);
}

bool SlideView::handles(const QKeyEvent& event) const {
    if (empty() || event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    switch (event.key()) {
        case Qt::Key_Escape:
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Backspace: return m_areaTool.started();
        case Qt::Key_Delete: return m_selected.has_value();
        case Qt::Key_Plus:
        case Qt::Key_Equal:
        case Qt::Key_Minus:
        case Qt::Key_Home:
        case Qt::Key_1:
        case Qt::Key_R:
        case Qt::Key_M:
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
        case Qt::Key_Space: return true;
        default: return false;
    }
}

void SlideView::keyPressEvent(QKeyEvent* event) {
    if (!handles(*event)) return QWidget::keyPressEvent(event);
    const QPointF middle = QRectF(rect()).center();
    const auto pan = [this](double x, double y) {
        m_fitted = false;
        m_motion.pan({x, y});
        animate();
    };
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoomAt(middle, kKeyFactor);
        case Qt::Key_Minus: return zoomAt(middle, 1 / kKeyFactor);
        case Qt::Key_Home: return fit();
        case Qt::Key_1: return setZoom(1);
        case Qt::Key_R: return rotateBy(event->modifiers() & Qt::ShiftModifier ? -kQuarterTurn : kQuarterTurn);
        case Qt::Key_M: return setMinimapVisible(!m_minimapWanted);
        case Qt::Key_Left: return pan(kKeyStepPx, 0);
        case Qt::Key_Right: return pan(-kKeyStepPx, 0);
        case Qt::Key_Up: return pan(0, kKeyStepPx);
        case Qt::Key_Down: return pan(0, -kKeyStepPx);
        case Qt::Key_PageUp: return pan(0, height() * kPageShare);
        case Qt::Key_PageDown: return pan(0, -height() * kPageShare);
        case Qt::Key_Delete: return Q_EMIT removeMarkRequested(*m_selected);
        case Qt::Key_Return:
        case Qt::Key_Enter: return choose(m_areaTool.finish(m_transform, m_shown.pyramid->size()));
        case Qt::Key_Backspace: m_areaTool.removeCorner(); return update();
        case Qt::Key_Escape: m_areaTool.cancel(); return update();
        case Qt::Key_Space:
            if (!event->isAutoRepeat()) m_spaceHeld = true;
            return showCursor();
        default: return;
    }
}

void SlideView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space || event->isAutoRepeat()) return QWidget::keyReleaseEvent(event);
    m_spaceHeld = false;
    showCursor();
}

}  // namespace leukolens::ui
