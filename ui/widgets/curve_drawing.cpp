#include "ui/widgets/curve_drawing.h"

#include "ui/widgets/plot_include.h"

#include <cmath>

#include "ui/shell/theme.h"
#include "ui/widgets/fold_mark.h"

namespace leukolens::ui {
namespace {

constexpr double kMarkPx = 6.0;
constexpr double kBestMarkPx = 12.0;
/// More points than this are drawn as a line without marks.
constexpr int kMarksUpTo = 40;

QCPScatterStyle::ScatterShape shapeOf(FoldMark mark) {
    switch (mark) {
        case FoldMark::Circle: return QCPScatterStyle::ssDisc;
        case FoldMark::Square: return QCPScatterStyle::ssSquare;
        case FoldMark::Diamond: return QCPScatterStyle::ssDiamond;
        case FoldMark::Triangle: return QCPScatterStyle::ssTriangle;
        case FoldMark::Star: return QCPScatterStyle::ssStar;
        case FoldMark::Cross: return QCPScatterStyle::ssCross;
    }
    return QCPScatterStyle::ssDisc;
}

QColor faded(QColor colour, float share) {
    colour.setAlphaF(share);
    return colour;
}

class Drawing {
public:
    Drawing(QCustomPlot& plot, const CurveFigure& figure, CurveEdges edges) : m_plot(plot), m_figure(figure), m_edges(edges) {}

    void draw() {
        m_plot.clearGraphs();
        m_plot.clearItems();
        drawPatience();
        drawBand();
        for (const OldCurves& run : m_figure.old) {
            if (run.shown) drawOld(run);
        }
        for (const auto& [fold, curve] : m_figure.folds) {
            if (curve.shown) drawFold(fold, curve);
        }
        drawMean();
        for (const auto& [fold, curve] : m_figure.folds) {
            if (curve.shown) drawBest(curve);
        }
    }

private:
    QCPGraph* add(std::vector<QPointF> line, const QPen& pen) {
        const bool positiveOnly = m_plot.yAxis->scaleType() == QCPAxis::stLogarithmic;
        if (positiveOnly) std::erase_if(line, [](const QPointF& point) { return point.y() <= 0; });
        if (m_edges == CurveEdges::Cut && line.size() > 1) {
            const QCPRange x = m_plot.xAxis->range(), y = m_plot.yAxis->range();
            line = clippedTo(line, x.lower, x.upper, y.lower, y.upper);
        }
        QCPGraph* graph = m_plot.addGraph();
        graph->setPen(pen);
        QVector<double> keys, values;
        for (const QPointF& point : line) {
            keys << point.x();
            values << point.y();
        }
        graph->setData(keys, values, true);
        return graph;
    }

    /// Marks on raw points, never on the places where a line was cut.
    void addMarks(const std::vector<QPointF>& points, const QCPScatterStyle& style) {
        std::vector<QPointF> inside;
        const QCPRange x = m_plot.xAxis->range(), y = m_plot.yAxis->range();
        for (const QPointF& point : points) {
            if (std::isfinite(point.y()) && (m_edges == CurveEdges::AsTheyAre || (x.contains(point.x()) && y.contains(point.y())))) inside.push_back(point);
        }
        QCPGraph* graph = m_plot.addGraph();
        graph->setLineStyle(QCPGraph::lsNone);
        graph->setScatterStyle(style);
        for (const QPointF& point : inside) graph->addData(point.x(), point.y());
    }

    void drawFold(int fold, const FoldCurve& curve) {
        const QColor colour = Theme::series(fold - 1);
        const auto shape = shapeOf(markOfFold(fold));
        const double smoothing = m_figure.options.smoothing;
        const auto training = valuesOf(curve, true, 0), validation = valuesOf(curve, false, 0);
        const float strength = m_figure.options.band ? 0.45F : 1.0F;
        if (smoothing > 0) {
            add(training, QPen(faded(colour, 0.22F), 1, Qt::DashLine));
            add(validation, QPen(faded(colour, 0.28F), 1.2));
        }
        add(smoothing > 0 ? valuesOf(curve, true, smoothing) : training, QPen(faded(colour, 0.75F * strength), 1.5, Qt::DashLine));
        add(smoothing > 0 ? valuesOf(curve, false, smoothing) : validation, QPen(faded(colour, strength), 2));
        // A line needs two points: the first epoch of training is shown as a mark, hollow to tell it from validation.
        const auto hollow = shape == QCPScatterStyle::ssDisc ? QCPScatterStyle::ssCircle : shape;
        if (training.size() == 1) addMarks(training, QCPScatterStyle(hollow, QPen(colour, 1.5), Theme::surface(), kMarkPx));
        if (static_cast<int>(validation.size()) <= kMarksUpTo && smoothing == 0)
            addMarks(validation, QCPScatterStyle(shape, QPen(faded(colour, strength), 1.5), faded(colour, strength), kMarkPx));
    }

