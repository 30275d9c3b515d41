#include "ui/widgets/curve_plot.h"

#include "ui/widgets/plot_include.h"

#include <algorithm>
#include <cmath>

#include "core/report/loss_scale.h"
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

/// Ticks at whole epochs only.
class EpochTicker final : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override {
        return std::max(1.0, std::ceil(QCPAxisTicker::getTickStep(range)));
    }
    int getSubTickCount(double) override { return 0; }
};

class PercentTicker final : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override {
        return locale.toString(qRound(tick * 100)) + QString::fromUtf8("\u00a0%");
    }
    int getSubTickCount(double) override { return 0; }
};

}  // namespace

CurvePlot::CurvePlot(Quantity quantity, QWidget* parent) : QWidget(parent), m_quantity(quantity) {
    const bool accuracy = quantity == Quantity::Accuracy;
    setObjectName(accuracy ? "accuracyPlot" : "lossPlot");
    setAccessibleName(accuracy ? tr("Accuracy for each epoch") : tr("Loss for each epoch"));
    setMinimumSize(220, 150);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_plot = new QCustomPlot(this);
    m_plot->setMouseTracking(true);
    layout->addWidget(m_plot);
    m_plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new EpochTicker));
    m_plot->xAxis->setLabel(tr("Epoch"));
    if (accuracy) m_plot->yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new PercentTicker));
    m_plot->yAxis->ticker()->setTickCount(4);
    m_plot->setLocale(QLocale());
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { showValues(event->pos()); });
    applyTheme();
    fitAxes();
}

void CurvePlot::clear() {
    m_folds.clear();
    m_plot->clearGraphs();
    m_epochs = 1;
    fitAxes();
    replotLater();
}

CurvePlot::FoldCurves& CurvePlot::curvesOf(int fold) {
    const auto [entry, isNew] = m_folds.try_emplace(fold);
    FoldCurves& curves = entry->second;
    if (isNew) {
        curves.train = m_plot->addGraph();
        curves.validation = m_plot->addGraph();
        curves.best = m_plot->addGraph();
        styleCurves(fold, curves);
    }
    return curves;
}

void CurvePlot::addPoint(int fold, int epoch, double train, double validation) {
    FoldCurves& curves = curvesOf(fold);
    if (std::isfinite(train)) curves.train->addData(epoch, train);
    if (std::isfinite(validation)) curves.validation->addData(epoch, validation);
    m_epochs = std::max(m_epochs, epoch);
    styleCurves(fold, curves);
    fitAxes();
}

void CurvePlot::setBest(int fold, int epoch) {
    FoldCurves& curves = curvesOf(fold);
    curves.bestEpoch = epoch;
    const auto points = curves.validation->data();
    const auto point = points->findBegin(epoch, false);
    if (point == points->constEnd() || point->key != epoch) return;
    curves.best->setData(QVector<double>{point->key}, QVector<double>{point->value});
}

void CurvePlot::setEpochs(int epochs) {
    m_epochs = std::max(1, epochs);
    fitAxes();
}

void CurvePlot::replotLater() {
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

int CurvePlot::pointCount(int fold) const {
    const auto found = m_folds.find(fold);
    return found == m_folds.end() ? 0 : found->second.validation->dataCount();
}

void CurvePlot::styleCurves(int fold, FoldCurves& curves) {
    const QColor colour = Theme::series(fold - 1);
    QColor faint = colour;
    faint.setAlphaF(0.75F);
    const auto shape = shapeOf(markOfFold(fold));
    const int points = curves.validation->dataCount();
    curves.validation->setPen(QPen(colour, 2));
    curves.validation->setScatterStyle(points <= kMarksUpTo ? QCPScatterStyle(shape, QPen(colour, 1.5), colour, kMarkPx)
                                                            : QCPScatterStyle());
    curves.train->setPen(QPen(faint, 1.5, Qt::DashLine));
    // A line needs two points: the first epoch of training is shown as a mark, hollow to tell it from validation.
    const auto hollow = shape == QCPScatterStyle::ssDisc ? QCPScatterStyle::ssCircle : shape;
    curves.train->setScatterStyle(curves.train->dataCount() == 1
                                      ? QCPScatterStyle(hollow, QPen(colour, 1.5), Theme::surface(), kMarkPx)
                                      : QCPScatterStyle());
    curves.best->setLineStyle(QCPGraph::lsNone);
    curves.best->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(Theme::text(), 1.5), Qt::NoBrush, kBestMarkPx));
}

