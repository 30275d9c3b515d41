#include "ui/slides/slide_view.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/shell/accessible_role.h"
#include "ui/shell/help_request.h"
#include "ui/shell/motion.h"
#include "ui/shell/theme.h"
#include "ui/slides/mark_drawing.h"
#include "ui/slides/scale_bar.h"

namespace leukolens::ui {

namespace {

constexpr int kFrameMs = 16;
constexpr double kLongestStepMs = 50;  ///< after a frame that came late, motion goes on without a leap
constexpr int kFurniturePx = 12;       ///< of map and scale bar to the edges
constexpr double kScaleBarPx = 160;
constexpr int kMapFromWidthPx = 420, kMapFromHeightPx = 300;
constexpr double kShownAround = 0.1;  ///< of the view is kept free around what is made visible
constexpr float kAreaFill = 0.12f;
constexpr double kSameScale = 1e-9;
constexpr double kEdgePx = 2;  ///< a level may end up to a px before the slide does

}  // namespace

SlideView::SlideView(TileLoader& tiles, QWidget* parent) : QWidget(parent), m_tiles(tiles) {
    help::setPlace(this, "slides#move-about-on-a-slide");
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Slide"));
    setAccessibleRole(*this, QAccessible::Canvas);
    setAccessibleDescription(tr("Arrow keys move, plus and minus zoom, Home shows the whole slide, 1 shows it at 100 %, R turns it."));
    m_transform.view = size();
    m_minimap = new Minimap(this);
    m_minimap->hide();
    connect(m_minimap, &Minimap::moved, this, [this](const QPointF& point) { centerOn(point); });
    m_frames.setTimerType(Qt::PreciseTimer);
    m_frames.setInterval(kFrameMs);
    connect(&m_frames, &QTimer::timeout, this, &SlideView::nextFrame);
    connect(&m_tiles, &TileLoader::tilesReady, this, [this] {
        if (empty()) return;
        m_minimap->takeTiles(m_tiles);
        update();
    });
    connect(&m_tiles, &TileLoader::tileFailed, this, [this](const TileKey& key) {
        if (key.slide != m_shown.id || m_reported) return;
        m_reported = true;
        Q_EMIT readingFailed(*m_tiles.failure(key));
    });
}

SlideView::~SlideView() { m_tiles.drop(this); }

void SlideView::setSlide(const slide::SlidePtr& slide) {
    m_tiles.drop(this);
    m_motion.stop();
    m_frames.stop();
    m_areaTool.cancel();
    m_area.clear();
    m_marks.set({});
    m_selected.reset();
    m_umPerPx.reset();
    m_hovered = -1;
    m_pressed = Qt::NoButton;
    m_dragging = false;
    m_shown = slide ? m_tiles.show(slide) : TileLoader::Shown();
    m_painter = {};
    m_reported = m_complete = m_saidComplete = false;
    m_transform = {size(), {}, 1, 0};
    m_minimap->setSlide(m_shown);
    placeMinimap();
    showCursor();
    fit();
    if (!empty()) m_minimap->takeTiles(m_tiles);
}

void SlideView::setUmPerPx(std::optional<double> umPerPx) {
    m_umPerPx = umPerPx;
    update();
}

void SlideView::setMessage(const QString& message) {
    m_message = message;
    update();
}

double SlideView::fitScale(const ViewTransform& transform) const {
    return empty() ? 1 : std::min(transform.fittingScale(m_shown.pyramid->size()), kLargestZoom / devicePixelRatioF());
}

double SlideView::heldScale(double scale) const {
    const double whole = 1 / devicePixelRatioF();
    return std::clamp(scale, std::min(fitScale(m_transform), whole), kLargestZoom * whole);
}

void SlideView::apply(ViewTransform transform) {
    transform.view = size();
    if (!empty()) {
        const QSizeF slide = m_shown.pyramid->size();
        // Who zooms out as far as it goes sees the slide whole, and goes on seeing it whole.
        const bool zoomed = m_motion.targetScale(transform.scale) == transform.scale;
        m_fitted |= zoomed && std::abs(transform.scale / fitScale(transform) - 1) < kSameScale;
        if (m_fitted) {
            transform.scale = fitScale(transform);
            transform.centre = {slide.width() / 2, slide.height() / 2};
        } else {
            transform = transform.heldInside(slide, fitScale(transform));
        }
    }
    m_transform = transform;
    m_complete = false;
    m_minimap->setFrame({{toSlide({0, 0}), toSlide({m_transform.view.width(), 0}), toSlide({m_transform.view.width(), m_transform.view.height()}), toSlide({0, m_transform.view.height()})}});
    placeMinimap();
    update();
    Q_EMIT viewChanged();
}

void SlideView::fit() {
    m_motion.stop();
    m_fitted = true;
    apply(m_transform);
}

void SlideView::zoomAt(const QPointF& where, double factor) {
    if (empty()) return;
    const double target = heldScale(m_motion.targetScale(m_transform.scale) * factor);
    if (target == m_transform.scale && !m_motion.moving()) return;
    m_fitted = false;
    m_motion.zoomTo(where, target);
    animate();
}

void SlideView::setZoom(double zoom) { zoomAt(QRectF(rect()).center(), zoom / devicePixelRatioF() / m_motion.targetScale(m_transform.scale)); }

void SlideView::centerOn(const QPointF& point, std::optional<double> zoom) {
    if (empty()) return;
    m_motion.stop();
    if (zoom || !m_fitted) m_fitted = false;
    ViewTransform there = m_transform;
    if (zoom) there.scale = heldScale(*zoom / devicePixelRatioF());
    there.centre = point;
    apply(there);
}

void SlideView::ensureVisible(const QRectF& box) {
    if (empty()) return;
    const QRectF room = QRectF(rect()).adjusted(width() * kShownAround, height() * kShownAround, -width() * kShownAround, -height() * kShownAround);
    const QRectF seen = m_transform.matrix().mapRect(box);
    if (room.contains(seen)) return;
    const double shrink = std::min({1.0, room.width() / std::max(1.0, seen.width()), room.height() / std::max(1.0, seen.height())});
    if (shrink < 1) return centerOn(box.center(), zoom() * shrink);
    centerOn(box.center());
}

void SlideView::setRotation(double degrees) { rotateBy(std::remainder(degrees - m_transform.degrees - m_motion.degreesLeft(), 360.0)); }

void SlideView::rotateBy(double degrees) {
    if (empty() || degrees == 0) return;
    m_motion.turnBy(degrees);
    animate();
}

bool SlideView::glides() const { return m_animated && !Motion::isReduced(); }

/// Lets what was given to m_motion happen.
void SlideView::animate() {
    if (!glides()) {
        const ViewTransform end = m_motion.end(m_transform);
        m_motion.stop();
        return apply(end);
    }
    if (m_frames.isActive()) return;
    m_sinceFrame.start();
    m_frames.start();
}

void SlideView::nextFrame() {
    const double ms = std::min(kLongestStepMs, static_cast<double>(m_sinceFrame.nsecsElapsed()) / 1e6);
    m_sinceFrame.restart();
    if (m_motion.moving()) apply(m_motion.step(m_transform, ms));
    if (!m_motion.moving()) m_frames.stop();
}

void SlideView::setMinimapVisible(bool visible) {
    m_minimapWanted = visible;
    placeMinimap();
}

void SlideView::placeMinimap() {
    // Of a slide that is seen whole it would only hide a part.
    m_minimap->setVisible(m_minimapWanted && !m_fitted && !empty() && width() >= kMapFromWidthPx && height() >= kMapFromHeightPx);
    m_minimap->move(width() - m_minimap->width() - kFurniturePx, height() - m_minimap->height() - kFurniturePx);
}

void SlideView::setMarks(std::vector<SlideMark> marks) {
    m_marks.set(std::move(marks));
    m_hovered = -1;
    if (m_selected && m_marks.placeOf(*m_selected) < 0) m_selected.reset();
    update();
}

void SlideView::setSelectedMark(std::optional<std::int64_t> id) {
    if (id && m_marks.placeOf(*id) < 0) id.reset();
    m_selected = id;
    update();
}

void SlideView::setArea(const QPolygonF& area) {
    m_area = area;
    update();
}

void SlideView::askForTiles(const ViewTransform& shown) {
    ViewTransform end = m_motion.end(m_transform);
    if (m_motion.moving()) end = end.heldInside(m_shown.pyramid->size(), fitScale(end));
    const QPointF travel = shown.scale == m_painted.scale ? shown.fromSlide(m_painted.centre) - QRectF(rect()).center() : QPointF();
    m_painted = shown;
    m_tiles.want(this, m_shown, wishesFor(m_shown, shown, m_motion.moving() ? end : shown, travel, devicePixelRatioF(), m_tiles.cache().limit()));
}

void SlideView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const double edge = kEdgePx / zoom();
    if (empty() || !QRectF(QPointF(), m_shown.pyramid->size()).contains(m_transform.visible().adjusted(-edge, -edge, edge, edge))) painter.fillRect(rect(), Theme::window());
    if (empty()) {
        painter.setPen(Theme::mutedText());
        const int margin = Theme::kMarginPx;
        painter.drawText(rect().adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap, m_message);
    } else {
        const ViewTransform shown = m_transform.onDevicePixels(devicePixelRatioF());
        m_complete = m_painter.paint(painter, m_tiles, m_shown, shown, devicePixelRatioF()).missing == 0;
        m_saidComplete &= m_complete;
        askForTiles(shown);
        paintArea(painter, shown);
        drawMarks(painter, m_marks, shown, m_selected ? m_marks.placeOf(*m_selected) : -1, m_hovered);
        if (const QPolygonF preview = m_areaTool.preview(shown); !preview.isEmpty()) drawOutline(painter, preview, Theme::accent(), 2, true, m_areaTool.drawsRectangle());
        paintFurniture(painter);
        if (m_complete && !std::exchange(m_saidComplete, true))
            QMetaObject::invokeMethod(
                this, [this] { Q_EMIT completed(); }, Qt::QueuedConnection);  // what listens may change the view, which is being painted
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hasFocus() ? Theme::accent() : Theme::border(), hasFocus() ? 2 : 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void SlideView::paintArea(QPainter& painter, const ViewTransform& shown) {
    if (m_area.isEmpty()) return;
    const QPolygonF onScreen = shown.matrix().map(m_area);
    QColor fill = Theme::accent();
    fill.setAlphaF(kAreaFill);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(onScreen);
    drawOutline(painter, onScreen, Theme::accent(), 2, false, true);
}

void SlideView::paintFurniture(QPainter& painter) {
    const double longest = std::min(kScaleBarPx, width() / 3.0);
    drawScaleBar(painter, chooseScaleBar(m_umPerPx ? m_umPerPx : m_shown.slide->facts().umPerPx, m_transform.scale, longest), QRectF(rect()).adjusted(kFurniturePx, 0, 0, -kFurniturePx));
}

void SlideView::resizeEvent(QResizeEvent*) {
    placeMinimap();
    apply(m_transform);
}

void SlideView::hideEvent(QHideEvent* event) {
    m_motion.stop();
    m_frames.stop();
    m_tiles.drop(this);
    QWidget::hideEvent(event);
}

}  // namespace leukolens::ui
