// Where networks run, and with which numbers. No LibTorch type is seen from outside.
#pragma once

#include <cstdint>
#include <new>
#include <string>

#include "core/base/result.h"

namespace leukolens::engine {

/// Whether a CUDA GPU can be used. The first call loads LibTorch's CUDA library if there is a driver. Thread-safe.
bool cudaAvailable();

/// For the log: why a GPU is used without the program's own code for it (core/engine/cuda), "" where it is used or there is no GPU.
std::string cudaNotice();

/// "auto" → "cuda" where there is one, else "cpu"; "cpu" and "cuda" stay. Fails with NoDevice for "cuda" without a GPU and with
/// InvalidArgument for another word.
Result<std::string> resolveDevice(const std::string& wanted);

/// "auto" → "bf16" where the device computes with it in hardware, else "fp32"; "fp32" and "bf16" stay (bf16 without hardware is
/// right but slow). Fails with InvalidArgument for another word. device: "cpu" or "cuda".
Result<std::string> resolvePrecision(const std::string& wanted, const std::string& device);

/// Bytes that an allocation may still take: of memory on the "cpu" (what the system could free is counted), of the GPU's on "cuda". 0:
/// not known.
std::uint64_t freeMemory(const std::string& device);

/// Cores that the calling thread's work on the CPU is spread over from now on; ≥ 1.
void useThreads(int count);
int threads();

/// Memory of the CPU or GPU ran out within a step or an evaluation.
struct DeviceOutOfMemory : std::bad_alloc {
    const char* what() const noexcept override { return "memory of the device ran out"; }
};

/// For people: "CPU", or the GPU's name. device: "cpu", "cuda" or "auto".
std::string describeDevice(const std::string& device);

}  // namespace leukolens::engine
