// A run and everything that is said of its predictions. Immutable; shared by the pages.
#pragma once

#include <memory>

#include "core/evaluation/comparison.h"
#include "core/evaluation/evaluation.h"
#include "core/experiment/error_review.h"
#include "core/experiment/run.h"
#include "core/experiment/run_evaluation.h"
#include "core/experiment/run_studies.h"

namespace leukolens::ui {

struct EvaluatedRun {
    experiment::RunRecord record;
    evaluation::PredictionTable test;
    evaluation::Evaluation evaluation;
    double sensitivity = 0.95;       ///< that thresholds were chosen for
    std::filesystem::path pictures;  ///< folder below which the cells' pictures lie; empty: not found
    experiment::ErrorReview review;  ///< as it was when the run was opened
    experiment::RunStudies studies;  ///< likewise; none where a file of them is damaged
    std::optional<Error> notWritten;     ///< why evaluation.json is not that of these figures
    std::optional<Error> studiesDamaged;
    std::optional<Error> reviewDamaged;  ///< why what was noted of errors is not in `review`
};
using EvaluatedRunPointer = std::shared_ptr<const EvaluatedRun>;

/// Whether a page that shows the first shows the same people and cells with the second, so that what was chosen there can stay. Null: none.
inline bool isSameRun(const EvaluatedRunPointer& first, const EvaluatedRunPointer& second) {
    return first && second && first->record.result.folder == second->record.result.folder && first->test.classes == second->test.classes && first->test.subjects == second->test.subjects;
}

/// Another run beside it.
struct ComparedRun {
    experiment::RunRecord record;
    std::optional<evaluation::OperatingPoints> curve;  ///< of all its test cells; empty without a positive class
    evaluation::Comparison comparison;  ///< over the shared subjects: first is the run that is open
    std::vector<experiment::SettingDifference> settings;
};

}  // namespace leukolens::ui
