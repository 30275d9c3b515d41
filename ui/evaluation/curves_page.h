// Evaluate, tab Curves: ROC and precision–recall with bands, a threshold to drag and what follows from it, and the lock.
#pragma once

#include <QWidget>

#include <optional>

#include "ui/evaluation/evaluated_run.h"

class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSlider;
class QStackedLayout;

namespace leukolens::ui {

class EvaluationSession;
class FigureView;
struct Figure;
struct OtherCurve;

class CurvesPage : public QWidget {
    Q_OBJECT
public:
    explicit CurvesPage(EvaluationSession& session, QWidget* parent = nullptr);
    void setRun(const EvaluatedRunPointer& run);

Q_SIGNALS:
    void saveRequested(const leukolens::ui::Figure& figure);
    void lockRequested();

private:
    QWidget* createThreshold();
    QWidget* createOutcome();
    QWidget* createLock();
    QDoubleSpinBox* makeShare(const char* name, const QString& accessible, double value);
    void setThreshold(double threshold);
    void showPoint();
    void showLock();
    std::vector<OtherCurve> others() const;

    EvaluationSession& m_session;
    EvaluatedRunPointer m_run;
    std::optional<evaluation::OperatingPoints> m_points;
    double m_threshold = 0.5;
    QStackedLayout* m_pages = nullptr;
    FigureView *m_roc = nullptr, *m_precisionRecall = nullptr;
    QSlider* m_slider = nullptr;
    QDoubleSpinBox *m_spin = nullptr, *m_prevalence = nullptr, *m_sensitivity = nullptr;
    QLabel *m_matrix[4] = {}, *m_rates[4] = {}, *m_headers[4] = {}, *m_lockWords = nullptr;
    QPushButton* m_lock = nullptr;
};

}  // namespace leukolens::ui
