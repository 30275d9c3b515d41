#include "core/stain/stain_method.h"

namespace leukolens::stain {

std::string_view toString(StainMethod method) {
    switch (method) {
        case StainMethod::None: return "none";
        case StainMethod::Reinhard: return "reinhard";
        case StainMethod::Macenko: return "macenko";
    }
    return "none";
}

Result<StainMethod> stainMethodFromString(std::string_view name) {
    for (const auto method : {StainMethod::None, StainMethod::Reinhard, StainMethod::Macenko})
        if (name == toString(method)) return method;
    return fail(ErrorCode::InvalidArgument, "there is no stain normalisation '" + std::string(name.substr(0, 40)) + "'", {},
                "Choose none, reinhard or macenko.");
}

}  // namespace leukolens::stain
