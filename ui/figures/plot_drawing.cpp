#include "ui/figures/plot_drawing.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr double kTitlePx = 26, kGapPx = 6, kTickPx = 4, kRightPx = 12;
constexpr double kSlant = -35;

QFont scaled(QFont font, double scale, int weight = QFont::Normal) {
    font.setPixelSize(std::max(1, qRound(font.pixelSize() * scale)));
    font.setWeight(QFont::Weight(weight));
    return font;
}

int digitsOf(const std::vector<double>& ticks) {
    const double step = ticks.size() > 1 ? std::abs(ticks[1] - ticks[0]) : 1;
    return step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
}

QString labelOf(const PlotAxis& axis, std::size_t tick) {
    if (static_cast<std::size_t>(axis.tickLabels.size()) > tick) return axis.tickLabels[static_cast<qsizetype>(tick)];
    return QLocale().toString(axis.ticks[tick], 'f', digitsOf(axis.ticks));
}

double widestLabel(const PlotAxis& axis, const QFontMetricsF& metrics) {
    double width = 0;
    for (std::size_t i = 0; i < axis.ticks.size(); ++i) width = std::max(width, metrics.horizontalAdvance(labelOf(axis, i)));
    return width;
}

class PlotPainter {
public:
    PlotPainter(QPainter& painter, const QRectF& where, const Plot& plot, const FigureStyle& style)
        : m_painter(painter), m_where(where), m_plot(plot), m_style(style), m_area(plotArea(where, plot, style)), m_transform(plotTransform(where, plot, style)) {}

    void draw() {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        drawText(QRectF(m_where.left(), m_where.top(), m_where.width(), kTitlePx - 4), m_plot.title, scaled(m_style.font, 1.05, QFont::DemiBold), m_style.text, Qt::AlignLeft | Qt::AlignVCenter);
        drawGrid();
        for (const PlotBox& box : m_plot.boxes) drawBox(box);
        for (const PlotBand& band : m_plot.bands) drawBand(band);
        drawAxes();
        for (const PlotLine& line : m_plot.lines) drawLine(line);
        for (const PlotText& text : m_plot.texts) drawLabel(text);
        m_painter.restore();
    }

private:
    void drawText(const QRectF& room, const QString& text, const QFont& font, const QColor& colour, Qt::Alignment alignment) {
        m_painter.setFont(font);
        m_painter.setPen(colour);
        m_painter.drawText(room, static_cast<int>(alignment) | Qt::TextSingleLine | Qt::TextDontClip, text);
    }

    void drawGrid() {
        m_painter.setPen(QPen(m_style.grid, 0.8));
        if (m_plot.y.grid)
            for (const double tick : m_plot.y.ticks) m_painter.drawLine(QPointF(m_area.left(), map({0, tick}).y()), QPointF(m_area.right(), map({0, tick}).y()));
    }

    void drawAxes() {
        const QFont font = scaled(m_style.font, 0.88);
        const double high = QFontMetricsF(font).height();
        m_painter.setPen(QPen(m_style.muted, 1));
        if (!m_plot.x.ticks.empty()) m_painter.drawLine(m_area.bottomLeft(), m_area.bottomRight());
        if (!m_plot.y.ticks.empty()) m_painter.drawLine(m_area.topLeft(), m_area.bottomLeft());
        for (std::size_t i = 0; i < m_plot.x.ticks.size(); ++i) {
            const QPointF at(map({m_plot.x.ticks[i], 0}).x(), m_area.bottom());
            m_painter.setPen(QPen(m_style.muted, 1));
            m_painter.drawLine(at, at + QPointF(0, kTickPx));
            if (m_plot.x.slanted) {
                m_painter.save();
                m_painter.translate(at + QPointF(4, kTickPx + 2));
                m_painter.rotate(kSlant);
                drawText(QRectF(-400, 0, 400, high), labelOf(m_plot.x, i), font, m_style.muted, Qt::AlignRight | Qt::AlignTop);
                m_painter.restore();
            } else {
                drawText(QRectF(at.x() - 100, at.y() + kTickPx, 200, high), labelOf(m_plot.x, i), font, m_style.muted, Qt::AlignHCenter | Qt::AlignTop);
            }
        }
        for (std::size_t i = 0; i < m_plot.y.ticks.size(); ++i) {
            const QPointF at(m_area.left(), map({0, m_plot.y.ticks[i]}).y());
            m_painter.setPen(QPen(m_style.muted, 1));
            m_painter.drawLine(at, at - QPointF(kTickPx, 0));
            drawText(QRectF(at.x() - kTickPx - 2 - 400, at.y() - high / 2, 400, high), labelOf(m_plot.y, i), font, m_style.muted, Qt::AlignRight | Qt::AlignVCenter);
        }
        drawText(QRectF(m_area.left(), m_where.bottom() - high - 1, m_area.width(), high), m_plot.x.label, font, m_style.muted, Qt::AlignHCenter | Qt::AlignBottom);
        m_painter.save();
        m_painter.translate(m_where.left(), m_area.center().y());
        m_painter.rotate(-90);
        drawText(QRectF(-200, 0, 400, high), m_plot.y.label, font, m_style.muted, Qt::AlignHCenter | Qt::AlignTop);
        m_painter.restore();
    }

    void drawBox(const PlotBox& box) {
        m_painter.setPen(box.framed ? QPen(m_style.grid, 1) : QPen(Qt::NoPen));
        m_painter.setBrush(m_style.colour(box.ink));
        m_painter.drawRect(m_transform.mapRect(box.box));
    }