void CurvePlot::fitAxes() {
    double low = m_quantity == Quantity::Accuracy ? 1.0 : 0.0;
    std::vector<double> values;
    bool any = false;
    for (const auto& [fold, curves] : m_folds) {
        for (const QCPGraph* graph : {curves.train, curves.validation}) {
            bool found = false;
            const QCPRange range = graph->data()->valueRange(found);
            if (!found) continue;
            any = true;
            low = std::min(low, range.lower);
            for (const QCPGraphData& point : *graph->data()) values.push_back(point.value);
        }
    }
    if (m_quantity == Quantity::Accuracy) {
        low = any ? std::max(0.0, std::floor(low * 10 - 0.2) / 10) : 0.0;
        m_plot->yAxis->setRange(low, 1.0 + 0.03 * (1.0 - low));
    } else {
        // Values above run out of the plot; the read-out under the pointer still tells them.
        m_plot->yAxis->setRange(0, any ? report::lossScaleTop(std::move(values)) * 1.08 : 1.0);
    }
    m_plot->xAxis->setRange(0.5, std::max(m_epochs, 2) + 0.5);
}

QString CurvePlot::valueText(double value) const {
    return m_quantity == Quantity::Accuracy ? QLocale().toString(value * 100, 'f', 1) + QString::fromUtf8("\u00a0%")
                                            : QLocale().toString(value, 'f', 3);
}

void CurvePlot::showValues(const QPoint& position) {
    const int epoch = qRound(m_plot->xAxis->pixelToCoord(position.x()));
    QStringList lines;
    for (const auto& [fold, curves] : m_folds) {
        auto at = [epoch](const QCPGraph* graph) {
            const auto point = graph->data()->findBegin(epoch, false);
            return point != graph->data()->constEnd() && point->key == epoch ? point->value : std::nan("");
        };
        const double train = at(curves.train), validation = at(curves.validation);
        if (std::isnan(validation)) continue;
        lines << tr("Fold %1: validation %2, training %3").arg(fold).arg(valueText(validation), valueText(train));
    }
    if (lines.isEmpty()) {
        QToolTip::hideText();
        return;
    }
    lines.prepend(tr("Epoch %1").arg(epoch));
    QToolTip::showText(m_plot->mapToGlobal(position), lines.join('\n'), m_plot);
}

void CurvePlot::applyTheme() {
    m_plot->setBackground(Theme::surface());
    m_plot->axisRect()->setupFullAxesBox(false);
    QColor grid = Theme::border();
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis, m_plot->xAxis2, m_plot->yAxis2}) {
        axis->setBasePen(QPen(Theme::border()));
        axis->setTickPen(QPen(Theme::border()));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(Theme::mutedText());
        axis->setLabelColor(Theme::mutedText());
        axis->setTickLabelFont(Theme::font(0.88));
        axis->setLabelFont(Theme::font(0.88));
        axis->grid()->setPen(QPen(grid, 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(QPen(grid));
    }
    m_plot->xAxis2->setVisible(false);
    m_plot->yAxis2->setVisible(false);
    m_plot->xAxis->grid()->setVisible(false);
    for (auto& [fold, curves] : m_folds) styleCurves(fold, curves);
    replotLater();
}

void CurvePlot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) applyTheme();
}

}  // namespace leukolens::ui
