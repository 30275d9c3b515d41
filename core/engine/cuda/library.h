// What the optional library leukolens_cuda offers, and how the program asks for it: by dlopen() and one C function.
#pragma once

#include <torch/headeronly/version.h>

#include "core/engine/answer_operations.h"
#include "core/engine/picture_operations.h"
#include "core/engine/step_graph.h"
#include "core/nn/block_operations.h"

/// Which program and which LibTorch a library fits: both sides must say the same, they share structs and LibTorch's types. Count the number
/// in it up with every change of CudaLibrary and of what it points to.
#define LEUKOLENS_CUDA_FITS "leukolens " LEUKOLENS_VERSION " interface 3 LibTorch " TORCH_VERSION

namespace leukolens::engine {

struct CudaLibrary {
    const nn::BlockOperations* blocks;
    const PictureOperations* pictures;
    StepGraphFactory stepGraphs;
    const AnswerOperations* answers;
};

}  // namespace leukolens::engine

#define LEUKOLENS_EXPORT __attribute__((visibility("default")))

extern "C" {
/// LEUKOLENS_CUDA_FITS as the library was compiled; to be asked before anything else of it.
LEUKOLENS_EXPORT const char* leukolensCudaFits();
LEUKOLENS_EXPORT const leukolens::engine::CudaLibrary* leukolensCudaLibrary();
}
