// LibTorch's ways of saying that memory ran out become one. For files of the engine that include LibTorch.
#pragma once

#include <c10/util/Exception.h>

#include <string_view>

#include "core/engine/device.h"

namespace leukolens::engine {

/// Runs `work`; throws DeviceOutOfMemory where LibTorch throws that memory ran out, passes all else through.
template <class Work>
auto withMemoryWatched(const Work& work) {
    const auto says = [](const c10::Error& error, std::string_view words) { return std::string_view(error.what_without_backtrace()).find(words) != std::string_view::npos; };
    try {
        return work();
    } catch (const c10::OutOfMemoryError&) {
        throw DeviceOutOfMemory();
    } catch (const c10::Error& error) {
        // The CPU's allocators, and calls of CUDA itself, have no type for it.
        if (says(error, "can't allocate memory") || says(error, "CUDA error: out of memory")) throw DeviceOutOfMemory();
        throw;
    }
}

}  // namespace leukolens::engine
