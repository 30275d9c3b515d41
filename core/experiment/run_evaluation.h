// A run folder and its evaluation: what is evaluated, where it is kept, what of it goes into the models.
#pragma once

#include "core/evaluation/comparison.h"
#include "core/evaluation/evaluation.h"
#include "core/experiment/run.h"

namespace leukolens::experiment {

inline constexpr const char* kEvaluationFile = "evaluation.json";

/// What a person may choose.
struct EvaluationChoices {
    std::string positiveClass;  ///< empty: the blast class by its name, if there is one
    double sensitivity = 0.95;
    evaluation::BootstrapOptions bootstrap;
};

/// Answers of the folds that are done, and the facts that the run recorded of its subjects. Fails with NotFound where no fold is done, with
/// InvalidArgument where the positive class is none of the classes, or where a file is damaged as reading says.
Result<evaluation::EvaluationInput> evaluationInput(const RunRecord& record, const EvaluationChoices& choices);

/// Subjects by what is known of them: age bands (under 1, 1 to under 10, 10 to under 18, 18 and over: the NCI's), sex, immunophenotype, genetics, response to prednisone, and further
/// columns with 2 to 20 values. Facts of no subject make no grouping.
std::vector<evaluation::Subgrouping> subgroupingsOf(const std::vector<std::string>& subjects, const dataset::FactsBySubject& facts);

/// Fold (1-based) and SHA-256 of its model's file, of those that can be read. Reads the files.
std::vector<std::pair<int, std::string>> modelChecksums(const RunRecord& record);

/// evaluation.json in the run folder, atomically: the evaluation, and of which run and models it is.
Result<void> writeEvaluation(const RunRecord& record, const evaluation::Evaluation& evaluation);

/// What lockDecisions() did.
struct LockedDecisions {
    struct OfFold {
        int fold = 1;
        std::optional<double> temperature, threshold;  ///< as written; empty: none could be chosen
        std::string sha256;  ///< of the model file as it is now
    };
    std::vector<OfFold> folds;
};

/// Writes each fold's temperature and, where there is a positive class, threshold into its model, in the place of those before. Fails with InvalidArgument, saying why, where the
/// run has no validation part of its own (protocol paper), and with NotFound where its answers were not kept.
Result<LockedDecisions> lockDecisions(const RunRecord& record, const evaluation::Evaluation& evaluation);

/// Settings that differ between two runs: key and both values as in settings.json.
struct SettingDifference {
    std::string key, first, second;
};
std::vector<SettingDifference> differingSettings(const TrainSettings& first, const TrainSettings& second);

/// Reads both runs' answers for their test cells. Fails as reading and compareTables() do, and with DataChanged where they were tested on different subjects (images, where none are known),
/// unless sharedOnly says to go by those in both.
Result<evaluation::Comparison> compareRuns(const RunRecord& first, const RunRecord& second, const EvaluationChoices& choices, bool sharedOnly, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::experiment
