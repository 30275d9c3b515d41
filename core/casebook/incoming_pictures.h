// What a person hands over to be classified, files, folders and zips, and the pictures in it.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/casebook/kept_pictures.h"
#include "core/dataset/dataset.h"

namespace leukolens::casebook {

struct IncomingPicture {
    std::filesystem::path file;
    std::filesystem::path name;  ///< what people know it by: ZIP/entry of one that was unpacked, otherwise `file`
};

struct IncomingPictures {
    std::vector<IncomingPicture> pictures;   ///< in the order of the paths, folders sorted; each name once
    std::vector<dataset::Problem> problems;  ///< what findImages() says of files, folders and links
    std::vector<Error> zipProblems;          ///< zips, and entries of them, that could not be unpacked; zips without a picture
};

/// Pictures of zips are unpacked into `kept`; zips inside folders stay closed. Whether a file is a picture is not looked at. A bad zip is a problem;
/// fails only with Cancelled, and as KeptPictures::keep() does where the disk is at fault.
Result<IncomingPictures> findIncoming(const std::vector<std::filesystem::path>& paths, const KeptPictures& kept, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::casebook
