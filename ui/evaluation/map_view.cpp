#include "ui/evaluation/map_view.h"

#include <QFrame>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

#include "ui/shell/labels.h"
#include "ui/shell/focus_ring.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr double kNearPx = 9;
constexpr int kPictureSidePx = 112, kBesidePx = 14;
constexpr double kPickedRing = 7, kHoveredRing = 5.5;

}  // namespace

MapView::MapView(QWidget* parent) : FigureView(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    m_thumbnails.setSidePx(kPictureSidePx * std::max(1, qRound(devicePixelRatioF())));
    m_card = makeCard("mapCard", this);
    m_card->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* column = new QVBoxLayout(m_card);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(4);
    column->setSizeConstraint(QLayout::SetFixedSize);
    m_picture = new QLabel(m_card);
    m_picture->setFixedSize(kPictureSidePx, kPictureSidePx);
    m_picture->setAlignment(Qt::AlignCenter);
    column->addWidget(m_picture, 0, Qt::AlignHCenter);
    m_words = new QLabel(m_card);
    m_words->setTextFormat(Qt::PlainText);
    column->addWidget(m_words);
    m_card->hide();
    connect(&m_thumbnails, &ThumbnailLoader::ready, this, &MapView::showThumbnail);
}

void MapView::showMap(Figure figure, std::vector<MapPoint> points, bool keepPicked) {
    m_points = std::move(points);
    m_drawn = {};
    hover(-1);
    setFigure(std::move(figure));
    if (!keepPicked) m_picked = -1;
}

MapView::Places MapView::places() const {
    const QPointF origin = positionOf(0, {0, 0});
    return {origin, positionOf(0, {1, 1}) - origin};
}

int MapView::pointAt(const QPointF& position) const {
    if (m_points.empty() || figure().plots.empty()) return -1;
    const Places places = this->places();
    int best = -1;
    double nearest = kNearPx * kNearPx;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const QPointF way = places.of(m_points[i]) - position;
        const double square = QPointF::dotProduct(way, way);
        if (square >= nearest) continue;
        nearest = square;
        best = static_cast<int>(i);
    }
    return best;
}

void MapView::pick(int point) {
    m_picked = point;
    update();
    Q_EMIT pointPicked(point);
}

void MapView::hover(int point) {
    if (m_hovered == point) return;
    m_hovered = point;
    update();
    m_card->setVisible(point >= 0 && describe);
    if (!m_card->isVisible()) return;
    const auto [file, words] = describe(point);
    m_file = file;
    m_picture->setVisible(!file.isEmpty());
    m_words->setText(words);
    showThumbnail();
    placeCard();
}

void MapView::showThumbnail() {
    if (m_file.isEmpty() || m_hovered < 0) return;
    QPixmap picture;
    switch (m_thumbnails.find(m_file, picture)) {
        case ThumbnailLoader::State::Ready:
            picture.setDevicePixelRatio(devicePixelRatioF());
            m_picture->setPixmap(picture);
            break;
        case ThumbnailLoader::State::Loading: m_picture->setPixmap({}); break;
        case ThumbnailLoader::State::Unreadable: m_picture->setText(tr("cannot be read")); break;
    }
}

/// Beside the point, inside the view.
void MapView::placeCard() {
    m_card->adjustSize();
    const QPointF at = placeOf(m_hovered);
    double x = at.x() + kBesidePx, y = at.y() + kBesidePx;
    if (x + m_card->width() > width()) x = at.x() - kBesidePx - m_card->width();
    if (y + m_card->height() > height()) y = at.y() - kBesidePx - m_card->height();
    m_card->move(std::max(0, qRound(x)), std::max(0, qRound(y)));
    m_card->raise();
}

void MapView::drawRing(QPainter& painter, int point, double radius) const {
    if (point < 0 || static_cast<std::size_t>(point) >= m_points.size()) return;
    painter.setBrush(Qt::NoBrush);
    for (const auto& [colour, wide] : {std::pair(Theme::surface(), 4.0), std::pair(Theme::text(), 1.8)}) {
        painter.setPen(QPen(colour, wide));
        painter.drawEllipse(placeOf(point), radius, radius);
    }
}

void MapView::paintEvent(QPaintEvent*) {
    const QSize pixels = size() * devicePixelRatioF();
    if (m_drawn.size() != pixels) {
        m_drawn = QPixmap(pixels);
        m_drawn.setDevicePixelRatio(devicePixelRatioF());
        m_drawn.fill(Qt::transparent);
        QPainter painter(&m_drawn);
        drawOn(painter);
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawPixmap(0, 0, m_drawn);
    drawRing(painter, m_picked, kPickedRing);
    drawRing(painter, m_hovered, kHoveredRing);
    if (hasFocus()) drawFocusRing(painter, rect());
}

void MapView::mouseMoveEvent(QMouseEvent* event) {
    const int point = pointAt(event->position());
    hover(point);
    setCursor(point >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void MapView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) pick(pointAt(event->position()));
}

void MapView::leaveEvent(QEvent* event) {
    hover(-1);
    FigureView::leaveEvent(event);
}

/// The nearest in that quarter of the plane.
void MapView::keyPressEvent(QKeyEvent* event) {
    const QPointF way = event->key() == Qt::Key_Left ? QPointF(-1, 0) : event->key() == Qt::Key_Right ? QPointF(1, 0) : event->key() == Qt::Key_Up ? QPointF(0, -1) : event->key() == Qt::Key_Down ? QPointF(0, 1) : QPointF();
    if (way.isNull() || m_points.empty()) return FigureView::keyPressEvent(event);
    if (m_picked < 0) return pick(0);
    const Places places = this->places();
    const QPointF from = places.of(m_points[static_cast<std::size_t>(m_picked)]);
    int best = -1;
    double nearest = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const QPointF step = places.of(m_points[i]) - from;
        const double along = QPointF::dotProduct(step, way), length = QPointF::dotProduct(step, step);
        if (along <= 0 || 2 * along * along < length || length >= nearest) continue;
        nearest = length;
        best = static_cast<int>(i);
    }
    if (best >= 0) pick(best);
}

void MapView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) m_drawn = {};
    FigureView::changeEvent(event);
}

}  // namespace leukolens::ui
