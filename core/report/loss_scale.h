// How high the loss axis of a curve reaches.
#pragma once

#include <vector>

namespace leukolens::report {

/// The largest finite loss that is at most five times the median: the first epochs of a network trained from nothing may
/// be off by a factor of a thousand (batch norm's running statistics lag behind), and would press all that matters onto the axis.
/// At least 0.1. What lies above is cut by whoever draws, and said so.
double lossScaleTop(std::vector<double> losses);

}  // namespace leukolens::report
