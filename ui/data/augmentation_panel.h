// Which random changes training makes, by slider and switch, and what they do to a cell: redrawn live by the code that trains.
#pragma once

#include <QWidget>

#include <array>
#include <memory>
#include <optional>

#include "core/dataset/dataset.h"
#include "core/experiment/train_settings.h"

class QCheckBox;
class QGridLayout;
class QLabel;
class QSlider;
class QSpinBox;

namespace leukolens::ui {

class AppContext;
class AugmentationView;
class ElidedLabel;

/// Reads and changes AppContext::plannedTraining(): what is set here is what Train starts with.
class AugmentationPanel : public QWidget {
    Q_OBJECT
public:
    explicit AugmentationPanel(AppContext& context, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    /// One of the four changes of colour.
    struct Change {
        QCheckBox* on = nullptr;
        QSlider* strength = nullptr;  ///< per cent
        QLabel* range = nullptr;
        engine::Range engine::AugmentSettings::*field = nullptr;
        bool isExponent = false;      ///< gamma: from 1/(1+s) instead of 1−s
    };

    QWidget* createControls();
    void addChange(QGridLayout& grid, std::size_t number, const char* name, const QString& label, const QString& help);
    QWidget* createPictures();
    void fill();       ///< the controls, from the plan
    void plan();       ///< the plan, from the controls
    void showCell(int step);  ///< another cell of the open data
    void redraw();
    void draw();
    engine::Range rangeOf(const Change& change) const;

    AppContext& m_context;
    bool m_filling = false;
    std::size_t m_cell = 0;
    std::int64_t m_step = 0;
    bool m_drawing = false, m_again = false;  ///< a job is out; what it draws is out of date
    QCheckBox* m_augment = nullptr;
    std::array<Change, 4> m_changes;
    QCheckBox* m_flips = nullptr;
    QCheckBox* m_rotation = nullptr;
    QSpinBox* m_degrees = nullptr;
    AugmentationView* m_view = nullptr;
    ElidedLabel* m_name = nullptr;
    QLabel* m_failure = nullptr;
};

}  // namespace leukolens::ui
