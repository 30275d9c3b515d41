#include "ui/report/pdf_curves.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/report/loss_scale.h"
#include "ui/report/report_text.h"

namespace leukolens::ui::pdf {
namespace {

const QColor kTrainColour(0x00, 0x72, 0xb2);       // Okabe–Ito blue
const QColor kValidationColour(0xd5, 0x5e, 0x00);  // Okabe–Ito vermillion
const QColor kBestColour(0x00, 0x9e, 0x73);        // Okabe–Ito bluish green
constexpr double kPlotHeight = 62;
constexpr int kMarkersUpTo = 25;

/// The rectangle of the axes and what it shows.
struct Axes {
    QRectF area;
    double left = 1, right = 2, low = 0, high = 1;

    QPointF at(const QPointF& value) const {
        const double x = (value.x() - left) / (right - left), y = (value.y() - low) / (high - low);
        return {area.left() + x * area.width(), area.bottom() - std::clamp(y, 0.0, 1.0) * area.height()};
    }
};

int digitsOf(const std::vector<double>& ticks) {
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : 1;
    return step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
}

void drawAxes(Canvas& canvas, const Axes& axes, const CurvePair& curves) {
    const int digits = digitsOf(curves.ticks);
    for (const double tick : curves.ticks) {
        const QPointF at = axes.at({axes.left, tick});
        canvas.line(at, {axes.area.right(), at.y()}, 0.15, ink::kGrid);
        canvas.text({at.x() - 11, at.y() - 2, 10, 4}, decimal(tick, digits),
                    {7, false, ink::kMuted, Qt::AlignRight | Qt::AlignVCenter});
    }
    for (const double tick : niceTicks(1, std::max(2, curves.epochs), 6)) {
        if (tick < 1 || tick > axes.right || tick != std::floor(tick)) continue;
        const QPointF at = axes.at({tick, axes.low});
        canvas.line(at, at + QPointF(0, 1), 0.2, ink::kMuted);
        canvas.text({at.x() - 5, at.y() + 1.2, 10, 3.5}, QString::number(static_cast<int>(tick)),
                    {7, false, ink::kMuted, Qt::AlignHCenter | Qt::AlignTop});
    }
    canvas.line(axes.area.bottomLeft(), axes.area.bottomRight(), 0.3, ink::kMuted);
    canvas.line(axes.area.topLeft(), axes.area.bottomLeft(), 0.3, ink::kMuted);
    canvas.text({axes.area.left(), axes.area.bottom() + 4.6, axes.area.width(), 4}, Words::tr("Epoch"),
                {7, false, ink::kMuted, Qt::AlignHCenter | Qt::AlignTop});
}

/// A filled dot for training, a hollow square for validation.
void drawMarker(Canvas& canvas, const QPointF& at, bool train, double size) {
    if (train) {
        canvas.dot(at, size, kTrainColour);
    } else {
        const QRectF square(at.x() - size, at.y() - size, 2 * size, 2 * size);
        canvas.fill(square, Qt::white);
        canvas.frame(square, 0.28, kValidationColour);
    }
}

void drawSeries(Canvas& canvas, const Axes& axes, const std::vector<QPointF>& points, bool train, bool markers) {
    QPolygonF run;
    const auto flush = [&] {
        if (run.size() > 1) {
            canvas.polyline(run, 0.45, train ? kTrainColour : kValidationColour, train ? Dash::Solid : Dash::Dashed);
        }
        if (markers || run.size() == 1) {
            for (const QPointF& at : run) drawMarker(canvas, at, train, 0.65);
        }
        run.clear();
    };
    for (const QPointF& point : points) {
        if (std::isfinite(point.y())) {
            run << axes.at({point.x(), std::min(point.y(), axes.high)});
        } else {
            flush();
        }
    }
    flush();
}

void drawLegend(Canvas& canvas, const QPointF& topRight, bool withBest, bool markers) {
    const TextStyle style{7, false, ink::kText, Qt::AlignLeft | Qt::AlignVCenter};
    double x = topRight.x() - (withBest ? 61 : 42);
    const double y = topRight.y() + 2;
    canvas.line({x, y}, {x + 6, y}, 0.45, kTrainColour);
    if (markers) drawMarker(canvas, {x + 3, y}, true, 0.65);
    canvas.text({x + 7, y - 2, 12, 4}, Words::tr("Training"), style);
    x += 20;
    canvas.line({x, y}, {x + 6, y}, 0.45, kValidationColour, Dash::Dashed);
    if (markers) drawMarker(canvas, {x + 3, y}, false, 0.65);
    canvas.text({x + 7, y - 2, 14, 4}, Words::tr("Validation"), style);
    if (!withBest) return;
    x += 23;
    canvas.line({x, y - 1.6}, {x, y + 1.6}, 0.4, kBestColour, Dash::Dotted);
    canvas.text({x + 1.5, y - 2, 14, 4}, Words::tr("Best epoch"), style);
}

void drawBest(Canvas& canvas, const Axes& axes, int bestEpoch) {
    if (bestEpoch < 1 || bestEpoch > axes.right) return;
    const double x = axes.at({static_cast<double>(bestEpoch), axes.low}).x();
    canvas.line({x, axes.area.top()}, {x, axes.area.bottom()}, 0.4, kBestColour, Dash::Dotted);
}

struct FoldHistory {
    std::vector<experiment::EpochRecord> epochs;
    int best = 0;
};

std::map<int, FoldHistory> byFold(const experiment::RunRecord& record) {
    std::map<int, FoldHistory> folds;
    for (const auto& row : record.history) {
        folds[row.fold].epochs.push_back(row);
        if (row.best) folds[row.fold].best = row.epoch;
    }
    for (const auto& row : record.result.folds) {
        if (folds.contains(row.fold) && row.bestEpoch > 0) folds[row.fold].best = row.bestEpoch;
    }
    return folds;
}

/// Ticks for all folds alike, so that they can be compared by eye.
std::vector<double> accuracyTicks(const experiment::RunRecord& record) {
    double low = 0.9;
    for (const auto& row : record.history) {
        for (const double value : {row.trainAccuracy, row.validationAccuracy})
            if (std::isfinite(value)) low = std::min(low, value);
    }
    return niceTicks(low, 1, 5);
}

std::vector<double> lossTicks(const experiment::RunRecord& record) {
    std::vector<double> losses;
    for (const auto& row : record.history) losses.insert(losses.end(), {row.trainLoss, row.validationLoss});
    return niceTicks(0, report::lossScaleTop(std::move(losses)), 5);
}

CurvePair curvesOf(const FoldHistory& fold, bool accuracy, int epochs, const std::vector<double>& ticks) {
    CurvePair curves;
    curves.title = accuracy ? Words::tr("Accuracy") : Words::tr("Loss (nats)");
    curves.bestEpoch = fold.best;
    curves.epochs = epochs;
    curves.ticks = ticks;
    for (const auto& row : fold.epochs) {
        const double x = row.epoch;
        curves.train.emplace_back(x, accuracy ? row.trainAccuracy : row.trainLoss);
        curves.validation.emplace_back(x, accuracy ? row.validationAccuracy : row.validationLoss);
    }
    const auto above = [&](const QPointF& point) { return point.y() > ticks.back(); };
    if (std::any_of(curves.train.begin(), curves.train.end(), above) ||
        std::any_of(curves.validation.begin(), curves.validation.end(), above))
        curves.title = Words::tr("Loss (nats), cut at %1").arg(decimal(ticks.back(), digitsOf(ticks)));
    return curves;
}

}  // namespace

std::vector<double> niceTicks(double low, double high, int wanted) {
    const double span = std::max(high - low, 1e-9);
    const double rough = span / std::max(1, wanted), power = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough * (1 - 1e-9)) {
            step = factor * power;
            break;
        }
    }
    const double first = std::floor(low / step + 1e-9), last = std::max(first + 1, std::ceil(high / step - 1e-9));
    std::vector<double> ticks;
    for (double i = first; i <= last; ++i) ticks.push_back(i * step);
    return ticks;
}

