// Where red cells lie side by side. OpenCV inside core/slide only.
#pragma once

#include "core/slide/nuclei.h"

namespace leukolens::slide {

/// CV_8U, of the maps' size: 255 where, within 50 µm, red cells cover part of the ground (some cells, some ground) and few lie on one another (green twice as dense as one cell's). Nuclei do not count.
cv::Mat monolayerMask(const StainMaps& maps, double umPerPx, const StainLevels& levels);

}  // namespace leukolens::slide
