#include "ui/widgets/curve_axes.h"

#include "ui/widgets/plot_include.h"

#include <algorithm>
#include <cmath>

#include "core/report/loss_scale.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr double kLeastLogLoss = 1e-4;

/// Ticks at whole epochs only.
class EpochTicker final : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override { return std::max(1.0, std::ceil(QCPAxisTicker::getTickStep(range))); }
    int getSubTickCount(double) override { return 0; }
};

class PercentTicker final : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override {
        const double percent = tick * 100;
        // Zoomed in, a tick may stand between two whole per cent.
        const int digits = std::abs(percent - std::round(percent)) < 1e-6 ? 0 : std::abs(percent * 10 - std::round(percent * 10)) < 1e-5 ? 1 : 2;
        return locale.toString(percent, 'f', digits) + QString::fromUtf8("\u00a0%");
    }
    int getSubTickCount(double) override { return 0; }
};

/// 0.001, 0.01, 0.1, 1: as people write it.
class LogTicker final : public QCPAxisTickerLog {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override { return locale.toString(tick, 'g', 6); }
    QVector<double> createTickVector(double step, const QCPRange& range) override {
        // Within two powers of ten the powers alone are too few.
        if (range.upper / range.lower > 100) return QCPAxisTickerLog::createTickVector(step, range);
        QVector<double> ticks;
        for (double power = std::pow(10, std::floor(std::log10(range.lower))); power <= range.upper; power *= 10) {
            for (const double factor : {1.0, 2.0, 5.0}) ticks << factor * power;
        }
        return ticks;
    }
    int getSubTickCount(double) override { return 0; }
};

std::vector<double> shownValues(const CurveFigure& figure) {
    std::vector<double> values;
    const auto collect = [&](const std::map<int, FoldCurve>& folds, bool withTraining) {
        for (const auto& [fold, curve] : folds) {
            if (!curve.shown) continue;
            for (const CurvePoint& point : curve.points) {
                if (withTraining && std::isfinite(point.train)) values.push_back(point.train);
                if (std::isfinite(point.validation)) values.push_back(point.validation);
            }
        }
    };
    collect(figure.folds, true);
    for (const OldCurves& run : figure.old) {
        if (run.shown) collect(run.folds, false);
    }
    return values;
}

QCPRange valueRange(const CurveFigure& figure) {
    std::vector<double> values = shownValues(figure);
    if (figure.quantity == CurveQuantity::Accuracy) {
        double low = 1;
        for (const double value : values) low = std::min(low, value);
        return {values.empty() ? 0.0 : std::clamp(std::floor((low - 0.02) * 20) / 20, 0.0, 0.9), 1.01};
    }
    if (!figure.options.logAxis) return {0, values.empty() ? 1.0 : report::lossScaleTop(std::move(values)) * 1.08};
    std::erase_if(values, [](double value) { return value <= 0; });
    if (values.empty()) return {0.01, 1};
    const auto [low, high] = std::ranges::minmax_element(values);
    return {std::max(kLeastLogLoss, *low / 1.3), std::max(kLeastLogLoss * 10, *high * 1.3)};
}

}  // namespace

void setUpAxes(QCustomPlot& plot, const CurveFigure& figure) {
    plot.setLocale(QLocale());
    plot.xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new EpochTicker));
    plot.xAxis->setLabel(QCoreApplication::translate("CurvePlot", "Epoch"));
    const bool log = figure.quantity == CurveQuantity::Loss && figure.options.logAxis;
    plot.yAxis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (figure.quantity == CurveQuantity::Accuracy) {
        plot.yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new PercentTicker));
    } else if (log) {
        plot.yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new LogTicker));
    } else {
        plot.yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    }
    plot.yAxis->ticker()->setTickCount(4);
    plot.axisRect()->setupFullAxesBox(false);
    plot.xAxis2->setVisible(false);
    plot.yAxis2->setVisible(false);
    plot.xAxis->grid()->setVisible(false);
}

void paintAxes(QCustomPlot& plot) {
    plot.setBackground(Theme::surface());
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
        axis->setBasePen(QPen(Theme::border()));
        axis->setTickPen(QPen(Theme::border()));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(Theme::mutedText());
        axis->setLabelColor(Theme::mutedText());
        axis->setTickLabelFont(Theme::font(0.88));
        axis->setLabelFont(Theme::font(0.88));
        axis->grid()->setPen(QPen(Theme::border(), 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(QPen(Theme::border()));
        axis->grid()->setSubGridVisible(false);
    }
}

void fitAxes(QCustomPlot& plot, const CurveFigure& figure) {
    plot.xAxis->setRange(0.5, std::max(figure.lastEpoch(), 2) + 0.5);
    plot.yAxis->setRange(valueRange(figure));
}

QString curveValueText(CurveQuantity quantity, double value) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    return quantity == CurveQuantity::Accuracy ? QLocale().toString(value * 100, 'f', 1) + QString::fromUtf8("\u00a0%") : QLocale().toString(value, 'f', 3);
}

}  // namespace leukolens::ui
