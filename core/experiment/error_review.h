// What a person found when looking at wrong answers: was it the label, or the network? Kept in the run folder, reviewed-errors.json.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/base/result.h"

namespace leukolens::experiment {

inline constexpr const char* kReviewFile = "reviewed-errors.json";
inline constexpr const char* kDamagedReviewFile = "reviewed-errors.json.damaged";

enum class ErrorCause {
    Label,    ///< the data are wrong: the network may be right
    Network,  ///< the label is right: the network is wrong
};

/// "label", "network"
std::string_view toString(ErrorCause cause);

/// By the cell's path as in predictions.csv.
using ErrorReview = std::map<std::string, ErrorCause>;

/// No file: nothing was reviewed. Fails with ReadFailed, naming the file, for anything that writeErrorReview() does not write.
Result<ErrorReview> readErrorReview(const std::filesystem::path& runFolder);
/// Atomically. A file that readErrorReview() cannot read is kept as kDamagedReviewFile (with a number behind it where there is one already): it may hold what a person can still mend.
Result<void> writeErrorReview(const std::filesystem::path& runFolder, const ErrorReview& review);

}  // namespace leukolens::experiment
