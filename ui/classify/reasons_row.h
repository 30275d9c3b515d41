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
    /// False: the model's network has no map, and only what goes without one is offered. At first true. What was chosen stays where it is still offered, otherwise the picture alone is shown.
    void setOffersMaps(bool offers);
    double opacity() const;                                  ///< 0…1
    void setNote(const QString& note);                       ///< below: what is shown, that it is on its way, or why there is nothing; empty: nothing

Q_SIGNALS:
    void methodChanged();
    void opacityChanged();

private:
    void fillMethods(bool withMaps);
    void onMethodChanged();

    bool m_offersMaps = true;
    QComboBox* m_method = nullptr;
    QSlider* m_opacity = nullptr;
    QLabel* m_note = nullptr;
};

}  // namespace leukolens::ui
