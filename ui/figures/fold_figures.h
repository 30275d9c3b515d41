// The paper's figures 4 to 6: accuracy and loss of each fold by epoch.
#pragma once

#include "core/evaluation/evaluation.h"
#include "core/experiment/run_studies.h"
#include "ui/figures/figure.h"

namespace leukolens::ui {

/// One figure a fold that has epochs, accuracy and loss side by side; axes are alike for all, so that folds can be compared by eye.
std::vector<Figure> foldFigures(const experiment::RunRecord& record);

/// Every figure of a run: those of its evaluation, those of its folds, then those of its studies. `test`: its answers.
std::vector<Figure> figuresOfRun(const experiment::RunRecord& record, const evaluation::Evaluation& evaluation, const evaluation::PredictionTable& test, const experiment::RunStudies& studies);

}  // namespace leukolens::ui
