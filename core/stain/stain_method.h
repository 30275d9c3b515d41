// The setting that says whether and how pictures are brought to one stain before anything else sees them.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace leukolens::stain {

enum class StainMethod {
    None,      ///< pictures stay as they are; the default
    Reinhard,  ///< mean and spread of each channel of L*a*b* (reinhard.h)
    Macenko,   ///< the two stains and their amounts (macenko.h)
};

std::string_view toString(StainMethod method);  ///< "none", "reinhard", "macenko"

/// Fails with InvalidArgument, naming the words that are known.
Result<StainMethod> stainMethodFromString(std::string_view name);

}  // namespace leukolens::stain
