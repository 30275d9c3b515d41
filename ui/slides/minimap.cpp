#include "ui/slides/minimap.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>

#include "ui/shell/accessible_role.h"
#include "ui/shell/theme.h"
#include "ui/slides/mark_drawing.h"

namespace leukolens::ui {
namespace {
constexpr double kLongestSidePx = 176, kShortestSidePx = 24;
constexpr double kSmallestFramePx = 5;  ///< what is seen may be far less than a px of the map
}  // namespace

Minimap::Minimap(QWidget* parent) : QWidget(parent) {
    setObjectName("minimap");
    setAccessibleName(tr("Map of the slide"));
    setAccessibleRole(*this, QAccessible::Graphic);
    setToolTip(tr("The whole slide. Click or drag to go there; M hides it."));
    setCursor(Qt::CrossCursor);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void Minimap::setSlide(const TileLoader::Shown& shown) {
    m_shown = {shown.id, nullptr, shown.pyramid};  // the view keeps the slide open, not its map
    m_taken.clear();
    m_frame.clear();
    m_picture = {};
    if (!shown.pyramid) return;
    const QSizeF slide = shown.pyramid->size();
    const double scale = kLongestSidePx / std::max(slide.width(), slide.height());
    resize(qRound(std::max(kShortestSidePx, slide.width() * scale)), qRound(std::max(kShortestSidePx, slide.height() * scale)));
    m_picture = QPixmap(size() * devicePixelRatioF());
    m_picture.fill(Theme::surface());
    update();
}

void Minimap::takeTiles(TileLoader& tiles) {
    if (!m_shown.pyramid) return;
    const TilePyramid& pyramid = *m_shown.pyramid;
    const QRect grid = pyramid.tilesIn(pyramid.coarsest(), QRectF(QPointF(), pyramid.size()));
    if (m_taken.size() == static_cast<std::size_t>(grid.width()) * static_cast<std::size_t>(grid.height())) return;
    QPainter painter(&m_picture);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.scale(m_picture.width() / pyramid.size().width(), m_picture.height() / pyramid.size().height());
    bool changed = false;
    for (int y = 0; y < grid.height(); ++y) {
        for (int x = 0; x < grid.width(); ++x) {
            const TileKey key{m_shown.id, pyramid.coarsest(), x, y};
            if (m_taken.contains(key)) continue;
            const QPixmap* tile = tiles.find(key);
            if (!tile) continue;
            painter.drawPixmap(pyramid.bounds(key), *tile, QRectF(tile->rect()));
            m_taken.insert(key);
            changed = true;
        }
    }
    if (changed) update();
}

void Minimap::setFrame(const QPolygonF& seen) {
    m_frame = seen;
    update();
}

QPointF Minimap::toSlide(const QPointF& position) const {
    if (!m_shown.pyramid) return {};
    const QSizeF slide = m_shown.pyramid->size();
    return {std::clamp(position.x() / width(), 0.0, 1.0) * slide.width(), std::clamp(position.y() / height(), 0.0, 1.0) * slide.height()};
}

QPointF Minimap::fromSlide(const QPointF& slide) const {
    if (!m_shown.pyramid) return {};
    return {slide.x() / m_shown.pyramid->size().width() * width(), slide.y() / m_shown.pyramid->size().height() * height()};
}

void Minimap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.drawPixmap(rect(), m_picture);
    QPolygonF frame;
    for (const QPointF& corner : m_frame) frame.append(fromSlide(corner));
    if (const QRectF box = frame.boundingRect(); std::max(box.width(), box.height()) < kSmallestFramePx && !frame.isEmpty()) {
        const double half = kSmallestFramePx / 2;
        frame = QPolygonF(QRectF(box.center() - QPointF(half, half), QSizeF(kSmallestFramePx, kSmallestFramePx)));
    }
    drawOutline(painter, frame, Theme::accent(), 2, false, true);
    painter.setPen(Theme::border());
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void Minimap::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) Q_EMIT moved(toSlide(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton)) Q_EMIT moved(toSlide(event->position()));
}

// The view behind takes a press that is not accepted, and would read the release as a click of its own.
void Minimap::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }

void Minimap::wheelEvent(QWheelEvent* event) { event->accept(); }

}  // namespace leukolens::ui
