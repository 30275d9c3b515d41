// history.csv and folds.csv: plain numbers with a point, a row each, appended as they come.
#pragma once

#include <string>
#include <vector>

#include "core/experiment/run.h"

namespace leukolens::experiment {

std::string historyHeader();
std::string toCsv(const EpochRecord& record);
/// A torn last line (a crash while appending) is passed over; any other bad line fails with ReadFailed, naming it.
Result<std::vector<EpochRecord>> readHistory(const std::filesystem::path& file);

/// The paper's table: a row a fold and their mean; two columns more where there is an external test.
std::string foldsCsv(const std::vector<FoldRecord>& folds, const FoldRecord& mean, const std::filesystem::path& root);
/// Rows without the mean.
Result<std::vector<FoldRecord>> readFolds(const std::filesystem::path& file);

/// Means of the figures, of the external ones if every fold has them; epochs and bestEpoch stay 0.
FoldRecord meanOf(const std::vector<FoldRecord>& folds);

}  // namespace leukolens::experiment
