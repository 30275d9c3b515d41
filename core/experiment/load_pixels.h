// All cells of a data set decoded and resized, in memory or streamed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/read_options.h"
#include "core/engine/pixel_store.h"
#include "core/experiment/cell_colours.h"
#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

struct PixelRequest {
    std::vector<dataset::Cell> cells;  ///< cell i of the store
    int inputPx = 299;
    std::filesystem::path cacheFolder;  ///< where decoded cells are kept for the next run; empty: nowhere
    std::uint64_t maxResidentBytes = 0; ///< more than this is streamed
    stain::StainReference stain{};      ///< what every picture is brought to before it is resized
    std::filesystem::path coloursFolder{};  ///< where what is measured of the pictures is kept; empty: nowhere
    bool cutsOut = false;               ///< every picture is brought onto black first: image::onBlack()
};

struct LoadedPixels {
    std::unique_ptr<engine::PixelStore> store;
    std::vector<CellColours> colours;  ///< one a cell; of what was cut out, where it was
    bool fromCache = false;            ///< no picture was decoded
    std::vector<std::string> notices;  ///< about the cache, for the log
};

/// As the program reads data: what reading found out is kept in its cache, so that a second reading only looks whether files changed.
dataset::ReadOptions readOptions();

/// The cells that are to be loaded: of the folds, then of the external test if it is asked for; half of the free memory for them.
PixelRequest pixelRequest(const dataset::Dataset& dataset, bool external, const TrainSettings& settings);

/// On all cores. A file that can no longer be read stops it: the split was made with that cell. Fails as decodeFile() does, with Cancelled or OutOfMemory.
Result<LoadedPixels> loadPixels(const PixelRequest& request, ProgressSink& progress, const CancelToken& cancel);

/// What loadPixels() tells of the pictures, without their pixels; kept, it takes no time. Fails as loadPixels() does.
Result<std::vector<CellColours>> loadColours(const PixelRequest& request, std::vector<std::string>& notices, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::experiment
