// Networks by name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/nn/network.h"

namespace leukolens::nn {

std::vector<std::string> networkNames();

/// A randomly initialised network in training mode; the numbers come from LibTorch's global CPU generator (seed it with
/// at::manual_seed). Fails with InvalidArgument for a name that is not known or fewer than two classes.
Result<std::shared_ptr<Network>> createNetwork(const std::string& name, const NetworkSettings& settings);

}  // namespace leukolens::nn
