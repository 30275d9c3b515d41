// The paper's figures 4 to 6: accuracy and loss of each fold by epoch.
#pragma once

#include "core/experiment/run.h"
#include "ui/figures/figure.h"

namespace leukolens::ui {

/// One figure a fold that has epochs, accuracy and loss side by side; axes are alike for all, so that folds can be compared by eye.
std::vector<Figure> foldFigures(const experiment::RunRecord& record);

}  // namespace leukolens::ui