    void drawBest(const FoldCurve& curve) {
        for (const QPointF& point : valuesOf(curve, false, m_figure.options.smoothing)) {
            if (static_cast<int>(point.x()) == curve.bestEpoch)
                addMarks({point}, QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(Theme::text(), 1.5), Qt::NoBrush, kBestMarkPx));
        }
    }

    void drawOld(const OldCurves& run) {
        for (const auto& [fold, curve] : run.folds) {
            QPen pen(faded(Theme::mutedText(), 0.7F), 1.3);
            pen.setDashPattern({5, 3});
            add(valuesOf(curve, false, m_figure.options.smoothing), pen);
        }
    }

    void drawBand() {
        if (!m_figure.options.band) return;
        const QCPRange y = m_plot.yAxis->range();
        const auto inside = [&](double value) { return m_edges == CurveEdges::Cut ? std::clamp(value, y.lower, y.upper) : value; };
        QCPGraph *low = m_plot.addGraph(), *high = m_plot.addGraph();
        for (const BandPoint& point : bandOf(m_figure)) {
            const bool isLog = m_plot.yAxis->scaleType() == QCPAxis::stLogarithmic;
            low->addData(point.epoch, inside(isLog ? std::max(point.mean - point.sd, point.mean * 0.05) : point.mean - point.sd));
            high->addData(point.epoch, inside(point.mean + point.sd));
        }
        low->setPen(Qt::NoPen);
        high->setPen(Qt::NoPen);
        high->setBrush(faded(Theme::text(), 0.12F));
        high->setChannelFillGraph(low);
    }

    void drawMean() {
        if (!m_figure.options.band) return;
        std::vector<QPointF> line;
        for (const BandPoint& point : bandOf(m_figure)) line.emplace_back(point.epoch, point.mean);
        add(line, QPen(Theme::text(), 2));
        if (line.size() == 1) addMarks(line, QCPScatterStyle(QCPScatterStyle::ssDisc, Theme::text(), kMarkPx));
    }

    /// From the best epoch of the fold that runs to where the training would stop early.
    void drawPatience() {
        const int patience = m_figure.options.patienceEpochs;
        const FoldCurve* running = nullptr;
        for (const auto& [fold, curve] : m_figure.folds) {
            if (curve.shown && !curve.points.empty()) running = &curve;
        }
        if (patience <= 0 || !running || running->bestEpoch == 0) return;
        auto* window = new QCPItemRect(&m_plot);
        window->setPen(Qt::NoPen);
        window->setBrush(faded(Theme::accent(), 0.09F));
        window->setSelectable(false);
        const QCPRange x = m_plot.xAxis->range();
        const double begin = running->bestEpoch, end = running->bestEpoch + patience;
        const bool cut = m_edges == CurveEdges::Cut;
        window->topLeft->setTypeX(QCPItemPosition::ptPlotCoords);
        window->topLeft->setTypeY(QCPItemPosition::ptAxisRectRatio);
        window->topLeft->setCoords(cut ? std::clamp(begin, x.lower, x.upper) : begin, 0);
        window->bottomRight->setTypeX(QCPItemPosition::ptPlotCoords);
        window->bottomRight->setTypeY(QCPItemPosition::ptAxisRectRatio);
        window->bottomRight->setCoords(cut ? std::clamp(end, x.lower, x.upper) : end, 1);
    }

    QCustomPlot& m_plot;
    const CurveFigure& m_figure;
    CurveEdges m_edges;
};

}  // namespace

void drawCurves(QCustomPlot& plot, const CurveFigure& figure, CurveEdges edges) {
    Drawing(plot, figure, edges).draw();
}

}  // namespace leukolens::ui
