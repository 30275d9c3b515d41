#include "core/engine/cuda/library.h"

#include <c10/cuda/CUDAStream.h>

#include "core/engine/cuda/launch.h"
#include "core/engine/cuda/operations.h"
#include "core/engine/cuda/recorded_answer.h"
#include "core/engine/cuda/recorded_step.h"

namespace leukolens::engine::cuda {
namespace {

/// On the stream that LibTorch's own operations use at the moment, so that a recording sees the kernels too.
struct OnDevice {
    template <class Body>
    static void launch(const Body& body, const Extent& extent) {
        cuda::launch(body, extent, c10::cuda::getCurrentCUDAStream().stream());
    }
};

}  // namespace
}  // namespace leukolens::engine::cuda

const char* leukolensCudaFits() { return LEUKOLENS_CUDA_FITS; }

const leukolens::engine::CudaLibrary* leukolensCudaLibrary() {
    using Operations = leukolens::engine::cuda::Operations<leukolens::engine::cuda::OnDevice>;
    static const leukolens::engine::CudaLibrary library{Operations::blocks(), Operations::pictures(), leukolens::engine::cuda::makeRecordedStep,
                                                       leukolens::engine::cuda::answerOperations()};
    return &library;
}
