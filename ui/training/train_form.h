// Before a training: which data, which start, which settings, what that means in work and time, and Start.
#pragma once

#include <QFrame>

#include <memory>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/experiment/train_settings.h"
#include "ui/training/presets.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace leukolens::ui {

class ElidedLabel;
class EstimateProbe;
class SettingsForm;
class WeightsField;

class TrainForm : public QFrame {
    Q_OBJECT
public:
    /// probe may be null: then no time is said. It is given what the form says.
    explicit TrainForm(EstimateProbe* probe = nullptr, QWidget* parent = nullptr);

    experiment::TrainSettings settings() const;
    void setSettings(const experiment::TrainSettings& settings);
    /// As typed; empty: to be named by date.
    QString runName() const;
    void setRunName(const QString& name);
    void setWeightsFile(const QString& file);
    /// Null: nothing is open, Start stays off.
    void setDataset(std::shared_ptr<const dataset::Dataset> dataset);
    void setRunning(bool running);

Q_SIGNALS:
    void startRequested();
    void settingsChanged();  ///< settings() may be others
    void dataRequested();  ///< the person wants to look at, or change, the data
    void loadRequested();  ///< settings from a file
    void saveRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void createData(QVBoxLayout& column);
    void createPresets(QVBoxLayout& column);
    void createStart(QVBoxLayout& column);
    void createFields(QVBoxLayout& column);
    void createBottom(QVBoxLayout& column);
    void onChanged();
    void updateProblem();
    void updateSummary();
    QString problem() const;
    QString note() const;

    EstimateProbe* m_probe = nullptr;
    std::shared_ptr<const dataset::Dataset> m_dataset;
    bool m_running = false;
    bool m_filling = false;
    experiment::TrainSettings m_beforeFreezing;  ///< rate and dropout come back from here when the trunk is trained again
    experiment::TrainSettings m_base;  ///< what was set last, to the last digit
    QWidget* m_fields = nullptr;
    ElidedLabel* m_data = nullptr;
    std::vector<QPushButton*> m_presets;
    WeightsField* m_weights = nullptr;
    QCheckBox* m_frozen = nullptr;
    SettingsForm* m_form = nullptr;
    QLineEdit* m_runName = nullptr;
    QLabel* m_work = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_note = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_start = nullptr;
};

}  // namespace leukolens::ui
