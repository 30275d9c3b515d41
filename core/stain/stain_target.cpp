#include "core/stain/stain_target.h"

#include <cmath>

namespace leukolens::stain {
namespace {

/// That the measured numbers, which these are near to, were pooled of.
constexpr int kPictures = 44;

StainVector stainOf(double red, double green, double blue, double concentration) {
    const double length = std::hypot(red, green, blue);
    return {{red / length, green / length, blue / length}, concentration};
}

}  // namespace

StainReference fixedReference(StainMethod method) {
    switch (method) {
        case StainMethod::None: break;
        case StainMethod::Reinhard: return {ColourStatistics{18, 4, 28, 3, -22, 3}, kPictures};
        case StainMethod::Macenko: return {StainPair{stainOf(0.45, 0.8, 0.4, 3), stainOf(0.52, 0.7, 0.48, 3)}, kPictures};
    }
    return {};
}

}  // namespace leukolens::stain