    void drawBand(const PlotBand& band) {
        QPolygonF outline;
        for (std::size_t i = 0; i < band.x.size(); ++i) outline << map({band.x[i], band.high[i]});
        for (std::size_t i = band.x.size(); i > 0; --i) outline << map({band.x[i - 1], band.low[i - 1]});
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_style.colour(band.ink));
        m_painter.drawPolygon(outline);
    }

    void drawLine(const PlotLine& line) {
        const QColor colour = m_style.colour(line.ink);
        QPolygonF run;
        const auto flush = [&] {
            if (run.size() > 1 && line.widthPx > 0) {
                m_painter.setPen(QPen(colour, line.widthPx, line.style, Qt::FlatCap, Qt::RoundJoin));
                m_painter.setBrush(Qt::NoBrush);
                m_painter.drawPolyline(run);
            }
            for (const QPointF& at : run) drawMarker(line, at, colour);
            run.clear();
        };
        for (const QPointF& point : line.points) {
            if (std::isfinite(point.x()) && std::isfinite(point.y())) {
                run << map(point);
            } else {
                flush();
            }
        }
        flush();
    }

    void drawMarker(const PlotLine& line, const QPointF& at, const QColor& colour) {
        if (line.marker == PlotMarker::None) return;
        m_painter.setPen(line.marker == PlotMarker::Disc ? QPen(Qt::NoPen) : QPen(colour, 1.6));
        m_painter.setBrush(line.marker == PlotMarker::Disc ? colour : m_style.background);
        if (line.marker == PlotMarker::Square) {
            m_painter.drawRect(QRectF(at.x() - line.markerPx, at.y() - line.markerPx, 2 * line.markerPx, 2 * line.markerPx));
        } else if (line.marker == PlotMarker::Diamond) {
            const QPointF aside(line.markerPx, 0), above(0, line.markerPx);
            m_painter.drawPolygon(QPolygonF{at - aside, at - above, at + aside, at + above});
        } else {
            m_painter.drawEllipse(at, line.markerPx, line.markerPx);
        }
    }

    void drawLabel(const PlotText& text) {
        const QPointF at = map(text.at);
        constexpr double kRoom = 1000;
        const double x = text.alignment & Qt::AlignLeft ? at.x() : text.alignment & Qt::AlignRight ? at.x() - kRoom : at.x() - kRoom / 2;
        const double y = text.alignment & Qt::AlignTop ? at.y() : text.alignment & Qt::AlignBottom ? at.y() - kRoom : at.y() - kRoom / 2;
        drawText(QRectF(x, y, kRoom, kRoom), text.text, scaled(m_style.font, text.scale * 0.92), m_style.colour(text.ink), text.alignment);
    }

    QPointF map(const QPointF& value) const { return m_transform.map(value); }

    QPainter& m_painter;
    QRectF m_where;
    const Plot& m_plot;
    const FigureStyle& m_style;
    QRectF m_area;
    QTransform m_transform;
};

}  // namespace

FigureStyle FigureStyle::onPaper() {
    FigureStyle style;
    style.background = Qt::white;
    style.text = QColor(0x1a, 0x1f, 0x26);
    style.muted = QColor(0x4a, 0x53, 0x5e);
    style.grid = QColor(0xdd, 0xe2, 0xe7);
    style.series = {"#0072b2", "#d07c00", "#009e73", "#d55e00", "#b8568f", "#3a9bd9", "#5a5a5a"};  // Theme's light ones
    // One face everywhere, and letters that do not join: numbers copied from a PDF stay those numbers.
    style.font.setFamilies({QStringLiteral("DejaVu Sans")});
    style.font.setPixelSize(12);
    style.font.setHintingPreference(QFont::PreferNoHinting);
    style.font.setLetterSpacing(QFont::AbsoluteSpacing, 0.02);
    return style;
}

FigureStyle FigureStyle::ofTheme() {
    FigureStyle style;
    style.background = Theme::surface();
    style.text = Theme::text();
    style.muted = Theme::mutedText();
    style.grid = Theme::border();
    for (std::size_t i = 0; i < style.series.size(); ++i) style.series[i] = Theme::series(static_cast<int>(i));
    style.font = Theme::font();
    style.font.setPixelSize(std::max(1, qRound(style.font.pointSizeF() * 96 / 72)));
    return style;
}

QColor FigureStyle::colour(const Ink& ink) const {
    QColor colour = ink.kind == Ink::Text ? text : ink.kind == Ink::Muted ? muted : ink.kind == Ink::Grid ? grid : series[static_cast<std::size_t>(ink.series) % series.size()];
    colour.setAlpha(ink.alpha);
    return colour;
}

QRectF plotArea(const QRectF& where, const Plot& plot, const FigureStyle& style) {
    const QFontMetricsF metrics(scaled(style.font, 0.88));
    const double left = (plot.y.label.isEmpty() ? 0 : metrics.height() + kGapPx) + widestLabel(plot.y, metrics) + kTickPx + 4;
    const double labels = plot.x.slanted ? widestLabel(plot.x, metrics) * 0.58 + metrics.height() : metrics.height();
    const double bottom = kTickPx + labels + (plot.x.label.isEmpty() ? 0 : metrics.height() + 3) + 1;
    return where.adjusted(left, plot.title.isEmpty() ? 8 : kTitlePx, -kRightPx, -bottom);
}

QTransform plotTransform(const QRectF& where, const Plot& plot, const FigureStyle& style) {
    const QRectF area = plotArea(where, plot, style);
    const double sx = area.width() / (plot.x.high - plot.x.low), sy = -area.height() / (plot.y.high - plot.y.low);
    return {sx, 0, 0, sy, area.left() - plot.x.low * sx, area.bottom() - plot.y.low * sy};
}

void drawPlot(QPainter& painter, const QRectF& where, const Plot& plot, const FigureStyle& style) { PlotPainter(painter, where, plot, style).draw(); }

}  // namespace leukolens::ui
