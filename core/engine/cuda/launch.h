// Kernels for the bodies, compiled by nvcc in launch.cu.
#pragma once

#include "core/engine/cuda/body.h"

namespace leukolens::engine::cuda {

/// stream: a cudaStream_t. Throws std::runtime_error where the GPU refuses.
template <class Body>
void launch(const Body& body, const Extent& extent, void* stream);

}  // namespace leukolens::engine::cuda
