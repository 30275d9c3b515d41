#include "ui/figures/plot.h"

#include <algorithm>
#include <cmath>

namespace leukolens::ui {

std::vector<double> niceTicks(double low, double high, int wanted) {
    const double span = std::max(high - low, 1e-9);
    const double rough = span / std::max(1, wanted), power = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough * (1 - 1e-9)) {
            step = factor * power;
            break;
        }
    }
    const double first = std::floor(low / step + 1e-9), last = std::max(first + 1, std::ceil(high / step - 1e-9));
    std::vector<double> ticks;
    for (double i = first; i <= last; ++i) ticks.push_back(i * step);
    return ticks;
}

}  // namespace leukolens::ui
