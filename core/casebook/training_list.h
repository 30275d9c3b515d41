// Reviewed cells as a data set to train on.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/casebook/case_types.h"

namespace leukolens::casebook {

struct TrainingList {
    std::filesystem::path file;
    int version = 0;  ///< from 1; a number is never used again while its file is there
    int cells = 0;
};

/// Writes the reviewed, not excluded, identified cells as a table that dataset::readDataset() takes: "path,class,subject,sha256,predicted",
/// FOLDER/case-ID-vN.csv, in one step; makes the folder. The subject stands for the patient (the same one for cases of one name) without naming
/// anybody. Fails with EmptyDataset where no such cell is there, or as saving does.
Result<TrainingList> writeTrainingList(const CaseSummary& summary, const std::vector<CaseCell>& cells, const std::filesystem::path& folder);

}  // namespace leukolens::casebook
