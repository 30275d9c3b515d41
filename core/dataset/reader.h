// Folders and tables of images to a Dataset.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/read_options.h"

namespace leukolens::dataset {

/// Reads what `source` holds, told by content; Dataset::layout and howRead say what it was taken for:
///  - a table (.csv .tsv .tab .txt): labelByTable();
///  - C-NMC 2019 anywhere below a folder, whatever the root is called: half its images or more, numbered test pictures not counted, are named
///    UID_<subject>_<image>_<cell>_{all,hem}; its folds are merged, its validation_data, with the table of labels, is the external test, pictures
///    without label are listed and left out. Or numbered pictures alone that such a table of labels lists: then they are the cells;
///  - ALL-IDB2 or class folders, with subjects where that is certain: labelByFolder().
/// Archives are not opened: they are reported ("zipped"), unless a folder of that name with images lies beside them. Every image is decoded
/// once, on all cores, to list the broken ones and hash the rest; one broken image, folder or link never stops the others.
/// An index that cannot be kept in options.cacheFolder is a problem of code "index_not_kept", about no cell.
/// Fails with NotFound, NoPermission, NotAFile, EmptyDataset, OneClassOnly, Zipped (too little without what is still packed), Cancelled, or what
/// labelByTable() says.
Result<Dataset> readDataset(const std::filesystem::path& source, ProgressSink& progress, const CancelToken& cancel, const ReadOptions& options = {});

/// Image files below `paths` (files as they are, folders recursively, sorted): what a drop or `classify` means.
/// Unreadable folders and links that lead nowhere become problems. Cancelled, it has found a part.
struct FoundImages {
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> archives;       ///< .zip, .tar.gz, .7z… in folders, sorted
    std::vector<std::filesystem::path> otherPictures;  ///< pictures of formats that are not read here (.gif, .dcm, .svs…) in folders, sorted
    std::vector<Problem> problems;
};
FoundImages findImages(const std::vector<std::filesystem::path>& paths, const CancelToken& cancel = {});

}  // namespace leukolens::dataset
