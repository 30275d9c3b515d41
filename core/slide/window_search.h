// Searching a slide with another finder: it is shown one window after another, each at its own scale.
#pragma once

#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/slide/block_search.h"
#include "core/slide/picture_finder.h"
#include "core/slide/scan.h"

namespace leukolens::slide {

/// Those of the area. One block where all of the slide fits into a window; else as large as windows are, less what a cell on the border needs. umPerPx: of level 0.
std::vector<Block> windowBlocks(const Facts& facts, const Area& within, double umPerPx, const PictureFinder& finder);

/// As searchBlock(), of a survey of which without monolayerOnly only the scale counts.
Result<BlockCells> searchWindow(const Slide& slide, const Block& block, const Survey& survey, const PictureFinder& finder, bool monolayerOnly, const CancelToken& cancel);

/// Fails with InvalidArgument where its pictures show too little for a cell and what is around it, are coarser than kCoarsestUmPerPx, or wider than 4,096 px.
Result<void> checkFinder(const PictureFinder& finder);

}  // namespace leukolens::slide
