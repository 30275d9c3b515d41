// One live figure of a training run: for each fold a validation curve (solid, marked) and a training curve (dashed).
#pragma once

#include <QWidget>

#include "ui/widgets/curve_data.h"

class QCustomPlot;

namespace leukolens::ui {

/// The wheel zooms at the pointer (with Ctrl the epochs alone, with Shift the values alone), dragging moves, a double click shows
/// everything again. Keys: + and − zoom, arrows move, Home shows everything.
class CurvePlot : public QWidget {
    Q_OBJECT
public:
    using Quantity = CurveQuantity;

    CurvePlot(Quantity quantity, QWidget* parent = nullptr);

    void clear();  ///< the old runs and the options stay
    /// fold and epoch are 1-based. NaN and infinities are left out of the curve.
    void addPoint(int fold, int epoch, double train, double validation);
    /// Ring around the validation point of the fold's best epoch; replaces an earlier one.
    void setBest(int fold, int epoch);
    /// Epochs the axis shows at least; it grows with the points.
    void setEpochs(int epochs);
    void setFoldShown(int fold, bool shown);
    void setOld(std::vector<OldCurves> runs);
    void setOptions(const CurveOptions& options);
    /// Redraws once, later: call after a batch of points.
    void replotLater();

    void fit();                             ///< shows everything
    bool isZoomed() const { return m_zoomed; }
    void zoom(double factor);               ///< about the middle; > 1: nearer

    int pointCount(int fold) const;
    int foldCount() const { return static_cast<int>(m_figure.folds.size()); }
    const CurveFigure& figure() const { return m_figure; }
    QRectF shownRange() const;              ///< epochs × values, top() the smallest value

Q_SIGNALS:
    void zoomedChanged(bool zoomed);

protected:
    void paintEvent(QPaintEvent* event) override;  ///< the ring of the focus, around the plot
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    QSize sizeHint() const override { return {320, 220}; }

private:
    void redraw();
    void setZoomed(bool zoomed);
    void showValues(const QPoint& position);
    QString valuesAt(int epoch) const;

    CurveFigure m_figure;
    QCustomPlot* m_plot = nullptr;
    bool m_zoomed = false;
    bool m_redrawing = false;
};

}  // namespace leukolens::ui
