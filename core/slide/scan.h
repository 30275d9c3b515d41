// Searching a whole slide, or part of it, for white cells.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/slide/cell_finder.h"
#include "core/slide/picture_finder.h"
#include "core/slide/slide.h"

namespace leukolens::slide {

struct Point {
    double x = 0, y = 0;  ///< px of level 0
};

/// A simple polygon, closed from the last to the first corner; even-odd where it crosses itself. No corners: the whole slide.
struct Area {
    std::vector<Point> corners;

    bool contains(Point at) const;
};

Area rectangle(const Box& box);  ///< four corners

struct ScanPlan {
    std::optional<double> umPerPx = {};  ///< of level 0, the person's own; nothing: what the slide says, else from the red cells
    Area within = {};                    ///< cells count whose middle lies in it
    std::optional<int> enough = {};      ///< ≥ 1: stop when so many are found. The area is then searched in scattered order, so that they come from all of it, and not from its top
    bool monolayerOnly = false;          ///< only where red cells lie side by side: neither too thin nor piled up
    int threads = 1;                     ///< ≥ 1
    std::shared_ptr<const PictureFinder> finder = {};  ///< in place of the program's own; it is called from one thread, whatever `threads` says
};

struct ScanOutcome {
    std::vector<FoundCell> cells;   ///< px of level 0; in the order in which they were handed to `found`
    std::optional<double> umPerPx;  ///< of level 0; nothing where it was not given and no red cells tell it: then nothing was searched
    bool umPerPxEstimated = false;
    std::vector<Error> unreadable;  ///< one for each part that could not be read (DamagedImage, OutOfMemory, …); the rest was searched
    std::int64_t pixelsSeen = 0;    ///< of level 0, in blocks that were searched
    std::int64_t blocks = 0, blocksSkipped = 0;  ///< in the area; of them those outside the monolayer, by the plan
};

/// Cells as they are found, in the same order for any number of threads. Called from the threads that search, one call at a time; to return fast.
using CellsFound = std::function<void(std::span<const FoundCell>)>;

/// Block by block (progress counts blocks), so that memory does not grow with the slide. A cell on the border of two blocks is found once. Fails with Cancelled (within 0.3 s, with another finder as soon as that has answered), InvalidArgument for a plan
/// outside its ranges, an area outside the slide or pixels wider than 1.25 µm, the first block's error where nothing at all could be read.
Result<ScanOutcome> scan(const Slide& slide, const ScanPlan& plan, const CellsFound& found, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::slide
