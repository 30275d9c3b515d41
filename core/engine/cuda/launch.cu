#include "core/engine/cuda/launch.h"

#include <cuda_runtime.h>

#include <stdexcept>
#include <string>

#include "core/engine/cuda/norm_bodies.h"
#include "core/engine/cuda/picture_bodies.h"
#include "core/engine/cuda/pool_bodies.h"
#include "core/engine/cuda/window_bodies.h"

namespace leukolens::engine::cuda {
namespace {

/// With at most 64 registers a thread, so many blocks share a processor: kSumBlocks (operations.h) counts on it.
constexpr int kBlocksAtOnce = 4;

template <class Body>
__global__ void __launch_bounds__(kThreads, kBlocksAtOnce) kernel(const Body body, const Extent extent) {
    __shared__ typename Body::Shared shared[Body::kShared];
    const Place at{static_cast<int>(threadIdx.x), static_cast<int>(threadIdx.y), static_cast<int>(blockIdx.x), static_cast<int>(blockIdx.y), extent};
    body.template run<0>(at, shared);
    if constexpr (Body::kPhases > 1) {
        __syncthreads();
        body.template run<1>(at, shared);
    }
    if constexpr (Body::kPhases > 2) {
        __syncthreads();
        body.template run<2>(at, shared);
    }
    static_assert(Body::kPhases <= 3);
}

}  // namespace

template <class Body>
void launch(const Body& body, const Extent& extent, void* stream) {
    const dim3 blocks(static_cast<unsigned>(extent.blocksX), static_cast<unsigned>(extent.blocksY));
    const dim3 threads(static_cast<unsigned>(extent.threadsX), static_cast<unsigned>(extent.threadsY));
    kernel<<<blocks, threads, 0, static_cast<cudaStream_t>(stream)>>>(body, extent);
    if (const auto error = cudaGetLastError(); error != cudaSuccess)
        throw std::runtime_error(std::string("a kernel could not be started: ") + cudaGetErrorString(error));
}

#define LEUKOLENS_LAUNCH(...) template void launch<__VA_ARGS__>(const __VA_ARGS__&, const Extent&, void*);
#define LEUKOLENS_LAUNCH_ROWS(body)                                                                       \
    LEUKOLENS_LAUNCH(body<float, 1>) LEUKOLENS_LAUNCH(body<float, 4>) LEUKOLENS_LAUNCH(body<nn::Bf16, 1>) \
    LEUKOLENS_LAUNCH(body<nn::Bf16, 8>)

LEUKOLENS_LAUNCH_ROWS(Moments)
LEUKOLENS_LAUNCH_ROWS(NormRelu)
LEUKOLENS_LAUNCH_ROWS(NormReluFixed)
LEUKOLENS_LAUNCH_ROWS(GradientSums)
LEUKOLENS_LAUNCH_ROWS(Gradient)
LEUKOLENS_LAUNCH_ROWS(AveragePool)
LEUKOLENS_LAUNCH_ROWS(MaxPool)
LEUKOLENS_LAUNCH_ROWS(MaxPoolGradient)
LEUKOLENS_LAUNCH(Windows<float>)
LEUKOLENS_LAUNCH(Windows<nn::Bf16>)
LEUKOLENS_LAUNCH(FinishMoments)
LEUKOLENS_LAUNCH(FinishGradient)
LEUKOLENS_LAUNCH(GreySums)
LEUKOLENS_LAUNCH(NetworkInput<float>)
LEUKOLENS_LAUNCH(NetworkInput<nn::Bf16>)

}  // namespace leukolens::engine::cuda
