// The card that shows how the open data would be split: choice of protocol and folds, grid, leak check.
#pragma once

#include <QFrame>

#include <memory>
#include <optional>

#include "core/dataset/dataset.h"
#include "ui/data/split_plan.h"

class QComboBox;
class QLabel;
class QSpinBox;

namespace leukolens::ui {

class AppContext;
class ErrorHelp;
class SplitGrid;

class SplitPanel : public QFrame {
    Q_OBJECT
public:
    explicit SplitPanel(AppContext& context, QWidget* parent = nullptr);

    void setDataset(std::shared_ptr<const dataset::Dataset> dataset);
    const std::optional<SplitPlan>& plan() const { return m_plan; }

Q_SIGNALS:
    void planChanged();

private:
    QWidget* createControls();
    QWidget* createLegend();
    void fill();  ///< the controls, from the training that is planned
    void planTraining();  ///< that, from the controls
    void replan();
    void showPlan(const Result<SplitPlan>& plan);
    QString leakLine(const SplitPlan& plan) const;
    QString balanceLine(const SplitPlan& plan) const;

    AppContext& m_context;
    std::shared_ptr<const dataset::Dataset> m_dataset;
    std::optional<SplitPlan> m_plan;
    experiment::TrainSettings m_asked;
    int m_request = 0;  ///< number of the newest request: answers to older ones are dropped
    QComboBox* m_protocol = nullptr;
    QLabel* m_foldsLabel = nullptr;
    QSpinBox* m_folds = nullptr;
    SplitGrid* m_grid = nullptr;
    QLabel* m_leakIcon = nullptr;
    QLabel* m_leak = nullptr;
    ErrorHelp* m_help = nullptr;  ///< where there is no plan
    QLabel* m_balance = nullptr;
};

}  // namespace leukolens::ui
