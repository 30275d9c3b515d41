// All that is said of a run's predictions, computed at once: what the window, the report, evaluation.json and the command line show.
#pragma once

#include "core/evaluation/calibration.h"
#include "core/evaluation/honesty.h"
#include "core/evaluation/operating_point.h"

namespace leukolens::evaluation {

/// Subjects by something that is known of them.
struct Subgrouping {
    std::string name;                    ///< "sex"
    std::vector<std::string> ofSubject;  ///< parallel to PredictionTable::subjects; empty: not known
    std::vector<std::string> order = {};  ///< values that are shown first, in this order; the others follow by name, the unknown last
};

struct EvaluationInput {
    PredictionTable test;
    /// The inner validation part of each fold, by that fold's network; empty: not kept, or it is the test part. Classes as in `test`.
    std::optional<PredictionTable> validation;
    int positive = -1;  ///< blast class, into test.classes
    HonestyFacts facts;
    std::vector<Subgrouping> subgroupings;
    double sensitivity = 0.95;  ///< that the threshold of each fold is to reach on its validation part
    BootstrapOptions bootstrap;
};

/// Figures of a part of the test cells.
struct Part {
    int fold = 0;        ///< 1-based; 0: not a fold
    std::string by, value;  ///< of subgroups: "sex", "female"; value empty: not known
    int cells = 0;
    int subjects = 0;    ///< known ones
    int units = 0;       ///< that resamples are drawn from
    std::vector<Figure> figures;  ///< parallel to Evaluation::keys
};

struct SubjectFigures {
    std::string subject;
    std::vector<int> folds;          ///< that test it, ascending
    std::vector<int> cellsOfClass;   ///< by what the data say
    std::vector<int> calledClass;    ///< by what they are called
    int cells = 0, right = 0;
    double logLoss = 0;              ///< mean, nats
};

/// What a fold's validation part says of its network.
struct FoldCalibration {
    int fold = 1;
    int cells = 0, subjects = 0;          ///< of the validation part
    Temperature temperature;
    std::optional<ChosenThreshold> threshold;  ///< of probabilities with that temperature; empty without a positive class, or without a cell of it
    std::optional<OperatingPoint> onTest;      ///< the same threshold on the fold's test cells
};

struct Calibration {
    std::vector<FoldCalibration> folds;      ///< empty: no validation part
    std::vector<ReliabilityBin> answers, answersAfter;    ///< of the most probable class; after: each fold with its temperature; empty without `folds`
    std::vector<ReliabilityBin> positive, positiveAfter;  ///< of the positive class; empty without one
    double errorAfter = 0, brierAfter = 0, logLossAfter = 0;
};

struct Evaluation {
    std::vector<std::string> classes;
    int positive = -1;              ///< with two classes never −1
    std::vector<MetricKey> keys;
    std::vector<int> imagesOfClass, subjectsOfClass;  ///< of the test cells: distinct images, and known subjects with a cell of the class
    bool overSubjects = false;      ///< every unit is a subject
    Part pooled;                    ///< test cells of all folds together
    std::vector<Part> folds;
    std::vector<double> mean, sd;   ///< of the folds' figures, parallel to keys; sd: sample; NaN: not defined
    std::vector<Part> subgroups;
    std::vector<SubjectFigures> subjects;  ///< the worst first: by share of right answers, then log loss
    ConfusionMatrix confusion;
    std::vector<RankPoint> curve;   ///< of the positive class; empty without one
    int positives = 0, negatives = 0;
    CurveBands bands;
    Calibration calibration;
    std::vector<HonestyAlarm> alarms;
    BootstrapOptions bootstrap;

    const Figure* figure(MetricKind kind) const;  ///< of all classes, pooled; null: not among the keys
};

/// Fails with EmptyDataset, InvalidArgument (a positive class that is none, tables of other classes) or Cancelled. Long: some seconds for 100,000 cells.
Result<Evaluation> evaluate(const EvaluationInput& input, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::evaluation
