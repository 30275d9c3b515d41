#include "ui/widgets/curve_plot.h"

#include "ui/widgets/plot_include.h"

#include <algorithm>
#include <cmath>

#include "ui/shell/accessible_role.h"
#include "ui/shell/focus_ring.h"
#include "ui/shell/theme.h"
#include "ui/widgets/curve_axes.h"
#include "ui/widgets/curve_drawing.h"

namespace leukolens::ui {
namespace {

constexpr int kRingPx = 3;  // room around the plot for the ring of the focus
constexpr double kKeyZoom = 1.25;
constexpr double kKeyMove = 0.15;

}  // namespace

CurvePlot::CurvePlot(Quantity quantity, QWidget* parent) : QWidget(parent) {
    m_figure.quantity = quantity;
    const bool accuracy = quantity == Quantity::Accuracy;
    setObjectName(accuracy ? "accuracyPlot" : "lossPlot");
    setAccessibleName(accuracy ? tr("Accuracy for each epoch") : tr("Loss for each epoch"));
    setAccessibleRole(*this, QAccessible::Chart);
    setAccessibleDescription(tr("Wheel or + and − zoom, dragging or the arrow keys move, a double click or Home shows everything"));
    setMinimumSize(220, 130);
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kRingPx, kRingPx, kRingPx, kRingPx);
    m_plot = new QCustomPlot(this);
    m_plot->setMouseTracking(true);
    m_plot->setFocusProxy(this);
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->installEventFilter(this);
    layout->addWidget(m_plot);
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (event->buttons() == Qt::NoButton) showValues(event->pos());
    });
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, &CurvePlot::fit);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] {
            if (!m_redrawing) setZoomed(true);
        });
    }
    redraw();
}

void CurvePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (hasFocus()) drawFocusRing(painter, rect());
}

void CurvePlot::clear() {
    m_figure.folds.clear();
    m_figure.epochs = 1;
    fit();
}

void CurvePlot::addPoint(int fold, int epoch, double train, double validation) {
    std::vector<CurvePoint>& points = m_figure.folds[fold].points;
    const auto at = std::ranges::lower_bound(points, epoch, {}, &CurvePoint::epoch);
    // A run that goes on may tell an epoch again.
    if (at != points.end() && at->epoch == epoch) {
        *at = {epoch, train, validation};
    } else {
        points.insert(at, {epoch, train, validation});
    }
}

void CurvePlot::setBest(int fold, int epoch) {
    m_figure.folds[fold].bestEpoch = epoch;
}

void CurvePlot::setEpochs(int epochs) {
    m_figure.epochs = std::max(1, epochs);
    replotLater();
}

void CurvePlot::setFoldShown(int fold, bool shown) {
    m_figure.folds[fold].shown = shown;
    replotLater();
}

void CurvePlot::setOld(std::vector<OldCurves> runs) {
    m_figure.old = std::move(runs);
    replotLater();
}

void CurvePlot::setOptions(const CurveOptions& options) {
    if (options == m_figure.options) return;
    // Between a linear and a logarithmic axis the range that was zoomed to means nothing.
    if (options.logAxis != m_figure.options.logAxis) setZoomed(false);
    m_figure.options = options;
    replotLater();
}

void CurvePlot::replotLater() {
    redraw();
}

void CurvePlot::redraw() {
    m_redrawing = true;
    setUpAxes(*m_plot, m_figure);
    paintAxes(*m_plot);
    if (!m_zoomed) fitAxes(*m_plot, m_figure);
    drawCurves(*m_plot, m_figure);
    m_redrawing = false;
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::fit() {
    setZoomed(false);
    redraw();
}

void CurvePlot::setZoomed(bool zoomed) {
    if (zoomed == m_zoomed) return;
    m_zoomed = zoomed;
    Q_EMIT zoomedChanged(zoomed);
}

void CurvePlot::zoom(double factor) {
    m_plot->xAxis->scaleRange(1 / factor);
    m_plot->yAxis->scaleRange(1 / factor);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QRectF CurvePlot::shownRange() const {
    const QCPRange x = m_plot->xAxis->range(), y = m_plot->yAxis->range();
    return {x.lower, y.lower, x.size(), y.size()};
}

int CurvePlot::pointCount(int fold) const {
    const auto found = m_figure.folds.find(fold);
    if (found == m_figure.folds.end()) return 0;
    return static_cast<int>(std::ranges::count_if(found->second.points, [](const CurvePoint& point) { return std::isfinite(point.validation); }));
}

QString CurvePlot::valuesAt(int epoch) const {
    QStringList lines;
    const auto text = [this](double value) { return curveValueText(m_figure.quantity, value); };
    for (const auto& [fold, curve] : m_figure.folds) {
        const auto at = std::ranges::find(curve.points, epoch, &CurvePoint::epoch);
        if (!curve.shown || at == curve.points.end()) continue;
        lines << tr("Fold %1: validation %2, training %3").arg(fold).arg(text(at->validation), text(at->train));
    }
    if (m_figure.options.band) {
        for (const BandPoint& point : bandOf(m_figure)) {
            if (point.epoch == epoch) lines << tr("Mean of validation: %1 ± %2").arg(text(point.mean), text(point.sd));
        }
    }
    if (lines.isEmpty()) return {};
    lines.prepend(tr("Epoch %1").arg(epoch));
    return lines.join('\n');
}

void CurvePlot::showValues(const QPoint& position) {
    const QString words = m_plot->axisRect()->rect().contains(position) ? valuesAt(qRound(m_plot->xAxis->pixelToCoord(position.x()))) : QString();
    if (words.isEmpty()) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(m_plot->mapToGlobal(position), words, m_plot);
    }
}

bool CurvePlot::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot && event->type() == QEvent::Wheel) {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        const bool epochsOnly = wheel->modifiers() & Qt::ControlModifier, valuesOnly = wheel->modifiers() & Qt::ShiftModifier;
        m_plot->axisRect()->setRangeZoom(epochsOnly ? Qt::Horizontal : valuesOnly ? Qt::Vertical : Qt::Horizontal | Qt::Vertical);
    }
    return QWidget::eventFilter(watched, event);
}

void CurvePlot::keyPressEvent(QKeyEvent* event) {
    const auto move = [this](QCPAxis* axis, double share) {
        const QCPRange range = axis->range();
        axis->moveRange(axis->scaleType() == QCPAxis::stLogarithmic ? std::pow(range.upper / range.lower, share) : range.size() * share);
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    };
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoom(kKeyZoom);
        case Qt::Key_Minus: return zoom(1 / kKeyZoom);
        case Qt::Key_Home: return fit();
        case Qt::Key_Left: return move(m_plot->xAxis, -kKeyMove);
        case Qt::Key_Right: return move(m_plot->xAxis, kKeyMove);
        case Qt::Key_Up: return move(m_plot->yAxis, kKeyMove);
        case Qt::Key_Down: return move(m_plot->yAxis, -kKeyMove);
        default: QWidget::keyPressEvent(event);
    }
}

void CurvePlot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) redraw();
}

}  // namespace leukolens::ui
