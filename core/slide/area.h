// Blocks and the part of a slide that is searched.
#pragma once

#include <vector>

#include "core/slide/block_search.h"
#include "core/slide/scan.h"

namespace leukolens::slide {

/// Whether any of the block lies in the area.
bool reaches(const Area& area, const Block& block);

/// Squares side by side from the slide's corner on, cut at its edges; those that reach into the area. side ≥ 1, px of level 0.
std::vector<Block> blocksOfSide(const Facts& facts, const Area& area, std::int64_t side);

}  // namespace leukolens::slide
