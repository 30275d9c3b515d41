#include "ui/widgets/image_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

#include "ui/shell/accessible_role.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {
constexpr double kLargestZoom = 32.0;
constexpr double kKeyFactor = 1.25;
constexpr double kKeyStepPx = 40.0;
}  // namespace

ImageView::ImageView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setToolTip(tr("Wheel: zoom. Drag: move. Double click: whole picture."));
    setAccessibleName(tr("Large picture"));
    setAccessibleRole(*this, QAccessible::Graphic);
}

void ImageView::setPicture(const QPixmap& picture) {
    m_picture = picture;
    m_overlay = {};
    m_message.clear();
    fit();
}

void ImageView::setMessage(const QString& message) {
    m_picture = {};
    m_overlay = {};
    m_message = message;
    update();
}

void ImageView::setOverlay(const QImage& overlay, double opacity) {
    m_overlay = overlay;
    m_opacity = opacity;
    update();
}

double ImageView::fittingZoom() const {
    if (m_picture.isNull()) return 1.0;
    return std::min(static_cast<double>(width()) / m_picture.width(), static_cast<double>(height()) / m_picture.height());
}

void ImageView::fit() {
    m_fitted = true;
    m_zoom = fittingZoom();
    keepInside();
    update();
    Q_EMIT zoomChanged();
}

void ImageView::zoomAt(const QPointF& where, double factor) {
    if (m_picture.isNull()) return;
    const double smallest = std::min(1.0, fittingZoom());
    const double zoom = std::clamp(m_zoom * factor, smallest, kLargestZoom);
    if (zoom == m_zoom) return;
    m_corner = where - (where - m_corner) * (zoom / m_zoom);  // the point under the pointer stays there
    m_zoom = zoom;
    m_fitted = false;
    keepInside();
    update();
    Q_EMIT zoomChanged();
}

void ImageView::moveBy(const QPointF& step) {
    m_corner += step;
    keepInside();
    update();
}

void ImageView::keepInside() {
    const QSizeF shown = QSizeF(m_picture.size()) * m_zoom;
    const auto hold = [](double corner, double length, double room) {
        if (length <= room) return (room - length) / 2;
        return std::clamp(corner, room - length, 0.0);
    };
    m_corner = {hold(m_corner.x(), shown.width(), width()), hold(m_corner.y(), shown.height(), height())};
}

void ImageView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Theme::kRadiusPx, Theme::kRadiusPx);
    if (m_picture.isNull()) {
        painter.fillPath(frame, Theme::window());
        painter.setPen(Theme::mutedText());
        const int margin = Theme::kMarginPx;
        painter.drawText(rect().adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap, m_message);
    } else {
        painter.setClipPath(frame);
        painter.fillRect(rect(), Qt::black);
        painter.setRenderHint(QPainter::SmoothPixmapTransform,
                              m_zoom < 4.0);  // beyond that the pixels themselves are of interest
        painter.drawPixmap(QRectF(m_corner, QSizeF(m_picture.size()) * m_zoom), m_picture, QRectF(m_picture.rect()));
        if (!m_overlay.isNull()) {
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.setOpacity(m_opacity);
            painter.drawImage(QRectF(m_corner, QSizeF(m_picture.size()) * m_zoom), m_overlay, QRectF(m_overlay.rect()));
            painter.setOpacity(1);
        }
        painter.setClipping(false);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hasFocus() ? Theme::accent() : Theme::border(), hasFocus() ? 2 : 1));
    painter.drawPath(frame);
}

void ImageView::resizeEvent(QResizeEvent*) {
    if (m_fitted)
        fit();
    else
        keepInside();
}

void ImageView::wheelEvent(QWheelEvent* event) {
    if (m_picture.isNull()) return event->ignore();
    zoomAt(event->position(), std::pow(1.2, event->angleDelta().y() / 120.0));
    event->accept();
}

void ImageView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    m_grabbed = event->position();
    if (!m_fitted) setCursor(Qt::ClosedHandCursor);
}

void ImageView::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton)) return;
    moveBy(event->position() - m_grabbed);
    m_grabbed = event->position();
}

void ImageView::mouseReleaseEvent(QMouseEvent*) {
    unsetCursor();
}

void ImageView::mouseDoubleClickEvent(QMouseEvent*) {
    fit();
}

void ImageView::keyPressEvent(QKeyEvent* event) {
    const QPointF centre = QRectF(rect()).center();
    switch (event->key()) {
        case Qt::Key_Plus: return zoomAt(centre, kKeyFactor);
        case Qt::Key_Minus: return zoomAt(centre, 1 / kKeyFactor);
        case Qt::Key_Home: return fit();
        case Qt::Key_Left: return moveBy({kKeyStepPx, 0});
        case Qt::Key_Right: return moveBy({-kKeyStepPx, 0});
        case Qt::Key_Up: return moveBy({0, kKeyStepPx});
        case Qt::Key_Down: return moveBy({0, -kKeyStepPx});
        default: QWidget::keyPressEvent(event);
    }
}

}  // namespace leukolens::ui
