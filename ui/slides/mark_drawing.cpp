#include "ui/slides/mark_drawing.h"

#include <algorithm>
#include <cmath>

#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr double kFrameFromPx = 7;   ///< smaller boxes are dots
constexpr double kLabelFromPx = 44;  ///< smaller boxes would be hidden by their words
constexpr int kLinePx = 2, kCasingPx = 4, kSelectedLinePx = 4, kSelectedCasingPx = 8;
constexpr int kDotPx = 4, kDashPx = 6, kDashGapPx = 4;
constexpr double kTurnedFromPx = 40;  ///< smaller boxes stay upright on a turned slide: they say as much, and there may be thousands
constexpr double kChipPaddingPx = 4, kChipStripPx = 4;
constexpr double kLongestLabel = 2.5;  ///< times the box's width

/// Four fills: a pen does the same twenty times slower, and there are thousands of frames.
void drawFrame(QPainter& painter, const QRect& box, int linePx, const QColor& colour) {
    const int out = linePx / 2;
    const QRect around = box.adjusted(-out, -out, out, out);
    painter.fillRect(QRect(around.left(), around.top(), around.width(), linePx), colour);
    painter.fillRect(QRect(around.left(), around.bottom() - linePx + 1, around.width(), linePx), colour);
    painter.fillRect(QRect(around.left(), around.top() + linePx, linePx, around.height() - 2 * linePx), colour);
    painter.fillRect(QRect(around.right() - linePx + 1, around.top() + linePx, linePx, around.height() - 2 * linePx), colour);
}

/// As a pen would, by fills.
void drawDashedFrame(QPainter& painter, const QRect& box, int linePx, const QColor& colour) {
    const int out = linePx / 2;
    const QRect around = box.adjusted(-out, -out, out, out);
    for (int at = 0; at < around.width(); at += kDashPx + kDashGapPx) {
        const int length = std::min(kDashPx, around.width() - at);
        painter.fillRect(QRect(around.left() + at, around.top(), length, linePx), colour);
        painter.fillRect(QRect(around.right() - at - length + 1, around.bottom() - linePx + 1, length, linePx), colour);
    }
    for (int at = 0; at < around.height(); at += kDashPx + kDashGapPx) {
        const int length = std::min(kDashPx, around.height() - at);
        painter.fillRect(QRect(around.right() - linePx + 1, around.top() + at, linePx, length), colour);
        painter.fillRect(QRect(around.left(), around.bottom() - at - length + 1, linePx, length), colour);
    }
}

/// Of many dots at one place only the first is drawn.
class Dots {
public:
    Dots(QPainter& painter, const QSizeF& view) : m_painter(painter), m_columns(static_cast<int>(view.width()) / kDotPx + 1), m_rows(static_cast<int>(view.height()) / kDotPx + 1), m_taken(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows)) {}

    void draw(const QPointF& at, const QColor& colour) {
        const int x = static_cast<int>(std::floor(at.x() / kDotPx)), y = static_cast<int>(std::floor(at.y() / kDotPx));
        if (x < 0 || y < 0 || x >= m_columns || y >= m_rows) return;
        const std::size_t field = static_cast<std::size_t>(y) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(x);
        if (m_taken[field]) return;
        m_taken[field] = true;
        const QRect dot(qRound(at.x()) - kDotPx / 2, qRound(at.y()) - kDotPx / 2, kDotPx, kDotPx);
        m_painter.fillRect(dot.adjusted(-1, -1, 1, 1), Theme::surface());
        m_painter.fillRect(dot, colour);
    }

private:
    QPainter& m_painter;
    int m_columns, m_rows;
    std::vector<bool> m_taken;
};

class MarkDrawing {
public:
    MarkDrawing(QPainter& painter, const ViewTransform& transform) : m_painter(painter), m_transform(transform), m_matrix(transform.matrix()), m_turned(std::fmod(transform.degrees, 90.0) != 0), m_dots(painter, transform.view), m_casing(Theme::surface()) {}

