#include "ui/widgets/curve_data.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace leukolens::ui {
namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

struct Piece {
    QPointF from, to;
};

/// Liang and Barsky 1984.
std::optional<Piece> clip(const QPointF& from, const QPointF& to, double left, double right, double low, double high) {
    double begin = 0, end = 1;
    const QPointF step = to - from;
    const auto cut = [&](double direction, double distance) {
        if (direction == 0) return distance >= 0;
        const double at = distance / direction;
        (direction < 0 ? begin : end) = direction < 0 ? std::max(begin, at) : std::min(end, at);
        return begin <= end;
    };
    if (!cut(-step.x(), from.x() - left) || !cut(step.x(), right - from.x()) || !cut(-step.y(), from.y() - low) || !cut(step.y(), high - from.y()))
        return std::nullopt;
    return Piece{from + begin * step, from + end * step};
}

}  // namespace

int CurveFigure::lastEpoch() const {
    int last = epochs;
    const auto look = [&](const std::map<int, FoldCurve>& some) {
        for (const auto& [fold, curve] : some) {
            if (!curve.points.empty()) last = std::max(last, curve.points.back().epoch);
        }
    };
    look(folds);
    for (const OldCurves& run : old) {
        if (run.shown) look(run.folds);
    }
    return last;
}

std::vector<double> smoothed(std::span<const double> values, double weight) {
    std::vector<double> result(values.begin(), values.end());
    double mean = 0, counted = 0;
    for (double& value : result) {
        if (!std::isfinite(value)) continue;
        mean = weight * mean + (1 - weight) * value;
        counted = weight * counted + (1 - weight);
        value = mean / counted;
    }
    return result;
}

std::vector<QPointF> valuesOf(const FoldCurve& curve, bool training, double smoothing) {
    std::vector<double> values;
    for (const CurvePoint& point : curve.points) values.push_back(training ? point.train : point.validation);
    if (smoothing > 0) values = smoothed(values, smoothing);
    std::vector<QPointF> line;
    for (std::size_t i = 0; i < values.size(); ++i) line.emplace_back(curve.points[i].epoch, std::isfinite(values[i]) ? values[i] : kGap);
    return line;
}

std::vector<BandPoint> bandOf(const CurveFigure& figure) {
    std::map<int, std::vector<double>> byEpoch;
    for (const auto& [fold, curve] : figure.folds) {
        if (!curve.shown) continue;
        for (const QPointF& point : valuesOf(curve, false, figure.options.smoothing)) {
            if (std::isfinite(point.y())) byEpoch[static_cast<int>(point.x())].push_back(point.y());
        }
    }
    std::vector<BandPoint> band;
    for (const auto& [epoch, values] : byEpoch) {
        if (values.size() < 2) continue;
        const auto count = static_cast<double>(values.size());
        double sum = 0, squares = 0;
        for (const double value : values) sum += value;
        for (const double value : values) squares += (value - sum / count) * (value - sum / count);
        band.push_back({epoch, sum / count, std::sqrt(squares / (count - 1)), static_cast<int>(values.size())});
    }
    return band;
}

std::vector<QPointF> clippedTo(std::span<const QPointF> line, double left, double right, double low, double high) {
    std::vector<QPointF> result;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (!std::isfinite(line[i - 1].y()) || !std::isfinite(line[i].y())) continue;
        const auto piece = clip(line[i - 1], line[i], left, right, low, high);
        if (!piece) continue;
        if (result.empty() || result.back() != piece->from) {
            if (!result.empty()) result.emplace_back(piece->from.x(), kGap);
            result.push_back(piece->from);
        }
        result.push_back(piece->to);
    }
    return result;
}

}  // namespace leukolens::ui
