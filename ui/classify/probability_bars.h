// What the model said of one cell: a bar for each class.
#pragma once

#include <QWidget>

#include "core/casebook/case_store.h"

namespace leukolens::ui {

class ProbabilityBars : public QWidget {
    Q_OBJECT
public:
    explicit ProbabilityBars(QWidget* parent = nullptr);

    void setCell(const casebook::CaseCell& cell);
    void clear();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int rowHeightPx() const;

    std::vector<std::string> m_classes;
    std::vector<double> m_probabilities;
};

}  // namespace leukolens::ui
