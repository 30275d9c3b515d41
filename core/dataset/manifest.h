// Comparing a copy of a published data set with its list of checksums.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"

namespace leukolens::dataset {

struct ManifestResult {
    int matched = 0;  ///< there, with the listed SHA-256
    int missing = 0;  ///< listed, not there
    int changed = 0;  ///< there under that name, with another content
};

/// csv: a header naming official_path and sha256 (others are ignored), one line a file. A listed file is found by its path without
/// the first folder, which every copy calls differently. Fails with ReadFailed naming the line, or what reading says.
Result<ManifestResult> compareWithManifest(const std::filesystem::path& folder, const std::filesystem::path& csv, ProgressSink& progress,
                                           const CancelToken& cancel);

/// Whether the problem means that a file cannot be used, rather than something worth knowing.
bool isUnusableFile(const Problem& problem);

}  // namespace leukolens::dataset
