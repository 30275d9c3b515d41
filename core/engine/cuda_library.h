// Finds and loads leukolens_cuda, the program's own code for CUDA GPUs.
#pragma once

#include <filesystem>
#include <string>

namespace leukolens::engine {

/// Where it lies: beside the program, otherwise a name without a folder, which is looked for where the add-on for GPUs lies (installer/cuda).
std::filesystem::path cudaLibraryPath();

/// Loads the library and registers what it offers for CUDA devices. Returns "" or, for the log, why that was not possible; LibTorch's
/// own operations do the work then. LibTorch's CUDA library must be loaded.
std::string loadCudaLibrary(const std::filesystem::path& file);

}  // namespace leukolens::engine
