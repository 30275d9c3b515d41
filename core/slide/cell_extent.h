// How far a white cell's cytoplasm reaches around its nucleus. OpenCV inside core/slide only.
#pragma once

#include <opencv2/core.hpp>

#include "core/slide/nuclei.h"

namespace leukolens::slide {

/// The box around nucleus and cytoplasm, px of the maps, not cut at their edges. index: of the nucleus. Looked for along rays from the nucleus's convex hull, to where ground, red cells or other nuclei
/// begin; where a ray tells nothing, the others say how wide the cytoplasm is.
cv::Rect2d cellExtent(const StainMaps& maps, const Nuclei& nuclei, std::size_t index, double umPerPx, const StainLevels& levels);

}  // namespace leukolens::slide
