// What the report of a training run says, before any drawing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/experiment/run.h"

namespace leukolens::report {

struct RunReport {
    experiment::RunRecord record;
    std::string settingsHash;
    /// Label and value of each setting, in the order to print them.
    std::vector<std::pair<std::string, std::string>> settings;
    bool optimistic = false;  ///< protocol paper: patients are shared between training and test
    std::string made;         ///< ISO 8601, local time with offset
};

RunReport makeRunReport(experiment::RunRecord record);

}  // namespace leukolens::report
