// Every file read and decoded once, on all cores.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/labelled_files.h"

namespace leukolens::dataset {

struct CellCheck {
    std::string sha256;          ///< of the file, where it is a whole image
    std::optional<Error> error;  ///< why it is none
};

/// One check for each file, in their order; a broken file stops nothing. Fails with Cancelled or OutOfMemory.
Result<std::vector<CellCheck>> checkCells(const std::vector<LabelledFile>& files, ProgressSink& progress,
                                          const CancelToken& cancel);

}  // namespace leukolens::dataset
