// All cells of a data set decoded and resized into memory.
#pragma once

#include <memory>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/engine/pixel_store.h"

namespace leukolens::experiment {

/// On all cores; slot i is cell i. A file that can no longer be read stops it: the split was made with that cell.
Result<std::unique_ptr<engine::PixelStore>> loadPixels(const dataset::Dataset& dataset, int inputPx, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::experiment
