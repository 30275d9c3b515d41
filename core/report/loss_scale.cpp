#include "core/report/loss_scale.h"

#include <algorithm>
#include <cmath>

namespace leukolens::report {

double lossScaleTop(std::vector<double> losses) {
    constexpr double kAtLeast = 0.1, kMediansShown = 5;
    std::erase_if(losses, [](double loss) { return !std::isfinite(loss); });
    if (losses.empty()) return kAtLeast;
    std::sort(losses.begin(), losses.end());
    const double limit = kMediansShown * losses[losses.size() / 2];
    const auto above = std::upper_bound(losses.begin(), losses.end(), limit);
    return std::max(kAtLeast, above == losses.begin() ? losses.front() : *std::prev(above));
}

}  // namespace leukolens::report
