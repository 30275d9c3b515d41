#include "core/engine/cuda/recorded_step.h"

#include <ATen/core/CachingHostAllocator.h>
#include <ATen/cuda/CUDAGeneratorImpl.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda_runtime_api.h>

#include "core/engine/cuda/side_stream.h"

namespace leukolens::engine::cuda {
namespace {

/// One for all recordings of the first GPU: LibTorch keeps workspaces for each stream that ever multiplied matrices.
c10::cuda::CUDAStream oneStream() {
    static const c10::cuda::CUDAStream stream = c10::cuda::getStreamFromPool();
    return stream;
}

class RecordedStep : public StepGraph {
public:
    RecordedStep() : m_stream(oneStream()) {}
    ~RecordedStep() override {
        // A graph that still runs needs its memory.
        const std::lock_guard lock(recordingMutex());
        cudaDeviceSynchronize();
    }

    void warmUp(const std::function<void()>& work) override {
        const SideStream side(m_stream);
        work();
    }

    void capture(const std::function<void()>& work) override {
        const std::lock_guard lock(recordingMutex());
        // The recording gets memory of its own: what the first steps left behind would lie idle beside it.
        c10::cuda::device_synchronize();
        c10::cuda::CUDACachingAllocator::emptyCache();
        const SideStream side(m_stream);
        const auto pool = at::cuda::graph_pool_handle();
        try {
            // Other threads go on using the GPU, for answers: only calls of this one may break the recording.
            m_graph.capture_begin(pool, cudaStreamCaptureModeThreadLocal);
            work();
            m_graph.capture_end();
        } catch (...) {
            breakOff(pool);
            throw;
        }
    }

    void replay() override { m_graph.replay(); }

private:
    /// Leaves stream and memory as they were; each call may fail because the one before it did.
    void breakOff(const c10::MempoolId_t& pool) {
        const auto ignoringErrors = [](const auto& call) {
            try {
                call();
            } catch (const std::exception&) {
            }
        };
        if (c10::cuda::currentStreamCaptureStatusMayInitCtx() != c10::cuda::CaptureStatus::None) {
            ignoringErrors([&] { m_graph.capture_end(); });
            cudaGraph_t left = nullptr;
            if (c10::cuda::currentStreamCaptureStatusMayInitCtx() != c10::cuda::CaptureStatus::None && cudaStreamEndCapture(m_stream.stream(), &left) == cudaSuccess && left)
                cudaGraphDestroy(left);
        }
        // LibTorch's generator goes on believing that it is recorded, and would refuse to draw: it gets a new state, its user a new seed.
        ignoringErrors([&] {
            auto generator = at::cuda::detail::getDefaultCUDAGenerator(m_stream.device_index());
            generator.graphsafe_set_state(at::cuda::detail::createCUDAGenerator(m_stream.device_index()).graphsafe_get_state());
        });
        // A graph whose recording did not end keeps its memory and LibTorch's for the host, and nobody else gives them back.
        bool ended = true;
        try {
            (void)m_graph.pool();
        } catch (const std::exception&) {
            ended = false;
        }
        ignoringErrors([&] { c10::cuda::CUDACachingAllocator::endAllocateToPool(m_stream.device_index(), pool); });
        if (!ended) {
            ignoringErrors([&] { c10::cuda::CUDACachingAllocator::releasePool(m_stream.device_index(), pool); });
            ignoringErrors([&] { at::getHostAllocator(at::kCUDA)->end_allocate_to_pool(pool); });
            ignoringErrors([&] { at::getHostAllocator(at::kCUDA)->release_pool(pool); });
        }
        cudaGetLastError();  // what the failed recording left there is not the next operation's
    }

    c10::cuda::CUDAStream m_stream;
    at::cuda::CUDAGraph m_graph;
};

}  // namespace

std::unique_ptr<StepGraph> makeRecordedStep() { return std::make_unique<RecordedStep>(); }

}  // namespace leukolens::engine::cuda
