// leukolens train DIR --model all (or NAME,NAME): networks over one split, then one table.
#pragma once

#include <string>
#include <vector>

#include "app/cli/reading_options.h"
#include "core/experiment/model_comparison.h"

namespace leukolens::cli {

struct TrainAllRequest {
    std::filesystem::path data;              ///< empty: as recorded, of a comparison that goes on
    std::filesystem::path folder;            ///< of the comparison
    experiment::TrainSettings settings;      ///< of a new one
    std::vector<std::string> networks;       ///< likewise
    std::vector<std::string> weights;        ///< likewise; absolute
    std::string acknowledgement;             ///< likewise
    const ReadingOptions& reading;
    bool goOn = false;
    bool json = false;
};

/// Exit status.
int trainAll(const TrainAllRequest& request);

/// The table for people.
void printComparison(const experiment::ModelComparison& comparison);

}  // namespace leukolens::cli
