// Blocks and the part of a slide that is searched.
#pragma once

#include "core/slide/block_search.h"
#include "core/slide/scan.h"

namespace leukolens::slide {

/// Whether any of the block lies in the area.
bool reaches(const Area& area, const Block& block);

}  // namespace leukolens::slide
