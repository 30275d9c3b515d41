// An explanation of a model's answer as colours to lay over the picture.
#pragma once

#include <QImage>

#include "core/inference/predictor.h"

namespace leukolens::ui {

/// Nothing shows where the value is 0; yellow where it is 1, green and violet between (viridis, which colour-blind people tell apart). Smooth between the map's points.
QImage heatImage(const inference::Explanation& explanation);

}  // namespace leukolens::ui
