// One live figure of a training run: for each fold a validation curve (solid, marked) and a training curve (dashed).
#pragma once

#include <QWidget>

#include <map>

class QCPGraph;
class QCustomPlot;

namespace leukolens::ui {

class CurvePlot : public QWidget {
    Q_OBJECT
public:
    enum class Quantity { Accuracy, Loss };  ///< accuracy 0…1, drawn in percent; loss in nats

    CurvePlot(Quantity quantity, QWidget* parent = nullptr);

    void clear();
    /// fold and epoch are 1-based. NaN and infinities are left out of the curve.
    void addPoint(int fold, int epoch, double train, double validation);
    /// Ring around the validation point of the fold's best epoch; replaces an earlier one.
    void setBest(int fold, int epoch);
    /// Epochs the axis shows at least; it grows with the points.
    void setEpochs(int epochs);
    /// Redraws once, later: call after a batch of points.
    void replotLater();

    int pointCount(int fold) const;
    int foldCount() const { return static_cast<int>(m_folds.size()); }

protected:
    void changeEvent(QEvent* event) override;

private:
    struct FoldCurves {
        QCPGraph* train = nullptr;
        QCPGraph* validation = nullptr;
        QCPGraph* best = nullptr;
        int bestEpoch = 0;
    };
    FoldCurves& curvesOf(int fold);
    void applyTheme();
    void styleCurves(int fold, FoldCurves& curves);
    void fitAxes();
    void showValues(const QPoint& position);
    QString valueText(double value) const;

    Quantity m_quantity;
    QCustomPlot* m_plot = nullptr;
    std::map<int, FoldCurves> m_folds;
    int m_epochs = 1;
};

}  // namespace leukolens::ui
