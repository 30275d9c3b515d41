// How good a run's networks are against how many subjects they learnt from: the run repeated on shares of its training subjects.
#pragma once

#include <optional>

#include "core/evaluation/bootstrap.h"
#include "core/experiment/run.h"

namespace leukolens::experiment {

/// In the run folder: the runs of the smaller shares, "share-40" for 40 %.
inline constexpr const char* kLearningCurveFolder = "learning-curve";
/// In the run folder: what is told of them.
inline constexpr const char* kLearningCurveFile = "learning-curve.json";

/// Percent of the training subjects, beside the run itself.
inline constexpr int kLearningShares[] = {10, 20, 40, 60, 80};

struct LearningPoint {
    double share = 1;                        ///< of each fold's training subjects; 1: the run itself
    double subjects = 0, cells = 0;          ///< that trained, mean over the folds; images where no subject is known
    std::vector<evaluation::Figure> figures; ///< of the test cells of all folds, parallel to LearningCurve::keys
};

struct LearningCurve {
    std::vector<std::string> classes;
    std::vector<evaluation::MetricKey> keys;  ///< accuracy, balanced accuracy, weighted F1, area under the ROC curve
    bool overSubjects = false;                ///< training parts are counted in subjects
    std::size_t planned = 0;                  ///< points when it is whole
    std::vector<LearningPoint> points;        ///< ascending by share, the run itself last
};

struct LearningCurveOptions {
    evaluation::BootstrapOptions bootstrap;
    std::string positiveClass;  ///< as EvaluationChoices
};

/// Trains what is not yet there, each share in a run folder of its own below the run's, from the smallest on, and goes on where it was stopped. Validation and test parts are the run's
/// own at every point. learning-curve.json is written after each. Shares that keep as many subjects as the one before are passed over. `source`: the run's data, wherever they lie now.
/// Fails with InvalidArgument (a run that is not finished, or was itself trained on a share), as cellsOfRun(), train() and bootstrapFigures() do. As long as several trainings: call it
/// from a worker. A checkpoint is kept when it is cancelled.
Result<LearningCurve> makeLearningCurve(const RunRecord& record, const std::filesystem::path& source, const LearningCurveOptions& options, ProgressSink& progress, const CancelToken& cancel);

/// The points that are there. Nothing where none was made, or the run went on since. Fails with ReadFailed where the file is damaged.
Result<std::optional<LearningCurve>> readLearningCurve(const RunRecord& record);

}  // namespace leukolens::experiment
