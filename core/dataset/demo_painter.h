// Traits to pixels.
#pragma once

#include "core/dataset/demo_traits.h"
#include "core/image/image.h"

namespace leukolens::dataset {

/// The cell, segmented on pure black: sizePx × sizePx.
image::Image paintCell(const CellTraits& traits, int sizePx);

}  // namespace leukolens::dataset
