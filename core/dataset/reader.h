// Folders of images to a Dataset.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/read_options.h"

namespace leukolens::dataset {

/// Reads C-NMC 2019 (anywhere below `folder`: told by its file names UID_<subject>_<image>_<cell>_{all,hem}, whatever the
/// root is called; its validation_data, with the table of labels, as the external test) or else class folders (each direct subfolder that holds images is a class). Every image is decoded
/// once, on all cores, to list the broken ones and hash the rest; one broken image never stops the others.
/// An index that cannot be kept in options.cacheFolder is a problem of code "index_not_kept", about no cell.
/// Fails with NotFound, NoPermission, NotAFile, EmptyDataset, OneClassOnly or Cancelled.
Result<Dataset> readDataset(const std::filesystem::path& folder, ProgressSink& progress, const CancelToken& cancel, const ReadOptions& options = {});

/// Image files below `paths` (files as they are, folders recursively, sorted): what a drop or `classify` means.
/// Unreadable folders become problems.
struct FoundImages {
    std::vector<std::filesystem::path> files;
    std::vector<Problem> problems;
};
FoundImages findImages(const std::vector<std::filesystem::path>& paths);

}  // namespace leukolens::dataset
