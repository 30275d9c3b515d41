// What the report of a training run says, before any drawing.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/evaluation/evaluation.h"
#include "core/experiment/run_studies.h"

namespace leukolens::report {

struct RunReport {
    experiment::RunRecord record;
    std::string settingsHash;
    /// Label and value of each setting, in the order to print them.
    std::vector<std::pair<std::string, std::string>> settings;
    bool optimistic = false;  ///< protocol paper: patients are shared between training and test
    std::optional<evaluation::Evaluation> evaluation;  ///< empty: no fold was finished
    experiment::RunStudies studies;                    ///< learning curve and maps that were made of the run; set by the caller
    std::optional<evaluation::PredictionTable> answers;  ///< for test cells, which maps are drawn with; set by the caller
    std::vector<std::pair<int, std::string>> models;   ///< fold (1-based) and SHA-256 of its model's file, of those that are there
    std::string program = "Leukolens " LEUKOLENS_VERSION;
    std::string made;         ///< ISO 8601, local time with offset
};

/// Reads the models for their checksums.
RunReport makeRunReport(experiment::RunRecord record, std::optional<evaluation::Evaluation> evaluation = {});

}  // namespace leukolens::report