void drawCurves(Canvas& canvas, const QRectF& where, const CurvePair& curves) {
    Axes axes;
    axes.area = where.adjusted(12, 6.5, -2, -10);
    axes.right = std::max(2, curves.epochs);
    axes.low = curves.ticks.front();
    axes.high = curves.ticks.back();
    canvas.text({where.left(), where.top(), 40, 4}, curves.title, {8.5, true, ink::kText, Qt::AlignLeft | Qt::AlignVCenter});
    const bool markers = curves.epochs <= kMarkersUpTo;
    drawLegend(canvas, {where.right(), where.top()}, curves.bestEpoch > 0, markers);
    drawAxes(canvas, axes, curves);
    drawBest(canvas, axes, curves.bestEpoch);
    drawSeries(canvas, axes, curves.train, true, markers);
    drawSeries(canvas, axes, curves.validation, false, markers);
}

void addFoldCurves(Document& document, const experiment::RunRecord& record) {
    const auto accuracies = accuracyTicks(record), losses = lossTicks(record);
    int epochs = 2;
    for (const auto& row : record.history) epochs = std::max(epochs, row.epoch);
    for (const auto& [number, fold] : byFold(record)) {
        const QString note = fold.best > 0 ? Words::tr("best epoch: %1").arg(fold.best) : QString();
        addHeading(document, Words::tr("Fold %1").arg(number), note, kPlotHeight);
        const QRectF left(kLeft, document.y, kWidth / 2 - 4, kPlotHeight), right = left.translated(kWidth / 2 + 4, 0);
        document.draw([=, accuracy = curvesOf(fold, true, epochs, accuracies),
                       loss = curvesOf(fold, false, epochs, losses)](Canvas& canvas) {
            drawCurves(canvas, left, accuracy);
            drawCurves(canvas, right, loss);
        });
        document.y += kPlotHeight + 5;
    }
}

}  // namespace leukolens::ui::pdf
