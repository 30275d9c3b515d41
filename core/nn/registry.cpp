#include "core/nn/registry.h"

#include "core/nn/inception_v3.h"

namespace leukolens::nn {

std::vector<std::string> networkNames() { return {"inception_v3"}; }

Result<std::shared_ptr<Network>> createNetwork(const std::string& name, const NetworkSettings& settings) {
    if (settings.classes < 2)
        return fail(ErrorCode::InvalidArgument, "a classifier needs at least 2 classes, found " + std::to_string(settings.classes));
    if (name == "inception_v3") return std::static_pointer_cast<Network>(std::make_shared<InceptionV3>(settings));
    return fail(ErrorCode::InvalidArgument, "no network is called '" + name + "'", {}, "Known: inception_v3.");
}

}  // namespace leukolens::nn
