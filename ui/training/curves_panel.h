// The curves of a run: accuracy and loss beside each other, what they mean, and how they are looked at, compared and exported.
#pragma once

#include <QFrame>

#include "core/experiment/run.h"
#include "ui/widgets/curve_data.h"

class QCheckBox;
class QHBoxLayout;
class QMenu;
class QSlider;
class QToolButton;
class QVBoxLayout;

namespace leukolens::ui {

class CurveLegend;
class CurvePlot;

class CurvesPanel : public QFrame {
    Q_OBJECT
public:
    explicit CurvesPanel(QWidget* parent = nullptr);

    void start(const experiment::TrainSettings& settings);  ///< empties it; old runs stay
    void add(const std::vector<experiment::EpochRecord>& epochs);
    /// Nothing runs any more: there is no window of patience.
    void end();
    /// Draws a run of an earlier time grey behind this one. One of the same name takes its place.
    void addOldRun(const QString& name, const experiment::RunRecord& record);

Q_SIGNALS:
    void oldRunRequested();
    /// The bytes are for a file of this ending: pdf, svg, png, csv.
    void exportRequested(const QString& ending, const QByteArray& bytes);

private:
    void createLookTools(QHBoxLayout& row);
    void createFileTools(QHBoxLayout& row);
    void createPlots(QVBoxLayout& column);
    QToolButton* makeTool(const char* name, const char* icon, const QString& text, const QString& help);
    void applyOptions();
    void applyOldRuns();
    void fillCompareMenu();
    void exportAs(const QString& ending);

    CurvePlot* m_accuracy = nullptr;
    CurvePlot* m_loss = nullptr;
    CurveLegend* m_legend = nullptr;
    QSlider* m_smoothing = nullptr;
    QCheckBox* m_band = nullptr;
    QCheckBox* m_log = nullptr;
    QToolButton* m_reset = nullptr;
    QMenu* m_compare = nullptr;
    int m_patience = 0;
    bool m_running = false;
    struct OldRun {
        QString name;
        std::map<int, FoldCurve> accuracy, loss;
        bool shown = true;
    };
    std::vector<OldRun> m_old;
};

}  // namespace leukolens::ui
