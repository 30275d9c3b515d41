// Train a finder: which fields, which network, from which weights, how long.
#pragma once

#include <QFrame>

#include "core/fields/field_set.h"
#include "core/fields/field_settings.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace leukolens::ui {

class WeightsField;

class FinderForm : public QFrame {
    Q_OBJECT
public:
    explicit FinderForm(QWidget* parent = nullptr);

    /// null: none are open.
    void setFields(const fields::FieldSet* set);
    void setReading(bool reading);
    /// Why nothing can be started now; empty: it can.
    void setObstacle(const QString& obstacle);
    void setRunning(bool running);

    fields::FieldTrainSettings settings() const;

Q_SIGNALS:
    void folderRequested();
    void demoRequested();
    void startRequested();
    void goOnRequested();  ///< with a run that was stopped

private:
    void createFields(QVBoxLayout& column);
    void createChoices(QVBoxLayout& column);
    void createButtons(QVBoxLayout& column);
    void refresh();

    QLabel *m_words = nullptr, *m_problems = nullptr, *m_obstacleWords = nullptr;
    QPushButton *m_choose = nullptr, *m_demo = nullptr, *m_start = nullptr, *m_goOn = nullptr;
    QComboBox* m_network = nullptr;
    WeightsField* m_weights = nullptr;
    QDoubleSpinBox* m_umPerPx = nullptr;
    QSpinBox *m_epochs = nullptr, *m_side = nullptr, *m_test = nullptr;
    QWidget* m_choices = nullptr;
    QString m_obstacle;
    bool m_hasFields = false, m_reading = false, m_running = false;
};

}  // namespace leukolens::ui
