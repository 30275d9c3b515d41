// The settings of a training run as a form: presets, fields, what is wrong with them, Start.
#pragma once

#include <QFrame>

#include <memory>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/experiment/train_settings.h"
#include "ui/training/presets.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace leukolens::ui {

class TrainForm : public QFrame {
    Q_OBJECT
public:
    explicit TrainForm(QWidget* parent = nullptr);

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

private:
    void createPresets(QVBoxLayout& column);
    void createFields(QVBoxLayout& column);
    QWidget* createWeights();
    void connectFields();
    QSpinBox* makeNumber(const QString& name, int low, int high);
    QComboBox* makeChoice(const QString& name);
    void addField(QGridLayout& grid, int row, int column, int span, const QString& label, QWidget* editor,
                  const QString& help);
    void onChanged();
    QString problem() const;
    QString note() const;

    std::shared_ptr<const dataset::Dataset> m_dataset;
    bool m_running = false;
    bool m_filling = false;
    experiment::TrainSettings m_base;  ///< what the form has no field for
    QWidget* m_fields = nullptr;
    std::vector<QPushButton*> m_presets;
    QComboBox* m_protocol = nullptr;
    QSpinBox* m_folds = nullptr;
    QSpinBox* m_epochs = nullptr;
    QSpinBox* m_patience = nullptr;
    QSpinBox* m_inputPx = nullptr;
    QSpinBox* m_batch = nullptr;
    QDoubleSpinBox* m_learningRate = nullptr;
    QComboBox* m_device = nullptr;
    QComboBox* m_precision = nullptr;
    QSpinBox* m_seed = nullptr;
    QLineEdit* m_weights = nullptr;
    QLineEdit* m_runName = nullptr;
    QCheckBox* m_augment = nullptr;
    QLabel* m_note = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_start = nullptr;
};

}  // namespace leukolens::ui
