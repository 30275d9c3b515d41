// What a GPU does during some work: how much of the time it is busy, and with which kernels.
#pragma once

#include <functional>
#include <string>

namespace leukolens::bench {

/// Runs work() under LibTorch's profiler and prints the share of the time in which at least one kernel or copy ran, from the first to the
/// end of the last, then the kernels that took longest together. file: where the whole trace goes (JSON for chrome://tracing); "": nowhere.
void traceGpu(const std::string& name, const std::string& file, const std::function<void()>& work);

}  // namespace leukolens::bench
