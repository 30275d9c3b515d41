// A TileFile as a slide.
#pragma once

#include "core/slide/tile_file.h"

namespace leukolens::slide {

/// `facts`: without levels, which are filled in. The picture's orientation is applied: levels and regions are those that a viewer shows. The means of coarser levels are those of the picture as stored,
/// so that they lie up to one px of theirs aside where a side is odd and turned over.
SlidePtr slideOfTiles(std::shared_ptr<const TileFile> tiles, Facts facts);

}  // namespace leukolens::slide