    void draw(const SlideMark& mark, bool selected) {
        const double sidePx = sideOf(mark);
        if (sidePx < kFrameFromPx && !selected) return m_dots.draw(m_matrix.map(mark.box.center()), mark.colour);
        QRectF box = mark.box;
        if (sidePx < kFrameFromPx) {  // a selected one is found again however small it is
            const double grow = (kFrameFromPx - sidePx) / 2 / m_transform.scale;
            box.adjust(-grow, -grow, grow, grow);
        }
        if (m_turned && sidePx >= kTurnedFromPx) {
            if (selected) {
                const double grow = kSelectedLinePx / m_transform.scale;
                drawOutline(m_painter, m_matrix.map(QPolygonF(box.adjusted(-grow, -grow, grow, grow))), Theme::accent(), kSelectedLinePx, false, true);
            }
            return drawOutline(m_painter, m_matrix.map(QPolygonF(box)), mark.colour, kLinePx, mark.dashed, true);
        }
        QRectF upright = m_matrix.mapRect(box);
        if (m_turned) {
            const QPointF middle = upright.center();
            upright.setSize(box.size() * m_transform.scale);
            upright.moveCenter(middle);
        }
        const QRect frame = upright.toAlignedRect();
        if (selected) {
            const QRect around = frame.adjusted(-kSelectedLinePx, -kSelectedLinePx, kSelectedLinePx, kSelectedLinePx);
            drawFrame(m_painter, around, kSelectedCasingPx, m_casing);
            drawFrame(m_painter, around, kSelectedLinePx, Theme::accent());
        }
        drawFrame(m_painter, frame, kCasingPx, m_casing);
        if (mark.dashed)
            drawDashedFrame(m_painter, frame, kLinePx, mark.colour);
        else
            drawFrame(m_painter, frame, kLinePx, mark.colour);
    }

    bool roomForLabel(const SlideMark& mark) const { return sideOf(mark) >= kLabelFromPx; }

    void drawLabel(const SlideMark& mark, bool whole) {
        if (mark.label.isEmpty()) return;
        const QRectF box = m_matrix.mapRect(mark.box);
        const QFontMetricsF metrics(m_painter.font());
        const QString words = whole ? mark.label : metrics.elidedText(mark.label, Qt::ElideRight, box.width() * kLongestLabel);
        const double width = metrics.horizontalAdvance(words) + kChipStripPx + 2 * kChipPaddingPx, height = metrics.height() + 2;
        const double above = box.top() - height - kSelectedCasingPx;
        QRectF chip(box.left() - kCasingPx / 2.0, above >= 0 ? above : box.bottom() + kSelectedCasingPx, width, height);
        if (m_turned && sideOf(mark) >= kTurnedFromPx && above >= 0) {  // at the corner that is highest: the frame's own, not that of what is around it
            const QPolygonF corners = m_matrix.map(QPolygonF(mark.box));
            chip.moveLeft(std::ranges::min(corners, {}, &QPointF::y).x() - width / 2);
        }
        if (whole) chip.moveLeft(std::clamp(chip.left(), 0.0, std::max(0.0, m_transform.view.width() - width)));
        m_painter.fillRect(chip, Theme::surface());
        m_painter.fillRect(QRectF(chip.left(), chip.top(), kChipStripPx, chip.height()), mark.colour);
        m_painter.setPen(Theme::text());
        m_painter.drawText(chip.adjusted(kChipStripPx + kChipPaddingPx, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, words);
    }

private:
    double sideOf(const SlideMark& mark) const { return std::max(mark.box.width(), mark.box.height()) * m_transform.scale; }

    QPainter& m_painter;
    const ViewTransform& m_transform;
    QTransform m_matrix;
    bool m_turned;
    Dots m_dots;
    QColor m_casing;
};

}  // namespace

void drawOutline(QPainter& painter, const QPolygonF& points, const QColor& colour, double widthPx, bool dashed, bool closed) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const bool casing : {true, false}) {
        QPen pen(casing ? Theme::surface() : colour, casing ? widthPx + 2 : widthPx);
        pen.setJoinStyle(Qt::MiterJoin);
        if (dashed && !casing) pen.setDashPattern({3, 2.5});
        painter.setPen(pen);
        if (closed)
            painter.drawPolygon(points);
        else
            painter.drawPolyline(points);
    }
    painter.restore();
}

void drawMarks(QPainter& painter, const MarkIndex& index, const ViewTransform& transform, int selected, int hovered) {
    if (index.marks().empty()) return;
    painter.save();
    painter.setFont(Theme::font(0.85, 500));
    painter.setRenderHint(QPainter::Antialiasing, false);
    MarkDrawing drawing(painter, transform);
    const std::vector<int> seen = index.in(transform.visible());
    const auto mark = [&](int place) -> const SlideMark& { return index.marks()[static_cast<std::size_t>(place)]; };
    for (const int place : seen)
        if (place != selected) drawing.draw(mark(place), false);
    if (selected >= 0) drawing.draw(mark(selected), true);
    for (const int place : seen)
        if (place != selected && place != hovered && drawing.roomForLabel(mark(place))) drawing.drawLabel(mark(place), false);
    for (const int place : {selected, hovered})
        if (place >= 0) drawing.drawLabel(mark(place), true);
    painter.restore();
}

}  // namespace leukolens::ui
