// What evaluate and compare print for people.
#pragma once

#include "core/experiment/run_evaluation.h"

namespace leukolens::cli {

void printEvaluation(const experiment::RunRecord& record, const evaluation::Evaluation& evaluation);
void printComparison(const std::vector<experiment::SettingDifference>& settings, const evaluation::Comparison& comparison, const std::vector<std::string>& classes);

}  // namespace leukolens::cli
