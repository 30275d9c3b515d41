#include "core/engine/cuda_library.h"

#include <dlfcn.h>

#include "core/engine/cuda/library.h"

namespace leukolens::engine {
namespace {

std::string notUsed(const std::string& why) {
    return "The program's own code for GPUs is not used, training and answers are slower by LibTorch's operations alone: " + why;
}

std::string lastError() {
    const char* error = dlerror();
    return error ? error : "unknown error";
}

}  // namespace

std::filesystem::path cudaLibraryPath() {
    std::error_code error;
    const std::filesystem::path name = "libleukolens_cuda.so", beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name;
    return std::filesystem::exists(beside, error) ? beside : name;
}

std::string loadCudaLibrary(const std::filesystem::path& file) {
    std::error_code error;
    if (file.has_parent_path() && !std::filesystem::exists(file, error)) return notUsed("there is no " + file.string() + ", it is built where CUDA's compiler is found");
    void* library = dlopen(file.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (!library) return notUsed(lastError());
    const auto fits = reinterpret_cast<decltype(&leukolensCudaFits)>(dlsym(library, "leukolensCudaFits"));
    if (!fits) return notUsed(lastError());
    if (std::string(fits()) != LEUKOLENS_CUDA_FITS) return notUsed(file.string() + " is for \"" + fits() + "\", this is \"" LEUKOLENS_CUDA_FITS "\"");
    const auto offers = reinterpret_cast<decltype(&leukolensCudaLibrary)>(dlsym(library, "leukolensCudaLibrary"));
    if (!offers) return notUsed(lastError());
    const CudaLibrary& offered = *offers();
    nn::setBlockOperations(at::kCUDA, offered.blocks);
    setPictureOperations(at::kCUDA, offered.pictures);
    setStepGraphs(at::kCUDA, offered.stepGraphs);
    setAnswerOperations(at::kCUDA, offered.answers);
    return {};
}

}  // namespace leukolens::engine
