// Networks by name. A new one is a file of its own and a line in registry.cpp.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/nn/network.h"
#include "core/nn/network_info.h"

namespace leukolens::nn {

struct NetworkEntry {
    NetworkInfo info;
    std::shared_ptr<Network> (*create)(const NetworkSettings& settings);
};

/// All of them, in the order they are offered.
std::span<const NetworkEntry> networks();

/// A randomly initialised network in training mode; the numbers come from LibTorch's global CPU generator (seed it with
/// at::manual_seed). Fails with InvalidArgument for a name that is not known or fewer than two classes.
Result<std::shared_ptr<Network>> createNetwork(const std::string& name, const NetworkSettings& settings);

}  // namespace leukolens::nn
