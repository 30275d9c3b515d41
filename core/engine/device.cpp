#include "core/engine/device.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>

#include <cinttypes>
#include <cstdio>
#include <fstream>

#include "core/engine/cuda_library.h"

namespace leukolens::engine {
namespace {

/// Of the first GPU, major × 10 + minor; asked after LibTorch has started the driver.
int computeCapability() {
    constexpr int kMajor = 75, kMinor = 76;  // CUdevice_attribute
    using GetAttribute = int (*)(int*, int, int);
    void* driver = dlopen("libcuda.so.1", RTLD_NOW);
    const auto getAttribute = driver ? reinterpret_cast<GetAttribute>(dlsym(driver, "cuDeviceGetAttribute")) : nullptr;
    int major = 0, minor = 0;
    if (!getAttribute || getAttribute(&major, kMajor, 0) != 0 || getAttribute(&minor, kMinor, 0) != 0) return 0;
    return major * 10 + minor;
}

/// From there on GPUs compute with bf16, and the program's own code is built for them.
constexpr int kAmpere = 80;

struct Cuda {
    bool available = false;
    bool librariesMissing = false;  ///< a driver is there
    std::string notice = {};
};

/// libtorch_cuda.so registers itself with LibTorch when loaded. Without a driver it is not worth the second it takes.
Cuda loadCuda() {
    if (!dlopen("libcuda.so.1", RTLD_NOW | RTLD_GLOBAL)) return {};
    if (!dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL)) return {.librariesMissing = true};
    if (!at::detail::getCUDAHooks().hasCUDA() || at::detail::getCUDAHooks().deviceCount() == 0) return {};
    if (computeCapability() < kAmpere)
        return {.available = true, .notice = "The program's own code for GPUs needs one of compute capability 8.0: LibTorch's operations train and answer, which is slower."};
    return {.available = true, .notice = loadCudaLibrary(cudaLibraryPath())};
}

const Cuda& cuda() {
    static const Cuda loaded = loadCuda();
    return loaded;
}

bool processorHasBf16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") > 0;
#else
    return false;
#endif
}

}  // namespace

bool cudaAvailable() { return cuda().available; }

std::string cudaNotice() { return cuda().notice; }

Result<std::string> resolveDevice(const std::string& wanted) {
    // Whatever is asked: LibTorch looks for CUDA once, and the CPU's first operation would end that before the library is loaded.
    (void)cudaAvailable();
    if (wanted == "cpu") return wanted;
    if (wanted == "auto") return std::string(cudaAvailable() ? "cuda" : "cpu");
    if (wanted == "cuda") {
        if (cudaAvailable()) return wanted;
        if (cuda().librariesMissing)
            return fail(ErrorCode::NoDevice, "there is an NVIDIA driver, but this Leukolens has no libraries for GPUs", {}, "Install the add-on for GPUs, leukolens-cuda, and start again; or choose the device cpu.");
        return fail(ErrorCode::NoDevice, "no CUDA GPU can be used on this computer", {}, "Choose the device cpu, or check the NVIDIA driver.");
    }
    return fail(ErrorCode::InvalidArgument, "device '" + wanted + "' is not known", {}, "Choose auto, cpu or cuda.");
}

Result<std::string> resolvePrecision(const std::string& wanted, const std::string& device) {
    if (wanted == "fp32" || wanted == "bf16") return wanted;
    if (wanted == "auto") return std::string((device == "cuda" ? computeCapability() >= kAmpere : processorHasBf16()) ? "bf16" : "fp32");
    return fail(ErrorCode::InvalidArgument, "precision '" + wanted + "' is not known", {}, "Choose auto, fp32 or bf16.");
}

std::uint64_t freeMemory(const std::string& device) {
    if (device == "cuda") {
        // The driver's library tells without CUDA's headers; LibTorch has made a context by the time anybody asks.
        using MemoryInfo = int (*)(std::size_t*, std::size_t*);
        void* driver = cudaAvailable() ? dlopen("libcuda.so.1", RTLD_NOW) : nullptr;
        const auto memoryInfo = driver ? reinterpret_cast<MemoryInfo>(dlsym(driver, "cuMemGetInfo_v2")) : nullptr;
        std::size_t free = 0, total = 0;
        return memoryInfo && memoryInfo(&free, &total) == 0 ? free : 0;
    }
    std::ifstream file("/proc/meminfo");
    for (std::string line; std::getline(file, line);) {
        std::uint64_t kilobytes = 0;
        if (std::sscanf(line.c_str(), "MemAvailable: %" SCNu64 " kB", &kilobytes) == 1) return kilobytes * 1024;
    }
    return 0;
}

void useThreads(int count) { at::set_num_threads(count); }

int threads() { return at::get_num_threads(); }

std::string describeDevice(const std::string& device) {
    if (device == "cpu" || !cudaAvailable()) return "CPU";
    // "GPU 0: NVIDIA H200 …" as the driver's library calls it.
    using GetName = int (*)(char*, int, int);
    char name[256] = {};
    void* driver = dlopen("libcuda.so.1", RTLD_NOW);
    const auto getName = driver ? reinterpret_cast<GetName>(dlsym(driver, "cuDeviceGetName")) : nullptr;
    if (!getName || getName(name, sizeof name - 1, 0) != 0) return "GPU";
    return name;
}

}  // namespace leukolens::engine
