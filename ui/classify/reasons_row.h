// What the inspector lays over the picture to show why the model answers as it does, and how strongly.
#pragma once

#include <QWidget>

#include <optional>

#include "core/inference/predictor.h"

class QComboBox;
class QLabel;
class QSlider;

namespace leukolens::ui {

/// GUI thread only.
class ReasonsRow : public QWidget {
    Q_OBJECT
public:
    explicit ReasonsRow(QWidget* parent = nullptr);

    std::optional<inference::ExplainMethod> method() const;  ///< empty: the picture alone
    /// What the model can give; at first everything. What was chosen stays where it is still offered, otherwise the picture alone is shown.
    void setOffered(const std::vector<inference::ExplainMethod>& methods);
    double opacity() const;                                  ///< 0…1
    void setNote(const QString& note);                       ///< below: what is shown, that it is on its way, or why there is nothing; empty: nothing

Q_SIGNALS:
    void methodChanged();
    void opacityChanged();

private:
    void fillMethods();
    void onMethodChanged();

    std::vector<inference::ExplainMethod> m_offered{std::begin(inference::kExplainMethods), std::end(inference::kExplainMethods)};
    QComboBox* m_method = nullptr;
    QSlider* m_opacity = nullptr;
    QLabel* m_note = nullptr;
};

}  // namespace leukolens::ui
