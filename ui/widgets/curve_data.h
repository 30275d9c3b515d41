// What a figure of training curves shows, before any drawing, and the arithmetic on it.
#pragma once

#include <QPointF>
#include <QString>

#include <map>
#include <span>
#include <vector>

namespace leukolens::ui {

enum class CurveQuantity { Accuracy, Loss };  ///< accuracy 0…1, drawn in percent; loss in nats

struct CurvePoint {
    int epoch = 0;                     ///< 1-based
    double train = 0, validation = 0;  ///< NaN or infinite: a gap
};

struct FoldCurve {
    std::vector<CurvePoint> points;  ///< by epoch
    int bestEpoch = 0;               ///< 0: none yet
    bool shown = true;
};

/// An earlier run, drawn grey behind the present one.
struct OldCurves {
    QString name;
    std::map<int, FoldCurve> folds;
    bool shown = true;
};

struct CurveOptions {
    double smoothing = 0;    ///< 0…0.95: weight of what came before; the raw curve stays, faint
    bool band = false;       ///< mean ± sd of the shown folds' validation
    bool logAxis = false;    ///< loss only
    int patienceEpochs = 0;  ///< window after the best epoch of the fold that runs; 0: not drawn
    friend bool operator==(const CurveOptions&, const CurveOptions&) = default;
};

struct CurveFigure {
    CurveQuantity quantity = CurveQuantity::Accuracy;
    std::map<int, FoldCurve> folds;  ///< by fold, 1-based
    std::vector<OldCurves> old;
    CurveOptions options;
    int epochs = 1;  ///< the axis shows at least so many

    int lastEpoch() const;  ///< with points, old runs included; `epochs` at least
};

/// Exponential running mean that starts without bias towards 0. Gaps stay gaps and count for nothing.
std::vector<double> smoothed(std::span<const double> values, double weight);

/// The fold's training or validation values by epoch, smoothed as asked.
std::vector<QPointF> valuesOf(const FoldCurve& curve, bool training, double smoothing);

struct BandPoint {
    int epoch = 0;
    double mean = 0, sd = 0;  ///< sample standard deviation
    int folds = 0;
};
/// Of the validation values (smoothed as asked) where two shown folds at least have one.
std::vector<BandPoint> bandOf(const CurveFigure& figure);

/// The part of a polyline inside a rectangle given as ranges: cut at its edges, gaps (NaN) between the pieces.
std::vector<QPointF> clippedTo(std::span<const QPointF> line, double left, double right, double low, double high);

}  // namespace leukolens::ui
