// Every file read, decoded and measured once, on all cores; what an earlier reading found out is used again.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/labelled_files.h"
#include "core/dataset/read_options.h"
#include "core/image/picture_facts.h"
#include "core/image/picture_sketch.h"

namespace leukolens::dataset {

struct CellCheck {
    std::string sha256;          ///< of the file, where it is a whole image
    std::optional<Error> error;  ///< why it is none
    image::PictureFacts facts;   ///< of a whole image
    std::shared_ptr<const image::PictureSketch> sketch;  ///< of a whole image
    bool drawn = false;  ///< isDemoFile()
};

struct CellChecks {
    std::vector<CellCheck> cells;     ///< one for each file, in their order
    std::size_t known = 0;            ///< of these, not read again
    std::optional<Error> notKept;     ///< why the next reading will have to read them all; about the index, not about the cells
};

/// A broken file stops nothing. Fails with Cancelled (what was read until then is kept in the cache) or OutOfMemory. Memory: for each core a file
/// (image::DecodeLimits::maxFileBytes) and its pixels.
Result<CellChecks> checkCells(const std::filesystem::path& root, const std::vector<LabelledFile>& files, const ReadOptions& options,
                              ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::dataset
